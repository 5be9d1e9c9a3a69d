/** What the machine says of its values, and what of that is shown: codes of ours, never its words. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAlerts, readAnswer, readLevels } from './frame.ts';
import { standingOf } from './standing.ts';

const level = (fields: object) => readLevels([{ value: '50', ...fields }]) ?? [];

describe('alerts', () => {
  it.each([
    ['0', 'piece-critical'],
    ['1', 'piece-inhibited'],
    ['2', 'piece-below-minimum'],
    [3, 'piece-above-maximum'],
    ['5', 'piece-empty'],
  ])('state %s is %s', (state, code) => {
    const { alerts } = standingOf('EUR', level({ state }), undefined);
    expect(alerts).toEqual([{ code, valueMinor: 50 }]);
  });

  it.each([['-1'], ['99'], [undefined], ['no number']])('state %s is none', (state) => {
    expect(standingOf('EUR', level({ state }), 0).alerts).toEqual([]);
  });

  it('a value that it only takes is never empty', () => {
    const standing = standingOf('EUR', level({ state: '5', recyclerlimit: '0' }), 0);
    expect(standing.alerts).toEqual([]);
    expect(standing.denominations).toEqual([{ valueMinor: 50, isNote: false, isRecycled: false }]);
  });

  it('its own are counted, and their words never read', () => {
    const body = { errormessage: 'none', alerts: [{ text: 'user till, password 1234' }, 'x'] };
    const { alerts } = standingOf('EUR', [], readAlerts(body));
    expect(alerts).toEqual([{ code: 'alerts-at-machine', count: 2 }]);
    expect(readAlerts('')).toBe(0);
    expect(readAlerts({ alerts: { length: 3 } })).toBe(1);
  });

  it('any answer gives a number or none', () => {
    const property = fc.property(fc.json(), (text) => {
      const answer = readAnswer(`{"code":1,"response":${text}}`);
      const count = answer.kind === 'answer' ? readAlerts(answer.body) : undefined;
      expect(count === undefined || Number.isInteger(count)).toBe(true);
    });
    fc.assert(property);
  });
});

describe('values', () => {
  it('are of our currency alone, ascending, notes and coins told apart', () => {
    const levels = readLevels({
      operation: {
        pieces: [
          { Value: '500', value: '500', currencyid: 'EUR', type: '3' },
          { value: '1000', currencyid: 'USD', type: '3' },
          { value: '200', currencyid: 'EUR', type: '2', recyclerlimit: 80 },
          { value: '2000', currencyid: 'EUR', type: '1' },
        ],
      },
    });
    expect(standingOf('EUR', levels ?? [], 0).denominations).toEqual([
      { valueMinor: 200, isNote: false, isRecycled: true },
      { valueMinor: 500, isNote: true, isRecycled: true },
      { valueMinor: 2_000, isNote: true, isRecycled: true },
    ]);
  });
});
