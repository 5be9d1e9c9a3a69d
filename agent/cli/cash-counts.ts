/** `tillwarden cash levels`, `fill`, `take`, `count` and `cassette`: what lies in each place. */
import { z } from 'zod';
import { countedSchema, countsSchema, type CountsView, type CountView } from '../api/schema.ts';
import type { CashAction, CashAsked, CashDeed, CashDesk } from './cash-action.ts';
import { amountText, piecesOf, piecesText } from './cash-money.ts';
import { UsageError } from './command.ts';
import { tableText } from './table.ts';
import { required } from './values.ts';

/** What somebody writes who has found a place empty. */
const NOTHING = 'nothing';

export const levelsAction: CashAction = {
  usage: 'levels',
  summary: 'what lies in each place by the books, and what to do about it',
  flags: [],
  read: ({ words }) => {
    if (words.length > 0) throw new UsageError('levels shows all places');
    return async (desk) => {
      const counts = await desk.ask({ method: 'GET', path: '/v1/counts', schema: countsSchema });
      desk.tell(counts, levelsText(counts));
      return 0;
    };
  },
};

export const fillAction: CashAction = {
  usage: 'fill PLACE COUNTS',
  summary: 'enter what you have put into a place by hand',
  flags: ['key'],
  read: (asked) => {
    const { place, pieces } = placeAndPieces(asked);
    const said = `Entered: ${piecesText(pieces, asked.currency)} put into ${place}.`;
    return entered(countsPath(place), { reason: 'fill', added: pieces }, { place, said });
  },
};

export const takeAction: CashAction = {
  usage: 'take PLACE COUNTS --reason TEXT',
  summary: 'enter what you have taken out of a place by hand',
  flags: ['key', 'reason'],
  read: (asked) => {
    const { place, pieces } = placeAndPieces(asked);
    const note = required(asked.flags.reason, 'why it is taken out: --reason TEXT');
    const said = `Entered: ${piecesText(pieces, asked.currency)} taken out of ${place}.`;
    return entered(countsPath(place), { reason: 'take', taken: pieces, note }, { place, said });
  },
};

export const countAction: CashAction = {
  usage: `count PLACE COUNTS|${NOTHING} [--device-gone]`,
  summary: 'enter what you have counted in a place; the books follow it',
  flags: ['key', 'device-gone'],
  read: (asked) => {
    const { place, pieces } = placeAndPieces(asked);
    const isDeviceGone = asked.flags['device-gone'] === true;
    const said = `Entered: ${piecesText(pieces, asked.currency)} counted in ${place}.`;
    const body = { reason: 'count', counted: pieces, isDeviceGone };
    return entered(countsPath(place), body, { place, said });
  },
};

export const cassetteAction: CashAction = {
  usage: 'cassette remove PLACE | replace PLACE [COUNTS]',
  summary: 'enter that a cashbox was taken out, or put in again',
  flags: ['key'],
  read: ({ words: [move, ...words], currency }) => {
    const [place, ...counts] = words;
    const isKnown = move === 'remove' || move === 'replace';
    if (!isKnown || place === undefined || (move === 'remove' && counts.length > 0)) {
      throw new UsageError('say cassette remove or cassette replace, and its place');
    }
    const path = `/v1/cassettes/${encodeURIComponent(place)}/${move}`;
    if (move === 'remove') {
      const said = `Entered: the cassette of ${place} is out, with all that the books had in it.`;
      return entered(path, undefined, { place, said });
    }
    const pieces = foundPieces(counts, currency);
    const said = `Entered: a cassette is in ${place} again, with ${piecesText(pieces, currency)} in it.`;
    return entered(path, { counted: pieces }, { place, said });
  },
};

function placeAndPieces({ words: [place, ...counts], currency }: CashAsked) {
  if (place === undefined || counts.length === 0) {
    throw new UsageError('say the place, then how many of which, as 100x0.50');
  }
  return { place, pieces: foundPieces(counts, currency) };
}

function foundPieces(words: readonly string[], currency: string) {
  return words.length === 1 && words[0] === NOTHING ? [] : piecesOf(words, currency);
}

function countsPath(place: string): string {
  return `/v1/counts/${encodeURIComponent(place)}`;
}

function entered(
  path: string,
  body: object | undefined,
  { place, said }: { readonly place: string; readonly said: string },
): CashDeed {
  return async ({ ask, key, tell }: CashDesk) => {
    const method = 'POST';
    const rest = body === undefined ? {} : { body };
    const counts = await ask({ method, path, key, schema: enteredSchema, ...rest });
    const found = 'count' in counts && counts.count !== null ? foundText(counts.count) : '';
    tell(counts, `${said}\n${found}${holdsText(counts, place)}`);
    return 0;
  };
}

/** An entry into a place tells what a count has found; a cassette has nothing to tell. */
const enteredSchema = z.union([countedSchema, countsSchema]);

/** Beside what the books had: how many of which are too many or missing. */
export function foundText({ currency, values, differenceMinor }: CountView): string {
  const wrong = values.filter(({ differenceCount }) => differenceCount !== 0);
  if (wrong.length === 0) return 'It agrees with the books.\n';
  const pieces = wrong.map(({ valueMinor, differenceCount }) => {
    const sign = differenceCount > 0 ? '+' : '-';
    return `${sign}${piecesText([{ valueMinor, count: Math.abs(differenceCount) }], currency)}`;
  });
  const total = amountText(differenceMinor, currency);
  return `Difference to the books: ${pieces.join(', ')}; in all ${total}.\n`;
}

function holdsText({ places }: CountsView, place: string): string {
  const now = places.find((one) => one.place === place);
  if (now === undefined || now.counts === null || now.totalMinor === null) return '';
  if (now.counts.length === 0) return `By the books ${place} is empty now.\n`;
  const { currency, counts, totalMinor } = now;
  const total = amountText(totalMinor, currency);
  return `By the books ${place} holds now: ${piecesText(counts, currency)}; in all ${total}.\n`;
}

/** What to do about each place stands in its last column. */
export function levelsText({ places }: CountsView): string {
  const isFloatKnown = places.some(({ toFloat }) => toFloat !== null && toFloat !== 0);
  const rows = places.map(({ place, currency, counts, totalMinor, level, toFloat }) => [
    place,
    counts === null ? 'hidden' : piecesText(counts, currency),
    amountText(totalMinor, currency),
    level ?? '',
    ...(isFloatKnown ? [floatText(toFloat ?? 0)] : []),
  ]);
  const all = [...Map.groupBy(places, ({ currency }) => currency)].flatMap(([currency, own]) => {
    const sums = own.map(({ totalMinor }) => totalMinor);
    const allMinor = sums.reduce<number>((sum, one) => sum + (one ?? 0), 0);
    return sums.includes(null) ? [] : [['in all', '', amountText(allMinor, currency)]];
  });
  const head = ['PLACE', 'HOLDS', 'WORTH', 'LEVEL', ...(isFloatKnown ? ['TO FLOAT'] : [])];
  return tableText([head, ...rows, ...all]);
}

function floatText(pieces: number): string {
  if (pieces === 0) return '';
  return pieces > 0 ? `put in ${pieces}` : `take out ${-pieces}`;
}
