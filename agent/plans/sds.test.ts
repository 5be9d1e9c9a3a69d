import { describe, expect, it } from 'vitest';
import { decide } from '../core/contract/decide.ts';
import type { Decision } from '../core/contract/decision.ts';
import type { ContractFacts, DecisionFacts, DecisionRequest } from '../core/contract/request.ts';
import { instantIn } from '../core/calendar.ts';
import { sdsPlan } from './sds.ts';

const OPEN = berlin('2026-11-20T17:59:59');
const CLOSED = berlin('2026-11-20T18:00:00');
const MONDAY_9 = berlin('2026-11-23T09:00:00');

const flat: ContractFacts = {
  start: '2025-01-01',
  variant: 'flat',
  stations: ['till-1', 'till-2'],
};
const secondLevel: ContractFacts = {
  ...flat,
  variant: 'second-level',
  contacts: [{ id: 'ada', isAbsent: true }, { id: 'bea' }, { id: 'cem' }],
};
const full = { ...secondLevel, stations: ['till-1', 'till-2', 'till-3', 'till-4', 'till-5'] };

function contact(more: Partial<DecisionRequest> = {}): DecisionRequest {
  return { kind: 'contact', atMs: OPEN, caller: 'cashier', station: 'till-1', ...more };
}

function remote(more: Partial<DecisionRequest> = {}): DecisionRequest {
  return { ...contact(more), kind: 'remote' };
}

function noticeOn(day: string, more: Partial<DecisionRequest> = {}): DecisionRequest {
  return { kind: 'notice', atMs: berlin(`${day}T12:00:00`), ...more };
}

function change(stations: number): DecisionRequest {
  return { kind: 'change-stations', atMs: OPEN, stations };
}

function termEnded(at: string): DecisionRequest {
  return { kind: 'timer', timer: 'term-ended', atMs: berlin(at) };
}

function berlin(local: string): number {
  return instantIn(local, 'Europe/Berlin') ?? Number.NaN;
}

interface RowCase {
  readonly row: string;
  readonly says: string;
  readonly asks: DecisionRequest;
  readonly of?: ContractFacts | undefined;
  readonly facts?: DecisionFacts;
  readonly then: Partial<Decision>;
}

const CONTACTS: readonly RowCase[] = [
  {
    row: 'contact 1',
    says: 'no contract in force: refused, and both plans offered',
    asks: contact(),
    then: {
      outcome: 'REFUSE',
      reasons: ['NO_CONTRACT'],
      options: [
        { code: 'flat-year', priceMinor: 24_900 },
        { code: 'second-level-year', priceMinor: 65_000 },
      ],
    },
  },
  {
    row: 'contact 1',
    says: 'ended yesterday',
    asks: contact(),
    of: { ...flat, endsOn: '2026-11-19' },
    then: { outcome: 'REFUSE', reasons: ['NO_CONTRACT'] },
  },
  {
    row: 'contact 5',
    says: 'near miss: it ends today, and today is covered',
    asks: contact(),
    of: { ...flat, endsOn: '2026-11-20' },
    then: { outcome: 'COVERED' },
  },
  {
    row: 'contact 1',
    says: 'begins tomorrow',
    asks: contact(),
    of: { ...flat, start: '2026-11-21' },
    then: { outcome: 'REFUSE', reasons: ['NO_CONTRACT'] },
  },
  {
    row: 'contact 2',
    says: 'Flat, a station that was not bought: offered at 249.00 a year',
    asks: contact({ station: 'till-3' }),
    of: flat,
    then: {
      outcome: 'REFUSE',
      reasons: ['STATION_NOT_COVERED'],
      options: [{ code: 'flat-year', priceMinor: 24_900 }],
    },
  },
  {
    row: 'contact 2',
    says: 'Second Level, five are named: the sixth is a quote without a price',
    asks: contact({ station: 'till-6', caller: 'admin' }),
    of: full,
    then: { outcome: 'REFUSE', options: [{ code: 'second-level-year' }] },
  },
  {
    row: 'contact 2',
    says: 'Second Level, overCapacity=second-block: the sixth costs another block',
    asks: contact({ station: 'till-6' }),
    of: { ...full, parameters: { overCapacity: 'second-block' } },
    then: { options: [{ code: 'second-level-year', priceMinor: 65_000 }] },
  },
  {
    row: 'contact 2',
    says: 'Second Level, overCapacity=block-and-flat: the sixth costs one Flat',
    asks: contact({ station: 'till-6' }),
    of: { ...full, parameters: { overCapacity: 'block-and-flat' } },
    then: { options: [{ code: 'flat-year', priceMinor: 24_900 }] },
  },
  {
    row: 'contact 3',
    says: 'Second Level, a cashier: to the deputy who is there, the admin being away',
    asks: contact(),
    of: secondLevel,
    then: {
      outcome: 'ROUTE',
      reasons: ['ADMIN_FIRST'],
      routeTo: { to: 'admin', party: 'bea', proposals: ['cem'], isBinding: true },
    },
  },
  {
    row: 'contact 3',
    says: 'nobody of them is there: all are still named',
    asks: contact(),
    of: { ...secondLevel, contacts: [{ id: 'ada', isAbsent: true }] },
    then: { routeTo: { to: 'admin', proposals: ['ada'], isBinding: true } },
  },
  {
    row: 'contact 5',
    says: 'near miss: Second Level, the admin',
    asks: contact({ caller: 'admin' }),
    of: secondLevel,
    then: { outcome: 'COVERED', costLines: [] },
  },
  {
    row: 'contact 5',
    says: 'near miss: Flat, a cashier',
    asks: contact(),
    of: flat,
    then: { outcome: 'COVERED', costLines: [] },
  },
  {
    row: 'contact 4',
    says: 'a topic outside technical problem, malfunction and legal change',
    asks: contact({ topic: 'content' }),
    of: flat,
    then: { outcome: 'MANUAL', reasons: ['TOPIC_NOT_COVERED'] },
  },
  {
    row: 'contact 5',
    says: 'near miss: a legal change, by e-mail',
    asks: contact({ topic: 'legal-change', channel: 'e-mail' }),
    of: flat,
    then: { outcome: 'COVERED', costLines: [], reasons: [] },
  },
  {
    row: 'contact 6',
    says: 'outside the window, by phone: a callback at the next opening',
    asks: contact({ atMs: CLOSED }),
    of: flat,
    then: { outcome: 'SCHEDULE', scheduledAtMs: MONDAY_9, via: 'callback', costLines: [] },
  },
  {
    row: 'contact 7',
    says: 'outside the window, by e-mail: taken, and answered at the next opening',
    asks: contact({ atMs: CLOSED, channel: 'e-mail' }),
    of: flat,
    then: { outcome: 'SCHEDULE', scheduledAtMs: MONDAY_9, via: 'answer', costLines: [] },
  },
  {
    row: 'none',
    says: 'near miss: a channel the contract does not speak of',
    asks: contact({ channel: 'chat' }),
    of: flat,
    then: { outcome: 'MANUAL', reasons: ['NO_RULE'] },
  },
];

