/** Each parameter of the licence with maintenance, and what another reading of it changes. */
import { describe, expect, it } from 'vitest';
import { decide } from '../core/contract/decide.ts';
import type { Decision } from '../core/contract/decision.ts';
import type { PlanParameters } from '../core/contract/parameters.ts';
import type { DecisionFacts, DecisionRequest } from '../core/contract/request.ts';
import { madrid } from '../../test/support/plan-table.ts';
import { imaPlan } from './ima.ts';

const TEN = madrid('2026-11-23T10:00');
const PRICES = { 'maintenance-registration': 12_000, 'maintenance-year': 9_000 };
const HELP = { kind: 'contact', caller: 'distributor', firstLineNote: 'tried' } as const;
const TIMER = { kind: 'timer', timer: 'commitment-year-closed' } as const;

/** Lapsed on 10 May 2025: 197 days of the second year of the gap have begun. */
const LAPSED = { installedOn: '2024-05-10', maintenance: [] };

interface Reading {
  readonly parameters: Partial<PlanParameters>;
  readonly asked: Omit<DecisionRequest, 'atMs'>;
  readonly facts?: DecisionFacts;
  readonly expected: Partial<Decision>;
}

const REINSTATE = { kind: 'reinstate', caller: 'distributor' } as const;

const READINGS: readonly Reading[] = [
  { parameters: {}, asked: REINSTATE, expected: reinstated('2026-11-23', '2027-11-22', 0) },
  {
    parameters: { backCharge: true },
    asked: REINSTATE,
    expected: reinstated('2026-11-23', '2027-11-22', 2),
  },
  {
    parameters: { reinstateFrom: 'lapse' },
    asked: REINSTATE,
    expected: reinstated('2025-05-10', '2027-05-09', 0),
  },
  {
    parameters: { reinstateFrom: 'lapse', backCharge: true },
    asked: REINSTATE,
    expected: reinstated('2025-05-10', '2027-05-09', 1),
  },
  {
    parameters: { termMonths: 6 },
    asked: REINSTATE,
    expected: reinstated('2026-11-23', '2027-05-22', 0),
  },
  {
    parameters: { includeAnniversaryDay: true },
    asked: REINSTATE,
    expected: reinstated('2026-11-23', '2027-11-23', 0),
  },
  {
    parameters: { reinstatementYears: 1 },
    asked: REINSTATE,
    expected: { row: '13 new licence' },
  },
  { parameters: { freeMonths: 36 }, asked: HELP, expected: { row: '6' } },
  { parameters: { freeMonths: 0 }, asked: HELP, expected: { row: '8' } },
  {
    parameters: { freeMonths: 0, reinstatementYears: 2 },
    asked: HELP,
    expected: { row: '9' },
  },
  {
    parameters: { updates: 'always' },
    asked: { kind: 'update', releasedMs: TEN },
    expected: { row: '10' },
  },
  {
    parameters: { requireFirstLineNote: false },
    asked: { ...HELP, firstLineNote: undefined },
    expected: { row: '8' },
  },
  {
    parameters: { freeTrainings: 2, trainingMinutes: 60 },
    asked: { kind: 'training', caller: 'distributor' },
    expected: { row: '15', minutes: 60 },
  },
  {
    parameters: { freeTrainings: 1 },
    asked: { kind: 'training', caller: 'distributor' },
    expected: { row: '16' },
  },
  { parameters: { licencesAtRegistration: 6 }, asked: HELP, expected: { row: '2' } },
  {
    parameters: { licencesAtRegistration: 4 },
    asked: { kind: 'register', licences: 4 },
    expected: { row: 'register 3' },
  },
  { parameters: {}, asked: TIMER, expected: { row: '17 kept' } },
  {
    parameters: { licencesPerYear: 15 },
    asked: TIMER,
    expected: { row: '17', count: 3, day: '2026-03-14' },
  },
  {
    parameters: { countsInitialOrder: false },
    asked: TIMER,
    expected: { row: '17', count: 5 },
  },
  {
    parameters: { countsIntegrationOrders: false },
    asked: TIMER,
    expected: { row: '17', count: 5 },
  },
  {
    parameters: { commitYear: 'calendar' },
    asked: TIMER,
    expected: { row: '17', count: 2, day: '2025-12-31' },
  },
  {
    parameters: { integrationLicences: 3 },
    asked: { kind: 'integration', caller: 'distributor' },
    expected: {
      options: [
        { code: 'licence', licences: 3 },
        { code: 'integration-once', licences: 1 },
      ],
    },
  },
  {
    parameters: { silence: 'quote' },
    asked: { kind: 'work' },
    expected: { row: 'none', outcome: 'QUOTE' },
  },
];

describe('a parameter of the contract', () => {
  it.each(READINGS)('$parameters: $asked.kind', ({ parameters, asked, facts, expected }) => {
    const contract = { start: '2024-05-10', stations: [], parameters };
    const known = { distributor: DISTRIBUTOR, licence: LAPSED, prices: PRICES, ...facts };
    expect(decide({ atMs: TEN, ...asked }, { ...known, contract }, imaPlan)).toMatchObject(
      expected,
    );
  });

  it('charges nothing for help that would never come', () => {
    const prices = { ...PRICES, assistance: 4_500 };
    const never = { ...imaPlan, hours: [] };
    const facts = { distributor: DISTRIBUTOR, licence: LAPSED, prices };
    expect(decide({ ...HELP, atMs: TEN }, facts, never)).toMatchObject({
      row: '8',
      outcome: 'MANUAL',
      costLines: [],
    });
  });

  it('is read by one of these, whichever the plan states', () => {
    const read = new Set(READINGS.flatMap(({ parameters }) => Object.keys(parameters)));
    const elsewhere = ['assistAfterYears'];
    const stated = Object.keys(imaPlan.parameters).filter((name) => !elsewhere.includes(name));
    expect(stated.filter((name) => !read.has(name))).toEqual([]);
  });
});

const DISTRIBUTOR: DecisionFacts['distributor'] = {
  id: 'd1',
  payment: 'mandate',
  firstOrderLicences: 5,
  registeredOn: '2025-03-15',
  trainingsGiven: 1,
  purchases: [
    { id: 'p1', on: '2025-03-15', licences: 5, purpose: 'registration' },
    { id: 'p2', on: '2025-06-01', licences: 5, purpose: 'integration' },
    { id: 'p3', on: '2026-01-01', licences: 2, purpose: 'resale' },
  ],
};

function reinstated(from: string, lastDay: string, years: number): Partial<Decision> {
  const paid = { unit: 'piece', currency: 'EUR', payer: 'distributor' } as const;
  const registration = { code: 'maintenance-registration', quantity: 1, totalMinor: 12_000 };
  const back = { code: 'maintenance-year', quantity: years, totalMinor: 9_000 * years };
  const lines = years === 0 ? [registration] : [registration, back];
  return {
    row: '13 reinstate',
    cover: { from, lastDay },
    costLines: lines.map((each) => ({ ...each, ...paid })),
  };
}
