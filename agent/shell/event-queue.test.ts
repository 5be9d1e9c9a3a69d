import { describe, expect, it } from 'vitest';
import { EventQueue } from './event-queue.ts';

async function takeSome<Item>(queue: EventQueue<Item>, count: number): Promise<Item[]> {
  const taken: Item[] = [];
  for await (const item of queue.take()) {
    taken.push(item);
    if (taken.length === count) break;
  }
  return taken;
}

/** True when the promise is settled by now, everything that is ready having run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const note = (): void => {
    settled = true;
  };
  promise.then(note, note);
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

describe('a full queue', () => {
  it('turns away who cannot wait, and makes the others wait', async () => {
    const queue = new EventQueue<number>(2);
    expect(queue.offer(1)).toBe(true);
    await queue.put(2);
    expect(queue.offer(3)).toBe(false);
    const waiting = queue.put(3);
    expect(await isSettled(waiting)).toBe(false);
    expect(await takeSome(queue, 1)).toEqual([1]);
    expect(await isSettled(waiting)).toBe(true);
    expect(await takeSome(queue, 2)).toEqual([2, 3]);
  });

  it('lets nobody past who came earlier', async () => {
    const queue = new EventQueue<number>(1);
    const puts = [1, 2, 3, 4].map((item) => queue.put(item));
    expect(await takeSome(queue, 4)).toEqual([1, 2, 3, 4]);
    await Promise.all(puts);
  });
});

describe('a closed queue', () => {
  it('takes nothing, fails who waits, and gives back what nobody took', async () => {
    const queue = new EventQueue<number>(1);
    await queue.put(1);
    const waiting = queue.put(2);
    const cause = new Error('closing');
    expect(queue.close(cause)).toEqual([1]);
    await expect(waiting).rejects.toBe(cause);
    await expect(queue.put(3)).rejects.toBe(cause);
    expect(queue.offer(4)).toBe(false);
    expect(queue.close(cause)).toEqual([]);
    expect(await takeSome(queue, 1)).toEqual([]);
  });

  it('ends who is taking', async () => {
    const queue = new EventQueue<number>(1);
    const taking = takeSome(queue, 1);
    queue.close(new Error('closing'));
    expect(await taking).toEqual([]);
  });
});
