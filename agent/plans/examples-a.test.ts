/**
 * The dated examples of the rules, one by one as their table has them: E01 to E06 (hours), E19 to
 * E28 (maintenance and the yearly promise), E48 to E50 and E52. Each says what must come out.
 */
import { describe, expect, it } from 'vitest';
import { dateOfInstant, startOfDayMs } from '../core/calendar.ts';
import { commitmentYear, type CommitmentRule } from '../core/contract/commitment.ts';
import { decide, planAt } from '../core/contract/decide.ts';
import type { Decision } from '../core/contract/decision.ts';
import { addCovered, coveredBetween, type CoverageCalendar } from '../core/contract/hours.ts';
import type { PartyGraph } from '../core/contract/parties.ts';
import type { Plan } from '../core/contract/plan.ts';
import type { DecisionFacts, DecisionRequest } from '../core/contract/request.ts';
import { allowances } from '../core/entitlement/allowances.ts';
import {
  CLOCK_TOLERANCE_MS,
  NO_EVIDENCE,
  withEvidence,
} from '../core/entitlement/clock-evidence.ts';
import type { Entitlement } from '../core/entitlement/entitlement.ts';
import { licenceStatus, type LicenceStatus } from '../core/entitlement/licence-status.ts';
import { mayInstall } from '../core/entitlement/release-eligibility.ts';
import { edge } from '../../test/support/party-graph.ts';
import { madrid } from '../../test/support/plan-table.ts';
import { testEntitlement } from '../../test/support/test-vendor.ts';
import { imaPlan } from './ima.ts';

const MINUTE_MS = 60_000;
const DISTRIBUTOR = { id: 'd1', payment: 'mandate', firstOrderLicences: 5 } as const;
const HELP = { kind: 'contact', caller: 'distributor', firstLineNote: 'tried' } as const;

const CALENDAR: CoverageCalendar = {
  zone: imaPlan.zone,
  weekly: imaPlan.hours ?? [],
  closures: [],
};

interface Help {
  readonly example: string;
  readonly asked: string;
  readonly answered: string;
  readonly closures?: readonly string[];
}

describe('E01 to E06: hours of help', () => {
  it.each<Help>([
    { example: 'E01', asked: '2026-11-23T13:59:59', answered: 'now' },
    { example: 'E01', asked: '2026-11-23T14:00', answered: '2026-11-23T15:00' },
    { example: 'E01', asked: '2026-11-23T14:30', answered: '2026-11-23T15:00' },
    { example: 'E01', asked: '2026-11-23T15:00', answered: 'now' },
    { example: 'E01', asked: '2026-11-23T16:59:59', answered: 'now' },
    { example: 'E01', asked: '2026-11-23T17:00', answered: '2026-11-24T09:00' },
    { example: 'E05', asked: '2026-10-09T17:30', answered: '2026-10-12T09:00' },
    {
      example: 'E05, 12 October is a holiday',
      asked: '2026-10-09T17:30',
      answered: '2026-10-13T09:00',
      closures: ['2026-10-12'],
    },
    {
      example: 'E06, 13:30 in the Canary Islands',
      asked: '2026-11-23T13:30+00:00[Atlantic/Canary]',
      answered: '2026-11-23T14:00+00:00[Atlantic/Canary]',
    },
  ])('$example: $asked is answered $answered', ({ asked, answered, closures }) => {
    const decision = help(asked, { closures, licence: installed('2026-03-01') });
    const expected =
      answered === 'now'
        ? { outcome: 'COVERED', row: '6' }
        : { outcome: 'SCHEDULE', row: '7', scheduledAtMs: madrid(answered) };
    expect(decision).toMatchObject(expected);
  });

  it.each([
    ['E02', '2026-11-23T13:30', 60, '2026-11-23T15:30'],
    ['E03', '2026-11-27T16:30', 60, '2026-11-30T09:30'],
  ])('%s: %s and %i covered minutes is %s', (...[, from, minutes, until]) => {
    expect(addCovered(CALENDAR, madrid(from), minutes * MINUTE_MS)).toBe(madrid(until));
  });

  it('E04: over the night on which the clocks are changed lie 120 covered minutes', () => {
    const [from, to] = [madrid('2026-10-23T16:00'), madrid('2026-10-26T10:00')];
    expect(coveredBetween(CALENDAR, from, to)).toBe(120 * MINUTE_MS);
  });
});

