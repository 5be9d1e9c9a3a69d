/** Where every piece is, after a till has come to rest: by place and value, and what is owed. */
import { auditJournal, type Audit } from '../../../agent/core/cash/audit.ts';
import type { CashCounts } from '../../../agent/core/cash/counts.ts';
import type { JournalLine } from '../../../agent/core/journal-line.ts';
import type { Sale } from '../../../agent/core/sale/sale.ts';
import { byHandMinor, earnedMinor, saleProblems } from '../reckon-money.ts';
import { sumOfPieces, type CashMachine, type PieceCounts } from './cash-machine.ts';
import type { Judge } from './judge.ts';

export interface CashReckoned {
  readonly lines: readonly JournalLine[];
  readonly sales: readonly Sale[];
  readonly machines: readonly CashMachine[];
  readonly judge: Judge;
}

/**
 * Incidents by which a device names that a piece may lie elsewhere than it was said to: a note that
 * is stuck goes into the cash box when the power comes back.
 */
const MOVES: ReadonlySet<string> = new Set([
  'note-in-other-place',
  'note-moved-to-cashbox',
  'payout-jam',
]);

/** Sentences; empty when everything adds up. */
export function reckonCash(reckoned: CashReckoned): readonly string[] {
  const { lines, sales } = reckoned;
  const audit = auditJournal(lines);
  return [
    ...audit.problems,
    ...saleProblems({ sales, audit }),
    ...owedProblems(reckoned, audit),
    ...valueProblems(reckoned, audit),
    ...placeProblems(reckoned, audit),
  ];
}

function owedProblems({ lines, sales }: CashReckoned, audit: Audit): readonly string[] {
  const insertedMinor = sum(
    lines.map((line) => (line.kind === 'cash-inserted' ? line.body.valueMinor : 0)),
  );
  const paidMinor = sum(
    lines.map((line) =>
      line.kind === 'dispense-settled' ? line.body.paid * line.body.valueMinor : 0,
    ),
  );
  const leftMinor = insertedMinor - earnedMinor({ sales }) - paidMinor - byHandMinor(lines);
  if (leftMinor === audit.owedMinor) return [];
  return [`inserted ${insertedMinor}, and ${leftMinor} is left; owed is ${audit.owedMinor}`];
}

/** By value: what the machines hold is what the places hold, with all that is named. */
function valueProblems({ machines, judge }: CashReckoned, audit: Audit): readonly string[] {
  const held = sumOfPieces(machines.flatMap((one) => Object.values(one.held())));
  const booked = sumOfPieces(
    [...audit.balances].filter(([key]) => key.startsWith('place:')).map(([, one]) => pieces(one)),
  );
  const named = sumOfPieces([
    booked,
    judge.lost(),
    pieces(audit.balances.get('difference') ?? []),
    judge.miscounted(),
  ]);
  return valuesOf(held, named)
    .filter((value) => (held[value] ?? 0) !== (named[value] ?? 0))
    .map((value) => `${held[value] ?? 0} pieces of ${value} are held, ${named[value] ?? 0} known`);
}

/** By place: a piece lies where the journal has it, unless something names that it may not. */
function placeProblems({ machines, judge, lines }: CashReckoned, audit: Audit): readonly string[] {
  const physical = new Map<string, PieceCounts>();
  for (const [place, counts] of machines.flatMap((one) => Object.entries(one.held()))) {
    physical.set(place, sumOfPieces([physical.get(place) ?? {}, counts]));
  }
  const booked = new Map(
    [...audit.balances].flatMap(([key, counts]) =>
      key.startsWith('place:') ? [[key.slice('place:'.length), pieces(counts)] as const] : [],
    ),
  );
  const moves = lines.filter(
    (line) => line.kind === 'incident-reported' && MOVES.has(line.body.code),
  ).length;
  const named = [pieces(audit.balances.get('difference') ?? []), judge.lost(), judge.miscounted()];
  const values = valuesOf(...physical.values(), ...booked.values());
  return values.flatMap((value) => {
    const off = [...new Set([...physical.keys(), ...booked.keys()])]
      .map((place) => {
        const [there = {}, said = {}] = [physical.get(place), booked.get(place)];
        return { place, more: (there[value] ?? 0) - (said[value] ?? 0) };
      })
      .filter(({ more }) => more !== 0);
    const allowed = 2 * moves + sum(named.map((heap) => Math.abs(heap[value] ?? 0)));
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
