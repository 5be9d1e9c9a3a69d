/**
 * Whatever a technician's page sends, and however it is cut into pieces: nothing that types, clicks or
 * pastes reaches the screen's server unless it was granted; what passes is what RFB has; what waits is
 * bounded; and when control is taken back nothing stays pressed.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEncodingPassed } from './rfb-encodings.ts';
import { CUT_TEXT_MAX_BYTES, ENCODINGS_MAX, RfbFilter } from './rfb-filter.ts';
import { KEYS_HELD_MAX } from './rfb-held.ts';

const RUNS = 500;
const WAITING_MAX_BYTES = 8 + CUT_TEXT_MAX_BYTES;

function key(keysym: number, isDown: boolean): Buffer {
  const message = Buffer.from([4, isDown ? 1 : 0, 0, 0, 0, 0, 0, 0]);
  message.writeUInt32BE(keysym, 4);
  return message;
}

function pointer(buttons: number, x: number, y: number): Buffer {
  const message = Buffer.from([5, buttons, 0, 0, 0, 0]);
  message.writeUInt16BE(x, 2);
  message.writeUInt16BE(y, 4);
  return message;
}

function cutText(text: string): Buffer {
  const head = Buffer.from([6, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([head, Buffer.from(text)]);
}

function encodings(...wanted: readonly number[]): Buffer {
  const message = Buffer.alloc(4 + wanted.length * 4);
  message.writeUInt8(2);
  message.writeUInt16BE(wanted.length, 2);
  for (const [at, one] of wanted.entries()) message.writeInt32BE(one, 4 + at * 4);
  return message;
}

const UPDATE = Buffer.from([3, 1, 0, 0, 0, 0, 2, 0, 1, 0]);
const FORMAT = Buffer.from([0, ...Array.from({ length: 19 }, (_, at) => at)]);

/** Reads what has passed as a server would: undefined where it is not whole messages of RFB. */
function messagesIn(bytes: Buffer): readonly Buffer[] | undefined {
  const fixed: Readonly<Record<number, number>> = { 0: 20, 3: 10, 4: 8, 5: 6 };
  const messages: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const type = bytes[at] ?? -1;
    const length = fixed[type] ?? variableLength(type, bytes.subarray(at));
    if (length === undefined || at + length > bytes.length) return undefined;
    messages.push(bytes.subarray(at, at + length));
    at += length;
  }
  return messages;
}

function variableLength(type: number, bytes: Buffer): number | undefined {
  if (type === 2) return 4 + bytes.readUInt16BE(2) * 4;
  return type === 6 ? 8 + bytes.readUInt32BE(4) : undefined;
}

const isInput = (message: Buffer): boolean => [4, 5, 6].includes(message[0] ?? 0);

const keysym = fc.integer({ min: 0, max: 0xff_ff_ff_ff });
const place = fc.integer({ min: 0, max: 0xff_ff });
const message = fc.oneof(
  fc.constant(UPDATE),
  fc.constant(FORMAT),
  fc.tuple(keysym, fc.boolean()).map(([sym, isDown]) => key(sym % 40, isDown)),
  fc.tuple(fc.integer({ min: 0, max: 255 }), place, place).map((parts) => pointer(...parts)),
  fc.string({ maxLength: 40 }).map(cutText),
  fc
    .array(fc.integer({ min: -2_147_483_648, max: 2_147_483_647 }), { maxLength: 20 })
    .map((wanted) => encodings(...wanted)),
);
const stream = fc.oneof(
  fc.array(message, { maxLength: 30 }).map((all) => Buffer.concat(all)),
  fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
  fc
    .tuple(fc.array(message, { maxLength: 20 }), fc.uint8Array({ maxLength: 60 }))
    .map(([all, noise]) => Buffer.concat([...all, Buffer.from(noise)])),
);

function pieces(bytes: Buffer, cuts: readonly number[]): readonly Buffer[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length];
  const sorted = places.toSorted((one, other) => one - other);
  return sorted.slice(1).map((end, at) => bytes.subarray(sorted[at] ?? 0, end));
}

const cuts = fc.array(fc.nat(), { maxLength: 20 });

describe('whatever comes in whatever pieces', () => {
  it('is no input while it is only to be looked at, and holds no more than one message', () => {
    let refused = 0;
    let passedBytes = 0;
    fc.assert(
      fc.property(stream, cuts, (bytes, places) => {
        const filter = new RfbFilter();
        const passed: Buffer[] = [];
        for (const piece of pieces(bytes, places)) {
          const { passed: some, fault } = filter.push(piece);
          passed.push(some);
          if (fault !== undefined) refused += 1;
          expect(filter.waitingBytes).toBeLessThan(WAITING_MAX_BYTES);
        }
        const messages = messagesIn(Buffer.concat(passed));
        expect(messages?.filter(isInput)).toEqual([]);
        passedBytes += Buffer.concat(passed).length;
      }),
      { numRuns: RUNS },
    );
    // Both ways were walked.
    expect(refused).toBeGreaterThan(0);
    expect(passedBytes).toBeGreaterThan(0);
  });

  it('comes out the same as in one piece', () => {
    fc.assert(
      fc.property(stream, cuts, fc.boolean(), (bytes, places, isGranted) => {
        const [whole, cut] = [new RfbFilter(), new RfbFilter()];
        whole.setGranted(isGranted);
        cut.setGranted(isGranted);
        const expected = whole.push(bytes);
        const got = pieces(bytes, places).map((piece) => cut.push(piece));
        expect(Buffer.concat(got.map(({ passed }) => passed))).toEqual(expected.passed);
        expect(got.at(-1)?.fault).toBe(expected.fault);
      }),
      { numRuns: RUNS },
    );
  });

  it('leaves nothing pressed when control is taken back, at any moment', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(message, fc.boolean()), { maxLength: 60 }), (turns) => {
        const filter = new RfbFilter();
        const all: Buffer[] = [];
        for (const [bytes, isGranted] of turns) {
          all.push(filter.setGranted(isGranted), filter.push(bytes).passed);
        }
        all.push(filter.setGranted(false));
        expect(stillPressed(Buffer.concat(all))).toEqual({ keys: [], buttons: 0 });
      }),
      { numRuns: RUNS },
    );
  });
});

