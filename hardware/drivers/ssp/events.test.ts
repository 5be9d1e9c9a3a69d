import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueBytes } from './commands.ts';
import { parseEvents, type EventRules } from './events.ts';
import { parseCounters, parseLevels, parseNotePositions, parseSerialNumber } from './replies.ts';
import { parseCoinSetup, parseNoteSetup } from './setup-reply.ts';

const RULES: EventRules = { protocolVersion: 8, cash: 'notes', coinsLowDataBytes: undefined };
const FIVE_EUR = { valueMinor: 500, currency: 'EUR' };
const AMOUNT = valueBytes(500, 'EUR');
const AMOUNTS = [1, ...AMOUNT];
const PROGRESS = [1, 0xf4, 1, 0, 0, ...valueBytes(1_500, 'EUR')];

function parse(bytes: readonly number[], rules: Partial<EventRules> = {}) {
  return parseEvents(Uint8Array.from(bytes), { ...RULES, ...rules });
}

interface Row {
  readonly code: number;
  readonly name: string;
  readonly isAcked?: true;
  readonly since?: number;
}

const rows = (names: Readonly<Record<number, string>>): readonly Row[] =>
  Object.entries(names).map(([code, text]) => {
    const [name = '', ...marks] = text.split(' ');
    const since = marks.find((mark) => mark.startsWith('v'))?.slice(1);
    return {
      code: Number(code),
      name,
      ...(marks.includes('ack') ? { isAcked: true as const } : {}),
      ...(since === undefined ? {} : { since: Number(since) }),
    };
  });

const PLAIN = rows({
  0xf1: 'slave-reset',
  0xcc: 'stacking',
  0xeb: 'stacked',
  0xed: 'rejecting',
  0xec: 'rejected',
  0xea: 'safe-jam',
  0xe9: 'unsafe-jam',
  0xe8: 'disabled',
  0xe7: 'stacker-full',
  0xe5: 'ticket-in-escrow',
  0xd1: 'ticket-stacked',
  0xe3: 'cashbox-removed',
  0xe4: 'cashbox-replaced',
  0xe0: 'note-path-open',
  0xb5: 'all-channels-inhibited v7',
  0xb6: 'initialising v7',
  0xdb: 'note-stored',
  0xc2: 'emptying',
  0xc3: 'emptied',
  0xb0: 'jam-recovery v7',
  0xc6: 'payout-out-of-service',
  0xc7: 'float-removed',
  0xc8: 'float-attached',
  0xc4: 'coin-mech-jam',
  0xc5: 'coin-mech-return-lever',
  0xcf: 'device-full',
  0xbd: 'coin-mech-disabled',
  0xbe: 'coin-mech-enabled',
  0xc1: 'pay-in-active',
  0xa0: 'ticket-printer',
  0xaf: 'ticket-printer',
});
const WITH_BYTE = rows({
  0xef: 'read',
  0xee: 'credit ack',
  0xe6: 'fraud-attempt ack',
  0xe1: 'cleared-from-front',
  0xe2: 'cleared-into-cashbox ack',
  0xb7: 'cctalk-error',
  0x83: 'calibration-fail',
  0xa8: 'ticket-printer',
});
const WITH_AMOUNTS = rows({
  0xda: 'dispensing',
  0xd2: 'dispensed ack',
  0xd5: 'jammed',
  0xd6: 'halted',
  0xd9: 'timeout ack',
  0xd7: 'floating',
  0xd8: 'floated ack',
  0xde: 'cashbox-paid',
  0xb3: 'smart-emptying',
  0xb4: 'smart-emptied ack',
  0xbf: 'value-added ack v7',
});
const WITH_AMOUNT = rows({
  0xdf: 'coin-credit',
  0xc9: 'note-moved-to-stacker ack',
  0xce: 'note-held-in-bezel v8',
  0xcb: 'note-into-store-at-reset ack v8',
  0xca: 'note-into-stacker-at-reset ack v8',
  0xcd: 'note-dispensed-at-reset',
});
const WITH_PROGRESS = rows({ 0xdc: 'incomplete-payout ack', 0xdd: 'incomplete-float ack' });

const none = { code: 0, amounts: [], progress: [] };
const progress = [{ doneMinor: 500, requestedMinor: 1_500, currency: 'EUR' }];
const all = [
  ...PLAIN.map((row) => ({ ...row, data: [], facts: none })),
  ...WITH_BYTE.map((row) => ({ ...row, data: [9], facts: { ...none, code: 9 } })),
  ...WITH_AMOUNTS.map((row) => ({
    ...row,
    data: AMOUNTS,
    facts: { ...none, amounts: [FIVE_EUR] },
  })),
  ...WITH_AMOUNT.map((row) => ({ ...row, data: AMOUNT, facts: { ...none, amounts: [FIVE_EUR] } })),
  ...WITH_PROGRESS.map((row) => ({ ...row, data: PROGRESS, facts: { ...none, progress } })),
  ...rows({ 0xb1: 'error-during-payout ack v7' }).map((row) => ({
    ...row,
    data: [...AMOUNTS, 4],
    facts: { ...none, amounts: [FIVE_EUR], code: 4 },
  })),
];

