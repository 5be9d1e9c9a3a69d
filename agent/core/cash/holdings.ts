import type { LineDraft } from '../journal-line.ts';
import { addCounts, subtractCounts, type CashCounts } from './counts.ts';
import { transfersOf, type Transfer } from './transfers.ts';

/** What the journal says lies in each place: a dispenser's id, or `cashbox`. */
export type Holdings = Readonly<Record<string, CashCounts>>;

/** What a place holds; nothing, for a place never heard of. */
export function heldAt(holdings: Holdings, place: string): CashCounts {
  return (Object.hasOwn(holdings, place) ? holdings[place] : undefined) ?? [];
}

/** What every place holds after a line. */
export function applyLine(holdings: Holdings, line: LineDraft): Holdings {
  return transfersOf(line).reduce(applyTransfer, holdings);
}

function applyTransfer(holdings: Holdings, { from, to, counts }: Transfer): Holdings {
  const taken =
    from.kind === 'place'
      ? { ...holdings, [from.place]: subtractCounts(heldAt(holdings, from.place), counts) }
      : holdings;
  return to.kind === 'place'
    ? { ...taken, [to.place]: addCounts(heldAt(taken, to.place), counts) }
    : taken;
}
