/** Updates, renewals, integrations, trainings and the year's promise, row by row as in the table. */
import type { Decision } from '../core/contract/decision.ts';
import type { DistributorFacts } from '../core/contract/request.ts';
import { madrid, refused, testPlanTable, type TableCase } from '../../test/support/plan-table.ts';
import { imaPlan } from './ima.ts';

/** Monday 23 November 2026. */
const TEN = madrid('2026-11-23T10:00');

const REGISTERED: DistributorFacts = {
  id: 'd1',
  payment: 'mandate',
  firstOrderLicences: 5,
  registeredOn: '2025-03-15',
};
const COVERED = installed('2026-03-01');
/** Lapsed on 10 May 2025: in November 2026 in the second year of the gap. */
const LAPSED = installed('2024-05-10');
/** Lapsed on 10 May 2023: three years and more. */
const LONG_LAPSED = installed('2022-05-10');
const PRICES = {
  'maintenance-registration': 12_000,
  'maintenance-year': 9_000,
  licence: 30_000,
  'integration-once': 80_000,
  training: 15_000,
};

testPlanTable({
  plan: imaPlan,
  atMs: TEN,
  facts: { distributor: REGISTERED, licence: COVERED, prices: PRICES },
  covers: ({ kinds }) => !kinds.includes('contact'),
  cases: casesOfRequests(),
});

