/** Seen before it hurts: which stations are covered, which are not, and what one more costs. */
import { describe, expect, it } from 'vitest';
import { imaPlan } from '../../plans/ima.ts';
import { sdsPlan } from '../../plans/sds.ts';
import { instantMs } from '../calendar.ts';
import { coverageOf } from './coverage.ts';
import type { ContractFacts } from './request.ts';

const NOW_MS = instantMs('2026-11-23T10:00:00.000Z');

function covered(contract: Partial<ContractFacts>, present: readonly string[]) {
  const facts = { contract: { start: '2026-01-01', stations: [], ...contract } };
  return coverageOf({ facts, plan: sdsPlan }, present, NOW_MS);
}

function named(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `till-${index + 1}`);
}

describe('coverage of stations', () => {
  it('there is none without a contract, or under a plan that names no stations', () => {
    expect(coverageOf({ facts: {}, plan: sdsPlan }, ['till-1'], NOW_MS)).toBeUndefined();
    const facts = { contract: { start: '2026-01-01', stations: [] } };
    expect(coverageOf({ facts, plan: imaPlan }, ['till-1'], NOW_MS)).toBeUndefined();
  });

  it('flat: a till that was not bought is not covered, and costs a year more', () => {
    expect(covered({ variant: 'flat', stations: named(1) }, named(2))).toEqual({
      covered: ['till-1'],
      uncovered: ['till-2'],
      absent: [],
      capacity: 1,
      spare: 0,
      over: 1,
      another: [{ code: expect.any(String), priceMinor: 24_900 }],
    });
  });

  it('a block has places to spare, which cost nothing more', () => {
    expect(covered({ variant: 'second-level', stations: named(3) }, named(4))).toMatchObject({
      uncovered: ['till-4'],
      capacity: 5,
      spare: 2,
      over: 0,
      another: [],
    });
  });

  it('a name whose till is gone still takes a place', () => {
    const stations = ['gone', ...named(4)];
    expect(covered({ variant: 'second-level', stations }, named(5))).toMatchObject({
      covered: named(4),
      uncovered: ['till-5'],
      absent: ['gone'],
      spare: 0,
      over: 1,
    });
  });

  it.each([
    ['quote', undefined],
    ['second-block', 65_000],
    ['block-and-flat', 24_900],
  ] as const)('the sixth of a block by %s costs %s', (overCapacity, priceMinor) => {
    const contract = {
      variant: 'second-level',
      stations: named(5),
      parameters: { overCapacity },
    };
    expect(covered(contract, named(6))?.another.map((each) => each.priceMinor)).toEqual([
      priceMinor,
    ]);
  });
});