/** Remote 1 is that the rows contact 1 to 4 go before. */
const REMOTE: readonly RowCase[] = [
  { row: 'contact 1', says: 'remote 1', asks: remote(), then: { outcome: 'REFUSE' } },
  {
    row: 'contact 2',
    says: 'remote 1',
    asks: remote({ station: 'till-9', hasConsent: true }),
    of: flat,
    then: { outcome: 'REFUSE' },
  },
  {
    row: 'contact 3',
    says: 'remote 1',
    asks: remote({ hasConsent: true }),
    of: secondLevel,
    then: { outcome: 'ROUTE' },
  },
  {
    row: 'contact 4',
    says: 'remote 1',
    asks: remote({ topic: 'other', hasConsent: true }),
    of: flat,
    then: { outcome: 'MANUAL' },
  },
  {
    row: 'remote 2',
    says: 'outside the window, with consent',
    asks: remote({ atMs: CLOSED, hasConsent: true }),
    of: flat,
    then: { outcome: 'SCHEDULE', scheduledAtMs: MONDAY_9 },
  },
  {
    row: 'remote 3 consent',
    says: 'in the window, consent recorded',
    asks: remote({ hasConsent: true }),
    of: flat,
    then: { outcome: 'COVERED', mode: 'remote', costLines: [] },
  },
  {
    row: 'remote 3 no consent',
    says: 'in the window, no consent',
    asks: remote(),
    of: flat,
    then: { outcome: 'NEEDS', needs: { what: 'consent' } },
  },
];

const CHANGES: readonly RowCase[] = [
  {
    row: 'change 1',
    says: 'Second Level, a sixth station: a quote; five stay covered',
    asks: change(6),
    of: full,
    then: { outcome: 'QUOTE', options: [{ code: 'second-level-year' }], count: 5 },
  },
  {
    row: 'change 1',
    says: 'overCapacity=block-and-flat: one block and one Flat, line by line',
    asks: change(6),
    of: { ...full, parameters: { overCapacity: 'block-and-flat' } },
    then: {
      outcome: 'CHARGEABLE',
      needs: { what: 'acceptance', accept: 'dearer-class' },
      costLines: [yearLine('second-level-year', 1, 65_000), yearLine('flat-year', 1, 24_900)],
    },
  },
  {
    row: 'change 1',
    says: 'overCapacity=second-block, and agreed to: nothing more is needed',
    asks: { ...change(6), accepted: ['dearer-class'] },
    of: { ...full, parameters: { overCapacity: 'second-block' } },
    then: { needs: undefined, costLines: [yearLine('second-level-year', 2, 130_000)] },
  },
  {
    row: 'change 1',
    says: 'Flat, a third station: three times 249.00',
    asks: change(3),
    of: flat,
    then: { outcome: 'CHARGEABLE', costLines: [yearLine('flat-year', 3, 74_700)] },
  },
  {
    row: 'none',
    says: 'near miss: the fifth station of Second Level is no station more',
    asks: change(5),
    of: secondLevel,
    then: { outcome: 'MANUAL' },
  },
  {
    row: 'none',
    says: 'near miss: the tenth, where two blocks were bought',
    asks: change(10),
    of: { ...full, stationsMax: 10 },
    then: { outcome: 'MANUAL' },
  },
];

