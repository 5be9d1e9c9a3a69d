import { expect, it } from 'vitest';
import { effectOf, NO_EFFECT, sumsByCurrency } from './line-effect.ts';

const moved = {
  jobId: 's/job',
  device: 'cashdro',
  task: 'sale',
  in: [{ place: 'cashdro/recycler', valueMinor: 500, count: 2 }],
  out: [{ place: 'cashdro/recycler', valueMinor: 50, count: 5 }],
};

it('what a whole machine moved for a customer is takings and payouts', () => {
  expect(effectOf('job-moved', moved)).toEqual({
    ...NO_EFFECT,
    insertedMinor: 1_000,
    dispensedMinor: 250,
  });
});

it('what an operator loads is neither, and a broken body is a poison line', () => {
  expect(effectOf('job-moved', { ...moved, task: 'load' })).toEqual(NO_EFFECT);
  expect(effectOf('job-moved', { ...moved, in: [{ valueMinor: -5, count: 1 }] })).toBeUndefined();
});

it.each(['usd', 'US', 'USDT', '', '<b>', 5, null])(
  'a line whose currency is %j is a poison line',
  (currency) => {
    const settled = { saleId: 'a', insertedMinor: 5, changeMinor: 0, owedMinor: 0 };
    expect(effectOf('cash-inserted', { valueMinor: 5, currency })).toBeUndefined();
    expect(effectOf('dispense-settled', { valueMinor: 5, paid: 1, currency })).toBeUndefined();
    expect(effectOf('sale-settled', { ...settled, currency })).toBeUndefined();
  },
);

it('what is of another currency than the till’s own is added to its own sums', () => {
  const settled = { saleId: 'a', insertedMinor: 500, changeMinor: 300, owedMinor: 0 };
  const effects = [
    effectOf('cash-inserted', { valueMinor: 200 }),
    effectOf('cash-inserted', { valueMinor: 500, currency: 'USD' }),
    effectOf('dispense-settled', { valueMinor: 50, paid: 2 }),
    effectOf('dispense-settled', { valueMinor: 100, paid: 3, currency: 'USD' }),
    effectOf('sale-settled', { ...settled, currency: 'USD' }),
    effectOf('cash-inserted', { valueMinor: 1_000, currency: 'CHF' }),
  ].map((effect) => effect ?? NO_EFFECT);
  expect([...sumsByCurrency(effects)]).toEqual([
    [undefined, { insertedMinor: 200, dispensedMinor: 100, salesSettled: 0 }],
    ['USD', { insertedMinor: 500, dispensedMinor: 300, salesSettled: 1 }],
    ['CHF', { insertedMinor: 1_000, dispensedMinor: 0, salesSettled: 0 }],
  ]);
});
