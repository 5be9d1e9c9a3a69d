import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incidentOf } from './coin-errors.ts';
import { parseCoinId } from './coin-id.ts';

describe('coin identifier', () => {
  it.each([
    ['EU005A', 'EU', 5],
    ['EU200A', 'EU', 200],
    ['GB020A', 'GB', 20],
    ['US.10B', 'US', 10],
    ['XX2.5A', 'XX', 250],
    ['XX1K0A', 'XX', 100_000],
  ])('%s is a coin of %s worth %d', (text, country, valueMinor) => {
    expect(parseCoinId(text)).toEqual({ kind: 'coin', country, valueMinor });
  });

  it.each([
    ['......', 'blank'],
    ['      ', 'blank'],
    ['', 'blank'],
    ['TK001A', 'token'],
    ['EU000A', 'unreadable'],
    ['XXM10A', 'unreadable'],
    ['eu200A', 'unreadable'],
    ['EU2..A', 'unreadable'],
    ['EU20', 'unreadable'],
  ])('%j is %s', (text, kind) => {
    expect(parseCoinId(text)).toEqual({ kind });
  });

  it('never gives a coin without a value', () =>
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), (text) => {
        const coin = parseCoinId(text);
        expect(coin.kind !== 'coin' || coin.valueMinor > 0).toBe(true);
      }),
    ));
});

describe('coin error', () => {
  it('names a fraud as one', () => {
    expect(incidentOf(20)).toEqual({ kind: 'incident', code: 'coin-on-string', isFraud: true });
    expect(incidentOf(1)).toEqual({ kind: 'incident', code: 'reject-coin', isFraud: false });
    expect(incidentOf(21)).toMatchObject({ isFraud: false });
    expect(incidentOf(130)).toMatchObject({ code: 'inhibited-coin' });
    expect(incidentOf(200)).toMatchObject({ code: 'coin-error-200' });
    expect(incidentOf(0)).toBeUndefined();
  });
});
