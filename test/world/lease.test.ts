/**
 * Offline never promises more than was cut. Two tills and a hub, cut off from each other in random
 * ways, their clocks stopped or wrong, never overdraw; a restored disk can at most spend the leases
 * it holds once more, and that shows by name.
 */
import { describe, expect, it } from 'vitest';
import {
  available,
  heldTotal,
  overdraftTotal,
  type Ledger,
} from '../../agent/core/contract/ledger.ts';
import { liveLeases, type LeaseReckoning } from './lease-world.ts';

const LIVES = Number(process.env['LEASE_LIVES'] ?? 300);
const DEEDS = 160;

function lives(restores: boolean, from: number): readonly (LeaseReckoning & { seed: number })[] {
  return Array.from({ length: LIVES }, (_, index) => {
    const seed = from + index;
    return { seed, ...liveLeases({ seed, restores, deeds: DEEDS }) };
  });
}

function settledOf({ tickets }: Ledger): number {
  return [...tickets.values()].reduce((sum, { settled }) => sum + (settled?.amount ?? 0), 0);
}

function writtenOff({ leases }: Ledger): number {
  return [...leases.values()]
    .filter(({ state }) => state === 'written-off')
    .flatMap(({ left }) => left)
    .reduce((sum, { amount }) => sum + amount, 0);
}

describe(`${LIVES} lives of two tills and a hub`, () => {
  it('never overdraw, and every credit is free, set aside, worked or written off', () => {
    const all = lives(false, 1);
    for (const { seed, granted, worked, ledger } of all) {
      expect(overdraftTotal(ledger), `seed ${seed}`).toBe(0);
      expect(settledOf(ledger), `seed ${seed}`).toBe(worked);
      const accounted = available(ledger, 0) + heldTotal(ledger) + worked + writtenOff(ledger);
      expect(accounted, `seed ${seed}`).toBe(granted);
    }
    expect(
      all.some(({ worked }) => worked > 50),
      'some work was done',
    ).toBe(true);
    expect(
      all.some(({ refusals }) => refusals > 5),
      'some was refused',
    ).toBe(true);
  });

  it('with disks restored overdraw at most what the restored tills held', () => {
    const all = lives(true, 100_001);
    for (const { seed, granted, worked, heldAtRestores, ledger } of all) {
      const overdraft = overdraftTotal(ledger);
      expect(overdraft, `seed ${seed}`).toBeLessThanOrEqual(heldAtRestores);
      expect(available(ledger, 0), `seed ${seed}`).toBeGreaterThanOrEqual(0);
      expect(settledOf(ledger), `seed ${seed}`).toBe(worked);
      const accounted = available(ledger, 0) + heldTotal(ledger) + worked + writtenOff(ledger);
      expect(accounted, `seed ${seed}`).toBe(granted + overdraft);
    }
    expect(all.some(({ restores }) => restores > 0)).toBe(true);
    expect(
      all.some(({ ledger }) => overdraftTotal(ledger) > 0),
      'some overdrew',
    ).toBe(true);
  });
});
