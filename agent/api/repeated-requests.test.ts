/**
 * What is asked again under its key, after an answer that was lost, is done once and answered as it
 * was: shifts, drawers and debts, as sales, deposits and entries are.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CashDrawer, OpenOutcome } from '../../hardware/kit/device-peripheral.ts';
import { authorised, startApiTill, type ApiTill } from '../../test/support/api-till.ts';

class FakeDrawer implements CashDrawer {
  readonly kind = 'cash-drawer';
  readonly device = 'drawer';
  readonly hasStatus = false;
  readonly policy = { opensOnSettledSale: false, leftOpenMs: 60_000 };
  outcome: OpenOutcome = { kind: 'opened' };
  pulses = 0;

  async open(): Promise<OpenOutcome> {
    this.pulses += 1;
    return this.outcome;
  }

  listen(): void {}
}

type Body = Record<string, unknown>;

let till: ApiTill;
let drawer: FakeDrawer;
let operator: Record<string, string>;

beforeEach(async () => {
  drawer = new FakeDrawer();
  till = await startApiTill({ devices: [drawer] });
  till.peripherals.note({ kind: 'state', device: 'drawer', state: { kind: 'up' } });
  await till.fill();
  operator = await till.signIn('supervisor');
});

afterEach(async () => {
  await till[Symbol.asyncDispose]();
});

async function post(path: string, key: string | undefined, body?: Body): Promise<Body> {
  const response = await fetch(`${till.url}/v1/${path}`, {
    method: 'POST',
    headers: {
      ...authorised(),
      ...operator,
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  return (await response.json()) as Body;
}

function written(kind: string): number {
  return till.lines().filter((line) => line.kind === kind).length;
}

describe('a shift', () => {
  test('opens once, and is answered the same', async () => {
    const first = await post('shift/open', 'o');
    expect(first).toMatchObject({ shift: { number: 1 } });
    expect(await post('shift/open', 'o')).toEqual(first);
    expect(await post('shift/open', 'p')).toMatchObject({ error: { code: 'shift-open-already' } });
    expect(written('shift-opened')).toBe(1);
  });

  test('closes once, and its report is given again when another has closed since', async () => {
    await post('shift/open', undefined);
    const first = await post('shift/close', 'c');
    expect(first).toMatchObject({ number: 1 });
    await post('shift/open', undefined);
    expect(await post('shift/close', 'c')).toEqual(first);
    expect(written('shift-closed')).toBe(1);
    expect(await post('shift/close', undefined)).toMatchObject({ number: 2 });
    expect(await post('shift/close', 'c')).toEqual(first);
  });

  test('is not opened under the key of a close', async () => {
    await post('shift/open', 'k');
    expect(await post('shift/close', 'k')).toMatchObject({
      error: { code: 'idempotency-key-reused' },
    });
  });
});

describe('a drawer', () => {
  test('gets one pulse a key, and one without each time', async () => {
    const first = await post('drawers/drawer/open', 'k', {});
    expect(first).toMatchObject({ device: 'drawer' });
    expect(await post('drawers/drawer/open', 'k', {})).toEqual(first);
    expect(drawer.pulses).toBe(1);
    expect(written('drawer-opened')).toBe(1);
    await post('drawers/drawer/open', undefined, {});
    await post('drawers/drawer/open', undefined, {});
    expect(drawer.pulses).toBe(3);
  });

  test('gets one pulse when both ask at once', async () => {
    const both = ['k', 'k'].map((key) => post('drawers/drawer/open', key, {}));
    const [first, second] = await Promise.all(both);
    expect(second).toEqual(first);
    expect(drawer.pulses).toBe(1);
  });

  test('that did not open says so again, and is not tried again', async () => {
    drawer.outcome = { kind: 'unknown', detail: 'cut off' };
    const failed = { error: { code: 'drawer-not-opened', details: { detail: 'cut off' } } };
    expect(await post('drawers/drawer/open', 'k', {})).toMatchObject(failed);
    drawer.outcome = { kind: 'opened' };
    expect(await post('drawers/drawer/open', 'k', {})).toMatchObject(failed);
    expect(drawer.pulses).toBe(1);
  });

  test('is not opened under the key of another order', async () => {
    await post('drawers/drawer/open', 'k', {});
    expect(await post('drawers/drawer/open', 'k', { note: 'float' })).toMatchObject({
      error: { code: 'idempotency-key-reused' },
    });
  });
});

describe('a debt', () => {
  test.each(['hand', 'machine'])('is paid by %s once, and answered the same', async (by) => {
    await till.acceptor.credit(50);
    const { debts } = await till.until((status) => status.debts.length === 1);
    const path = `debts/${encodeURIComponent(debts[0]?.debtId ?? '')}/pay`;
    await post(path, 'k', { by });
    await till.until((status) => status.debts.length === 0);
    expect(await post(path, 'k', { by })).toEqual({ currency: 'EUR', debts: [] });
    expect(await post(path, 'l', { by })).toMatchObject({ error: { code: 'debt-not-found' } });
    expect(written('debt-paid')).toBe(1);
    expect(till.hoppers.get(50)?.paid).toBe(by === 'machine' ? 1 : 0);
  });
});
