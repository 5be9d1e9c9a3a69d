import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { fuzzLimitMs, fuzzRuns } from '../test/support/fuzz-runs.ts';
import { codecs } from './codecs.ts';

const RUNS = fuzzRuns(100);

fc.configureGlobal({ numRuns: RUNS });
vi.setConfig({ testTimeout: fuzzLimitMs(RUNS) });

describe('codecs', () => {
  it('have different names', () => {
    const names = codecs.map(({ protocol }) => protocol);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(codecs)('$protocol answers any bytes at all', (codec) =>
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('host', 'device'),
        (bytes, from) => {
          const decoded = codec.decode(bytes, from);
          if (decoded.kind === 'bad') return decoded.reason.length > 0;
          const frame = codec.frameSchema.parse(decoded.frame);
          const again = codec.decode(codec.encode(frame, from), from);
          return again.kind === 'frame';
        },
      ),
    ),
  );
});
