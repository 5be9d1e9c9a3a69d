/** A UnifiedPOS program at the till, over the real API: its order of calls, its numbers, its money. */
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import {
  authorised,
  PAGE_TOKEN,
  startApiTill,
  type ApiTill,
} from '../../../test/support/api-till.ts';
import { EMPTY, OFFLINE } from '../../../test/support/fake-devices.ts';

type Body = Record<string, unknown>;

let till: ApiTill;
let keys: number;

beforeEach(async () => {
  keys = 0;
  till = await startApiTill();
  await till.fill();
});

afterEach(async () => {
  await till[Symbol.asyncDispose]();
});

interface Given {
  readonly body?: Body;
  readonly token?: string;
  readonly key?: string;
  /** Of somebody who is signed in. */
  readonly operator?: Readonly<Record<string, string>>;
}

async function call(method: string, given: Given = {}): Promise<Body> {
  keys += 1;
  const { body = {}, token, key = `key-${keys}`, operator } = given;
  const response = await fetch(`${till.url}/v1/cash-changer/${method}`, {
    method: 'POST',
    headers: {
      ...authorised(token),
      'content-type': 'application/json',
      'idempotency-key': key,
      ...operator,
    },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Body;
}

async function properties(): Promise<Body> {
  const response = await fetch(`${till.url}/v1/cash-changer`, { headers: authorised() });
  return (await response.json()) as Body;
}

async function enable(): Promise<void> {
  await call('claim');
  await call('device-enabled', { body: { deviceEnabled: true } });
}

function refused(resultCode: number, resultCodeExtended = 0): object {
  return { error: { details: { resultCode, resultCodeExtended } } };
}

const NOT_CLAIMED = 103;
const CLAIMED = 102;
const DISABLED = 105;
const ILLEGAL = 106;

describe('the life cycle', () => {
  it('is claim, enable, use, release', async () => {
    expect(await call('read-cash-counts')).toMatchObject(refused(NOT_CLAIMED));
    expect(await call('device-enabled', { body: { deviceEnabled: true } })).toMatchObject(
      refused(NOT_CLAIMED),
    );
    expect(await call('claim')).toMatchObject({ resultName: 'OPOS_SUCCESS', resultCode: 0 });
    expect(await call('read-cash-counts')).toMatchObject(refused(DISABLED));
    expect(await call('claim', { token: PAGE_TOKEN })).toMatchObject(refused(CLAIMED));
    await call('device-enabled', { body: { deviceEnabled: true } });
    expect(await properties()).toMatchObject({ claimed: true, deviceEnabled: true });
    expect(await call('read-cash-counts')).toMatchObject({
      cashCounts: '10:30,20:30,50:30,100:30',
      discrepancy: false,
    });
    await call('release');
    await call('claim');
    expect(await call('read-cash-counts')).toMatchObject(refused(DISABLED));
  });

  it('says what the machine is', async () => {
    expect(await properties()).toMatchObject({
      currencyCode: 'EUR',
      depositCashList: '10,20,50,100,200',
      exitCashList: '10,20,50,100',
      deviceStatus: 0,
      fullStatus: 0,
      depositStatus: 2,
      capDeposit: true,
      capRepayDeposit: false,
      capFullSensor: false,
    });
  });
});

describe('a deposit', () => {
  it('is begun, fixed and ended, and its change is paid', async () => {
    await enable();
    await call('begin-deposit');
    expect(await properties()).toMatchObject({ depositStatus: 1 });
    await till.acceptor.insert(200);
    expect(await call('fix-deposit')).toMatchObject({
      depositStatus: 4,
      depositAmount: 200,
      depositCounts: '200:1',
    });
    const end = { success: 1, amountDueMinor: 130 };
    const ended = await call('end-deposit', { body: end, key: 'end' });
    expect(ended).toMatchObject({
      resultCode: 0,
      depositStatus: 2,
      paidOutMinor: 70,
      owedMinor: 0,
      isEnded: true,
    });
    expect(await call('end-deposit', { body: end, key: 'end' })).toEqual(ended);
    expect(till.hoppers.get(50)?.paid).toBe(1);
    expect(till.hoppers.get(20)?.paid).toBe(1);
  });

  it('keeps to the order that is laid down', async () => {
    await enable();
    expect(await call('fix-deposit')).toMatchObject(refused(ILLEGAL));
    await call('begin-deposit');
    expect(await call('begin-deposit')).toMatchObject(refused(113));
    expect(await call('end-deposit', { body: { success: 2 } })).toMatchObject(refused(ILLEGAL));
    await call('pause-deposit', { body: { control: 11 } });
    expect(await till.acceptor.insert(100)).toBe(false);
    await call('pause-deposit', { body: { control: 12 } });
    expect(await till.acceptor.insert(100)).toBe(true);
    await call('fix-deposit');
    expect(await call('pause-deposit', { body: { control: 11 } })).toMatchObject(refused(ILLEGAL));
    expect(await call('end-deposit', { body: { success: 3 } })).toMatchObject({
      paidOutMinor: 100,
      isEnded: true,
    });
  });

  it('whose change is owed is no success', async () => {
    for (const hopper of till.hoppers.values()) hopper.onDispense = () => Promise.resolve(EMPTY);
    await enable();
    await call('begin-deposit');
    await till.acceptor.insert(200);
    await call('fix-deposit');
    const body = { success: 1, amountDueMinor: 130 };
    expect(await call('end-deposit', { body })).toMatchObject({
      resultName: 'OPOS_E_FAILURE',
      owedMinor: 70,
      isEnded: true,
    });
  });

  it('is taken over by beginning the next', async () => {
    await enable();
    await call('begin-deposit');
    await call('fix-deposit');
    await call('end-deposit', { body: { success: 2 } });
    expect(till.shell.sales('unacknowledged')).toHaveLength(1);
    await call('begin-deposit');
    expect(till.shell.sales('unacknowledged')).toHaveLength(1);
  });
});

describe('a dispense', () => {
  it('needs an operator, and pays once under its key', async () => {
    await enable();
    const body = { amountMinor: 150, reason: 'wrong change' };
    expect(await call('dispense-change', { body })).toMatchObject({
      error: { code: 'operator-needed' },
    });
    const given = { body, key: 'out', operator: await till.signIn('supervisor') };
    const paid = await call('dispense-change', given);
    expect(paid).toMatchObject({ resultCode: 0, paidMinor: 150, shortMinor: 0, isEnded: true });
    expect(await call('dispense-change', given)).toEqual(paid);
    expect(till.hoppers.get(100)?.paid).toBe(1);
  });

  it('of pieces pays these and no others', async () => {
    await enable();
    const body = { cashCounts: '20:3', reason: 'for the trolley' };
    expect(
      await call('dispense-cash', { body, operator: await till.signIn('supervisor') }),
    ).toMatchObject({
      paidMinor: 60,
    });
    expect(till.hoppers.get(20)?.paid).toBe(3);
  });

  it.each([{ cashCounts: '200:1' }, { cashCounts: '20:31' }])(
    'of $cashCounts that are not there is an overdispense, and pays nothing',
    async ({ cashCounts }) => {
      await enable();
      const body = { cashCounts, reason: 'x' };
      expect(
        await call('dispense-cash', { body, operator: await till.signIn('supervisor') }),
      ).toMatchObject(refused(114, 201));
      expect(till.hoppers.get(20)?.paid).toBe(0);
    },
  );

  it('of which nobody can tell what came out is no success, and is not waited for', async () => {
    const fifties = till.hoppers.get(50);
    if (fifties !== undefined) fifties.onDispense = () => Promise.resolve(OFFLINE);
    await enable();
    const body = { cashCounts: '20:1,50:1', reason: 'x' };
    const operator = await till.signIn('supervisor');
    expect(await call('dispense-cash', { body, operator })).toMatchObject({
      resultName: 'OPOS_E_FAILURE',
      isEnded: false,
    });
  });

  it('of what are no counts is told so', async () => {
    await enable();
    const body = { cashCounts: 'all of it', reason: 'x' };
    expect(
      await call('dispense-cash', { body, operator: await till.signIn('supervisor') }),
    ).toMatchObject({
      error: { code: 'invalid-request', details: { resultCode: ILLEGAL } },
    });
  });
});

describe('events', () => {
  it('go to the program that has the changer enabled, and to no other', async () => {
    const told = { pos: [] as Body[], page: [] as Body[] };
    const sockets = [
      listen(undefined, (message) => told.pos.push(message)),
      listen(PAGE_TOKEN, (message) => told.page.push(message)),
    ];
    await Promise.all(sockets.map((socket) => once(socket, 'message')));
    await enable();
    await call('begin-deposit');
    await till.acceptor.insert(200);
    await till.acceptor.insert(10);
    const isTold = (): boolean => told.pos.filter(({ event }) => event === 'data').length === 2;
    await vi.waitUntil(isTold);
    expect(told.pos.filter(({ event }) => event === 'data')).toMatchObject([
      { depositAmount: 200, depositCounts: '200:1' },
      { depositAmount: 210, depositCounts: '10:1,200:1' },
    ]);
    expect(told.page).toEqual([]);
    for (const socket of sockets) socket.terminate();
  });
});

function listen(token: string | undefined, tell: (message: Body) => void): WebSocket {
  const url = `${till.url.replace('http', 'ws')}/v1/events`;
  const socket = new WebSocket(url, { headers: authorised(token) });
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as Body;
    if (message['kind'] === 'cash-changer') tell(message);
  });
  return socket;
}
