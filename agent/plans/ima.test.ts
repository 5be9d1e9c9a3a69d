/**
 * Help under the licence with maintenance: every row is reached by a case that names it; the cases
 * beside them miss a row by one fact, and name the row that decides instead.
 */
import type { Decision } from '../core/contract/decision.ts';
import type { DecisionFacts, DistributorFacts } from '../core/contract/request.ts';
import { madrid, refused, testPlanTable, type TableCase } from '../../test/support/plan-table.ts';
import { imaPlan } from './ima.ts';

/** Monday 23 November 2026. */
const TEN = madrid('2026-11-23T10:00');
const LUNCH = madrid('2026-11-23T14:30');
const AFTERNOON = madrid('2026-11-23T15:00');

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
const PRICES = { 'maintenance-registration': 12_000, assistance: 4_500, licence: 30_000 };
const HELP = { kind: 'contact', caller: 'distributor', firstLineNote: 'restarted it' } as const;

testPlanTable({
  plan: imaPlan,
  atMs: TEN,
  facts: { distributor: REGISTERED, licence: COVERED, prices: PRICES },
  covers: ({ kinds }) => kinds.includes('contact'),
  cases: casesOfHelp(),
});

function casesOfHelp(): readonly TableCase[] {
  return [
    ...(['cashier', 'supervisor', 'admin', 'customer', 'implementer', undefined] as const).map(
      (caller): TableCase => ({
        row: '1',
        of: `${caller ?? 'somebody unknown'} calls`,
        request: { ...HELP, caller },
        expected: {
          outcome: 'ROUTE',
          reasons: ['DIRECT_CONTACT_NOT_ALLOWED'],
          routeTo: { to: 'distributor', party: 'd1', proposals: [], isBinding: true },
          clauses: ['IMA-16'],
        },
      }),
    ),
    ...(
      [
        'contact',
        'remote',
        'update',
        'renew',
        'reinstate',
        'assign',
        'change-implementer',
        'change-stations',
        'deal',
        'integration',
        'training',
        'notice',
      ] as const
    ).map((kind): TableCase => ({
      row: '2',
      of: `any kind, ${kind}: no mandate`,
      request: { kind, caller: 'distributor' },
      facts: { distributor: { id: 'd1', firstOrderLicences: 5 } },
      expected: refused('NOT_A_DISTRIBUTOR'),
    })),
    ...(
      [
        ['a first order of four', { ...REGISTERED, firstOrderLicences: 4 }],
        ['another payment nobody approved', { ...REGISTERED, payment: 'agreed-alternative' }],
        ['registered tomorrow', { ...REGISTERED, registeredOn: '2026-11-24' }],
        ['nothing is known', undefined],
      ] as const
    ).map(([of, distributor]): TableCase => ({
      row: '2',
      of,
      request: HELP,
      facts: { distributor, licence: COVERED },
      expected: refused('NOT_A_DISTRIBUTOR'),
    })),
    {
      row: '6',
      of: 'another payment that was approved',
      request: HELP,
      facts: {
        distributor: { ...REGISTERED, payment: 'agreed-alternative', paymentAgreedBy: 'sales' },
        licence: COVERED,
      },
      expected: { outcome: 'COVERED' },
    },
    {
      row: '3',
      of: 'the machine itself, even with no attempt and lapsed',
      request: { ...HELP, topic: 'hardware', firstLineNote: undefined },
      facts: { licence: LAPSED },
      expected: {
        ...refused('HARDWARE_EXCLUDED'),
        routeTo: { to: 'machine-service', proposals: [], isBinding: true },
      },
    },
    {
      row: '1',
      of: 'the machine, but a cashier calls',
      request: { ...HELP, caller: 'cashier', topic: 'hardware' },
      expected: { outcome: 'ROUTE' },
    },
    ...([undefined, '', '  '] as const).map((firstLineNote): TableCase => ({
      row: '4',
      of: `the note is ${JSON.stringify(firstLineNote)}`,
      request: { ...HELP, firstLineNote },
      expected: { outcome: 'NEEDS', needs: { what: 'first-line-attempt' } },
    })),
    ...(
      [
        ['bought but not installed', { maintenance: [] }],
        ['installed tomorrow', installed('2026-11-24')],
        ['no licence at all', undefined],
      ] as const
    ).map(([of, licence]): TableCase => ({
      row: '5',
      of,
      request: HELP,
      facts: { licence },
      expected: { outcome: 'NEEDS', needs: { what: 'installation' } },
    })),
    {
      row: '6',
      of: 'covered, within hours',
      request: HELP,
      expected: { outcome: 'COVERED', mode: 'remote', costLines: [], because: standing('covered') },
    },
    {
      row: '6',
      of: 'somebody wants a visit: help is remote',
      request: { ...HELP, mode: 'on-site' },
      expected: { outcome: 'COVERED', mode: 'remote' },
    },
    {
      row: '7',
      of: 'covered, in the lunch gap',
      request: { ...HELP, atMs: LUNCH },
      expected: {
        outcome: 'SCHEDULE',
        scheduledAtMs: AFTERNOON,
        via: 'answer',
        costLines: [],
        reasons: ['OUTSIDE_HOURS'],
      },
    },
    {
      row: '7',
      of: 'the chat is open at any time, and answered within hours',
      request: { ...HELP, channel: 'chat', atMs: LUNCH },
      expected: { outcome: 'SCHEDULE', scheduledAtMs: AFTERNOON },
    },
    {
      row: '8',
      of: 'lapsed, not accepted yet: nothing is promised',
      request: HELP,
      facts: { licence: LAPSED },
      expected: {
        outcome: 'CHARGEABLE',
        reasons: ['MAINTENANCE_LAPSED'],
        costLines: [line('maintenance-registration', 12_000), line('assistance', 4_500)],
        needs: { what: 'acceptance', accept: 'reinstatement' },
        cover: { from: '2026-11-23', lastDay: '2027-11-22' },
        scheduledAtMs: undefined,
        mode: undefined,
      },
    },
    {
      row: '8',
      of: 'accepted, within hours: then as row 6',
      request: { ...HELP, accepted: ['reinstatement'] },
      facts: { licence: LAPSED },
      expected: {
        outcome: 'CHARGEABLE',
        needs: undefined,
        mode: 'remote',
        scheduledAtMs: TEN,
        reasons: ['MAINTENANCE_LAPSED'],
      },
    },
    {
      row: '8',
      of: 'accepted, in the lunch gap: then as row 7',
      request: { ...HELP, accepted: ['reinstatement'], atMs: LUNCH },
      facts: { licence: LAPSED },
      expected: {
        outcome: 'CHARGEABLE',
        needs: undefined,
        scheduledAtMs: AFTERNOON,
        via: 'answer',
        reasons: ['MAINTENANCE_LAPSED', 'OUTSIDE_HOURS'],
      },
    },
    {
      row: '8',
      of: 'accepted something else',
      request: { ...HELP, accepted: ['surcharge'] },
      facts: { licence: LAPSED },
      expected: { outcome: 'CHARGEABLE', needs: { what: 'acceptance', accept: 'reinstatement' } },
    },
    {
      row: '8 after years',
      of: 'three years and more, where the contract charges both',
      request: HELP,
      facts: { licence: LONG_LAPSED, contract: contract({ assistAfterYears: 'charge-both' }) },
      expected: {
        outcome: 'CHARGEABLE',
        costLines: [line('maintenance-registration', 12_000), line('assistance', 4_500)],
        needs: { what: 'acceptance', accept: 'reinstatement' },
        clauses: ['IMA-25'],
      },
    },
    {
      row: '9',
      of: 'three years and more',
      request: { ...HELP, accepted: ['reinstatement'] },
      facts: { licence: LONG_LAPSED },
      expected: {
        ...newLicence(),
        clauses: ['IMA-24', 'IMA-25'],
      },
    },
  ];
}

/** What nobody has written down is the free year. */
function installed(installedOn: string) {
  return { installedOn, maintenance: [] };
}

function contract(parameters: NonNullable<DecisionFacts['contract']>['parameters']) {
  return { start: '2022-05-10', stations: [], parameters };
}

function standing(maintenance: string): Decision['because'] {
  return { maintenance, 'open-now': true };
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
