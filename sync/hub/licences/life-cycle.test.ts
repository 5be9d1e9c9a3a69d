/** A licence loses nothing it was given: whatever is done, in whatever order, and however often. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testEntitlement } from '../../../test/support/test-vendor.ts';
import { instantMs } from '../../../agent/core/calendar.ts';
import type { Entitlement } from '../../../agent/core/entitlement/entitlement.ts';
import { imaPlan } from '../../../agent/plans/ima.ts';
import { entitlementSchema } from '../../trust/entitlement-schema.ts';
import { lifeStep, type LifeAct, type LifeKnown, type LifeStep } from './life-cycle.ts';

const BOUGHT = { id: 'licence-2', customer: 'Bar Pepe', product: 'Cash', edition: 'standard' };
const PRICES = { 'maintenance-year': 12_000, 'maintenance-registration': 15_000 };

function known(
  day: string,
  last: Entitlement | undefined,
  more: Partial<LifeKnown> = {},
): LifeKnown {
  const atMs = instantMs(`${day}T12:00:00.000Z`);
  const about = { station: 'till-1', site: 'Centro', plan: imaPlan, hardware: undefined };
  return { ...about, last, facts: { prices: PRICES }, atMs, ...more };
}

function draftOf(step: LifeStep): Entitlement {
  if (step.kind !== 'change') throw new TypeError(`nothing is issued: ${step.kind}`);
  const outcome = step.draft('2030-01-01T00:00:00.000Z');
  if (outcome.kind !== 'drafted') throw new TypeError(outcome.code);
  return entitlementSchema.parse({ ...outcome.draft, generation: { keyEpoch: 1, n: 9 } });
}

/** Installed on 10 May 2022, and covered for its free year. */
const LAST = testEntitlement({
  installedOn: '2022-05-10',
  maintenance: [{ from: '2022-05-10', to: '2023-05-10' }],
});

describe('an act that is refused', () => {
  it.each<[string, LifeAct, string, Entitlement | undefined, string]>([
    [
      'an installation over a licence',
      { kind: 'install', bought: BOUGHT },
      '2023-01-01',
      LAST,
      'licence-kept',
    ],
    ['a move onto a licence', { kind: 'move', from: LAST }, '2023-01-01', LAST, 'licence-kept'],
    ['a renewal of nothing', { kind: 'renew' }, '2023-01-01', undefined, 'licence-unknown'],
    ['a renewal of a lapsed one', { kind: 'renew' }, '2023-05-10', LAST, 'lapsed'],
    ['a reinstatement of a covered one', { kind: 'reinstate' }, '2023-05-09', LAST, 'not-lapsed'],
    [
      'a reinstatement after three years',
      { kind: 'reinstate' },
      '2026-05-10',
      LAST,
      'new-licence-needed',
    ],
    ['a renewal after three years', { kind: 'renew' }, '2026-05-10', LAST, 'new-licence-needed'],
    [
      'a new licence within three years',
      { kind: 'new-licence', bought: BOUGHT },
      '2026-05-09',
      LAST,
      'licence-kept',
    ],
    [
      'a new licence while it is covered',
      { kind: 'new-licence', bought: BOUGHT },
      '2023-01-01',
      LAST,
      'licence-kept',
    ],
    ['taking back what was not revoked', { kind: 'take-back' }, '2023-01-01', LAST, 'not-revoked'],
  ])('%s', (...[, act, day, last, code]) => {
    expect(lifeStep(act, known(day, last))).toMatchObject({ kind: 'refused', code });
  });

  it('a renewal that nobody has priced is a quote', () => {
    expect(lifeStep({ kind: 'renew' }, known('2023-01-01', LAST, { facts: {} }))).toMatchObject({
      kind: 'refused',
      code: 'plan-refuses',
      decision: { outcome: 'QUOTE' },
    });
  });
});

