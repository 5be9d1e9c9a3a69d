import { describe, expect, it } from 'vitest';
import { valueBytes } from './commands.ts';
import { creditStep } from './credit-step.ts';
import { parseEvents } from './events.ts';
import { encodeCursor, freshCursor, parseCursor, type UnitCursor } from './unit-cursor.ts';

/** Each note is credited once, and what cannot be credited is named. */
const START = freshCursor(7);
const FIVE = valueBytes(500, 'EUR');
const VALUES = [500, 1_000, 5_000];

interface Case {
  readonly events: readonly number[];
  readonly cursor?: Partial<UnitCursor>;
  readonly cash?: 'notes' | 'coins';
  readonly standing?: readonly string[];
}

function step({ events, cursor = {}, cash = 'notes', standing = [] }: Case) {
  const rules = { protocolVersion: 8, cash, coinsLowDataBytes: undefined };
  const parsed = parseEvents(Uint8Array.from(events), rules);
  if (parsed.kind === 'bad') throw new RangeError(parsed.reason);
  return creditStep({ ...START, ...cursor }, parsed.events, {
    currency: 'EUR',
    isAckPolled: true,
    valueOfChannel: (channel) => VALUES[channel - 1],
    placeOf: (value) => (value === 500 ? 'notes/500' : 'cashbox'),
    coinsAdded: [],
    standing: new Set(standing),
  });
}

const told = (code: string, isFraud = false) => ({ kind: 'incident', code, isFraud });
const lost = { kind: 'lost', countMax: 1, cause: 'device-reset' };
const inserted = (valueMinor: number, place: string) => ({ kind: 'inserted', valueMinor, place });
const onItsWay = { transit: { valueMinor: 500, place: 'notes/500' } };
/** The till's own note, told to go from the store into the cash box. */
const moving = { movingMinor: 500 };
const intoCashbox = { transit: { valueMinor: 5_000, place: 'cashbox' } };

describe('what cannot be credited', () => {
  it.each<[string, Case, readonly unknown[]]>([
    ['a channel nobody knows', { events: [0xee, 9] }, [told('credit-of-unknown-channel'), lost]],
    [
      'a foreign coin',
      { events: [0xdf, ...valueBytes(100, 'GBP')], cash: 'coins' },
      [told('credit-of-foreign-coin'), lost],
    ],
    [
      'a foreign sum',
      { events: [0xbf, 1, ...valueBytes(500, 'GBP')], cash: 'coins' },
      [told('value-added-unreadable'), { kind: 'lost', countMax: 20, cause: 'overflow' }],
    ],
    ['an unknown note in the path', { events: [0xe2, 0] }, [told('unknown-note-in-path'), lost]],
    ['a note credited before', { events: [0xe2, 3], cursor: intoCashbox }, []],
    ['an unknown note, after a credit', { events: [0xe2, 0], cursor: intoCashbox }, []],
    [
      'a note credited to the store that the power failure put elsewhere',
      { events: [0xe2, 1], cursor: onItsWay },
      [told('note-in-other-place')],
    ],
    [
      'an unknown note, after a credit to the store',
      { events: [0xe2, 0], cursor: onItsWay },
      [told('note-in-other-place')],
    ],
    ['a credited note found in the store', { events: [0xcb, ...FIVE], cursor: onItsWay }, []],
    [
      'a note out of a cut payout',
      { events: [0xca, ...FIVE], cursor: { isPayoutCut: true } },
      [told('note-moved-to-cashbox')],
    ],
    [
      'a credited note that came out',
      { events: [0xe1, 1], cursor: onItsWay },
      [told('credited-note-given-back', true)],
    ],
    ['a note that came out', { events: [0xe1, 1] }, []],
    ['a note that is only read', { events: [0xef, 1] }, []],
    [
      'what was told before and is not acknowledged',
      { events: [0xee, 1], cursor: { unacked: ['ee01'] } },
      [],
    ],
    ['a state that goes on', { events: [0xe7], standing: ['e7'] }, []],
  ])('%s', (_, given, items) => {
    expect(step(given).items).toEqual(items);
  });
});

