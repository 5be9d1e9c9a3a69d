/** Nobody begins while another holds the machine, whoever waits gets its turn in order, and nobody waits for ever. */
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import type { Answer } from '../core/till/events.ts';
import { WAITING_MAX } from './limits.ts';
import { MachineQueue, type Patience } from './machine-queue.ts';

const DONE: Answer = { kind: 'done' };
const BUSY: Answer = { kind: 'refused', refusal: { code: 'machine-busy' } };

let clock: FakeClock;
let isFree: boolean;
let begun: string[];
let change: () => void;
let queue: MachineQueue;

beforeEach(() => {
  clock = new FakeClock();
  isFree = true;
  begun = [];
  change = () => undefined;
  queue = new MachineQueue({
    clock,
    isFree: () => isFree,
    subscribe: (listener) => {
      change = listener;
      return () => (change = () => undefined);
    },
  });
});

function patience(waitMs: number, signal = new AbortController().signal): Patience {
  return { waitMs, signal };
}

/** Begins at once where the machine is free, and then it is not any more. */
function begin(client: string, waitMs = 0, signal?: AbortSignal): Promise<unknown> {
  return queue.begin(client, patience(waitMs, signal), async () => {
    if (!isFree) return BUSY;
    isFree = false;
    begun.push(client);
    return DONE;
  });
}

async function free(): Promise<void> {
  isFree = true;
  change();
  await clock.advance(0);
}

describe('a machine that another works with', () => {
  it('refuses who does not wait with the till’s own reason', async () => {
    expect(await begin('a')).toEqual(DONE);
    expect(await begin('b')).toEqual(BUSY);
  });

  it('comes to those who wait in the order of their asking, one at a time', async () => {
    await begin('a');
    const waiting = [begin('b', 60_000), begin('c', 60_000), begin('a', 60_000)];
    await clock.advance(0);
    expect(queue.view()).toEqual({ claimedBy: null, waitingCount: 3 });
    for (const expected of [
      ['a', 'b'],
      ['a', 'b', 'c'],
      ['a', 'b', 'c', 'a'],
    ]) {
      await free();
      expect(begun).toEqual(expected);
    }
    expect(await Promise.all(waiting)).toEqual([DONE, DONE, DONE]);
  });

  it('is given up after the time that was to be waited, with the till’s reason', async () => {
    await begin('a');
    const waiting = begin('b', 5_000);
    await clock.advance(5_000);
    expect(await waiting).toEqual(BUSY);
    await free();
    expect(begun).toEqual(['a']);
  });

  it('begins nothing for who has hung up', async () => {
    await begin('a');
    const gone = new AbortController();
    const waiting = begin('b', 60_000, gone.signal);
    await clock.advance(0);
    gone.abort();
    expect(await waiting).toEqual(BUSY);
    await free();
    expect(begun).toEqual(['a']);
  });

  it('lets no more wait than it can remember', async () => {
    await begin('a');
    const waiting = Array.from({ length: WAITING_MAX }, (_, index) => begin(`w${index}`, 1_000));
    await clock.advance(0);
    expect(await queue.claim('late', patience(1_000))).toEqual({ code: 'overloaded' });
    await clock.advance(1_000);
    await Promise.all(waiting);
    expect(queue.view().waitingCount).toBe(0);
  });
});

describe('a claim', () => {
  it('keeps everybody else from beginning, and is theirs after it', async () => {
    expect(await queue.claim('a', patience(0))).toBeUndefined();
    expect(await begin('b')).toEqual({ code: 'machine-occupied', details: { claimedBy: 'a' } });
    expect(await queue.claim('b', patience(0))).toMatchObject({ code: 'machine-occupied' });
    const waiting = begin('b', 60_000);
    expect(await begin('a')).toEqual(DONE);
    await free();
    expect(begun).toEqual(['a']);
    expect(queue.release('a')).toBe(true);
    expect(await waiting).toEqual(DONE);
  });

  it('is not had in the middle of somebody’s work', async () => {
    await begin('a');
    expect(await queue.claim('b', patience(0))).toMatchObject({ code: 'machine-occupied' });
    const waiting = queue.claim('b', patience(60_000));
    await clock.advance(0);
    await free();
    expect(await waiting).toBeUndefined();
    expect(queue.view()).toEqual({ claimedBy: 'b', waitingCount: 0 });
  });

  it('ends where its client has not been heard of for a minute', async () => {
    await queue.claim('a', patience(0));
    await clock.advance(59_000);
    queue.noteClient('b');
    queue.noteClient('a');
    await clock.advance(59_000);
    expect(queue.view().claimedBy).toBe('a');
    await clock.advance(1_000);
    expect(queue.view().claimedBy).toBeNull();
  });

  it('does not end under work that goes on for longer than its client is silent', async () => {
    await queue.claim('a', patience(0));
    await begin('a');
    await clock.advance(150_000);
    expect(queue.view().claimedBy).toBe('a');
    isFree = true;
    await clock.advance(60_000);
    expect(queue.view().claimedBy).toBeNull();
  });

  it('is released by its holder alone', async () => {
    await queue.claim('a', patience(0));
    expect(queue.release('b')).toBe(false);
    expect(queue.view().claimedBy).toBe('a');
  });
});

it('answers those who wait when the till stops', async () => {
  await begin('a');
  const waiting = begin('b', 60_000);
  await clock.advance(0);
  queue[Symbol.dispose]();
  expect(await waiting).toEqual(BUSY);
  expect(clock.pendingTimers).toBe(0);
});

it('hands on what goes wrong in asking, and serves the next', async () => {
  await begin('a');
  const failing = queue.begin('b', patience(60_000), async () => {
    if (!isFree) return BUSY;
    throw new RangeError('no disk');
  });
  const failed = failing.catch((cause: unknown) => cause);
  const next = begin('c', 60_000);
  await clock.advance(0);
  await free();
  expect(await failed).toBeInstanceOf(RangeError);
  expect(await next).toEqual(DONE);
});
