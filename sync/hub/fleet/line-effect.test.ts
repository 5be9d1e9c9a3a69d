import { expect, it } from 'vitest';
import { addedEffects, effectOf, NO_EFFECT } from './line-effect.ts';

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

it('what is of another currency than the till’s own is not added to its sums', () => {
  const effects = [
    effectOf('cash-inserted', { valueMinor: 200 }),
    effectOf('cash-inserted', { valueMinor: 500, currency: 'USD' }),
    effectOf('dispense-settled', { valueMinor: 50, paid: 2 }),
    effectOf('dispense-settled', { valueMinor: 100, paid: 3, currency: 'USD' }),
  ].map((effect) => effect ?? NO_EFFECT);
  expect(addedEffects(effects)).toEqual({
    insertedMinor: 200,
    dispensedMinor: 100,
    salesSettled: 0,
  });
});
