import { describe, expect, it } from 'vitest';
import type { ReadyDispenser } from './dispensers.ts';
import type { LegFacts } from './payout-leg.ts';
import { startPayout } from './payout.ts';

const ORDER = { payoutId: 'p', purpose: 'change', ownerId: 's', amountMinor: 500 } as const;

function factsOf(dispensers: readonly ReadyDispenser[]): LegFacts {
  const holdings = Object.fromEntries(
    dispensers.map(({ device, valueMinor }) => [device, [{ valueMinor, count: 5 }]]),
  );
  return { nowMs: 0, holdings, dispensers };
}

describe('a dispenser that can pay nothing as things stand', () => {
  const buried = { device: 'notes/500', valueMinor: 500, countMax: 0, canCollect: false };

  it('is not ordered to pay nothing, and others pay instead', () => {
    const facts = factsOf([
      buried,
      { device: 'hopper-100', valueMinor: 100, countMax: 255, canCollect: false },
    ]);
    const step = startPayout(ORDER, facts);
    if (step.kind !== 'open') throw new TypeError(step.kind);
    expect(step.payout.legs).toEqual([
      { kind: 'preparing', leg: { leg: 1, device: 'hopper-100', valueMinor: 100, count: 5 } },
    ]);
  });

  it('leaves the payout short where it is alone', () => {
    const step = startPayout(ORDER, factsOf([buried]));
    expect(step).toMatchObject({ kind: 'finished', paidMinor: 0, shortMinor: 500 });
  });
});
