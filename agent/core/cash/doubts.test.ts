import { describe, expect, it } from 'vitest';
import { PureTill, VALUES } from '../../../test/support/pure-till.ts';

const HOPPERS = VALUES.map((valueMinor) => `hopper-${valueMinor}`);

function loseCredits(till: PureTill): void {
  const items = [{ kind: 'lost', countMax: 2, cause: 'overflow' }] as const;
  till.send({ kind: 'cash-reported', device: 'acceptor', cursor: 'later', items });
}

function count(till: PureTill, place: string): void {
  const counted = till.till.holdings[place] ?? [];
  till.send({ kind: 'count-entered', place, counted, isDeviceGone: false, client: 'pos' });
}

describe('what a till holds', () => {
  it('is not in doubt as long as every credit was told', () => {
    const till = new PureTill(10);
    till.startSale('s', 100);
    till.insert(200);
    till.settle();
    expect(till.till.doubts).toEqual({});
  });

  it('is in doubt everywhere once credits were lost, and place by place until it was counted', () => {
    const till = new PureTill(10);
    loseCredits(till);
    expect(Object.keys(till.till.doubts).toSorted()).toEqual(['cashbox', ...HOPPERS].toSorted());
    for (const place of HOPPERS) count(till, place);
    expect(till.till.doubts).toEqual({ cashbox: true });
    count(till, 'cashbox');
    expect(till.till.doubts).toEqual({});
  });
});
