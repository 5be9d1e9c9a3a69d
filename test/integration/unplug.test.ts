/**
 * The machine's cable is pulled while a sale collects and while it pays: the sale goes on when the
 * machine is back, or ends owed with the exact amount; the customer's money can always be returned.
 */
import { describe, expect, it } from 'vitest';
import { worthMinor } from '../../hardware/drivers/cctalk/sim-truth.ts';
import { RealTill } from '../support/real-till.ts';

async function payIn(till: RealTill, ...coins: readonly number[]): Promise<void> {
  for (const coin of coins) {
    await till.until(`a coin of ${coin} is let in`, async () => {
      return (await till.insert(coin)) === 'accepted';
    });
  }
}

async function untilState(till: RealTill, saleId: string, ...states: string[]): Promise<string> {
  await till.until(`the sale is ${states.join(' or ')}`, async () => {
    return states.includes((await till.sale(saleId)).state);
  });
  return (await till.sale(saleId)).state;
}

async function setPlug(till: RealTill, plug: 'plug' | 'unplug'): Promise<void> {
  const done = till.machine.next(plug, ({ event }) => event === `${plug}ged`);
  till.machine.say(plug);
  await done;
}

async function untilReady(till: RealTill): Promise<void> {
  await till.until('the acceptor is back', async () => {
    return (await till.call('GET', '/v1/status'))['activity'] !== 'not-ready';
  });
}

async function untilGone(till: RealTill): Promise<void> {
  await till.until('the agent has noticed', async () => {
    const { devices } = await till.call('GET', '/v1/status');
    return (devices as { state: string }[]).every(({ state }) => state === 'down');
  });
}

describe('unplugged while the sale collects', () => {
  it('keeps what is in, goes on when the machine is back, and settles', async () => {
    await using till = await RealTill.start();
    const saleId = String((await till.startSale(240))['saleId']);
    await payIn(till, 200);
    await setPlug(till, 'unplug');
    await untilGone(till);
    expect(await till.sale(saleId)).toMatchObject({ state: 'collecting' });
    // In the first second it may still be let in; the device's own counter tells afterwards.
    await till.insert(20);
    await setPlug(till, 'plug');
    await untilReady(till);
    await payIn(till, 50);
    expect(await untilState(till, saleId, 'settled')).toBe('settled');
    const truth = await till.truth();
    expect(worthMinor(truth.paidOut)).toBe(worthMinor(truth.accepted) - 240);
  });

  it('can be cancelled, owes exactly what is in, and pays it back by the machine', async () => {
    await using till = await RealTill.start();
    const saleId = String((await till.startSale(540))['saleId']);
    await payIn(till, 200, 100);
    await till.until('both coins are in', async () => {
      return (await till.sale(saleId)).insertedMinor === 300;
    });
    await setPlug(till, 'unplug');
    await untilGone(till);
    await till.call('POST', `/v1/sales/${saleId}/cancel`);
    expect(await untilState(till, saleId, 'owed')).toBe('owed');
    expect((await till.sale(saleId)).owedMinor).toBe(300);
    await setPlug(till, 'plug');
    await untilReady(till);
    await till.addOperator('sam', 'cashier', '2580');
    await till.signIn('sam', '2580');
    await till.call('POST', `/v1/debts/${encodeURIComponent(`${saleId}/owed`)}/pay`, {
      by: 'machine',
    });
    expect(await untilState(till, saleId, 'returned')).toBe('returned');
    expect(worthMinor((await till.truth()).paidOut)).toBe(300);
  });
});

describe('unplugged while it pays', () => {
  it('pays all of it or owes the exact rest, and never pays twice', async () => {
    await using till = await RealTill.start();
    const saleId = String((await till.startSale(5))['saleId']);
    const paying = till.machine.next('the first coin of the change', ({ event }) => {
      return event === 'paid-out';
    });
    // 1.95 of change: a coin each of 1.00 and 0.50, two of 0.20, one of 0.05.
    await payIn(till, 200);
    await paying;
    await setPlug(till, 'unplug');
    await untilGone(till);
    await setPlug(till, 'plug');
    await untilReady(till);
    const state = await untilState(till, saleId, 'settled', 'owed');
    const sale = await till.sale(saleId);
    const handMinor = worthMinor((await till.truth()).paidOut);
    expect(handMinor + (state === 'owed' ? sale.owedMinor : 0)).toBe(195);
    expect(sale.paidOutMinor).toBe(handMinor);
    expect(till.tillwarden('journal', 'verify', '--config', till.config)).toContain('Chain holds');
  });

  it('with the power gone too, owes exactly what the machine did not pay', async () => {
    await using till = await RealTill.start();
    const saleId = String((await till.startSale(5))['saleId']);
    const paying = till.machine.next('the first coin of the change', ({ event }) => {
      return event === 'paid-out';
    });
    await payIn(till, 200);
    await paying;
    till.machine.say('power-cut');
    await untilGone(till);
    till.machine.say('power-up');
    await untilReady(till);
    const state = await untilState(till, saleId, 'settled', 'owed');
    const sale = await till.sale(saleId);
    const handMinor = worthMinor((await till.truth()).paidOut);
    expect(handMinor + (state === 'owed' ? sale.owedMinor : 0)).toBe(195);
  });
});
