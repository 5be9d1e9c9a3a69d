/**
 * The dated examples of the contracts, line by line: what is asked, and what must come of it. Days
 * on which nobody is there are facts of whoever uses a plan, and so are rates and weekly slots.
 */
import { describe, expect, it } from 'vitest';
import {
  atOnce,
  charge,
  HELD_OVER,
  madrid,
  PACKS,
  REVERSAL,
  settle,
  topUp,
  wallet,
} from '../../test/support/inn-questions.ts';
import { lead, leftAfter, presidioHour, visit } from '../../test/support/omn-questions.ts';
import {
  firstTerm,
  notice,
  phone,
  secondLevel,
  sentAtNight,
  sixth,
  year,
} from '../../test/support/sds-questions.ts';
import { cheapestPacks } from '../core/contract/packs.ts';
import type { PlanParameters } from '../core/contract/parameters.ts';
import type { DecisionRequest } from '../core/contract/request.ts';
import { innPlan } from './inn.ts';

type Parameters = Partial<PlanParameters>;

interface Example {
  readonly e: string;
  readonly says: string;
  readonly gives: () => unknown;
  readonly expected: unknown;
}

/** Closures after the public holidays of Brandenburg. */
const DE_BB = [
  '2026-01-01',
  '2026-04-03',
  '2026-04-06',
  '2026-05-01',
  '2026-12-25',
  '2026-12-26',
  '2027-01-01',
];

const SDS_HOURS: readonly Example[] = [
  ...rows('E07', (at: string) => phone(at), [
    ['Fri 20 Nov 2026 17:59:59', '2026-11-20T17:59:59', 'COVERED'],
    ['Fri 20 Nov 2026 18:00', '2026-11-20T18:00', 'callback 2026-11-23T09:00'],
    ['Sat 21 Nov 2026 12:00', '2026-11-21T12:00', 'callback 2026-11-23T09:00'],
  ]),
  ...rows('E08', (closures: readonly string[]) => phone('2026-04-02T18:30', closures), [
    ['Thu 2 Apr 2026 18:30, holidays ignored', [], 'callback 2026-04-03T09:00'],
    ['Thu 2 Apr 2026 18:30, DE-BB closures', DE_BB, 'callback 2026-04-07T09:00'],
  ]),
  ...rows('E09', (at: string) => phone(at, DE_BB), [
    ['24 Dec 2026 18:01', '2026-12-24T18:01', 'callback 2026-12-28T09:00'],
    ['31 Dec 2026 20:00', '2026-12-31T20:00', 'callback 2027-01-04T09:00'],
  ]),
];

const SDS_TERMS: readonly Example[] = [
  ...rows('E10', (day: string) => notice('2025-01-01', day), [
    ['start 1 Jan 2025, received 17 Dec 2025', '2025-12-17', 'END 2025-12-31'],
    ['start 1 Jan 2025, received 18 Dec 2025', '2025-12-18', 'RENEWED 2026-12-31'],
  ]),
  ...rows('E11', (noticeDay: 'receipt' | 'sending') => sentAtNight({ noticeDay }), [
    ['sent 17 Dec 23:50, received 18 Dec 00:01, receipt counts', 'receipt', 'RENEWED 2026-12-31'],
    ['the same, noticeDay=sending', 'sending', 'END 2025-12-31'],
  ]),
  ...rows('E12', firstTerm, [
    ['start 15 Oct 2025', '2025-10-15', 'ends 2026-10-14, cut-off 2026-09-30, then late'],
  ]),
  ...rows('E13', firstTerm, [
    ['start 29 Feb 2024', '2024-02-29', 'ends 2025-02-28, cut-off 2025-02-14, then late'],
  ]),
  ...rows('E14', firstTerm, [
    ['start 10 Jan 2026', '2026-01-10', 'ends 2027-01-09, cut-off 2026-12-26, then late'],
  ]),
  ...rows('E14', ([day, more]: readonly [string, Parameters]) => notice('2026-01-10', day, more), [
    ['received Sat 26 Dec', ['2026-12-26', {}], 'END 2027-01-09'],
    ['received Mon 28 Dec', ['2026-12-28', {}], 'RENEWED 2028-01-09'],
    [
      'Mon 28 Dec, holidayRollForward=next-open-day',
      ['2026-12-28', { holidayRollForward: 'next-open-day' }],
      'END 2027-01-09',
    ],
    [
      'Tue 29 Dec, holidayRollForward=next-open-day',
      ['2026-12-29', { holidayRollForward: 'next-open-day' }],
      'RENEWED 2028-01-09',
    ],
    [
      '27 Dec, includeAnniversaryDay',
      ['2026-12-27', { includeAnniversaryDay: true }],
      'END 2027-01-10',
    ],
  ]),
  ...rows('E15', (more: Parameters) => notice('2025-01-01', '2025-12-01', more), [
    ['start 1 Jan 2025, notice 1 Dec 2025', {}, 'END 2025-12-31'],
    ['firstNotice=afterMinTerm', { firstNotice: 'afterMinTerm' }, 'RENEWED 2026-12-31'],
  ]),
  ...rows('E54', (more: Parameters) => notice('2026-03-31', '2026-09-01', more), [
    ['signed 31 Mar, six months', { termMonths: 6 }, 'END 2026-09-30'],
    ['near miss: twelve months', {}, 'END 2027-03-30'],
  ]),
];

