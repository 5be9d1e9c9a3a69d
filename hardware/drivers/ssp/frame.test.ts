import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { fuzzLimitMs, fuzzRuns } from '../../../test/support/fuzz-runs.ts';
import { FramingReader } from '../../kit/framing.ts';
import { seededRandom } from '../../kit/seeded-random.ts';
import { sspCodec } from './codec.ts';
import { crc16 } from './crc.ts';
import { decodeFrame, encodeFrame, FRAME_MAX_BYTES, type Frame } from './frame.ts';

const FRAME_TIMEOUT_MS = 100;
/** A million with FUZZ_RUNS=1000000; some are enough for each run. */
const MUTATIONS = fuzzRuns(20_000);

fc.configureGlobal({ numRuns: fuzzRuns(100) });
vi.setConfig({ testTimeout: fuzzLimitMs(MUTATIONS) });

const vectors = readFileSync(new URL('traces/ssp.tsv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.replaceAll(' ', ''));

const frames: fc.Arbitrary<Frame> = fc.record({
  address: fc.nat(0x7d),
  sequence: fc.constantFrom(0, 1),
  data: fc.oneof(
    fc.uint8Array({ maxLength: 255 }),
    fc.array(fc.constantFrom(0x7f, 0x7e, 0), { maxLength: 255 }).map((all) => Uint8Array.from(all)),
  ),
});

function reading() {
  const clock = new FakeClock();
  const found: Frame[] = [];
  let dropped = 0;
  const reader = new FramingReader({
    clock,
    decode: decodeFrame,
    frameTimeoutMs: FRAME_TIMEOUT_MS,
    bufferMaxBytes: FRAME_MAX_BYTES,
    onFrame: (frame) => void found.push(frame),
    onDropped: (count) => void (dropped += count),
  });
  return { clock, reader, found, dropped: () => dropped };
}

describe('bytes that are no frame', () => {
  it('get an answer, and one that is final once the longest frame could be there', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 700 }), fc.boolean(), (bytes, isStarted) => {
        const buffer = isStarted ? Uint8Array.of(0x7f, ...bytes) : bytes;
        const decoded = decodeFrame(buffer);
        const isOpen = decoded.kind === 'need-more' && buffer.length < FRAME_MAX_BYTES;
        expect(isOpen || (decoded.kind !== 'need-more' && decoded.consumed > 0)).toBe(true);
      }),
    ));

  it('do not hide the frame behind them for longer than a frame timeout', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), frames, async (noise, frame) => {
        const { clock, reader, found } = reading();
        reader.push(noise);
        await clock.advance(FRAME_TIMEOUT_MS + 1);
        found.length = 0;
        reader.push(encodeFrame(frame));
        expect(found).toEqual([frame]);
        expect(clock.pendingTimers).toBe(0);
      }),
    ));

  it('are given up where a single start byte begins a new frame', () => {
    const { reader, found } = reading();
    const whole = encodeFrame({ address: 1, sequence: 1, data: Uint8Array.of(7) });
    reader.push(
      encodeFrame({ address: 0, sequence: 0, data: Uint8Array.of(1, 2, 3, 4) }).slice(0, 6),
    );
    reader.push(whole);
    expect(found).toEqual([{ address: 1, sequence: 1, data: Uint8Array.of(7) }]);
  });

  it(`do not become another frame by one to three wrong bytes, ${MUTATIONS} times`, () => {
    const random = seededRandom(7);
    const below = (limit: number): number => Math.floor(random() * limit);
    let passed = 0;
    for (let turn = 0; turn < MUTATIONS; turn += 1) {
      const bytes = Buffer.from(vectors[below(vectors.length)] ?? '', 'hex');
      const original = bytes.toString('hex');
      for (let change = 0; change <= below(3); change += 1) bytes[below(bytes.length)] = below(256);
      const decoded = decodeFrame(bytes);
      if (decoded.kind === 'need-more') continue;
      expect(decoded.consumed).toBeGreaterThan(0);
      if (decoded.kind === 'frame' && bytes.toString('hex') !== original) passed += 1;
    }
    // A 16-bit checksum lets one in 65536 random changes by, and none that touches one byte alone.
    expect(passed).toBeLessThan(2 + MUTATIONS / 10_000);
  });
});

describe('frames', () => {
  it('have the checksum of the published check value', () => {
    expect(crc16(Buffer.from('123456789', 'latin1'))).toBe(0xaee7);
  });

  it.each(vectors)('are read and written as published: %s', (hex) => {
    const bytes = Buffer.from(hex, 'hex');
    for (const from of ['host', 'device'] as const) {
      const decoded = sspCodec.decode(bytes, from);
      if (decoded.kind !== 'frame') throw new TypeError(decoded.reason);
      expect(sspCodec.frameSchema.parse(decoded.frame)).toEqual(decoded.frame);
      expect(Buffer.from(sspCodec.encode(decoded.frame, from)).toString('hex')).toBe(hex);
    }
  });

  it('are told by name, where what they carry has one', () => {
    const poll = sspCodec.decode(Buffer.from('7f8001071202', 'hex'), 'host');
    expect(poll).toEqual({
      kind: 'frame',
      frame: { address: 0, sequence: 1, data: '07', isEncrypted: false, name: 'poll' },
    });
    const ok = sspCodec.decode(Buffer.from('7f8001f02380', 'hex'), 'device');
    expect(ok).toMatchObject({ frame: { name: 'ok' } });
    expect(sspCodec.decode(Buffer.from('7f8001f0', 'hex'), 'device')).toMatchObject({
      kind: 'bad',
    });
    expect(sspCodec.decode(Buffer.from('7f8001f0238000', 'hex'), 'device')).toMatchObject({
      kind: 'bad',
    });
  });

  it('come back as they went, in whatever pieces', () =>
    fc.assert(
      fc.property(frames, fc.integer({ min: 1, max: 40 }), (frame, size) => {
        const bytes = encodeFrame(frame);
        expect(bytes.length).toBeLessThanOrEqual(FRAME_MAX_BYTES);
        expect(decodeFrame(bytes)).toEqual({ kind: 'frame', frame, consumed: bytes.length });
        const { reader, found, dropped } = reading();
        for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
        expect(found).toEqual([frame]);
        expect(dropped()).toBe(0);
      }),
    ));

  it('show one wrong byte', () =>
    fc.assert(
      fc.property(frames, fc.nat(), fc.integer({ min: 1, max: 255 }), (frame, place, change) => {
        const bytes = encodeFrame(frame);
        const at = place % bytes.length;
        bytes[at] = ((bytes[at] ?? 0) + change) % 256;
        const decoded = decodeFrame(bytes);
        expect(decoded).not.toMatchObject({ kind: 'frame', frame });
      }),
    ));
});
