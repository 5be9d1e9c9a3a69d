/** Which pieces an amount is to be made of, where that is not the till's own business. */
import { cashCounts, type CashCount, type CashCounts } from './counts.ts';
import {
  planDispense,
  type DispensePlan,
  type DispenseSource,
  type PlannedDispense,
} from './plan.ts';

/** Pieces of one value, out of one dispenser where it is named. */
export interface WishedPieces {
  readonly valueMinor: number;
  readonly count: number;
  readonly device?: string | undefined;
}

/** `these`: what is not paid of them is not made up by others. Without a choice: the fewest. */
export type PieceChoice =
  | { readonly kind: 'most' }
  | { readonly kind: 'these'; readonly pieces: readonly WishedPieces[] };

/** What an amount, or pieces, lack: nothing of it is begun then. */
export interface Shortfall {
  /** What could be paid, in minor units. */
  readonly payableMinor: number;
  /** The pieces that are not there; none where an amount was asked for. */
  readonly missing: CashCounts;
}

/** Plans an amount out of the pieces that were chosen; largest first. */
export function planChosen(
  amountMinor: number,
  choice: PieceChoice | undefined,
  sources: readonly DispenseSource[],
): DispensePlan {
  if (choice?.kind !== 'these') return planDispense(amountMinor, sources, choice?.kind);
  const dispenses = choice.pieces
    .toSorted((a, b) => b.valueMinor - a.valueMinor)
    .flatMap((wished) => drawn(wished, sources));
  const paidMinor = dispenses.reduce((sum, { valueMinor, count }) => sum + valueMinor * count, 0);
  return paidMinor === amountMinor
    ? { kind: 'exact', dispenses }
    : { kind: 'short', dispenses, shortMinor: amountMinor - paidMinor };
}

/** Undefined where all of it can be paid. */
export function shortfallOf(
  amountMinor: number,
  choice: PieceChoice | undefined,
  sources: readonly DispenseSource[],
): Shortfall | undefined {
  const plan = planChosen(amountMinor, choice, sources);
  if (plan.kind === 'exact') return undefined;
  const missing = choice?.kind === 'these' ? choice.pieces.map((one) => lacking(one, sources)) : [];
  return { payableMinor: amountMinor - plan.shortMinor, missing: cashCounts(missing) };
}

/** What is still wished for after a dispenser has paid some. */
export function choiceAfter(
  choice: PieceChoice | undefined,
  { device, valueMinor }: { readonly device: string; readonly valueMinor: number },
  paid: number,
): PieceChoice | undefined {
  if (choice?.kind !== 'these') return choice;
  const pieces = choice.pieces.map((wished) =>
    wished.valueMinor === valueMinor && isFrom(wished, device)
      ? { ...wished, count: Math.max(wished.count - paid, 0) }
      : wished,
  );
  return { kind: 'these', pieces };
}

/** The pieces of a choice, by value. */
export function countsOf(choice: PieceChoice | undefined): CashCounts {
  return choice?.kind === 'these' ? cashCounts(choice.pieces) : [];
}

function isFrom(wished: WishedPieces, device: string): boolean {
  return wished.device === undefined || wished.device === device;
}

function matching(
  wished: WishedPieces,
  sources: readonly DispenseSource[],
): readonly DispenseSource[] {
  return sources.filter(
    ({ device, valueMinor }) => valueMinor === wished.valueMinor && isFrom(wished, device),
  );
}

function drawn(
  wished: WishedPieces,
  sources: readonly DispenseSource[],
): readonly PlannedDispense[] {
  let left = wished.count;
  return matching(wished, sources).flatMap(({ device, valueMinor, available }) => {
    const count = Math.min(left, available);
    left -= count;
    return count > 0 ? [{ device, valueMinor, count }] : [];
  });
}

function lacking(wished: WishedPieces, sources: readonly DispenseSource[]): CashCount {
  const there = drawn(wished, sources).reduce((sum, { count }) => sum + count, 0);
  return { valueMinor: wished.valueMinor, count: wished.count - there };
}
