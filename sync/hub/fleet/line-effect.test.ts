import { expect, it } from 'vitest';
import { effectOf, NO_EFFECT } from './line-effect.ts';

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