describe('a credit', () => {
  it.each<[string, Case, readonly unknown[]]>([
    ['goes where its value belongs', { events: [0xee, 1] }, [inserted(500, 'notes/500')]],
    ['goes where the same reply says', { events: [0xee, 1, 0xeb] }, [inserted(500, 'cashbox')]],
    [
      'is told once more where it went elsewhere',
      { events: [0xeb], cursor: onItsWay },
      [told('note-in-other-place')],
    ],
    ['comes from the path at power-up', { events: [0xf1, 0xe2, 3] }, [inserted(5_000, 'cashbox')]],
    [
      'comes from the path into the store',
      { events: [0xcb, ...FIVE] },
      [inserted(500, 'notes/500')],
    ],
    [
      'of another note than the one on its way',
      { events: [0xe2, 2], cursor: onItsWay },
      [inserted(1_000, 'cashbox')],
    ],
    [
      'follows one that was told before',
      { events: [0xee, 1, 0xe6, 2], cursor: { unacked: ['ee01'] } },
      [told('fraud-attempt', true)],
    ],
    [
      'of the same value is another one',
      { events: [0xee, 1, 0xee, 1], cursor: { unacked: ['ee01'] } },
      [inserted(500, 'notes/500')],
    ],
  ])('%s', (_, given, items) => {
    expect(step(given).items).toEqual(items);
  });

  it.each([
    ['its credit', [0xee, 2]],
    ['a note found in the cash box', [0xe2, 2]],
    ['a note found in the store', [0xcb, ...valueBytes(1_000, 'EUR')]],
    ['a note that came out at power-up', [0xe1, 2]],
    ['its rejection', [0xec]],
  ])('is no longer awaited after %s', (_, events) => {
    const admitted = { valueMinor: 1_000, isDoubtful: true };
    expect(step({ events: [0xf1], cursor: { admitted } }).cursor.admitted).toEqual(admitted);
    expect(step({ events, cursor: { admitted } }).cursor.admitted).toBeUndefined();
  });

  it('is on its way until it has come to its place', () => {
    const credited = step({ events: [0xee, 1] }).cursor;
    expect(credited).toMatchObject({ ...onItsWay, unacked: ['ee01'] });
    expect(step({ events: [0xdb], cursor: credited }).cursor).toEqual(START);
  });
});

describe('a cursor', () => {
  it('keeps how a payout ended, and that the power failed in it', () => {
    const progress = [1, 0xf4, 1, 0, 0, ...valueBytes(1_500, 'EUR')];
    const { cursor } = step({ events: [0xdc, ...progress] });
    const end = { kind: 'incomplete', paidMinor: 500, requestedMinor: 1_500, code: 0 };
    expect(cursor).toMatchObject({ isPayoutCut: true, end });
    expect(parseCursor(encodeCursor(cursor))).toEqual(cursor);
    const foreign = step({ events: [0xd2, 1, ...valueBytes(500, 'GBP')] });
    expect(foreign.cursor.end).toEqual({ kind: 'dispensed', paidMinor: -1, code: 0 });
  });

  it('of a later release is read as far as it is known', () => {
    expect(parseCursor(JSON.stringify({ ...START, later: { added: 1 } }))).toEqual(START);
  });

  it.each([undefined, '', 'x', '{}', '{"counter":1,"isAccepting":true}'])('is none: %j', (text) => {
    expect(parseCursor(text)).toBeUndefined();
  });
});

describe("the till's own note on its way into the cash box", () => {
  const own = told('note-moved-to-cashbox');
  const out = told('note-dispensed-at-reset');

  const arrived = { items: [], end: 'collected' };
  const found = { items: [own], end: 'incomplete-collect' };
  const gone = { items: [out], end: undefined };

  it.each([
    ['arrives', [0xc9, ...FIVE], arrived],
    ['is found there when the power is back', [0xca, ...FIVE], found],
    ['is found there by its channel', [0xe2, 1], found],
    ['is found there by a unit that does not know it', [0xe2, 0], found],
    ['is found in the store', [0xcb, ...FIVE], { items: [], end: undefined }],
    ['comes out at the front', [0xe1, 1], gone],
    ['comes out to the customer', [0xcd, ...FIVE], gone],
  ] as const)('%s, and is no money of a customer', (_, events, { items: expected, end }) => {
    const { items, cursor } = step({ events, cursor: moving });
    expect(items).toEqual(expected);
    expect(cursor.end?.kind).toBe(end);
    expect(cursor.movingMinor).toBeUndefined();
  });

  it('is not taken for a note of another value, which is a customer’s', () => {
    const { items, cursor } = step({ events: [0xe2, 3], cursor: moving });
    expect(items).toEqual([inserted(5_000, 'cashbox')]);
    expect(cursor.end).toBeUndefined();
  });

  it('is one that nobody had ordered, where the unit moves it by itself', () => {
    expect(step({ events: [0xc9, ...FIVE] }).items).toEqual([own]);
  });
});
