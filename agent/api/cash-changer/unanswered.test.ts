/**
 * FixDeposit while an acceptor does not answer. It may still take money, so nothing is said to be
 * fixed before it has said that it is closed; what it tells late stays with the deposit until that is
 * ended by what is known, and is unassigned, by name, after that.
 */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { authorised, startApiTill, type ApiTill } from '../../../test/support/api-till.ts';
import { auditJournal } from '../../core/cash/audit.ts';

type Body = Record<string, unknown>;

let till: ApiTill;

beforeEach(async () => {
  till = await startApiTill();
  await till.fill();
  await call('claim');
  await call('device-enabled', { deviceEnabled: true });
  await call('begin-deposit');
  await till.acceptor.insert(200);
  till.acceptor.fixAnswer = 'offline';
});

afterEach(async () => {
  await till[Symbol.asyncDispose]();
});

async function call(method: string, body: Body = {}): Promise<Body> {
  const response = await fetch(`${till.url}/v1/cash-changer/${method}`, {
    method: 'POST',
    headers: {
      ...authorised(),
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Body;
}

function expectHonest(): void {
  expect(auditJournal(till.lines()).problems).toEqual([]);
}

const OFFLINE = { resultName: 'OPOS_E_OFFLINE', depositStatus: 1, unanswered: ['coins'] };

it('says which device did not answer, and that the deposit is open', async () => {
  expect(await call('fix-deposit')).toMatchObject({ ...OFFLINE, depositAmount: 200 });
  expect(await call('fix-deposit')).toMatchObject(OFFLINE);
  const incident = till.lines().find(({ kind }) => kind === 'incident-reported');
  expect(incident?.body).toMatchObject({ device: 'coins', code: 'acceptor-not-closed' });
  expectHonest();
});

it('fixes it when asked again and answered, with what came late', async () => {
  await call('fix-deposit');
  await till.acceptor.credit(100);
  till.acceptor.fixAnswer = 'fixed';
  expect(await call('fix-deposit')).toMatchObject({
    resultName: 'OPOS_SUCCESS',
    depositStatus: 4,
    depositAmount: 300,
    unanswered: [],
  });
  expectHonest();
});

it('fixes it by itself once the device is back', async () => {
  await call('fix-deposit');
  await till.acceptor.say({ kind: 'down', reason: 'unplugged' });
  till.acceptor.fixAnswer = 'fixed';
  await till.acceptor.say({ kind: 'up' });
  const { deposit } = await till.until((status) => status.deposit?.state === 'fixed');
  expect(deposit).toMatchObject({ insertedMinor: 200, mayEnd: true, unanswered: [] });
  expectHonest();
});

it('asks a device again that was there all the time', async () => {
  await call('fix-deposit');
  till.acceptor.fixAnswer = 'fixed';
  await till.until((status) => status.deposit?.state === 'fixed');
  expect(till.lines().filter(({ kind }) => kind === 'incident-reported')).toHaveLength(1);
  expectHonest();
});

it('can be ended by what is known, and what comes later is unassigned', async () => {
  await call('fix-deposit');
  expect(await call('end-deposit', { success: 3 })).toMatchObject({
    paidOutMinor: 200,
    isEnded: true,
  });
  await till.acceptor.credit(100);
  const { debts } = await till.status();
  expect(debts).toMatchObject([{ cause: 'unassigned', remainingMinor: 100 }]);
  const fixed = till.lines().find(({ kind }) => kind === 'deposit-fixed');
  expect(fixed?.body).toMatchObject({ insertedMinor: 200, unanswered: ['coins'] });
  expectHonest();
});

it('does not keep the change of a sale from its customer', async () => {
  till.acceptor.fixAnswer = 'fixed';
  await call('fix-deposit');
  await call('end-deposit', { success: 3 });
  const saleId = await till.sell(150);
  till.acceptor.fixAnswer = 'offline';
  await till.acceptor.insert(200);
  await till.until(({ sale }) => sale?.saleId === saleId && sale.state === 'settled');
  expect(till.shell.sale(saleId)).toMatchObject({ paidOutMinor: 50 });
  expectHonest();
});
