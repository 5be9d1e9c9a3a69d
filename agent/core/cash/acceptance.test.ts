import { describe, expect, it } from 'vitest';
import { acceptableValues, isExactChangeOnly, type ReadyAcceptor } from './acceptance.ts';

const COINS: ReadyAcceptor = {
  device: 'coins',
  kind: 'coin-acceptor',
  valuesMinor: [10, 20, 50, 100, 200],
};
const NOTES: ReadyAcceptor = { device: 'notes', kind: 'bill-acceptor', valuesMinor: [500, 1_000] };

function onHand(count: number) {
  const values = [10, 20, 50, 100];
  return {
    holdings: Object.fromEntries(
      values.map((value) => [`h${value}`, [{ valueMinor: value, count }]]),
    ),
    dispensers: values.map((value) => ({
      device: `h${value}`,
      valueMinor: value,
      countMax: 50,
      canCollect: false,
    })),
  };
}

describe('the notice "exact change only"', () => {
  it('is up when the change of the largest coin cannot be paid', () => {
    expect(isExactChangeOnly([COINS], onHand(0))).toBe(true);
    expect(isExactChangeOnly([COINS], onHand(5))).toBe(false);
  });

  it('is not up because of a note: that is given back where its change is short', () => {
    expect(isExactChangeOnly([COINS, NOTES], onHand(5))).toBe(false);
    expect(acceptableValues(NOTES, 150, onHand(4))).toEqual([500]);
  });

  it('is up where only notes are taken and the change of the smallest is short', () => {
    expect(isExactChangeOnly([NOTES], onHand(0))).toBe(false);
    const odd = { ...NOTES, valuesMinor: [500, 700] };
    expect(isExactChangeOnly([odd], onHand(0))).toBe(true);
  });
});
