/** AsyncMode, AdjustCashCounts, CheckHealth, ClearInput and DirectIO, over the real API. */
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
const sockets: WebSocket[] = [];

beforeEach(async () => {
  keys = 0;
  till = await startApiTill();
  await till.fill();
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await till[Symbol.asyncDispose]();
});

interface Given {
  readonly key?: string;
  readonly operator?: Readonly<Record<string, string>>;
}

async function call(method: string, body: Body = {}, given: Given = {}): Promise<Body> {
  keys += 1;
  const { key = `key-${keys}`, operator } = given;
  const response = await fetch(`${till.url}/v1/cash-changer/${method}`, {
    method: 'POST',
    headers: {
      ...authorised(),
      'content-type': 'application/json',
      'idempotency-key': key,
      ...operator,
    },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Body;
}

async function enable(): Promise<void> {
  await call('claim');
  await call('device-enabled', { deviceEnabled: true });
}

async function properties(): Promise<Body> {
  const response = await fetch(`${till.url}/v1/cash-changer`, { headers: authorised() });
  return (await response.json()) as Body;
}

/** What one client is told of the changer from now on. */
async function told(token?: string): Promise<readonly Body[]> {
  const messages: Body[] = [];
  const url = `${till.url.replace('http', 'ws')}/v1/events`;
  const socket = new WebSocket(url, { headers: authorised(token) });
  sockets.push(socket);
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as Body;
    if (message['status'] === ASYNC) messages.push(message);
  });
  await once(socket, 'message');
  return messages;
}

const ASYNC = 91;
const ILLEGAL = 106;
const FAILURE = 111;
const BUSY = 113;
const illegal = { error: { details: { resultCode: ILLEGAL } } };
const OUT = { amountMinor: 150, reason: 'wrong change' };

describe('AsyncMode', () => {
  it('is of the client that has the changer enabled, and ends with that', async () => {
    expect(await call('async-mode', { asyncMode: true })).toMatchObject({
      error: { details: { resultName: 'OPOS_E_NOTCLAIMED' } },
    });
    await enable();
    await call('async-mode', { asyncMode: true });
    expect(await properties()).toMatchObject({ asyncMode: true });
    await call('release');
    await enable();
    expect(await properties()).toMatchObject({ asyncMode: false });
  });

  it('answers at once, and tells the result to whoever asked, once', async () => {
    const [pos, page] = [await told(), await told(PAGE_TOKEN)];
    const operator = await till.signIn('supervisor');
    await enable();
    await call('async-mode', { asyncMode: true });
    const { promise: held, resolve: release } = Promise.withResolvers<undefined>();
    const hopper = till.hoppers.get(100);
    if (hopper === undefined) throw new TypeError('there is a hopper');
    hopper.onDispense = async ({ count, to }) => {
      await held;
      return hopper.pay(count, to);
    };
    const begun = await call('dispense-change', OUT, { operator, key: 'out' });
    expect(begun).toMatchObject({ resultName: 'OPOS_SUCCESS', isEnded: false });
    expect(await call('dispense-change', OUT, { operator, key: 'other' })).toMatchObject({
      error: { details: { resultCode: BUSY } },
    });
    expect(pos).toEqual([]);
    release(undefined);
    await vi.waitUntil(() => pos.length > 0);
    expect(pos).toMatchObject([
      { operationId: begun['operationId'], asyncResultCode: 0, asyncResultCodeExtended: 0 },
    ]);
    await call('dispense-change', OUT, { operator, key: 'out' });
    expect(pos).toHaveLength(1);
    expect(page).toEqual([]);
    expect(hopper.paid).toBe(1);
  });

  it.each([
    ['comes short', EMPTY],
    ['cannot be told', OFFLINE],
  ] as const)('a dispense that %s ends as a failure', async (_, outcome) => {
    const pos = await told();
    for (const hopper of till.hoppers.values()) hopper.onDispense = () => Promise.resolve(outcome);
    const operator = await till.signIn('supervisor');
    await enable();
    await call('async-mode', { asyncMode: true });
    await call('dispense-change', OUT, { operator });
    await vi.waitUntil(() => pos.length > 0);
    expect(pos).toMatchObject([{ asyncResultCode: FAILURE }]);
    expect(await properties()).toMatchObject({ asyncResultCode: FAILURE });
  });
});

