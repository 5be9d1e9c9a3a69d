import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { fuzzLimitMs, fuzzRuns } from '../../../test/support/fuzz-runs.ts';
import type { FrameSource } from '../../kit/codec.ts';
import { cctalkCodec, cctalkCrcCodec } from './codec.ts';

const RUNS = fuzzRuns(100);

fc.configureGlobal({ numRuns: RUNS });
vi.setConfig({ testTimeout: fuzzLimitMs(RUNS) });

const vectors = readFileSync(new URL('traces/cctalk.tsv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'))
  .map(([direction = '', hex = '']) => ({ from: sourceOf(direction), hex }));

function sourceOf(direction: string): FrameSource {
  return direction === 'TX' ? 'host' : 'device';
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
}

const byte = fc.nat(255);
const data = fc
  .uint8Array({ maxLength: 255 })
  .map((bytes) => Buffer.from(bytes).toString('hex').toUpperCase());

describe('frames that are none', () => {
  it.each([
    ['', '0 bytes'],
    ['01', '1 bytes'],
    ['02 00 01 FE', '1 of its bytes'],
    ['02 FF 01 FE FF', '255 of its bytes'],
    ['02 00 01 FE FF 00', '1 bytes follow'],
    ['02 00 01 FE FE', 'checksum'],
    ['02 00 01 FD FF', 'checksum'],
  ])('%j is refused and why is said', (hex, why) => {
    expect(cctalkCodec.decode(bytesOf(hex), 'host')).toEqual({
      kind: 'bad',
      reason: expect.stringContaining(why),
    });
  });

  it('any bytes get an answer, in either mode', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        for (const codec of [cctalkCodec, cctalkCrcCodec]) {
          const decoded = codec.decode(bytes, 'device');
          const isAnswered =
            decoded.kind === 'bad'
              ? decoded.reason !== ''
              : codec.frameSchema.safeParse(decoded.frame).success;
          expect(isAnswered).toBe(true);
        }
      }),
    ));

  it.each([
    { destination: 2, source: 1, header: 256, data: '' },
    { destination: 2, source: 1, header: 254, data: '0' },
    { destination: 2, source: 1, header: 254, data: 'zz' },
    { destination: 2, source: 1, header: 254, data: '00'.repeat(256) },
    { destination: 2, source: 1, header: 254, data: '', colour: 'red' },
    { destination: 2, header: 254, data: '' },
    { destination: 2, source: 1, header: 254, headerName: 'route-bill', data: '' },
    { destination: 2, source: 1, header: 200, headerName: 'something', data: '' },
  ])('%j is no frame', (json) => {
    expect(cctalkCodec.frameSchema.safeParse(json).success).toBe(false);
  });
});

describe('ccTalk frames as JSON', () => {
  it.each(vectors)('the published frame $hex goes there and back', ({ from, hex }) => {
    const decoded = cctalkCodec.decode(bytesOf(hex), from);
    if (decoded.kind === 'bad') throw new TypeError(decoded.reason);
    expect(cctalkCodec.frameSchema.parse(decoded.frame)).toEqual(decoded.frame);
    expect([...cctalkCodec.encode(decoded.frame, from)]).toEqual([...bytesOf(hex)]);
  });

  it('name the headers that have a name', () => {
    expect(cctalkCodec.decode(bytesOf('28 01 01 9A 01 3B'), 'host')).toEqual({
      kind: 'frame',
      frame: { destination: 40, source: 1, header: 154, headerName: 'route-bill', data: '01' },
    });
  });

  it('any frame goes there and back in the mode without a source', () =>
    fc.assert(
      fc.property(byte, byte, data, (destination, header, content) => {
        const bytes = cctalkCrcCodec.encode({ destination, header, data: content }, 'host');
        expect(cctalkCrcCodec.decode(bytes, 'host')).toMatchObject({
          kind: 'frame',
          frame: { destination, header, data: content },
        });
      }),
    ));
});