describe('a reply that cannot be read to its end', () => {
  it.each([
    ['an unknown code', [0xe8, 0x11, 0xee, 2]],
    ['a code without its data', [0xe8, 0xee]],
    ['a sum cut short', [0xda, 1, 0xf4, 1, 0, 0, 0x45]],
    ['more sums than there are', [0xda, 3, ...AMOUNT]],
    ['coins low, whose data nobody knows', [0xd3]],
  ])('is refused whole: %s', (_, bytes) => {
    expect(parse(bytes)).toMatchObject({ kind: 'bad' });
  });

  it('never throws, and is never read in part', () =>
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.integer({ min: 6, max: 8 }),
        (data, version) => {
          const parsed = parseEvents(data, { ...RULES, protocolVersion: version });
          const length =
            parsed.kind === 'bad' ? 0 : parsed.events.map(({ hex }) => hex).join('').length;
          expect([0, data.length * 2]).toContain(length);
        },
      ),
    ));
});

describe('events', () => {
  it.each(all)('$name ($code) is read with its data', ({ code, name, data, facts, isAcked }) => {
    const bytes = [code, ...data];
    const hex = Buffer.from(bytes).toString('hex');
    const event = { name, hex, isAcked: isAcked ?? false, ...facts };
    expect(parse(bytes)).toEqual({ kind: 'events', events: [event] });
    expect(parse([0xe8, ...bytes, 0xe8])).toMatchObject({ events: [{}, event, {}] });
  });

  it.each(all.filter(({ since }) => since !== undefined))(
    '$name is unknown before version $since',
    ({ code, data, since = 0 }) => {
      expect(parse([code, ...data], { protocolVersion: since })).toMatchObject({ kind: 'events' });
      expect(parse([code, ...data], { protocolVersion: since - 1 })).toMatchObject({ kind: 'bad' });
    },
  );

  it('tell a fraud attempt at a coin unit with sums, and coins low as the configuration says', () => {
    const fraud = parse([0xe6, ...AMOUNTS], { cash: 'coins' });
    expect(fraud).toMatchObject({ events: [{ name: 'fraud-attempt', amounts: [FIVE_EUR] }] });
    const low = parse([0xd3, 1, 2, 0xe8], { coinsLowDataBytes: 2 });
    expect(low).toMatchObject({ events: [{ name: 'coins-low' }, { name: 'disabled' }] });
    expect(parse([0xd3, 1], { coinsLowDataBytes: 2 })).toMatchObject({ kind: 'bad' });
  });
});

const bytes = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(' ', ''), 'hex');

const valueOf = (channel: number): number | undefined => (channel < 3 ? channel * 500 : undefined);

describe('replies', () => {
  it('give levels, the serial number and counters as published', () => {
    const levels = bytes(
      '04 6400 14000000 455552 4100 32000000 455552 0000 64000000 455552 0c00 c8000000 455552',
    );
    expect(parseLevels(levels)).toEqual([
      { count: 100, valueMinor: 20, currency: 'EUR' },
      { count: 65, valueMinor: 50, currency: 'EUR' },
      { count: 0, valueMinor: 100, currency: 'EUR' },
      { count: 12, valueMinor: 200, currency: 'EUR' },
    ]);
    expect(parseSerialNumber(bytes('003fa10b'))).toBe(0x3f_a10b);
    const counters = bytes('05 01000000 02000000 03000000 04000000 05000000');
    expect(parseCounters(counters)).toMatchObject({ stacked: 1, dispensed: 3, rejected: 5 });
    expect(parseNotePositions(bytes('02 01 02'), valueOf)).toEqual([500, 1_000]);
    expect(parseNotePositions(bytes('01 f4010000'), valueOf)).toEqual([500]);
    expect(parseNotePositions(bytes('01 03'), valueOf)).toBeUndefined();
  });

  it('are nothing when their length is wrong', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), (data) => {
        const length = 1 + 9 * (data[0] ?? 0);
        expect(parseLevels(data) !== undefined).toBe(data.length === length);
        expect(parseSerialNumber(data) !== undefined).toBe(data.length === 4);
        expect(parseCounters(data) !== undefined).toBe(data.length === 21 && data[0] === 5);
        expect(() => parseNotePositions(data, () => 1)).not.toThrow();
        expect(() => parseCoinSetup(data)).not.toThrow();
        expect(() => parseNoteSetup(data, 'big-endian')).not.toThrow();
      }),
    ));

  const NOTE_SETUP =
    '00 30333237 455552 000000 02 0000 0202 MULTIPLIER 07 455552 455552 05000000 0a000000';

  it.each([
    ['000064', 'big-endian', 'setup'],
    ['640000', 'little-endian', 'setup'],
    ['640000', 'big-endian', 'bad'],
    ['000064', 'little-endian', 'bad'],
    ['000000', 'big-endian', 'bad'],
  ] as const)('with the multiplier %s read as %s are: %s', (multiplier, order, kind) => {
    const parsed = parseNoteSetup(bytes(NOTE_SETUP.replace('MULTIPLIER', multiplier)), order);
    expect(parsed.kind).toBe(kind);
    const channels = [500, 1_000].map((valueMinor) => ({ valueMinor, currency: 'EUR' }));
    const setup = { unitType: 0, firmware: '0327', protocolVersion: 7, channels };
    expect(kind === 'bad' || (parsed.kind === 'setup' && parsed.setup)).toEqual(
      kind === 'bad' || setup,
    );
  });

  it('of a hopper are read by their own layout', () => {
    const parsed = parseCoinSetup(bytes('03 30363130 455552 07 02 3200 c800 455552 455552'));
    const channels = [50, 200].map((valueMinor) => ({ valueMinor, currency: 'EUR' }));
    const setup = { unitType: 3, firmware: '0610', protocolVersion: 7, channels };
    expect(parsed).toEqual({ kind: 'setup', setup });
  });
});
