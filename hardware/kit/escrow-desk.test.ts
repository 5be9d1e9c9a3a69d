import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import type { Escrow, EscrowDecision } from './device.ts';
import { EscrowDesk } from './escrow-desk.ts';

function createDesk() {
  const clock = new FakeClock();
  const asked: { escrow: Escrow; decide: (decision: EscrowDecision) => void }[] = [];
  const desk = new EscrowDesk({
    clock,
    device: 'validator',
    judgeMaxMs: 1_000,
    pendingMax: 2,
    judge: (escrow) => {
      const { promise, resolve } = Promise.withResolvers<EscrowDecision>();
      asked.push({ escrow, decide: resolve });
      return promise;
    },
  });
  return { clock, asked, desk };
}

describe('the escrow desk', () => {
  it('asks once for one note, and again for one of another value or after it has left', () => {
    const { desk, asked } = createDesk();
    desk.see(500);
    desk.see(500);
    expect(asked).toHaveLength(1);
    desk.see(1_000);
    expect(asked.map(({ escrow }) => escrow.valueMinor)).toEqual([500, 1_000]);
    expect(desk.held?.valueMinor).toBe(1_000);
    desk.clear();
    expect(desk.held).toBeUndefined();
  });

  it('never applies the answer for one note to the next', async () => {
    const { desk, asked, clock } = createDesk();
    desk.see(500);
    desk.clear();
    desk.see(500);
    asked[0]?.decide('stack');
    await clock.advance(0);
    expect(desk.held?.decision).toBe('pending');
    asked[1]?.decide('stack');
    await clock.advance(0);
    expect(desk.held?.decision).toBe('stack');
  });

  it('has decided to return when the time is over, whatever comes later', async () => {
    const { desk, asked, clock } = createDesk();
    desk.see(500);
    await clock.advance(999);
    expect(desk.see(500).decision).toBe('pending');
    await clock.advance(1);
    expect(desk.see(500).decision).toBe('return');
    asked[0]?.decide('stack');
    await clock.advance(0);
    expect(desk.see(500).decision).toBe('return');
  });

  it('returns unasked while too many questions are out', async () => {
    const { desk, asked, clock } = createDesk();
    desk.see(500);
    desk.see(1_000);
    expect(desk.see(2_000).decision).toBe('return');
    expect(asked).toHaveLength(2);
    asked[0]?.decide('return');
    await clock.advance(0);
    desk.see(5_000);
    expect(asked).toHaveLength(3);
  });
});
