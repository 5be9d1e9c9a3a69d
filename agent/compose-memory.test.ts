import { describe, expect, it } from 'vitest';
import { FakeClock } from '../test/support/fake-clock.ts';
import { tidyAfterStart } from './compose-memory.ts';

function tidied() {
  const clock = new FakeClock();
  const till = { isMoneyMoving: false, collections: 0 };
  const collectGarbage = (): void => void (till.collections += 1);
  const tidying = tidyAfterStart({ clock, collectGarbage }, () => till.isMoneyMoving);
  return { clock, till, tidying };
}

describe('what the start alone has needed', () => {
  it('is given back once', async () => {
    const { clock, till } = tidied();
    expect(till.collections).toBe(0);
    await clock.advance(60_000);
    expect(till.collections).toBe(1);
    expect(clock.pendingTimers).toBe(0);
  });

  it('waits until no money moves', async () => {
    const { clock, till } = tidied();
    till.isMoneyMoving = true;
    await clock.advance(60_000);
    expect(till.collections).toBe(0);
    till.isMoneyMoving = false;
    await clock.advance(60_000);
    expect(till.collections).toBe(1);
  });

  it('is left where the agent ends before', async () => {
    const { clock, till, tidying } = tidied();
    tidying?.[Symbol.dispose]();
    await clock.advance(60_000);
    expect(till.collections).toBe(0);
  });

  it('is left to the runtime where the process has no leave for it', () => {
    const clock = new FakeClock();
    expect(tidyAfterStart({ clock }, () => false)).toBeUndefined();
    expect(clock.pendingTimers).toBe(0);
  });
});
