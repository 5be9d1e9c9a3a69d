/** UnifiedPOS CashCounts as text: coins, then `;` and notes, as in `1:40,5:30;1000:5`. */
import { cashCounts, type CashCount, type CashCounts } from '../../core/cash/counts.ts';

const TEXT_MAX_CHARS = 2_048;
const PAIR = /^(\d{1,9}):(\d{1,6})$/;

/** `isNote` says what stands behind the semicolon; it is left out where there are no notes. */
export function countsText(counts: CashCounts, isNote: (valueMinor: number) => boolean): string {
  const text = (isWanted: (entry: CashCount) => boolean): string =>
    counts
      .filter(isWanted)
      .map(({ valueMinor, count }) => `${valueMinor}:${count}`)
      .join();
  const notes = text(({ valueMinor }) => isNote(valueMinor));
  const coins = text(({ valueMinor }) => !isNote(valueMinor));
  return notes === '' ? coins : `${coins};${notes}`;
}

/** Undefined for what is no such text; the semicolon decides nothing here, a value is a value. */
export function parseCountsText(text: string): CashCounts | undefined {
  const entries = parseCountEntries(text);
  return entries === undefined ? undefined : cashCounts(entries);
}

/** The same with values of which there are none. */
export function parseCountEntries(text: string): readonly CashCount[] | undefined {
  if (text.length > TEXT_MAX_CHARS) return undefined;
  const parts = text.split(';');
  if (parts.length > 2) return undefined;
  const pairs = parts.filter((part) => part !== '').flatMap((part) => part.split(','));
  const entries = pairs.map(entryOf);
  const found = entries.filter((entry) => entry !== undefined);
  const values = new Set(found.map(({ valueMinor }) => valueMinor));
  const isWhole = found.length === entries.length && values.size === found.length;
  return isWhole && found.length > 0 ? found : undefined;
}

function entryOf(pair: string): CashCount | undefined {
  const [, value, count] = PAIR.exec(pair.trim()) ?? [];
  if (value === undefined || Number(value) === 0) return undefined;
  return { valueMinor: Number(value), count: Number(count) };
}
