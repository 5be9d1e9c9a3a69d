/**
 * Whatever two chains have in common, and whichever places of it a till names: what the hub takes
 * for common is common, and a chain that has parted is never taken for one that has not.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coins, extended, headOf, placeAt } from '../../../test/support/chain.ts';
import { GENESIS } from '../../protocol/fields.ts';
import type { WireLine } from '../../protocol/lines.ts';
import { chooseBranch, compareChain, type HeldBranch, type ToldChain } from './decide.ts';

const COMMON = extended([], coins(20, 'common'));

function held(chain: readonly WireLine[], epoch = 1): HeldBranch {
  const { seq, hash } = headOf(chain);
  const hashes = new Map(chain.map((line) => [line.seq, line.hash]));
  return { epoch, durableTo: seq, headHash: hash, hashes };
}

function told(chain: readonly WireLine[], seqs: readonly number[] = []): ToldChain {
  return { head: headOf(chain), trail: seqs.map((seq) => placeAt(chain, seq)) };
}

describe('a till whose chain', () => {
  it('has grown goes on after the hub’s head', () => {
    const chain = extended(COMMON, coins(5));
    expect(compareChain(told(chain, [20]), held(COMMON))).toEqual({
      kind: 'descendant',
      common: headOf(COMMON),
    });
  });

  it('has not changed goes on where it is', () => {
    expect(compareChain(told(COMMON), held(COMMON)).kind).toBe('descendant');
  });

  it('is empty, as the hub’s, begins', () => {
    expect(compareChain(told([]), held([]))).toEqual({ kind: 'descendant', common: GENESIS });
  });

  it('ends before the hub’s was restored, and hears what it has lost', () => {
    expect(compareChain(told(COMMON.slice(0, 12), [10]), held(COMMON))).toEqual({
      kind: 'ancestor',
      common: placeAt(COMMON, 12),
      lost: headOf(COMMON),
    });
  });

  it('is gone altogether was restored too', () => {
    expect(compareChain(told([]), held(COMMON))).toEqual({
      kind: 'ancestor',
      common: GENESIS,
      lost: headOf(COMMON),
    });
  });

  it('is another one from somewhere on has forked', () => {
    const chain = extended(COMMON.slice(0, 12), coins(3, 'other'));
    expect(compareChain(told(chain, [14, 10, 5]), held(COMMON))).toEqual({
      kind: 'fork',
      common: placeAt(COMMON, 10),
    });
  });

  it('has grown past the hub’s without a place to tell by sends it again', () => {
    const chain = extended(COMMON.slice(0, 12), coins(30, 'other'));
    expect(compareChain(told(chain, [40, 10]), held(COMMON))).toEqual({
      kind: 'overlap',
      common: placeAt(COMMON, 10),
    });
  });
});

describe('for any two chains', () => {
  const pair = fc.record({
    common: fc.nat(15),
    hubOwn: fc.nat(8),
    tillOwn: fc.nat(8),
    trail: fc.uniqueArray(fc.nat(22), { maxLength: 6 }),
  });

  it('common is common, and a fork is never taken for anything sure', () => {
    fc.assert(
      fc.property(pair, ({ common, hubOwn, tillOwn, trail }) => {
        const base = COMMON.slice(0, common);
        const hub = extended(base, coins(hubOwn, 'hub'));
        const till = extended(base, coins(tillOwn, 'till'));
        const places = trail.filter((seq) => seq <= till.length);
        const standing = compareChain(told(till, places), held(hub));
        const expected = placeAt(till, standing.common.seq);
        expect(standing.common).toEqual(expected);
        expect(standing.common.seq).toBeLessThanOrEqual(common);
        const isSo = {
          descendant: hubOwn === 0,
          ancestor: tillOwn === 0,
          fork: hubOwn > 0 && tillOwn > 0,
          overlap: tillOwn > 0,
        };
        expect(isSo[standing.kind]).toBe(true);
      }),
    );
  });
});

describe('the branch a till goes on with', () => {
  const old = held(COMMON);
  const forked = extended(COMMON.slice(0, 12), coins(4, 'branch'));

  it('is that of its epoch where it fits', () => {
    const decision = chooseBranch(1, told(extended(COMMON, coins(1)), [20]), [old]);
    expect(decision).toMatchObject({ kind: 'resume', epoch: 1, standing: { kind: 'descendant' } });
  });

  it('is a new one where it has forked, under an epoch never used before', () => {
    const stranger = held(extended([], coins(2, 'stranger')), 2);
    const decision = chooseBranch(1, told(forked, [12, 1]), [held(COMMON, 3), stranger, old]);
    expect(decision).toMatchObject({ kind: 'open', epoch: 4, common: placeAt(COMMON, 12) });
  });

  it('is the one opened before, when that answer was lost', () => {
    const opened = held(COMMON.slice(0, 12), 2);
    const decision = chooseBranch(1, told(forked, [12]), [opened, old]);
    expect(decision).toMatchObject({ kind: 'resume', epoch: 2, standing: { kind: 'descendant' } });
  });

  it('is the one opened before, though more is known to be shared by now', () => {
    const grown = extended(forked, coins(9, 'branch'));
    const opened = held(COMMON.slice(0, 8), 2);
    const decision = chooseBranch(1, told(grown, [20, 12, 5]), [opened, old]);
    expect(decision).toEqual({
      kind: 'resume',
      epoch: 2,
      standing: { kind: 'descendant', common: placeAt(COMMON, 8) },
    });
  });

  it('is not another clone’s that has less in common', () => {
    const stranger = held(extended(COMMON.slice(0, 3), coins(1, 'stranger')), 2);
    const decision = chooseBranch(1, told(forked, [12, 3]), [stranger, old]);
    expect(decision).toMatchObject({ kind: 'open', epoch: 3, parent: 1 });
  });

  it('is a first one for a station without any', () => {
    expect(chooseBranch(1, told(COMMON), [])).toEqual({
      kind: 'open',
      epoch: 1,
      parent: undefined,
      common: GENESIS,
    });
  });

  it('is under the epoch of a new enrolment, from what both hold', () => {
    expect(chooseBranch(2, told(COMMON, [5]), [old])).toEqual({
      kind: 'open',
      epoch: 2,
      parent: 1,
      common: headOf(COMMON),
    });
  });

  it('is the newest that fits for an epoch the hub has lost', () => {
    const decision = chooseBranch(2, told(COMMON), [held(COMMON, 3)]);
    expect(decision).toMatchObject({ kind: 'resume', epoch: 3 });
  });
});