describe('AdjustCashCounts', () => {
  it('needs an operator who may count', async () => {
    await enable();
    expect(await call('adjust-cash-counts', { cashCounts: '10:5' })).toMatchObject({
      error: { code: 'operator-needed' },
    });
    const operator = await till.signIn('cashier');
    const asked = await call('adjust-cash-counts', { cashCounts: '10:5' }, { operator });
    expect(asked).toMatchObject({ error: { code: 'right-missing' } });
    expect(till.lines().some(({ kind }) => kind === 'cash-counted')).toBe(false);
  });

  it('is entered as a count of each place, once under its key', async () => {
    await enable();
    const given = { operator: await till.signIn('supervisor'), key: 'count' };
    const body = { cashCounts: '10:5,20:0' };
    const adjusted = await call('adjust-cash-counts', body, given);
    expect(adjusted).toMatchObject({ places: ['hopper-10', 'hopper-20'], isIgnored: false });
    expect(await call('adjust-cash-counts', body, given)).toEqual(adjusted);
    expect(await call('read-cash-counts')).toMatchObject({ cashCounts: '10:5,50:30,100:30' });
    const counted = till.lines().filter(({ kind }) => kind === 'cash-counted');
    expect(counted).toHaveLength(2);
    expect(counted[0]?.body).toMatchObject({ place: 'hopper-10', operator: 'supervisor' });
    expect(await call('adjust-cash-counts', { cashCounts: '10:6' }, given)).toMatchObject({
      error: { code: 'idempotency-key-reused' },
    });
  });

  it.each(['200:1', '10:1,10:2', 'all'])('of %s enters nothing', async (cashCounts) => {
    await enable();
    const operator = await till.signIn('supervisor');
    expect(await call('adjust-cash-counts', { cashCounts }, { operator })).toMatchObject(illegal);
    expect(till.lines().some(({ kind }) => kind === 'cash-counted')).toBe(false);
  });
});

describe('CheckHealth', () => {
  it('names each device that is not well', async () => {
    await enable();
    expect(await call('check-health', { level: 1 })).toMatchObject({
      resultName: 'OPOS_SUCCESS',
      checkHealthText: 'Internal HCheck: Successful',
    });
    await till.acceptor.say({ kind: 'down', reason: 'unplugged' });
    expect(await call('check-health', { level: 1 })).toMatchObject({
      resultName: 'OPOS_E_OFFLINE',
      checkHealthText: 'Internal HCheck: coins down (unplugged)',
    });
    expect(await call('check-health', { level: 3 })).toMatchObject(illegal);
  });
});

describe('DirectIO and ClearInput', () => {
  it('runs what a driver declares, and refuses the rest by type', async () => {
    await enable();
    expect(await call('direct-io', { device: 'coins', command: 'ping' })).toMatchObject({
      resultName: 'OPOS_SUCCESS',
      data: { said: 'pong' },
    });
    expect(await call('direct-io', { device: 'coins', command: 'pay' })).toMatchObject({
      error: { details: { resultCode: ILLEGAL, commands: ['ping'] } },
    });
    expect(await call('direct-io', { device: 'hopper-10', command: 'ping' })).toMatchObject({
      error: { details: { resultCode: ILLEGAL, commands: [] } },
    });
    expect(await call('direct-io', { device: 'nothing', command: 'ping' })).toMatchObject({
      error: { details: { resultName: 'OPOS_E_NOEXIST' } },
    });
  });

  it('clears nothing, since nothing waits, and only for who has claimed it', async () => {
    expect(await call('clear-input')).toMatchObject({
      error: { details: { resultName: 'OPOS_E_NOTCLAIMED' } },
    });
    await call('claim');
    expect(await call('clear-input')).toMatchObject({ resultName: 'OPOS_SUCCESS' });
  });
});

it('a jam while a deposit is open is DepositStatus JAM', async () => {
  await enable();
  const jam = { kind: 'fault', code: 'coin-jam', detail: '' } as const;
  await till.acceptor.say(jam);
  expect(await properties()).toMatchObject({ depositStatus: 2, deviceStatus: 31 });
  await till.acceptor.say({ kind: 'up' });
  await call('begin-deposit');
  await till.acceptor.say(jam);
  expect(await properties()).toMatchObject({ depositStatus: 5, deviceStatus: 31 });
});
