/** What the till tells of its computer, and what it allows there: it never judges for the hub. */
import { describe, expect, it } from 'vitest';
import { PureTill } from '../../../test/support/pure-till.ts';
import { testEntitlement } from '../../../test/support/test-vendor.ts';
import type { Entitlement } from '../entitlement/entitlement.ts';
import { allowances } from '../entitlement/allowances.ts';
import { tillLicence } from './licence-turn.ts';

const SALT = 'salt';
const INSTALLED_MS = Date.parse('2026-11-22T10:00:00Z');

function boundTo(hashes: readonly string[], n = 1): Entitlement {
  return testEntitlement({
    generation: { keyEpoch: 1, n },
    fingerprint: { k: 3, salt: SALT, hashes },
  });
}

function started(entitlement: Entitlement, components: readonly string[] | undefined): PureTill {
  const till = new PureTill(10);
  till.nowMs = INSTALLED_MS;
  const held = { kind: 'verified', entitlement, components } as const;
  till.send({ kind: 'agent-started', held });
  return till;
}

function restart(till: PureTill, entitlement: Entitlement, components: readonly string[]): void {
  till.send({ kind: 'agent-started', held: { kind: 'verified', entitlement, components } });
}

function told(till: PureTill) {
  return till.lines.filter(({ kind }) => kind === 'hardware-changed').map(({ body }) => body);
}

function flagsOf(till: PureTill): readonly string[] {
  return tillLicence(till.till, { nowMs: till.nowMs, activationGraceDays: 30 }).flags;
}

const LICENCE = boundTo(['a', 'b', 'c', 'd']);

describe('a till', () => {
  it('on the computer of its licence says nothing of it', () => {
    const till = started(LICENCE, ['d', 'c', 'b', 'a']);
    expect(told(till)).toEqual([]);
    expect(flagsOf(till)).toEqual([]);
  });

  it('whose licence is bound to no computer says nothing of it', () => {
    const till = started(testEntitlement(), undefined);
    expect(told(till)).toEqual([]);
    expect(flagsOf(till)).toEqual([]);
  });

  it('with one part changed tells it once, and its licence holds', () => {
    const till = started(LICENCE, ['a', 'b', 'c', 'x']);
    restart(till, LICENCE, ['a', 'b', 'c', 'x']);
    const { licence, generation } = LICENCE;
    const hashes = ['a', 'b', 'c', 'x'];
    const body = { licence: licence.id, generation, matched: 3, needed: 3, salt: SALT, hashes };
    expect(told(till)).toEqual([body]);
    expect(flagsOf(till)).toEqual([]);
  });

  it('whose part comes back tells that too, and no more', () => {
    const till = started(LICENCE, ['a', 'b', 'c']);
    restart(till, LICENCE, ['a', 'b', 'c', 'd']);
    restart(till, LICENCE, ['a', 'b', 'c', 'd']);
    expect(told(till)).toMatchObject([{ matched: 3 }, { matched: 4 }]);
  });

  it.each([
    ['another computer', ['x', 'y', 'z']],
    ['a computer of which nothing can be read', undefined],
  ] as const)('on %s sells, gives money back, and gets no releases', (_, components) => {
    const till = started(LICENCE, components);
    expect(told(till)).toMatchObject([{ matched: 0, hashes: components ?? [] }]);
    expect(flagsOf(till)).toEqual(['rebind-needed']);
    const status = tillLicence(till.till, { nowMs: till.nowMs, activationGraceDays: 30 });
    expect(allowances(status)).toEqual({
      newSales: true,
      moneyInHand: true,
      newReleases: 'none',
      support: 'rebind',
    });
    expect(till.startSale('s', 240)).toMatchObject({ kind: 'sale', isNew: true });
    till.insert(200);
    till.send({ kind: 'cancel-requested', saleId: 's' });
    till.settle();
    expect(till.handMinor).toBe(200);
  });

  it('that is given a licence for this computer is bound to it, and tells nothing more', () => {
    const till = started(LICENCE, ['a', 'x', 'y', 'z']);
    const entitlement = boundTo(['a', 'x', 'y', 'z'], 2);
    const components = ['a', 'x', 'y', 'z'];
    const offered = { kind: 'entitlement-offered', entitlement, document: 'd' } as const;
    till.send({ ...offered, source: 'hub', components });
    expect(told(till)).toHaveLength(1);
    expect(flagsOf(till)).toEqual([]);
  });

  it('that is given a licence for another computer tells what this one is', () => {
    const till = started(LICENCE, ['a', 'b', 'c', 'd']);
    const entitlement = boundTo(['p', 'q', 'r'], 2);
    const offered = { kind: 'entitlement-offered', entitlement, document: 'd' } as const;
    till.send({ ...offered, source: 'hub', components: ['a', 'b', 'c', 'd'] });
    expect(told(till)).toMatchObject([{ generation: { keyEpoch: 1, n: 2 }, matched: 0 }]);
    expect(flagsOf(till)).toEqual(['rebind-needed']);
  });

  it('keeps none of its parts beside the journal but what it has told', () => {
    const till = started(LICENCE, ['a', 'b', 'c', 'd']);
    const { hardwareNoted } = till.till.licensing;
    expect(hardwareNoted).toBeUndefined();
  });
});
