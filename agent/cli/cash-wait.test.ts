import { expect, it } from 'vitest';
import { lookUntil } from './cash-wait.ts';

it('looks once and no more where nobody waits', async () => {
  let looks = 0;
  const read = async (): Promise<number> => (looks += 1);
  const signal = AbortSignal.abort();
  expect(await lookUntil({ read, isOver: () => false, signal })).toBe(1);
});

it('ends at once when the waiting is given up, with what was seen last', async () => {
  const stop = new AbortController();
  const seen: string[] = [];
  const ended = lookUntil({
    read: async () => 'moving',
    isOver: () => false,
    signal: stop.signal,
    onSeen: (state) => {
      seen.push(state);
      if (seen.length === 2) stop.abort();
    },
  });
  expect(await ended).toBe('moving');
  expect(seen).toHaveLength(2);
});

it('passes on that nothing could be read', async () => {
  const { signal } = new AbortController();
  const ended = lookUntil({
    read: async () => await Promise.reject(new TypeError('gone')),
    isOver: () => true,
    signal,
  });
  await expect(ended).rejects.toThrow('gone');
});

it('is over with the first that is', async () => {
  const states = ['moving', 'finished', 'later'];
  const read = async (): Promise<string> => states.shift() ?? '';
  const { signal } = new AbortController();
  const ended = lookUntil({ read, isOver: (state) => state === 'finished', signal });
  expect(await ended).toBe('finished');
});