describe('an act', () => {
  it('installs: the free period of the plan, in the vendor’s zone', () => {
    const late = { atMs: instantMs('2024-02-28T23:30:00.000Z') };
    const draft = draftOf(
      lifeStep({ kind: 'install', bought: BOUGHT }, known('2024-02-28', undefined, late)),
    );
    expect(draft).toMatchObject({
      licence: { id: 'licence-2', issuedTo: { station: 'till-1' } },
      installedOn: '2024-02-29',
      zone: 'Europe/Madrid',
      maintenance: [{ from: '2024-02-29', to: '2025-03-01' }],
    });
  });

  it('installs without cover where nothing is free: it is reinstated, and never renewed', () => {
    const parameters = { freeMonths: 0 };
    const facts = { prices: PRICES, contract: { start: '2026-05-10', stations: [], parameters } };
    const step = lifeStep(
      { kind: 'install', bought: BOUGHT },
      known('2026-05-10', undefined, { facts }),
    );
    const last = draftOf(step);
    expect(last).toMatchObject({ installedOn: '2026-05-10', maintenance: [] });
    expect(step).toMatchObject({ kind: 'change', cover: undefined });
    // A contract that becomes kinder later gives nothing in hindsight.
    const later = known('2027-05-10', last);
    expect(lifeStep({ kind: 'renew' }, later)).toMatchObject({ code: 'lapsed' });
    expect(draftOf(lifeStep({ kind: 'reinstate' }, later)).maintenance).toEqual([
      { from: '2027-05-10', to: '2028-05-10' },
    ]);
    const over = lifeStep({ kind: 'reinstate' }, known('2029-05-10', last));
    expect(over).toMatchObject({ code: 'new-licence-needed' });
  });

  it('renews where the cover ends, for whoever pays', () => {
    const step = lifeStep({ kind: 'renew' }, known('2023-02-01', LAST));
    expect(draftOf(step).maintenance).toEqual([
      { from: '2022-05-10', to: '2023-05-10' },
      { from: '2023-05-10', to: '2024-05-10' },
    ]);
    expect(step).toMatchObject({ costLines: [{ totalMinor: 12_000, payer: 'distributor' }] });
  });

  it('reinstates from the day of payment, on the last day that it can be', () => {
    const step = lifeStep({ kind: 'reinstate' }, known('2026-05-09', LAST));
    expect(draftOf(step).maintenance.at(-1)).toEqual({ from: '2026-05-09', to: '2027-05-09' });
  });

  it('charges the years of the gap, and goes back to the lapse, where the contract says so', () => {
    const parameters = { backCharge: true, reinstateFrom: 'lapse' } as const;
    const contract = { start: '2022-05-10', stations: [], parameters };
    const facts = { prices: PRICES, contract };
    const step = lifeStep({ kind: 'reinstate' }, known('2025-06-01', LAST, { facts }));
    expect(step).toMatchObject({ costLines: [{ quantity: 1 }, { quantity: 2 }] });
    expect(draftOf(step).maintenance.at(-1)).toEqual({ from: '2023-05-10', to: '2026-05-10' });
  });

  it('replaces the licence after three years, with its own dates and the same contract', () => {
    const contract = {
      plan: { id: 'ima', version: 1 },
      parameters: {},
      stations: ['till-1'],
      callerRoles: [],
      contacts: [],
    };
    const last = { ...LAST, contract };
    const draft = draftOf(
      lifeStep({ kind: 'new-licence', bought: BOUGHT }, known('2026-05-10', last)),
    );
    expect(draft).toMatchObject({
      licence: { id: 'licence-2' },
      installedOn: '2026-05-10',
      maintenance: [{ from: '2026-05-10', to: '2027-05-10' }],
      contract,
    });
  });

  it('moves it with the same dates', () => {
    const to = known('2024-01-01', undefined, { station: 'till-2', site: 'Puerto' });
    const { licence, installedOn, maintenance } = draftOf(
      lifeStep({ kind: 'move', from: LAST }, to),
    );
    expect({ installedOn, maintenance }).toEqual({
      installedOn: LAST.installedOn,
      maintenance: LAST.maintenance,
    });
    expect(licence.issuedTo).toEqual({ customer: 'Bar Pepe', site: 'Puerto', station: 'till-2' });
  });

  it('declines: it is noted, and nothing is taken', () => {
    expect(lifeStep({ kind: 'decline' }, known('2023-01-01', LAST))).toEqual({ kind: 'noted' });
  });
});

it('no act shortens maintenance or begins the free year of a licence anew', () => {
  const anyAct = fc.constantFrom<LifeAct>(
    { kind: 'install', bought: BOUGHT },
    { kind: 'renew' },
    { kind: 'decline' },
    { kind: 'reinstate' },
    { kind: 'new-licence', bought: BOUGHT },
    { kind: 'revoke', reason: 'unpaid' },
    { kind: 'take-back' },
  );
  const anyDay = fc.integer({ min: 0, max: 4_000 });
  fc.assert(
    fc.property(fc.array(fc.tuple(anyAct, anyDay), { maxLength: 8 }), (acts) => {
      let last = LAST;
      for (const [act, days] of acts.toSorted(([, a], [, b]) => a - b)) {
        const day = new Date(Date.UTC(2022, 4, 10 + days)).toISOString().slice(0, 10);
        const step = lifeStep(act, known(day, last));
        if (step.kind !== 'change') continue;
        const next = draftOf(step);
        expect(keepsDates(last, next, act)).toBe(true);
        last = next;
      }
    }),
  );
});

function keepsDates(last: Entitlement, next: Entitlement, act: LifeAct): boolean {
  if (next.licence.id !== last.licence.id) return act.kind === 'new-licence';
  const kept = next.maintenance.slice(0, last.maintenance.length);
  const isSame = JSON.stringify(kept) === JSON.stringify(last.maintenance);
  return isSame && next.installedOn === last.installedOn;
}