function yearLine(code: string, quantity: number, totalMinor: number) {
  return { code, quantity, unit: 'year', totalMinor, currency: 'EUR', payer: 'customer' } as const;
}

const NOTICES: readonly RowCase[] = [
  {
    row: 'notice 1',
    says: 'received on the cut-off: it ends with the term',
    asks: noticeOn('2025-12-17'),
    of: flat,
    then: { outcome: 'END', day: '2025-12-31', cutOff: '2025-12-17' },
  },
  {
    row: 'notice 2',
    says: 'received a day later: renewed, and effective for the next end',
    asks: noticeOn('2025-12-18'),
    of: flat,
    then: { outcome: 'RENEWED', day: '2026-12-31', reasons: ['NOTICE_TOO_LATE'] },
  },
  {
    row: 'notice 1',
    says: 'near miss: it was ended before, and a later notice changes nothing',
    asks: noticeOn('2025-12-20'),
    of: { ...flat, endsOn: '2025-12-31' },
    then: { outcome: 'END', day: '2025-12-31' },
  },
  {
    row: 'notice 1',
    says: 'near miss: given before the contract begins',
    asks: noticeOn('2024-12-20'),
    of: flat,
    then: { outcome: 'END', day: '2025-12-31' },
  },
  {
    row: 'notice 2',
    says: 'near miss: with nothing to end, a person must see to it',
    asks: noticeOn('2025-12-01'),
    then: { outcome: 'MANUAL', reasons: ['NO_CONTRACT'] },
  },
  {
    row: 'notice 1',
    says: 'noticeDay=sending: sent in time, received late',
    asks: noticeOn('2025-12-18', { sentMs: berlin('2025-12-17T23:50:00') }),
    of: { ...flat, parameters: { noticeDay: 'sending' } },
    then: { outcome: 'END', day: '2025-12-31' },
  },
  {
    row: 'notice 2',
    says: 'noticeDay=sending: sent late as well',
    asks: noticeOn('2025-12-19', { sentMs: berlin('2025-12-18T00:00:00') }),
    of: { ...flat, parameters: { noticeDay: 'sending' } },
    then: { outcome: 'RENEWED', day: '2026-12-31', cutOff: '2025-12-17' },
  },
  {
    row: 'notice 1',
    says: 'a consumer, too late for the minimum term: a month is enough',
    asks: noticeOn('2025-12-20'),
    of: flat,
    facts: { customer: { isConsumer: true } },
    then: { outcome: 'END', day: '2026-01-20' },
  },
  {
    row: 'notice 3',
    says: 'by the vendor for conduct, though in time for the term',
    asks: noticeOn('2025-12-01', { noticeBy: 'vendor', isForConduct: true }),
    of: flat,
    then: { outcome: 'MANUAL', reasons: ['CONDUCT'] },
  },
  {
    row: 'notice 1',
    says: 'near miss: by the vendor to the end of the term, as either side may',
    asks: noticeOn('2025-12-01', { noticeBy: 'vendor' }),
    of: flat,
    then: { outcome: 'END', day: '2025-12-31' },
  },
];

const TIMERS: readonly RowCase[] = [
  {
    row: 'timer',
    says: 'the first instant after the term, no notice: renewed for twelve months',
    asks: termEnded('2026-01-01T00:00:00'),
    of: flat,
    then: { outcome: 'RENEWED', day: '2026-12-31', reasons: ['RENEWED_TACITLY'] },
  },
  {
    row: 'timer',
    says: 'near miss: on the last covered day nothing has been renewed',
    asks: termEnded('2025-12-31T23:59:59'),
    of: flat,
    then: { outcome: 'MANUAL' },
  },
  {
    row: 'timer ended',
    says: 'a notice came in time',
    asks: termEnded('2026-01-01T00:00:00'),
    of: { ...flat, endsOn: '2025-12-31' },
    then: { outcome: 'END', day: '2025-12-31' },
  },
  {
    row: 'timer consumer',
    says: 'a consumer: it goes on, but for no further year',
    asks: termEnded('2026-01-01T00:00:00'),
    of: flat,
    facts: { customer: { isConsumer: true } },
    then: { outcome: 'RENEWED', day: undefined, reasons: ['CONSUMER_RENEWAL'] },
  },
];

const CASES = [...CONTACTS, ...REMOTE, ...CHANGES, ...NOTICES, ...TIMERS];

describe('the till support contract', () => {
  it.each(CASES)('$row: $says', ({ row, asks, of, facts, then }) => {
    const decision = decide(asks, { ...facts, contract: of }, sdsPlan);
    expect({ needs: undefined, day: undefined, ...decision }).toMatchObject({ ...then, row });
  });

  it('has no row that no case reaches', () => {
    const reached = new Set(CASES.map(({ row }) => row));
    expect(sdsPlan.rows.map(({ id }) => id).filter((id) => !reached.has(id))).toEqual([]);
  });
});
