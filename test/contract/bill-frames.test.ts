/**
 * What bill validators' frames have in common: published frames are read and written as they are,
 * and no bytes whatever can stop a decoder, make it throw or make it remember without end.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codecs } from '../../hardware/codecs.ts';
import type { FrameSource } from '../../hardware/kit/codec.ts';
import { FramingReader } from '../../hardware/kit/framing.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { fuzzLimitMs, fuzzRuns } from '../support/fuzz-runs.ts';
import { billFamilies as allFamilies } from './bill-families.ts';
import { tracesOf } from './bill-traces.ts';

/** Thousands of runs by default; `FUZZ_RUNS=1000000` when there is time. */
const RUNS = fuzzRuns(3_000);
const LIMIT_MS = fuzzLimitMs(RUNS);
const SOURCES: readonly FrameSource[] = ['host', 'device'];
const FRAME_TIMEOUT_MS = 100;

/** One of each protocol: what speaks the same has the same frames. */
const billFamilies = allFamilies.filter(({ family, protocol }) => family === protocol);

function codecOf(family: string) {
  const found = codecs.find(({ protocol }) => protocol === family);
  if (found === undefined) throw new RangeError(`no codec ${family}`);
  return found;
}

describe.each(billFamilies)('$family: published frames', ({ family, decode }) => {
  const codec = codecOf(family);
  const frames = tracesOf(family).flatMap(({ from, ...one }) =>
    from.map((source) => ({ ...one, source, hex: Buffer.from(one.bytes).toString('hex') })),
  );

  it('are at hand', () => expect(frames.length).toBeGreaterThan(25));

  it.each(frames)('are read and written as JSON from the $source: $name $hex', (traced) => {
    const decoded = codec.decode(traced.bytes, traced.source);
    if (decoded.kind !== 'frame') throw new TypeError(decoded.reason);
    const parsed = codec.frameSchema.parse(JSON.parse(JSON.stringify(decoded.frame)));
    expect(parsed).toEqual(decoded.frame);
    expect(Buffer.from(codec.encode(parsed, traced.source)).toString('hex')).toBe(traced.hex);
    expect(decode(traced.bytes)).toMatchObject({ kind: 'frame', consumed: traced.bytes.length });
  });

  it('are refused with any one byte changed, missing or added', () => {
    for (const { bytes, source } of frames) {
      for (let at = 0; at < bytes.length; at += 1) {
        const changed = Uint8Array.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 0x15;
        expect(codec.decode(changed, source).kind).toBe('bad');
        expect(codec.decode(bytes.subarray(0, at), source).kind).toBe('bad');
      }
      expect(codec.decode(Uint8Array.of(...bytes, 0), source).kind).toBe('bad');
    }
  });
});

describe.each(billFamilies)('$family: any bytes', ({ family, decode, frameMaxBytes }) => {
  const codec = codecOf(family);
  const traces = tracesOf(family).map(({ bytes }) => Uint8Array.from(bytes));
  const anyBytes = fc.uint8Array({ maxLength: 300 });
  /** Published frames with bytes changed, lost and put in between. */
  const mutated = fc
    .array(fc.oneof(fc.constantFrom(...traces), fc.uint8Array({ maxLength: 8 })), { maxLength: 6 })
    .map((parts) => Uint8Array.from(parts.flatMap((part) => [...part])))
    .chain((bytes) =>
      fc
        .array(fc.tuple(fc.nat(Math.max(0, bytes.length - 1)), fc.nat(255)), { maxLength: 3 })
        .map((changes) => {
          const changed = bytes.slice();
          for (const [at, byte] of changes) changed[at] = byte;
          return changed;
        }),
    );

  it(
    'are an answer, and decided once there is the longest frame',
    () =>
      fc.assert(
        fc.property(fc.oneof(anyBytes, mutated), (bytes) => {
          const decoded = decode(bytes);
          const isDecided = decoded.kind !== 'need-more' && decoded.consumed >= 1;
          expect(isDecided || bytes.length < frameMaxBytes).toBe(true);
        }),
        { numRuns: RUNS },
      ),
    LIMIT_MS,
  );

  it(
    'are JSON that is the same bytes again, or bad with a reason',
    () =>
      fc.assert(
        fc.property(fc.oneof(anyBytes, mutated), fc.constantFrom(...SOURCES), (bytes, source) => {
          const decoded = codec.decode(bytes, source);
          const isAnswer =
            decoded.kind === 'bad'
              ? decoded.reason !== ''
              : Buffer.from(bytes).equals(
                  codec.encode(codec.frameSchema.parse(decoded.frame), source),
                );
          expect(isAnswer).toBe(true);
        }),
        { numRuns: RUNS },
      ),
    LIMIT_MS,
  );

  it('do not hide a frame behind them for longer than one frame timeout', async () =>
    fc.assert(
      fc.asyncProperty(mutated, fc.constantFrom(...traces), async (noise, frame) => {
        const clock = new FakeClock();
        let found = 0;
        let dropped = 0;
        const reader = new FramingReader<unknown>({
          clock,
          decode,
          frameTimeoutMs: FRAME_TIMEOUT_MS,
          bufferMaxBytes: frameMaxBytes,
          onFrame: () => void (found += 1),
          onDropped: (count) => void (dropped += count),
        });
        reader.push(noise);
        await clock.advance(FRAME_TIMEOUT_MS);
        const before = found;
        reader.push(frame);
        expect(found).toBe(before + 1);
        expect(dropped).toBeLessThanOrEqual(noise.length);
        expect(clock.pendingTimers).toBe(0);
      }),
      { numRuns: 200 },
    ));
});
