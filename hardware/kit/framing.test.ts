import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { FramingReader, type Decoded, type Decoder } from './framing.ts';

const FRAME_TIMEOUT_MS = 100;
const BUFFER_MAX_BYTES = 32;

/** Length byte, payload, and a sum over both that has to be 0. */
function decodeSummed(bytes: Uint8Array): Decoded<readonly number[]> {
  const size = ((bytes[0] ?? 0) % 30) + 2;
  if (bytes.length < size) return { kind: 'need-more' };
  const frame = [...bytes.subarray(0, size)];
  const isSound = frame.reduce((sum, byte) => sum + byte, 0) % 256 === 0;
  return isSound
    ? { kind: 'frame', frame, consumed: size }
    : { kind: 'bad', reason: 'sum', consumed: 1 };
}

const FRAME = [3, 9, 9, 9, 226];

interface Bench {
  readonly clock: FakeClock;
  readonly reader: FramingReader<readonly number[]>;
  readonly frames: (readonly number[])[];
  readonly dropped: { count: number };
}

function bench(decode: Decoder<readonly number[]> = decodeSummed): Bench {
  const clock = new FakeClock();
  const frames: (readonly number[])[] = [];
  const dropped = { count: 0 };
  const reader = new FramingReader({
    clock,
    decode,
    frameTimeoutMs: FRAME_TIMEOUT_MS,
    bufferMaxBytes: BUFFER_MAX_BYTES,
    onFrame: (frame) => void frames.push(frame),
    onDropped: (count) => void (dropped.count += count),
  });
  return { clock, reader, frames, dropped };
}

/** Whether garbage happens to hold, or to run into, something that passes for a frame. */
function looksLikeFrame(garbage: readonly number[], stream: readonly number[]): boolean {
  return garbage.some((_, at) => decodeSummed(Uint8Array.from(stream.slice(at))).kind === 'frame');
}

describe('framing reader', () => {
  it('is in step again one frame timeout after garbage of any length', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.nat(255), { maxLength: 200 }), async (garbage) => {
        const { clock, reader, frames } = bench();
        reader.push(Uint8Array.from(garbage));
        await clock.advance(FRAME_TIMEOUT_MS);
        frames.length = 0;
        reader.push(Uint8Array.from(FRAME));
        expect(frames).toEqual([FRAME]);
      }),
    ));

  it('finds a frame right behind garbage within one frame timeout', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.nat(255), { maxLength: 100 }), async (garbage) => {
        const stream = [...garbage, ...FRAME];
        fc.pre(!looksLikeFrame(garbage, stream));
        const { clock, reader, frames, dropped } = bench();
        reader.push(Uint8Array.from(stream));
        await clock.advance(FRAME_TIMEOUT_MS);
        expect(frames).toEqual([FRAME]);
        expect(dropped.count).toBe(garbage.length);
      }),
    ));

  it('gives the same frames however the bytes are cut', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (cuts) => {
        const { reader, frames } = bench();
        const stream = Uint8Array.from(cuts.flatMap(() => FRAME));
        let at = 0;
        for (let turn = 0; at < stream.length; turn += 1) {
          const size = cuts[turn % cuts.length] ?? 1;
          reader.push(stream.subarray(at, at + size));
          at += size;
        }
        expect(frames).toEqual(cuts.map(() => FRAME));
      }),
    ));

  it.each([0, -3, 1_000, Number.NaN])(
    'goes on when a decoder claims to have used %d',
    (consumed) => {
      const { reader, dropped } = bench(() => ({ kind: 'bad', reason: 'always', consumed }));
      reader.push(new Uint8Array(500));
      expect(dropped.count).toBe(500);
    },
  );

  it('keeps no more than its buffer of a frame that never ends', async () => {
    let longest = 0;
    const { clock, reader, dropped } = bench((bytes) => {
      longest = Math.max(longest, bytes.length);
      return { kind: 'need-more' };
    });
    reader.push(new Uint8Array(1_000));
    await clock.advance(FRAME_TIMEOUT_MS);
    expect(longest).toBeLessThanOrEqual(BUFFER_MAX_BYTES);
    expect(dropped.count).toBe(1_000);
    expect(clock.pendingTimers).toBe(0);
  });

  it('waits for the next byte of a frame as long as bytes keep coming', async () => {
    const { clock, reader, frames } = bench();
    for (const byte of FRAME) {
      reader.push(Uint8Array.of(byte));
      await clock.advance(FRAME_TIMEOUT_MS - 1);
    }
    expect(frames).toEqual([FRAME]);
  });

  it('lets bytes that a stalled event loop had not read yet win over the timer', async () => {
    const { clock, reader, frames } = bench();
    clock.startTimer(FRAME_TIMEOUT_MS, () => {
      clock.startTimer(0, () => reader.push(Uint8Array.from(FRAME.slice(2))));
    });
    reader.push(Uint8Array.from(FRAME.slice(0, 2)));
    await clock.advance(FRAME_TIMEOUT_MS);
    expect(frames).toEqual([FRAME]);
  });

  it('starts anew after a reset, also from within a frame', () => {
    const clock = new FakeClock();
    const frames: (readonly number[])[] = [];
    const reader: FramingReader<readonly number[]> = new FramingReader({
      clock,
      decode: decodeSummed,
      frameTimeoutMs: FRAME_TIMEOUT_MS,
      bufferMaxBytes: BUFFER_MAX_BYTES,
      onFrame: (frame) => {
        frames.push(frame);
        reader.reset();
      },
      onDropped: () => {},
    });
    reader.push(Uint8Array.from([...FRAME, ...FRAME, 1, 2]));
    expect(frames).toEqual([FRAME]);
    expect(clock.pendingTimers).toBe(0);
  });
});
