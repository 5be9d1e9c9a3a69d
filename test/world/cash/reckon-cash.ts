/** Where every piece is, after a till has come to rest: by currency, place and value, and what is owed. */
import { auditJournal, type Audit } from '../../../agent/core/cash/audit.ts';
import type { CashCounts } from '../../../agent/core/cash/counts.ts';
import { placedMinor } from '../../../agent/core/cash/placed-counts.ts';
import type { JournalLine } from '../../../agent/core/journal-line.ts';
import { foreignCurrency, type Sale } from '../../../agent/core/sale/sale.ts';
import { byHandMinor, earnedMinor, saleProblems } from '../reckon-money.ts';
import { sumOfPieces, type PieceCounts } from './cash-machine.ts';
import { POCKET, type Hands } from './hands.ts';
import type { Judge } from './judge.ts';

export interface CashReckoned {
  readonly lines: readonly JournalLine[];
  readonly sales: readonly Sale[];
  readonly hands: Hands;
  /** Undefined stands for the till's own. */
  readonly currencies: readonly (string | undefined)[];
  readonly judge: Judge;
}

/** What an audit and the judge have of one currency. */
interface Side {
  readonly currency: string | undefined;
  readonly booked: ReadonlyMap<string, PieceCounts>;
  readonly physical: ReadonlyMap<string, PieceCounts>;
  readonly lost: PieceCounts;
  readonly difference: PieceCounts;
  readonly judge: Judge;
}

/** Sentences; empty when everything adds up. */
export function reckonCash(reckoned: CashReckoned): readonly string[] {
  const { lines, sales, currencies } = reckoned;
  const audit = auditJournal(lines);
  return [
    ...audit.problems,
    ...saleProblems({ sales, audit }),
    ...currencies.flatMap((currency) => {
      const side = sideOf(reckoned, audit, currency);
      const owed = owedProblems(reckoned, audit, currency);
      return [...owed, ...valueProblems(side), ...placeProblems(side)];
    }),
  ];
}

function sideOf({ hands, judge }: CashReckoned, audit: Audit, currency: string | undefined): Side {
  const accountOf = (name: string): PieceCounts =>
    pieces(audit.balances.get(currency === undefined ? name : `${name}:${currency}`) ?? []);
  const booked = [...audit.balances].flatMap(([key, counts]) =>
    key.startsWith(PLACE) && audit.currencies.get(key) === currency
      ? [[key.slice(PLACE.length), pieces(counts)] as const]
      : [],
  );
  return {
    currency,
    booked: new Map([...booked, [POCKET, accountOf('operator')]]),
    physical: hands.places(currency),
    lost: judge.lost(currency),
    difference: accountOf('difference'),
    judge,
  };
}

const PLACE = 'place:';

/** What customers of a currency brought is what was earned, what they got, and what is owed. */
function owedProblems(
  { lines, sales }: CashReckoned,
  audit: Audit,
  currency: string | undefined,
): readonly string[] {
  const own = lines.filter(
    ({ body }) => ('currency' in body ? body.currency : undefined) === currency,
  );
  const operators = new Set(
    lines.flatMap(({ kind, body }) =>
      kind === 'payout-started' && body.purpose === 'operation' ? [body.payoutId] : [],
    ),
  );
  const insertedMinor = sum(
    own.map((line) => {
      if (line.kind === 'job-moved') return placedMinor(line.body.in);
      return line.kind === 'cash-inserted' ? line.body.valueMinor : 0;
    }),
  );
  const paidMinor = sum(
    own.map((line) => {
      if (line.kind === 'job-moved' && !operators.has(line.body.jobId)) {
        return placedMinor(line.body.out);
      }
      return line.kind === 'dispense-settled' && !operators.has(line.body.payoutId)
        ? line.body.paid * line.body.valueMinor
        : 0;
    }),
  );
  const earned = earnedMinor({ sales: sales.filter((one) => foreignCurrency(one) === currency) });
  const leftMinor = insertedMinor - earned - paidMinor - byHandMinor(own);
  const owedMinor =
    currency === undefined ? audit.owedMinor : (audit.foreign[currency]?.owedMinor ?? 0);
  if (leftMinor === owedMinor) return [];
  return [
    `inserted ${insertedMinor} ${currency ?? ''}, ${leftMinor} is left; owed is ${owedMinor}`,
  ];
}

/** By value: what the machines and people hold is what the places hold, with all that is named. */
function valueProblems({ booked, physical, lost, difference, ...side }: Side): readonly string[] {
  const held = sumOfPieces([...physical.values()]);
  const miscounted = side.judge.miscounted(side.currency, 'customer');
  const named = sumOfPieces([...booked.values(), lost, difference, miscounted]);
  return valuesOf(held, named)
    .filter((value) => (held[value] ?? 0) !== (named[value] ?? 0))
    .map((value) => `${held[value] ?? 0} pieces of ${value} are held, ${named[value] ?? 0} known`);
}

/** By place: a piece lies where the journal has it, unless something names that it may not. */
function placeProblems({ booked, physical, ...side }: Side): readonly string[] {
  const { lost, difference, judge, currency } = side;
  const late = judge.late(currency);
  const named = [
    lost,
    difference,
    judge.miscounted(currency, 'customer'),
    judge.miscounted(currency, 'cashbox'),
  ];
  return valuesOf(...physical.values(), ...booked.values()).flatMap((value) => {
    const off = [...new Set([...physical.keys(), ...booked.keys()])]
      .map((place) => {
        const [there = {}, said = {}] = [physical.get(place), booked.get(place)];
        return { place, more: (there[value] ?? 0) - (said[value] ?? 0) };
      })
      .filter(({ more }) => more !== 0);
    const passed = judge.moves + (late[value] ?? 0);
    const allowed = 2 * passed + sum(named.map((heap) => Math.abs(heap[value] ?? 0)));
    if (sum(off.map(({ more }) => Math.abs(more))) <= allowed) return [];
    return [`pieces of ${value} lie elsewhere than booked: ${JSON.stringify(off)}`];
  });
}

function pieces(counts: CashCounts): PieceCounts {
  return sumOfPieces(counts.map(({ valueMinor, count }) => ({ [valueMinor]: count })));
}

function valuesOf(...heaps: readonly PieceCounts[]): readonly string[] {
  return [...new Set(heaps.flatMap((heap) => Object.keys(heap)))];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
