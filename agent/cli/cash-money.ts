/** Money as people write it on a command line, and as they read it again. */
import type { CashCount } from '../core/cash/counts.ts';
import { UsageError } from './command.ts';

const PIECES_MAX = 100_000;
/** A comma before three digits may as well group thousands. */
const GROUP_DIGITS = 3;

/** "12.50" or "12,5" in minor units. Throws `UsageError` for what could be meant in two ways. */
export function minorOf(text: string, currency: string): number {
  const [, number = text, said] = /^([\d.,]+) ?([A-Z]{3})$/.exec(text) ?? [];
  if (said !== undefined && said !== currency) {
    throw new UsageError(`this till has ${currency}, not ${said}`);
  }
  const written = /^(\d{1,9})(?:([.,])(\d{1,9}))?$/.exec(number);
  if (written === null) throw new UsageError(`${text} is no amount: write it as ${like(currency)}`);
  const [, whole = '', point, part = ''] = written;
  const decimals = decimalsOf(currency);
  const isGroup = point === ',' && part.length === GROUP_DIGITS;
  if (part.length > decimals || isGroup) {
    throw new UsageError(
      `${text} is not clear: write an amount of ${currency} as ${like(currency)}`,
    );
  }
  const minor = Number(whole + part.padEnd(decimals, '0'));
  if (minor === 0) throw new UsageError('an amount is more than nothing');
  return minor;
}

/** "100x0.50 20x1" as pieces; each value once. Throws `UsageError`. */
export function piecesOf(words: readonly string[], currency: string): readonly CashCount[] {
  const pieces = words.map((word) => pieceOf(word, currency));
  const values = new Set(pieces.map(({ valueMinor }) => valueMinor));
  if (values.size === pieces.length) return pieces;
  throw new UsageError('each coin or note can be there only once: add up what is alike');
}

export function isPieces(word: string): boolean {
  return PIECES.test(word);
}

const PIECES = /^(\d{1,6})[xX×](.+)$/u;

function pieceOf(word: string, currency: string): CashCount {
  const written = PIECES.exec(word);
  if (written === null) {
    throw new UsageError(`say how many of which, as 100x${like(currency)}, not ${word}`);
  }
  const [, count = '', value = ''] = written;
  if (Number(count) > PIECES_MAX) throw new UsageError(`${count} are more than a place can hold`);
  return { count: Number(count), valueMinor: minorOf(value, currency) };
}

/** "12.50 EUR"; null is what counts are blind to. */
export function amountText(minor: number | null, currency: string): string {
  return minor === null ? 'hidden' : `${figure(minor, currency)} ${currency}`;
}

/** "100 x 0.50 EUR, 20 x 1.00 EUR". */
export function piecesText(pieces: readonly CashCount[], currency: string): string {
  if (pieces.length === 0) return 'nothing';
  return pieces
    .map(({ count, valueMinor }) => `${count} x ${amountText(valueMinor, currency)}`)
    .join(', ');
}

function figure(minor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  return (minor / 10 ** decimals).toFixed(decimals);
}

function like(currency: string): string {
  return decimalsOf(currency) === 0 ? '50' : `0.${'5'.padEnd(decimalsOf(currency), '0')}`;
}

function decimalsOf(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 0;
}