const SDS_STATIONS: readonly Example[] = [
  ...rows(
    'E16',
    (stations: number) => `${year('flat', stations)}/${year('second-level', stations)}`,
    [
      ['1 station', 1, '24900/65000'],
      ['2 stations', 2, '49800/65000'],
      ['3 stations', 3, '74700/65000'],
      ['5 stations', 5, '124500/65000'],
    ],
  ),
  ...rows('E17', ([variant, more]: readonly [string, Parameters]) => sixth(variant, more), [
    ['6th station, Second Level', ['second-level', {}], 'QUOTE'],
    ['overCapacity=second-block', ['second-level', { overCapacity: 'second-block' }], 130_000],
    ['overCapacity=block-and-flat', ['second-level', { overCapacity: 'block-and-flat' }], 89_900],
    ['Flat', ['flat', {}], 149_400],
  ]),
  ...rows('E18', (caller: 'cashier' | 'admin') => secondLevel({ caller }), [
    ['Second Level, a temp cashier calls at 10:00', 'cashier', 'ROUTE admin'],
    ['the admin calls', 'admin', 'COVERED'],
  ]),
  ...rows('E51', (more: Partial<DecisionRequest>) => secondLevel(more), [
    ['3 to 6 stations on Second Level', { kind: 'change-stations', stations: 6 }, 'QUOTE'],
    ['till 3 stays covered', { caller: 'admin', station: 'till-3' }, 'COVERED'],
  ]),
];

const USED = [1, 15, 16, 30, 31, 59, 60, 61, 76];

const INN_CREDITS: readonly Example[] = [
  {
    e: 'E29',
    says: 'used 1/15/16/30/31/59/60/61/76 as consultation',
    gives: () => USED.map((used) => charge({ serviceClass: 'consultation', used })),
    expected: [15, 15, 30, 30, 45, 60, 60, 75, 90],
  },
  {
    e: 'E30',
    says: 'the same as intervention',
    gives: () => USED.map((used) => charge({ serviceClass: 'intervention', used })),
    expected: [60, 60, 60, 60, 60, 60, 60, 75, 90],
  },
  {
    e: 'E31',
    says: 'registration 60 and top-up 120; 75 used on 1 Jul 2025',
    gives: () => wallet([...PACKS, settle('2025-07-01', 75)]),
    expected: { taken: { registration: 60, 'top-up': 15 }, left: 105 },
  },
  {
    e: 'E32',
    says: 'the same, unused until 10 May 2026 00:00',
    gives: () => wallet([...PACKS, settle('2026-05-10', 75)]),
    expected: { taken: { 'top-up': 75 }, left: 45 },
  },
  {
    e: 'E32',
    says: 'near miss: an instant before',
    gives: () =>
      wallet([...PACKS, { ...settle('2026-05-10', 75), atMs: madrid('2026-05-10') - 1 }]),
    expected: { taken: { registration: 60, 'top-up': 15 }, left: 105 },
  },
  ...rows('E33', (holdProtects: boolean) => wallet(HELD_OVER, { holdProtects }), [
    ['opened 8 May 2026, solved 12 May', true, { taken: { registration: 60 }, left: 120 }],
    ['holdProtects=false', false, { taken: { 'top-up': 60 }, left: 60 }],
  ]),
  {
    e: 'E34',
    says: 'balance 59, intervention: 15 for 10.00 though 1 is missing',
    gives: () => topUp(59),
    expected: { missing: 1, packs: [15], priceMinor: 1_000 },
  },
  {
    e: 'E35',
    says: 'need 435 credits: one 480, not 7 x 60 + 15',
    gives: () => [435, 420].map((need) => cheapestPacks(innPlan.packs, need)?.priceMinor),
    expected: [25_600, 25_200],
  },
  {
    e: 'E35',
    says: 'near miss: without the 480 it is 262.00',
    gives: () => cheapestPacks(innPlan.packs.slice(0, 5), 435)?.priceMinor,
    expected: 26_200,
  },
  {
    e: 'E36',
    says: 'two settlements at once, one of them sent twice: serialised, never negative',
    gives: () => atOnce(),
    expected: { answers: ['posted', 'refused', 'repeated'], left: 30 },
  },
  {
    e: 'E53',
    says: 'a wrongly closed ticket is given back to its own grants',
    gives: () => wallet([...PACKS, settle('2025-07-01', 75), REVERSAL]).left,
    expected: 180,
  },
  {
    e: 'E53',
    says: 'with their own expiry: on 10 May 2026 the registration is gone',
    gives: () => wallet([...PACKS, settle('2025-07-01', 75), REVERSAL], {}, '2026-05-10').left,
    expected: 120,
  },
];

