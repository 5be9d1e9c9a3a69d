/** A map with copies, none of which sees what is set in another, against as many plain ones. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LayeredMap } from './layered-map.ts';

interface Pair {
  readonly ours: LayeredMap<number>;
  readonly plain: Map<string, number>;
}

const setting = fc.record({ in: fc.nat(4), key: fc.nat(150).map(String), value: fc.nat(9) });
const steps = fc.array(fc.oneof({ weight: 20, arbitrary: setting }, fc.constant('copy' as const)), {
  maxLength: 600,
  size: 'max',
});

describe('a layered map', () => {
  it('is like a plain one, and so are its copies', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const pairs: Pair[] = [{ ours: LayeredMap.empty(), plain: new Map() }];
        for (const step of all) {
          const last = pairs.at(-1);
          if (step === 'copy' && last !== undefined) {
            pairs.push({ ours: last.ours.copy(), plain: new Map(last.plain) });
          } else if (step !== 'copy') {
            const { ours, plain } = pairs[step.in % pairs.length] as Pair;
            ours.set(step.key, step.value);
            plain.set(step.key, step.value);
          }
        }
        for (const { ours, plain } of pairs) {
          expect([...ours]).toEqual([...plain]);
          expect(ours.size).toBe(plain.size);
          expect([...ours.keys(), ...ours.values()]).toEqual([...plain.keys(), ...plain.values()]);
          expect(ours.get('0')).toBe(plain.get('0'));
        }
      }),
      { numRuns: 60 },
    );
  });
});
