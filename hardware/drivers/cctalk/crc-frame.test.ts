import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { fuzzLimitMs, fuzzRuns } from '../../../test/support/fuzz-runs.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { FramingReader } from '../../kit/framing.ts';
import { crc16, decodeCrcFrame, decodeCrcReply, encodeCrcFrame } from './crc-frame.ts';
import { decodeFrame, FRAME_MAX_BYTES, type Frame } from './frame.ts';

const RUNS = fuzzRuns(100);

fc.configureGlobal({ numRuns: RUNS });
vi.setConfig({ testTimeout: fuzzLimitMs(RUNS) });

const byte = fc.nat(255);
const frames: fc.Arbitrary<Frame> = fc.record({
  destination: byte,
  header: byte,
  data: fc.uint8Array({ maxLength: 255 }),
});

describe('CRC-16 frames', () => {
  it('refuse to be longer than a frame can be', () => {
    const frame = { destination: 2, header: 0, data: new Uint8Array(256) };
    expect(() => encodeCrcFrame(frame)).toThrow(RangeError);
  });

  it('are asked for until they are whole, and any one wrong byte is seen', () =>
    fc.assert(
      fc.property(frames, fc.nat(), fc.integer({ min: 1, max: 255 }), (frame, place, change) => {
        const bytes = encodeCrcFrame(frame);
        const at = place % bytes.length;
        expect(decodeCrcFrame(bytes.subarray(0, at))).toEqual({ kind: 'need-more' });
        fc.pre(at !== 1);
        bytes[at] = ((bytes[at] ?? 0) + change) % 256;
        expect(decodeCrcFrame(bytes)).toMatchObject({ kind: 'bad', consumed: 1 });
      }),
    ));

  it('answer any bytes at all, and decide once there is the longest frame', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        for (const decode of [decodeCrcFrame, decodeCrcReply]) {
          const decoded = decode(bytes);
          const isDecided = decoded.kind !== 'need-more' && decoded.consumed >= 1;
          expect(isDecided || bytes.length < FRAME_MAX_BYTES).toBe(true);
        }
      }),
    ));

  it('carry the CRC by which XMODEM is known, split around the message', () => {
    expect(crc16(Buffer.from('123456789', 'latin1'), 0)).toBe(0x31c3);
    const bytes = encodeCrcFrame({ destination: 0x28, header: 0xfe, data: new Uint8Array(0) });
    const crc = crc16(Uint8Array.of(0x28, 0x00, 0xfe), 0);
    expect([...bytes]).toEqual([0x28, 0x00, crc & 0xff, 0xfe, crc >> 8]);
  });

  it('read back what was written, without a source', () =>
    fc.assert(
      fc.property(frames, (frame) => {
        const bytes = encodeCrcFrame(frame);
        expect(decodeCrcFrame(bytes)).toEqual({ kind: 'frame', frame, consumed: bytes.length });
      }),
    ));

  it('are not those of the other mode', () => {
    const bytes = encodeCrcFrame({ destination: 2, header: 0xfe, data: new Uint8Array(0) });
    expect(decodeFrame(bytes)).toMatchObject({ kind: 'bad' });
  });
});

describe('a reader of CRC-16 frames', () => {
  it('is in step again one frame timeout after any garbage, and keeps a bounded buffer', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 700 }), async (noise) => {
        const answer = encodeCrcFrame({ destination: 1, header: 0, data: Uint8Array.of(7, 8, 9) });
        const stream = Uint8Array.from([...noise, ...answer]);
        const starts = Array.from({ length: noise.length }, (_, at) => at);
        fc.pre(starts.every((at) => decodeCrcReply(stream.subarray(at)).kind !== 'frame'));
        const clock = new FakeClock();
        const found: Frame[] = [];
        const reader = new FramingReader({
          clock,
          decode: decodeCrcReply,
          frameTimeoutMs: 100,
          bufferMaxBytes: FRAME_MAX_BYTES,
          onFrame: (frame) => void found.push(frame),
          onDropped: () => {},
        });
        reader.push(stream);
        await clock.advance(100);
        expect(found).toEqual([{ destination: 1, header: 0, data: Uint8Array.of(7, 8, 9) }]);
      }),
    ));
});