const OMN_WALLET: readonly Example[] = [
  ...rows('E37', (minor: number) => visit({ minor }), [
    ['wallet 119.99, rate 60.00', 11_999, 'REFUSE, missing 1'],
    ['wallet 120.00, rate 60.00', 12_000, 'ok'],
  ]),
  {
    e: 'E38',
    says: 'after a 75-minute job 45.00 is left, and 75.00 missing',
    gives: () => visit({ minor: leftAfter(75) }),
    expected: 'REFUSE, missing 7500',
  },
  ...rows('E39', (mode: 'remote' | 'on-site') => visit({ minor: 15_000, mode }), [
    ['wallet 150, remote at 60', 'remote', 'ok'],
    ['wallet 150, on site at 90: needs 180', 'on-site', 'REFUSE, missing 3000'],
  ]),
  {
    e: 'E40',
    says: '14 h 30 used, 1 h remote: half pool, half wallet; on site untouched',
    gives: () => presidioHour(),
    expected: { row: 'contact 2', 'pool-remote': 30, wallet: 3_000 },
  },
];

const FRIDAY_18 = ['2026-11-20T18:00', '2026-11-23T09:00'] as const;
const AUTUMN = ['2026-10-24T10:30', '2026-10-26T10:00'] as const;
const SPRING = ['2027-03-27T10:00', '2027-03-29T10:00'] as const;
const EXACTLY = ['2026-11-23T09:00', '2026-11-25T09:00'] as const;
const SHORT = ['2026-11-23T09:01', '2026-11-25T09:00'] as const;

const OMN_LEAD: readonly Example[] = [
  ...rows('E41', leadTime, [
    ['Fri 20 Nov 18:00 for Mon 09:00, 63 h elapsed', [FRIDAY_18, 'elapsed'], 'ok'],
    ['leadClock=covered', [FRIDAY_18, 'covered'], 'LEAD_TIME_48H'],
  ]),
  ...rows('E42', leadTime, [
    ['Sat 24 Oct 10:30 for Mon 10:00, 48.5 h elapsed', [AUTUMN, 'elapsed'], 'ok'],
    ['leadClock=wall, 47.5 h', [AUTUMN, 'wall'], 'LEAD_TIME_48H'],
  ]),
  ...rows('E43', leadTime, [
    ['Sat 27 Mar 10:00 for Mon 10:00, 47 h elapsed', [SPRING, 'elapsed'], 'LEAD_TIME_48H'],
    ['leadClock=wall, 48 h', [SPRING, 'wall'], 'ok'],
  ]),
  ...rows('E44', leadTime, [
    ['exactly 48 h', [EXACTLY, 'elapsed'], 'ok'],
    ['48 h less a minute', [SHORT, 'elapsed'], 'LEAD_TIME_48H'],
    ['exactly 48 h, leadClock=wall', [EXACTLY, 'wall'], 'ok'],
    ['48 h less a minute, leadClock=wall', [SHORT, 'wall'], 'LEAD_TIME_48H'],
  ]),
];

type LeadCase = readonly [readonly [string, string], PlanParameters['leadClock']];

const ALL = [
  ...SDS_HOURS,
  ...SDS_TERMS,
  ...SDS_STATIONS,
  ...INN_CREDITS,
  ...OMN_WALLET,
  ...OMN_LEAD,
];

describe('a dated example', () => {
  it.each(ALL)('$e $says: $expected', ({ gives, expected }) => {
    expect(gives()).toEqual(expected);
  });
});

describe('the examples of these three contracts', () => {
  it('are all here', () => {
    const numbers = [...range(7, 18), ...range(29, 44), 51, 53, 54];
    const here = new Set(ALL.map(({ e }) => e));
    expect([...here].toSorted()).toEqual(
      numbers.map((n) => `E${String(n).padStart(2, '0')}`).toSorted(),
    );
  });
});

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function leadTime([asked, leadClock]: LeadCase): string {
  return lead(asked, { leadClock });
}

function rows<Input>(
  e: string,
  gives: (input: Input) => unknown,
  table: readonly (readonly [says: string, input: Input, expected: unknown])[],
): readonly Example[] {
  return table.map(([says, input, expected]) => ({ e, says, gives: () => gives(input), expected }));
}