describe('E19 to E23: maintenance', () => {
  it.each([
    ['E19', '2024-02-29', '2025-02-28'],
    ['E20', '2025-01-31', '2026-01-30'],
  ])('%s: installed on %s, the last covered day is %s', (_example, installedOn, last) => {
    const licence = installed(installedOn);
    const evening = decide({ ...HELP, atMs: madrid(`${last}T23:59`) }, known({ licence }), imaPlan);
    expect(evening.because).toMatchObject({ maintenance: 'covered' });
    const next = decide({ ...HELP, atMs: dayAfterMs(last) }, known({ licence }), imaPlan);
    expect(next.because).toMatchObject({ maintenance: 'lapsed-reinstatable' });
  });

  it.each([
    ['E21', '2022-05-10', '2023-05-10', '2026-05-09', '13 reinstate'],
    ['E21', '2022-05-10', '2023-05-10', '2026-05-10', '13 new licence'],
    ['E22', '2023-02-28', '2024-02-29', '2027-02-27', '13 reinstate'],
    ['E22', '2023-02-28', '2024-02-29', '2027-02-28', '13 new licence'],
  ])('%s: covered from %s to %s, asked on %s: %s', (...[, from, to, day, row]) => {
    const licence = { installedOn: from, maintenance: [{ from, to }] };
    const request = { kind: 'reinstate', caller: 'distributor', atMs: madrid(`${day}T12:00`) };
    expect(decide(request as DecisionRequest, known({ licence }), imaPlan).row).toBe(row);
  });

  it.each([
    ['before it is installed', '2026-03-01T12:00', '5'],
    ['in its free year', '2026-11-23T12:00', '6'],
    ['on its last free day', '2027-05-31T12:00', '6'],
    ['and a day later', '2027-06-01T12:00', '8'],
  ])('E23: bought in 2024, installed on 1 June 2026; %s', (_when, asked, row) => {
    const prices = { 'maintenance-registration': 1, assistance: 1 };
    expect(help(asked, { licence: installed('2026-06-01'), prices }).row).toBe(row);
  });
});

describe('E24, E49: at the till', () => {
  const entitlement = testEntitlement({
    installedOn: '2025-11-23',
    zone: 'Europe/Madrid',
    maintenance: [{ from: '2025-11-23', to: '2026-11-23' }],
  });

  it.each([
    ['on the last covered day at 23:59', '2026-11-22T22:59:00.000Z', 'COVERED', true],
    ['the next day at 00:00', '2026-11-22T23:00:00.000Z', 'REFUSE', false],
  ])('E24: an update published %s', (...[, releasedAt, outcome, isAllowed]) => {
    const clockMs = madrid('2026-12-01T12:00');
    const status = statusOf(entitlement, clockMs);
    expect(mayInstall(status, entitlement, { releasedAt })).toBe(isAllowed);
    expect(allowances(status).newSales).toBe(true);

    const { installedOn, maintenance } = entitlement;
    const request = { kind: 'update', atMs: clockMs, releasedMs: Date.parse(releasedAt) } as const;
    const decision = decide(request, known({ licence: { installedOn, maintenance } }), imaPlan);
    expect(decision.outcome).toBe(outcome);
  });

  it.each([
    ['2026-11-22T12:00', 'active', 'per-contract'],
    ['2026-11-23T00:00', 'lapsed-reinstatable', 'chargeable'],
    ['2029-11-23T00:00', 'lapsed-new-licence', 'new-licence-quote'],
  ])('E49: offline on %s it is %s, and sells', (clock, state, support) => {
    const status = statusOf(entitlement, madrid(clock));
    expect(status.state).toBe(state);
    expect(allowances(status)).toMatchObject({ newSales: true, moneyInHand: true, support });
  });

  it('E49: a clock that is turned back gains nothing, and is noticed', () => {
    const seenMs = madrid('2026-12-24T12:00');
    const evidence = withEvidence(NO_EVIDENCE, 'journal', seenMs);
    const status = statusOf(entitlement, madrid('2026-11-01T12:00'), evidence);
    expect(status).toMatchObject({ state: 'lapsed-reinstatable', flags: ['clock-suspect'] });
    expect(allowances(status).newSales).toBe(true);
  });
});

describe('E25 to E28: the promise of the year', () => {
  const rule: CommitmentRule = {
    perYear: 12,
    commitYear: 'anniversary',
    countsInitialOrder: true,
    countsIntegrationOrders: true,
  };
  const first = { id: 'p1', on: '2025-03-15', licences: 5, purpose: 'registration' } as const;

  it.each([
    ['E25', true, '2026-03-14', 12, 0],
    ['E25, the first order not counted', false, '2026-03-14', 7, 5],
    ['E26, bought on the anniversary', true, '2026-03-15', 5, 7],
  ])('%s', (...[, countsInitialOrder, on, bought, short]) => {
    const purchases = [first, { id: 'p2', on, licences: 7, purpose: 'resale' } as const];
    const distributor = { registeredOn: '2025-03-15', purchases };
    expect(commitmentYear({ ...rule, countsInitialOrder }, distributor, '2026-03-14')).toEqual({
      from: '2025-03-15',
      lastDay: '2026-03-14',
      bought,
      committed: 12,
      short,
    });
  });

  it('E26: it counts to the next year', () => {
    const purchases = [{ id: 'p2', on: '2026-03-15', licences: 7, purpose: 'resale' } as const];
    const distributor = { registeredOn: '2025-03-15', purchases };
    expect(commitmentYear(rule, distributor, '2026-03-15')).toMatchObject({
      from: '2026-03-15',
      bought: 7,
    });
  });

  it.each([
    [4, 'REFUSE'],
    [5, 'COVERED'],
  ])('E27: registration with %i licences: %s', (licences, outcome) => {
    const request = { kind: 'register', licences, atMs: madrid('2026-11-23T10:00') } as const;
    expect(decide(request, known({}), imaPlan).outcome).toBe(outcome);
  });

  it('E28: registered on 29 February 2024, the first year ends on 28 February 2025', () => {
    const distributor = { registeredOn: '2024-02-29', purchases: [] };
    expect(commitmentYear(rule, distributor, '2025-02-28')?.lastDay).toBe('2025-02-28');
    expect(commitmentYear(rule, distributor, '2025-03-01')?.from).toBe('2025-03-01');
  });
});