/** As the screen's server sees it in the end. */
function stillPressed(bytes: Buffer): { readonly keys: number[]; readonly buttons: number } {
  const keys = new Set<number>();
  let buttons = 0;
  for (const one of messagesIn(bytes) ?? []) {
    if (one[0] === 4 && one[1] !== 0) keys.add(one.readUInt32BE(4));
    else if (one[0] === 4) keys.delete(one.readUInt32BE(4));
    else if (one[0] === 5) buttons = one[1] ?? 0;
  }
  return { keys: [...keys], buttons };
}

describe('control', () => {
  it('lets input through from the moment it is granted, and not before', () => {
    const filter = new RfbFilter();
    expect(filter.push(Buffer.concat([key(97, true), UPDATE])).passed).toEqual(UPDATE);
    filter.setGranted(true);
    const input = Buffer.concat([key(97, true), pointer(1, 5, 6), cutText('abc')]);
    expect(filter.push(input).passed).toEqual(input);
  });

  it('lets nothing through of a message that is only whole after it was taken back', () => {
    const filter = new RfbFilter();
    filter.setGranted(true);
    const click = pointer(1, 5, 6);
    filter.push(click.subarray(0, 5));
    filter.setGranted(false);
    expect(filter.push(click.subarray(5)).passed).toHaveLength(0);
  });

  it('lets go, where the pointer is, of what is held down', () => {
    const filter = new RfbFilter();
    filter.setGranted(true);
    filter.push(Buffer.concat([key(65_505, true), key(97, true), pointer(5, 300, 200)]));
    expect(filter.setGranted(false)).toEqual(
      Buffer.concat([key(97, false), key(65_505, false), pointer(0, 300, 200)]),
    );
    expect(filter.setGranted(false)).toHaveLength(0);
  });

  it('presses no more keys than there are fingers', () => {
    const filter = new RfbFilter();
    filter.setGranted(true);
    const many = Array.from({ length: KEYS_HELD_MAX + 5 }, (_, sym) => key(sym, true));
    expect(filter.push(Buffer.concat(many)).passed).toHaveLength(KEYS_HELD_MAX * 8);
  });

  it('presses nothing while the screen’s server is behind, and lets go all the same', () => {
    const filter = new RfbFilter();
    filter.setGranted(true);
    filter.push(Buffer.concat([key(97, true), pointer(1, 1, 1)]));
    const late = Buffer.concat([key(98, true), key(97, false), pointer(3, 2, 2), cutText('x')]);
    const passed = Buffer.concat([key(97, false), pointer(1, 2, 2)]);
    expect(filter.push(late, true).passed).toEqual(passed);
    expect(filter.push(pointer(0, 2, 2), true).passed).toEqual(pointer(0, 2, 2));
  });
});

describe('what is not understood', () => {
  it.each([
    ['a message of no type there is', Buffer.from([255, 0, 0, 1]), 'unknown-message'],
    ['a QEMU key', Buffer.from([255, 0, 0, 1, 0, 0, 0, 97]), 'unknown-message'],
    ['a fence', Buffer.from([248, 0, 0, 0]), 'unknown-message'],
    ['continuous updates', Buffer.from([150, 1, 0, 0]), 'unknown-message'],
    ['a screen layout', Buffer.from([251, 0, 0, 0]), 'unknown-message'],
    ['XVP', Buffer.from([250, 0, 1, 2]), 'unknown-message'],
    ['too many encodings', Buffer.from([2, 0, 0, ENCODINGS_MAX + 1]), 'message-too-long'],
    ['a text that is too long', Buffer.from([6, 0, 0, 0, 0, 1, 0, 0]), 'message-too-long'],
    ['a clipboard of the long kind', Buffer.from([6, 0, 0, 0, 255, 255, 255, 252]), 'message-too-long'],
  ])('%s ends the stream for good', (_what, bytes, fault) => {
    const filter = new RfbFilter();
    filter.setGranted(true);
    expect(filter.push(Buffer.concat([UPDATE, bytes]))).toEqual({ passed: UPDATE, fault });
    expect(filter.push(UPDATE)).toEqual({ passed: Buffer.alloc(0), fault });
    expect(filter.waitingBytes).toBe(0);
  });

  it('is not asked for: encodings that bring other messages are left out, in the page’s order', () => {
    const asked = encodings(7, -258, 16, -312, -313, -308, -309, -305, -26, 0x574d5664, -1_063_131_698);
    expect(new RfbFilter().push(asked).passed).toEqual(encodings(7, 16, -26, 0x574d5664));
    expect([0, 1, 5, -32, -23, -256, -247, -239].every(isEncodingPassed)).toBe(true);
    expect([-33, -22, -257, -246, 4, 99].some(isEncodingPassed)).toBe(false);
  });
});
