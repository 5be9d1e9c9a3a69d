import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { fuzzLimitMs, fuzzRuns } from '../../../test/support/fuzz-runs.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { FramingReader } from '../../kit/framing.ts';
import {
  decodeFrame,
  decodeReply,
  encodeFrame,
  FRAME_MAX_BYTES,
  type AddressedFrame,
} from './frame.ts';

const RUNS = fuzzRuns(100);

fc.configureGlobal({ numRuns: RUNS });
vi.setConfig({ testTimeout: fuzzLimitMs(RUNS) });

const vectors = readFileSync(new URL('traces/cctalk.tsv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'))
  .map(([direction = '', hex = '']) => ({ direction, hex: hex.replaceAll(' ', '') }));

const byte = fc.nat(255);
const frames: fc.Arbitrary<AddressedFrame> = fc.record({
  destination: byte,
  source: byte,
  header: byte,
  data: fc.uint8Array({ maxLength: 255 }),
});

describe('frame codec', () => {
  it('has the published frames at hand', () => {
    expect(vectors.length).toBeGreaterThan(60);
  });

  it.each(vectors)('reads and writes the published frame $direction $hex', ({ direction, hex }) => {
    const bytes = Buffer.from(hex, 'hex');
    const decoded = decodeFrame(bytes);
    if (decoded.kind !== 'frame') throw new TypeError(decoded.kind);
    expect(decoded.consumed).toBe(bytes.length);
    expect(Buffer.from(encodeFrame(decoded.frame)).toString('hex')).toBe(hex.toLowerCase());
    expect(direction === 'TX' || decoded.frame.header === 0).toBe(true);
  });

  it('reads back what it writes', () =>
    fc.assert(
      fc.property(frames, (frame) => {
        const bytes = encodeFrame(frame);
        expect(bytes.reduce((sum, one) => sum + one, 0) % 256).toBe(0);
        expect(decodeFrame(bytes)).toEqual({ kind: 'frame', frame, consumed: bytes.length });
      }),
    ));

  it('asks for more for each part of a frame, and sees any one wrong byte', () =>
    fc.assert(
      fc.property(frames, fc.nat(), fc.integer({ min: 1, max: 255 }), (frame, place, change) => {
        const bytes = encodeFrame(frame);
        const at = place % bytes.length;
        expect(decodeFrame(bytes.subarray(0, at))).toEqual({ kind: 'need-more' });
        fc.pre(at !== 1);
        bytes[at] = ((bytes[at] ?? 0) + change) % 256;
        expect(decodeFrame(bytes)).toMatchObject({ kind: 'bad', consumed: 1 });
      }),
    ));

  it('answers any bytes at all, and decides once it has the longest frame', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        for (const decode of [decodeFrame, decodeReply]) {
          const decoded = decode(bytes);
          const isDecided = decoded.kind !== 'need-more' && decoded.consumed >= 1;
          expect(isDecided || bytes.length < FRAME_MAX_BYTES).toBe(true);
        }
      }),
    ));

  it('refuses to write more than a frame can hold', () => {
    const frame = { destination: 2, source: 1, header: 0, data: new Uint8Array(256) };
    expect(() => encodeFrame(frame)).toThrow(RangeError);
  });

  it('finds a reply behind noise of any length within one frame timeout', async () => {
    const random = fc.sample(fc.array(byte, { minLength: 300, maxLength: 300 }), {
      seed: 7,
      numRuns: 1,
    });
    const reply = Buffer.from('010002 00fd'.replace(' ', ''), 'hex');
    for (let length = 0; length <= 300; length += 1) {
      const noise = (random[0] ?? []).slice(0, length);
      const stream = Uint8Array.from([...noise, ...reply]);
      const isShadowed = noise.some((_, at) => decodeReply(stream.subarray(at)).kind === 'frame');
      if (isShadowed) continue;
      const clock = new FakeClock();
      const found: AddressedFrame[] = [];
      const reader = new FramingReader({
        clock,
        decode: decodeReply,
        frameTimeoutMs: 100,
        bufferMaxBytes: FRAME_MAX_BYTES,
        onFrame: (frame) => void found.push(frame),
        onDropped: () => {},
      });
      reader.push(stream);
      await clock.advance(100);
      expect(found).toHaveLength(1);
    }
  });
});