function casesOfRequests(): readonly TableCase[] {
  return [
    {
      row: '10',
      of: 'released on the last covered day, long after it',
      request: { kind: 'update', caller: 'cashier', releasedMs: madrid('2025-05-09T23:59') },
      facts: { licence: LAPSED },
      expected: { outcome: 'COVERED' },
    },
    {
      row: '10',
      of: 'covered, the day of the release not said',
      request: { kind: 'update' },
      expected: { outcome: 'COVERED' },
    },
    {
      row: '10',
      of: 'a security fix for what came out in time',
      request: {
        kind: 'update',
        releasedMs: madrid('2026-10-01T12:00'),
        securityBackdatedMs: madrid('2025-05-09T12:00'),
      },
      facts: { licence: LAPSED },
      expected: { outcome: 'COVERED' },
    },
    {
      row: '10',
      of: 'released in the gap, maintenance taken up again since',
      request: { kind: 'update', releasedMs: madrid('2026-01-15T12:00') },
      facts: {
        licence: licence(['2024-05-10', '2025-05-10'], ['2026-06-01', '2027-06-01']),
      },
      expected: { outcome: 'COVERED' },
    },
    {
      row: '11',
      of: 'released after the second of two covers',
      request: { kind: 'update', releasedMs: madrid('2026-06-01T00:00') },
      facts: {
        licence: licence(['2023-05-10', '2024-05-10'], ['2025-06-01', '2026-06-01']),
      },
      expected: { ...refused('VERSION_AFTER_MAINTENANCE'), day: '2026-05-31' },
    },
    {
      row: '11',
      of: 'released the day after the last covered one',
      request: { kind: 'update', releasedMs: madrid('2025-05-10T00:00') },
      facts: { licence: LAPSED },
      expected: {
        ...refused('VERSION_AFTER_MAINTENANCE'),
        day: '2025-05-09',
        options: [{ code: 'maintenance-registration', priceMinor: 12_000 }],
      },
    },
    {
      row: '11 new licence',
      of: 'and three years have passed',
      request: { kind: 'update', releasedMs: madrid('2023-05-10T00:00') },
      facts: { licence: LONG_LAPSED },
      expected: {
        ...refused('VERSION_AFTER_MAINTENANCE'),
        options: [{ code: 'licence', priceMinor: 30_000 }],
      },
    },
    {
      row: 'none',
      of: 'an update of what was never installed',
      request: { kind: 'update', releasedMs: TEN },
      facts: { licence: { maintenance: [] } },
      expected: { outcome: 'MANUAL', reasons: ['NO_RULE'] },
    },
    {
      row: '12',
      of: 'renewed while covered: the days go on where the cover ends',
      request: { kind: 'renew', caller: 'distributor' },
      expected: {
        outcome: 'CHARGEABLE',
        costLines: [line('maintenance-year', 9_000)],
        cover: { from: '2027-03-01', lastDay: '2028-02-29' },
      },
    },
    ...(['renew', 'reinstate'] as const).flatMap((kind): readonly TableCase[] => [
      {
        row: '13 reinstate',
        of: `${kind} within less than three years`,
        request: { kind, caller: 'distributor' },
        facts: { licence: LAPSED },
        expected: {
          outcome: 'CHARGEABLE',
          costLines: [line('maintenance-registration', 12_000)],
          cover: { from: '2026-11-23', lastDay: '2027-11-22' },
        },
      },
      {
        row: '13 new licence',
        of: `${kind} after three years`,
        request: { kind, caller: 'distributor' },
        facts: { licence: LONG_LAPSED },
        expected: newLicence(),
      },
    ]),
    {
      row: 'none',
      of: 'reinstated while covered',
      request: { kind: 'reinstate', caller: 'distributor' },
      expected: { outcome: 'MANUAL', reasons: ['NO_RULE'] },
    },
    {
      row: '14',
      of: 'a new integration: five licences, or once with one',
      request: { kind: 'integration', caller: 'distributor' },
      expected: {
        outcome: 'QUOTE',
        options: [
          { code: 'licence', licences: 5, priceMinor: 150_000 },
          { code: 'integration-once', licences: 1, priceMinor: 80_000 },
        ],
      },
    },
    {
      row: '15',
      of: 'the first training, before any installation',
      request: { kind: 'training', caller: 'distributor' },
      facts: { distributor: { ...REGISTERED, trainingsGiven: 0, installations: 0 } },
      expected: { outcome: 'COVERED', minutes: 90, clauses: ['IMA-27', 'IMA-29'] },
    },
    ...(
      [
        ['the second training', 'distributor', { trainingsGiven: 1 }],
        ['after the first installation', 'distributor', { installations: 1 }],
        ['a customer asks for it', 'customer', {}],
      ] as const
    ).map(([of, caller, more]): TableCase => ({
      row: '16',
      of,
      request: { kind: 'training', caller },
      facts: { distributor: { ...REGISTERED, ...more } },
      expected: { outcome: 'QUOTE', options: [{ code: 'training', priceMinor: 15_000 }] },
    })),
    {
      row: '17',
      of: 'the year closed with eleven',
      request: { kind: 'timer', timer: 'commitment-year-closed', atMs: madrid('2026-03-15T00:00') },
      facts: { distributor: bought(6) },
      expected: { outcome: 'FLAG', reasons: ['COMMITMENT_SHORT'], count: 1, day: '2026-03-14' },
    },
    {
      row: '17',
      of: 'noticed eight months late: still the year that closed',
      request: { kind: 'timer', timer: 'commitment-year-closed' },
      facts: { distributor: bought(6) },
      expected: { outcome: 'FLAG', count: 1, day: '2026-03-14' },
    },
    {
      row: '17 kept',
      of: 'the year closed with twelve',
      request: { kind: 'timer', timer: 'commitment-year-closed' },
      facts: { distributor: bought(7) },
      expected: { outcome: 'COVERED' },
    },
    {
      row: '17 kept',
      of: 'no year has closed yet',
      request: { kind: 'timer', timer: 'commitment-year-closed', atMs: madrid('2026-03-14T23:59') },
      facts: { distributor: bought(0) },
      expected: { outcome: 'COVERED' },
    },
    {
      row: 'register 1',
      of: 'with four licences',
      request: { kind: 'register', caller: 'distributor', licences: 4 },
      expected: refused('ORDER_TOO_SMALL'),
    },
    {
      row: 'register 2',
      of: 'with five, and no mandate yet',
      request: { kind: 'register', caller: 'distributor', licences: 5 },
      facts: { distributor: { id: 'd1', firstOrderLicences: 0 } },
      expected: { outcome: 'NEEDS', needs: { what: 'payment-mandate' } },
    },
    {
      row: 'register 3',
      of: 'with five and the mandate',
      request: { kind: 'register', caller: 'distributor', licences: 5 },
      facts: { distributor: { id: 'd1', payment: 'mandate', firstOrderLicences: 0 } },
      expected: { outcome: 'COVERED' },
    },
  ];
}

/** What nobody has written down is the free year. */
function installed(installedOn: string) {
  return { installedOn, maintenance: [] };
}

function licence(...intervals: readonly (readonly [string, string])[]) {
  const maintenance = intervals.map(([from, to]) => ({ from, to }));
  return { installedOn: maintenance[0]?.from, maintenance };
}

function bought(later: number): DistributorFacts {
  return {
    ...REGISTERED,
    purchases: [
      { id: 'p1', on: '2025-03-15', licences: 5, purpose: 'registration' },
      { id: 'p2', on: '2026-03-14', licences: later, purpose: 'resale' },
    ],
  };
}

function newLicence(): Partial<Decision> {
  return {
    outcome: 'QUOTE',
    reasons: ['NEW_LICENCE_NEEDED'],
    options: [{ code: 'licence', licences: 1, priceMinor: 30_000 }],
  };
}

function line(code: string, totalMinor: number) {
  return {
    code,
    quantity: 1,
    unit: 'piece' as const,
    totalMinor,
    currency: 'EUR',
    payer: 'distributor' as const,
  };
}