describe('E48, E50, E52', () => {
  const atMs = madrid('2026-11-23T12:00');

  it('E48: a decision keeps to the plan in force when it was asked for', () => {
    const later: Plan = {
      ...imaPlan,
      version: 2,
      hours: [{ days: [1, 2, 3, 4, 5], fromMinute: 8 * 60, toMinute: 20 * 60 }],
    };
    const changedMs = madrid('2026-12-01T00:00');
    const history = [
      { sinceMs: changedMs, plan: later },
      { sinceMs: 0, plan: imaPlan },
    ];
    const ask = (local: string, plans = history) => {
      const plan = planAt(plans, madrid(local));
      return plan && help(local, { licence: installed('2026-03-01') }, plan);
    };
    const then = ask('2026-11-23T14:30');
    expect(then).toMatchObject({ outcome: 'SCHEDULE', planVersion: 1 });
    expect(ask('2026-12-01T14:30')).toMatchObject({ outcome: 'COVERED', planVersion: 2 });
    expect(then).toEqual(ask('2026-11-23T14:30', history.slice(1)));
    expect(planAt(history, -1)).toBeUndefined();
  });

  it.each([
    ['shop', 'cashier'],
    ['cafe', 'admin'],
    ['bar', 'unknown'],
  ])('E50: at the %s the same person is %s, whatever is claimed', (site, caller) => {
    const graph: PartyGraph = {
      parties: [],
      edges: [
        edge('eva has-role shop', { role: 'cashier' }),
        edge('eva has-role cafe', { role: 'cashier' }),
        edge('eva has-role cafe', { role: 'admin' }),
        edge('eva has-role bar', { role: 'admin', untilMs: atMs }),
      ],
    };
    const request = { kind: 'contact', person: 'eva', caller: 'distributor', atMs } as const;
    const decision = decide(request, known({ graph, site }), imaPlan);
    expect(decision).toMatchObject({ row: '1', because: { caller } });
  });

  it.each([
    ['renewal', { kind: 'renew' }, '2026-03-01', ['maintenance-year']],
    ['help', HELP, '2024-05-10', ['maintenance-registration', 'assistance']],
    ['a new licence', { kind: 'reinstate' }, '2022-05-10', ['licence']],
    ['training', { kind: 'training' }, '2026-03-01', ['training']],
  ] as const)('E52: no price for %s is a quote, never 0', (...[, request, from, codes]) => {
    const decision = decide({ ...request, atMs }, known({ licence: installed(from) }), imaPlan);
    expect(decision).toMatchObject({ outcome: 'QUOTE', costLines: [] });
    expect(decision.options.map(({ code }) => code)).toEqual(codes);
    expect(decision.options.every(({ priceMinor }) => priceMinor === undefined)).toBe(true);
  });

  it('E52: nor is one of two prices taken for both', () => {
    const facts = { licence: installed('2024-05-10'), prices: { assistance: 4_500 } };
    expect(help('2026-11-23T12:00', facts)).toMatchObject({
      outcome: 'QUOTE',
      reasons: ['MAINTENANCE_LAPSED', 'PRICE_NOT_SET'],
      costLines: [],
    });
  });
});

/** What nobody has written down is the free year. */
function installed(installedOn: string) {
  return { installedOn, maintenance: [] };
}

function known(facts: DecisionFacts): DecisionFacts {
  return { distributor: DISTRIBUTOR, ...facts };
}

function help(local: string, facts: DecisionFacts, plan: Plan = imaPlan): Decision {
  return decide({ ...HELP, atMs: madrid(local) }, known(facts), plan);
}

function dayAfterMs(day: string): number {
  const noonMs = madrid(`${day}T12:00`) + 24 * 60 * MINUTE_MS;
  return startOfDayMs(dateOfInstant(noonMs, imaPlan.zone), imaPlan.zone);
}

function statusOf(
  entitlement: Entitlement,
  clockMs: number,
  evidence = NO_EVIDENCE,
): LicenceStatus {
  return licenceStatus({
    entitlement,
    clockMs,
    evidence,
    clockToleranceMs: CLOCK_TOLERANCE_MS,
    unlicensedMs: 0,
    activationGraceDays: 30,
  });
}
