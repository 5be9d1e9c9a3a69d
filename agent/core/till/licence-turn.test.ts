/**
 * A licence decides whether a new sale may begin, and nothing else: whatever it says, a sale under way
 * ends, money goes back, and the till can be counted. What a till was once told is not taken back by
 * an older licence, a changed store or a clock.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PureTill } from '../../../test/support/pure-till.ts';
import { testEntitlement } from '../../../test/support/test-vendor.ts';
import type { Entitlement } from '../entitlement/entitlement.ts';
import { keptLicensing } from '../entitlement/licensing.ts';
import type { Answer } from './events.ts';
import { tillLicence } from './licence-turn.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const INSTALLED_MS = Date.parse('2026-11-22T10:00:00Z');
const REVOKED = testEntitlement({
  generation: { keyEpoch: 1, n: 2 },
  revocation: { on: '2026-12-01', reason: 'never paid' },
});

function tillAt(nowMs = INSTALLED_MS): PureTill {
  const till = new PureTill(10);
  till.nowMs = nowMs;
  till.send({ kind: 'agent-started' });
  return till;
}

function offer(till: PureTill, entitlement: Entitlement): Answer {
  return till.send({ kind: 'entitlement-offered', entitlement, document: 'd', source: 'file' });
}

function stateOf(till: PureTill) {
  return tillLicence(till.till, { nowMs: till.nowMs, activationGraceDays: 30 });
}

function kindsOf(till: PureTill): readonly string[] {
  return till.lines.map(({ kind }) => kind);
}

const NOT_LICENSED = { kind: 'refused', refusal: { code: 'not-licensed' } };

describe('a till without a licence', () => {
  it('says so once, and sells in its grace', () => {
    const till = tillAt();
    till.send({ kind: 'running-noted' });
    expect(kindsOf(till).filter((kind) => kind === 'licence-changed')).toHaveLength(1);
    expect(till.startSale('s', 240)).toMatchObject({ kind: 'sale', isNew: true });
  });

  it('begins no sale after thirty days of running, whatever the clock says', () => {
    const till = tillAt();
    till.ranMs = 30 * DAY_MS;
    till.nowMs = INSTALLED_MS - 10_000 * DAY_MS;
    expect(till.startSale('s', 240)).toMatchObject(NOT_LICENSED);
    till.send({ kind: 'running-noted' });
    till.ranMs = 0;
    expect(till.startSale('s', 240)).toMatchObject(NOT_LICENSED);
    expect(till.lines).toContainEqual({
      kind: 'licence-changed',
      body: expect.objectContaining({ state: 'unlicensed', newSales: false }),
    });
  });

  it('counts the time at each sale, so that a till that is restarted often counts too', () => {
    const till = tillAt();
    till.ranMs = 29 * DAY_MS;
    expect(till.startSale('s', 240)).toMatchObject({ kind: 'sale' });
    expect(till.till.licensing.unlicensedMs).toBe(29 * DAY_MS);
    till.ranMs = 2 * DAY_MS;
    till.send({ kind: 'cancel-requested', saleId: 's' });
    till.settle();
    expect(till.startSale('t', 240)).toMatchObject(NOT_LICENSED);
    expect(till.till.licensing.unlicensedMs).toBe(31 * DAY_MS);
  });

  it('answers a sale it has begun already, though it may begin no other', () => {
    const till = tillAt();
    till.startSale('s', 240);
    till.ranMs = 31 * DAY_MS;
    expect(till.startSale('s', 240)).toMatchObject({ kind: 'sale', isNew: false });
  });
});

describe('an entitlement', () => {
  it('is written down with what it changes', () => {
    const till = tillAt();
    expect(offer(till, testEntitlement())).toEqual({ kind: 'done' });
    expect(till.lines.slice(-2)).toMatchObject([
      { kind: 'entitlement-accepted', body: { generation: { keyEpoch: 1, n: 1 }, source: 'file' } },
      { kind: 'licence-changed', body: { state: 'active', lastCoveredDay: '2027-11-21' } },
    ]);
  });

  it('offered again changes nothing and writes nothing', () => {
    const till = tillAt();
    offer(till, testEntitlement());
    const written = till.lines.length;
    const { till: before } = till;
    expect(offer(till, testEntitlement())).toEqual({ kind: 'done' });
    expect(till.lines).toHaveLength(written);
    expect(till.till).toBe(before);
  });

  it.each([
    ['wrong-station', testEntitlement({ licence: { ...REVOKED.licence, issuedTo: other() } })],
    [
      'generation-reused',
      testEntitlement({ zone: 'Europe/Berlin', generation: REVOKED.generation }),
    ],
    ['older-generation', testEntitlement()],
  ] as const)('is refused as %s, and what was held stays in force', (reason, entitlement) => {
    const till = tillAt();
    offer(till, testEntitlement({ generation: { keyEpoch: 1, n: 2 } }));
    const { licensing } = till.till;
    expect(offer(till, entitlement)).toEqual({ kind: 'entitlement-refused', reason });
    expect(till.till.licensing).toBe(licensing);
    expect(till.lines.at(-1)).toMatchObject({
      kind: 'entitlement-refused',
      body: { code: reason },
    });
  });

  it('in the store counts only once it is verified again', () => {
    const till = tillAt();
    offer(till, testEntitlement());
    till.till = { ...till.till, licensing: keptLicensing(till.till.licensing) };
    expect(stateOf(till).state).toBe('unlicensed');
    till.send({
      kind: 'agent-started',
      held: { kind: 'verified', entitlement: testEntitlement() },
    });
    expect(stateOf(till).state).toBe('active');
    till.send({ kind: 'agent-started', held: { kind: 'refused', reason: 'tampered' } });
    expect(stateOf(till).state).toBe('unlicensed');
    expect(till.lines.slice(-2)).toMatchObject([
      { kind: 'entitlement-refused', body: { code: 'tampered', source: 'store' } },
      { kind: 'licence-changed', body: { state: 'unlicensed' } },
    ]);
    expect(till.till.licensing.heldRefusal).toBe('tampered');
    expect(offer(till, testEntitlement())).toEqual({ kind: 'done' });
    expect(till.till.licensing.heldRefusal).toBeUndefined();
  });

  it('that was put in the place of a newer one in the store is not believed', () => {
    const till = tillAt();
    offer(till, testEntitlement());
    offer(till, REVOKED);
    const entitlement = testEntitlement();
    till.send({ kind: 'agent-started', held: { kind: 'verified', entitlement } });
    expect(stateOf(till).state).toBe('unlicensed');
    expect(till.lines).toContainEqual({
      kind: 'entitlement-refused',
      body: { code: 'older-generation', source: 'store' },
    });
  });
});

describe('a licence that is withdrawn', () => {
  it('lets the sale under way end, and no other begin', () => {
    const till = tillAt();
    offer(till, testEntitlement());
    till.startSale('s', 240);
    till.insert(200);
    offer(till, REVOKED);
    till.insert(50);
    till.settle();
    expect(till.sales.get('s')?.phase.kind).toBe('settled');
    expect(till.handMinor).toBe(10);
    expect(till.startSale('t', 240)).toMatchObject({
      refusal: { code: 'not-licensed', state: 'revoked' },
    });
  });

  it('still gives money back and is counted', () => {
    const till = tillAt();
    offer(till, testEntitlement());
    till.startSale('s', 500);
    till.insert(200);
    offer(till, REVOKED);
    till.send({ kind: 'cancel-requested', saleId: 's' });
    till.settle();
    expect(till.handMinor).toBe(200);
    expect(
      till.send({
        kind: 'count-entered',
        place: 'hopper-50',
        counted: [{ valueMinor: 50, count: 7 }],
        isDeviceGone: false,
        client: 'test',
      }).kind,
    ).toBe('counted');
  });
});

describe('the clock', () => {
  it('turned back gains nothing: today is what the journal has seen', () => {
    const till = tillAt();
    offer(till, testEntitlement());
    till.nowMs = Date.parse('2030-11-23T10:00:00Z');
    till.send({
      kind: 'agent-started',
      held: { kind: 'verified', entitlement: testEntitlement() },
    });
    expect(stateOf(till).state).toBe('lapsed-new-licence');
    till.lastLineAtMs = till.nowMs;
    till.nowMs = INSTALLED_MS;
    till.send({ kind: 'running-noted' });
    expect(stateOf(till)).toMatchObject({ state: 'lapsed-new-licence', clock: 'behind' });
  });

  it('that ran ahead does not poison the till once a signed time has come', () => {
    const till = tillAt();
    offer(till, testEntitlement());
    till.nowMs = Date.parse('2035-01-01T10:00:00Z');
    till.lastLineAtMs = till.nowMs;
    till.send({ kind: 'running-noted' });
    const signed = { timeMs: INSTALLED_MS + DAY_MS, clockMs: till.nowMs };
    till.send({ kind: 'time-signed', signed });
    expect(stateOf(till)).toMatchObject({ clock: 'ahead', flags: ['clock-suspect'] });
    // Written under the same wrong clock, after the signed time.
    till.lastLineAtMs = till.nowMs + 1_000;
    till.nowMs += 1_000;
    till.send({ kind: 'running-noted' });
    till.nowMs = INSTALLED_MS + DAY_MS;
    till.send({ kind: 'running-noted' });
    expect(stateOf(till)).toMatchObject({ state: 'active', clock: 'trusted', flags: [] });
  });

  it('and older licences never let a till do more than the newest licence it was given', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.record({ at: fc.integer({ min: 0, max: 4_000 * DAY_MS }) }),
            fc.record({ n: fc.integer({ min: 1, max: 3 }) }),
            fc.constant({ restart: true }),
          ),
          { maxLength: 20 },
        ),
        (deeds) => {
          const till = tillAt();
          till.ranMs = 31 * DAY_MS;
          till.send({ kind: 'running-noted' });
          till.ranMs = 0;
          let newest = 0;
          for (const deed of deeds) {
            if ('at' in deed) till.nowMs = deed.at;
            else if ('n' in deed) {
              offer(till, issued(deed.n));
              newest = Math.max(newest, deed.n);
            } else if (newest > 0) {
              const held = { kind: 'verified', entitlement: issued(newest) } as const;
              till.send({ kind: 'agent-started', held });
            }
          }
          const answer = till.startSale('s', 240);
          // The third has withdrawn the licence; the grace is over.
          expect(answer.kind).toBe(newest === 0 || newest === 3 ? 'refused' : 'sale');
        },
      ),
    );
  });
});

function issued(n: number): Entitlement {
  const generation = { keyEpoch: 1, n };
  return n === 3 ? { ...REVOKED, generation } : testEntitlement({ generation });
}

function other() {
  return { customer: 'Bar Pepe', site: 'Centro', station: 'till-2' };
}
