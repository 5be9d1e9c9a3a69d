/** A round is made when something was written and when an hour has gone by, and at no other time. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { ContractRounds, LOOK_EVERY_MS } from './contract-rounds.ts';

const HOUR_MS = 3_600_000;

let clock: FakeClock;
let mark: string;
let rounds: number;
let faults: unknown[];
let failing: Error | undefined;
let isWhole: boolean;
let made: ContractRounds;

beforeEach(() => {
  clock = new FakeClock();
  mark = 'a';
  rounds = 0;
  faults = [];
  failing = undefined;
  isWhole = true;
  made = new ContractRounds({
    clock,
    mark: async () => mark,
    round: async () => {
      if (failing !== undefined) throw failing;
      rounds += 1;
      return isWhole;
    },
    onError: (cause) => faults.push(cause),
  });
});

afterEach(() => made[Symbol.asyncDispose]());

it('the first look makes a round, and those after it none while nothing is written', async () => {
  await clock.advance(LOOK_EVERY_MS - 1);
  expect(rounds).toBe(0);
  await clock.advance(1);
  expect(rounds).toBe(1);
  await clock.advance(20 * LOOK_EVERY_MS);
  expect(rounds).toBe(1);
});

it('what is written is noticed at the next look', async () => {
  await clock.advance(LOOK_EVERY_MS);
  mark = 'b';
  await clock.advance(LOOK_EVERY_MS);
  expect(rounds).toBe(2);
});

it('once an hour a round is made for what begins and ends by its date', async () => {
  await clock.advance(LOOK_EVERY_MS);
  await clock.advance(24 * HOUR_MS);
  expect(rounds).toBe(25);
});

it('a round that failed is told, and made again', async () => {
  failing = new TypeError('the disk is full');
  await clock.advance(2 * LOOK_EVERY_MS);
  expect(faults).toEqual([failing, failing]);
  failing = undefined;
  await clock.advance(LOOK_EVERY_MS);
  expect(rounds).toBe(1);
});

it('a round that did not reach every till is made again', async () => {
  isWhole = false;
  await clock.advance(3 * LOOK_EVERY_MS);
  expect(rounds).toBe(3);
  isWhole = true;
  await clock.advance(3 * LOOK_EVERY_MS);
  expect(rounds).toBe(4);
});

it('none is made once it is over', async () => {
  await made[Symbol.asyncDispose]();
  expect(clock.pendingTimers).toBe(0);
  await clock.advance(HOUR_MS);
  expect(rounds).toBe(0);
});
