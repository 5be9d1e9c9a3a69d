/**
 * A whole machine over real TLS, beside its sales: deposits, loads and what its operator does there.
 * It cannot hold money or take back a piece; what it can, happens once, whoever dies meanwhile, and
 * the journal holds what the machine holds.
 */
import { afterEach, describe, expect, it } from 'vitest';
import {
  CashdroTill,
  COINS_AND_NOTES,
  PASSWORD,
  type CashdroTillOptions,
} from '../support/cashdro-till.ts';
import type { JsonLine } from '../support/json-process.ts';

const KEPT_MINOR = 750;
const CHANGE_MINOR = 250;

let till: CashdroTill | undefined;

afterEach(async () => {
  await till?.[Symbol.asyncDispose]();
  till = undefined;
});

async function start(options?: CashdroTillOptions): Promise<CashdroTill> {
  till = await CashdroTill.start(options);
  return till;
}

function end(at: CashdroTill, depositId: string, body: JsonLine): Promise<JsonLine> {
  return at.post(`/v1/deposits/${depositId}/end`, body, `end-${depositId}`);
}

async function fixed(at: CashdroTill, depositId: string): Promise<JsonLine> {
  await at.call('POST', `/v1/deposits/${depositId}/fix`);
  return at.reached(`/v1/deposits/${depositId}`, 'fixed');
}

async function expectChanged(at: CashdroTill, depositId: string): Promise<void> {
  const deposit = await at.reached(`/v1/deposits/${depositId}`, 'settled');
  expect(deposit).toMatchObject({ insertedMinor: 1_000, paidOutMinor: CHANGE_MINOR });
  await at.rested();
  expect(await at.truth()).toMatchObject({ begun: 2, inMinor: 1_000, outMinor: CHANGE_MINOR });
  expect(await at.verdict()).toContain('Chain holds');
}

function cannot(what: string): object {
  return { code: 'machine-cannot', details: { what } };
}

async function operate(at: CashdroTill, purpose: string, task: string): Promise<string> {
  await at.signIn();
  const order = { kind: 'at-machine', task };
  const answer = await at.post('/v1/operations', { purpose, order }, 'once');
  const operationId = String(answer['operationId']);
  await at.collecting(operationId);
  const again = await at.post('/v1/operations', { purpose, order }, 'once');
  expect(again['operationId']).toBe(operationId);
  return operationId;
}

const CHANGE = { end: 'change', amountMinor: KEPT_MINOR };

describe('what the machine has no way to do', () => {
  it('is refused by name, and moves nothing', async () => {
    const at = await start();
    await at.signIn();
    const refusal = async (path: string, body?: JsonLine): Promise<unknown> =>
      (await at.call('POST', path, body))['error'];
    const exchange = { purpose: 'exchange', currency: 'EUR' };
    expect(await refusal('/v1/deposits', exchange)).toMatchObject(cannot('exchange'));
    const counts = { kind: 'counts', counts: [{ valueMinor: 50, count: 1 }] };
    const dispense = { purpose: 'dispense', reason: 'x', order: counts };
    expect(await refusal('/v1/operations', dispense)).toMatchObject(cannot('chosen-pieces'));
    const empty = { purpose: 'empty', order: { kind: 'all' } };
    expect(await refusal('/v1/operations', empty)).toMatchObject(cannot('collect-all'));
    const depositId = await at.deposit();
    const pause = `/v1/deposits/${depositId}/pause`;
    expect(await refusal(pause)).toMatchObject(cannot('pause-deposit'));
    expect(await at.truth()).toMatchObject({ begun: 1, inMinor: 0, outMinor: 0 });
  });

  it('an operator’s doing asked for by nobody who is signed in is refused', async () => {
    const at = await start();
    const order = { kind: 'at-machine', task: 'withdrawal' };
    const answer = await at.call('POST', '/v1/operations', { purpose: 'empty', order });
    expect(answer['error']).toMatchObject({ code: 'operator-needed' });
    expect(await at.truth()).toMatchObject({ begun: 0 });
  });
});

describe('a deposit', () => {
  it.each([
    [CHANGE, 'settled', CHANGE_MINOR],
    [{ end: 'no-change' }, 'settled', 0],
    [{ end: 'repay' }, 'returned', 1_000],
  ] as const)('ends by %j', async (body, state, outMinor) => {
    const at = await start();
    const depositId = await at.deposit();
    await at.do('insert 500');
    await at.do('insert 500');
    expect(await fixed(at, depositId)).toMatchObject({ insertedMinor: 1_000, unanswered: [] });
    expect(await at.do('insert 500')).toMatchObject({ outcome: 'rejected' });
    await end(at, depositId, body);
    await end(at, depositId, body);
    const path = `/v1/deposits/${depositId}`;
    expect(await at.reached(path, state)).toMatchObject({ paidOutMinor: outMinor, owedMinor: 0 });
    await at.rested();
    expect(await at.truth()).toMatchObject({ inMinor: 1_000, outMinor });
    expect(await at.verdict()).toContain('Chain holds');
  });

  it.each(['end-job-begun', 'end-job-done'])('killed at %s is fixed once', async (point) => {
    const at = await start();
    const depositId = await at.deposit();
    await at.do('insert 1000');
    await at.dieAt(point, () => at.call('POST', `/v1/deposits/${depositId}/fix`));
    await at.startAgent();
    await at.reached(`/v1/deposits/${depositId}`, 'fixed');
    await end(at, depositId, CHANGE);
    await expectChanged(at, depositId);
  });

  it.each(['open-job-begun', 'open-job-done', 'run-job-begun', 'run-job-done'])(
    'killed at %s as it pays, pays once',
    async (point) => {
      const at = await start();
      const depositId = await at.deposit();
      await at.do('insert 1000');
      await fixed(at, depositId);
      await at.dieAt(point, async () => {
        await end(at, depositId, CHANGE);
      });
      await at.startAgent();
      await end(at, depositId, CHANGE);
      await expectChanged(at, depositId);
    },
  );

  it.each(['finishOperation', 'startOperation', 'acknowledgeOperationId', 'setOperationImported'])(
    'a lost answer to %s ends and pays nothing twice',
    async (operation) => {
      const at = await start();
      const depositId = await at.deposit();
      await at.do('insert 1000');
      await at.do(`lose-answers ${operation} 2`);
      await fixed(at, depositId);
      await end(at, depositId, CHANGE);
      await expectChanged(at, depositId);
    },
  );

  it('is not fixed while the machine is out of reach, and keeps what comes late', async () => {
    const at = await start();
    const depositId = await at.deposit();
    await at.do('insert 500');
    await at.do('unplug');
    const path = `/v1/deposits/${depositId}`;
    expect(await at.call('POST', `${path}/fix`)).toMatchObject({
      state: 'fixing',
      mayEnd: false,
      unanswered: ['cashdro'],
    });
    const early = await end(at, depositId, CHANGE);
    expect(early['error']).toMatchObject({ code: 'deposit-not-fixed' });
    await at.do('insert 500');
    await at.do('plug');
    expect(await at.reached(path, 'fixed')).toMatchObject({ insertedMinor: 1_000 });
    await end(at, depositId, CHANGE);
    await expectChanged(at, depositId);
  });

  it('given back at the machine itself is returned', async () => {
    const at = await start();
    const depositId = await at.deposit();
    await at.do('insert 500');
    await at.do('cancel');
    const deposit = await at.reached(`/v1/deposits/${depositId}`, 'returned');
    expect(deposit).toMatchObject({ paidOutMinor: 500, owedMinor: 0 });
    await at.rested();
  });
});

it('a fill is a load of the machine, in its operator’s name', async () => {
  const at = await start();
  await at.signIn();
  const depositId = await at.deposit('fill');
  await at.do('insert 1000');
  await fixed(at, depositId);
  await end(at, depositId, { end: 'no-change' });
  await at.reached(`/v1/deposits/${depositId}`, 'settled');
  await at.rested();
  const ordered = at.journal().find(({ kind }) => kind === 'job-ordered');
  expect(ordered?.body).toMatchObject({ task: 'load', ownerId: depositId });
  const started = at.journal().find(({ kind }) => kind === 'deposit-started');
  expect(started?.body).toMatchObject({ purpose: 'fill', operator: 'eva' });
  expect(await at.verdict()).toContain('Chain holds');
});

describe('what its operator does at the machine', () => {
  it('a withdrawal is what was chosen there, and ends there, whoever died meanwhile', async () => {
    const at = await start();
    const operationId = await operate(at, 'empty', 'withdrawal');
    await at.do('choose 2000');
    await at.agent?.kill();
    await at.do('choose 500');
    await at.startAgent();
    await at.signIn();
    await at.do('free');
    const path = `/v1/operations/${operationId}`;
    expect(await at.reached(path, 'finished')).toMatchObject({
      atMachine: 'withdrawal',
      operator: 'eva',
      paidMinor: 2_500,
      shortMinor: 0,
    });
    await at.rested();
    expect(await at.truth()).toMatchObject({ begun: 1, outMinor: 2_500 });
    expect(await at.verdict()).toContain('Chain holds');
  });

  it('is ended from here where nobody ends it there', async () => {
    const at = await start();
    const operationId = await operate(at, 'empty', 'withdrawal');
    await at.do('choose 2000');
    await at.call('POST', `/v1/operations/${operationId}/end`);
    const path = `/v1/operations/${operationId}`;
    expect(await at.reached(path, 'finished')).toMatchObject({ paidMinor: 2_000 });
    await at.rested();
  });

  it('a transfer moves pieces to the cassette, and none out of the machine', async () => {
    const at = await start();
    const before = await at.truth();
    const operationId = await operate(at, 'collect', 'to-cassette');
    await at.do('choose 2000');
    await at.do('free');
    const path = `/v1/operations/${operationId}`;
    expect(await at.reached(path, 'finished')).toMatchObject({ paidMinor: 2_000 });
    await at.rested();
    const after = await at.truth();
    expect(after).toMatchObject({ outMinor: 0, heldMinor: before.heldMinor });
    expect(after.cassette['2000']).toBe(1);
    expect(await at.verdict()).toContain('Chain holds');
  });

  it('a cassette leaves with what the machine says was in it', async () => {
    const pieces = COINS_AND_NOTES.pieces.map((piece) => ({ ...piece, cassette: 3 }));
    const at = await start({ sim: { pieces } });
    const operationId = await operate(at, 'empty', 'take-notes');
    await at.do('pull-cassette');
    const path = `/v1/operations/${operationId}`;
    expect(await at.reached(path, 'finished')).toMatchObject({ paidMinor: 10_500 });
    await at.rested();
    expect(await at.verdict()).toContain('Chain holds');
  });
});

describe('as a UnifiedPOS CashChanger', () => {
  const changer = '/v1/cash-changer';

  async function enabled(): Promise<CashdroTill> {
    const at = await start();
    await at.call('POST', `${changer}/claim`, {});
    await at.call('POST', `${changer}/device-enabled`, { deviceEnabled: true });
    return at;
  }

  it('names its values and what it cannot do, and shows what is to be looked at', async () => {
    const at = await enabled();
    expect(await at.call('GET', changer)).toMatchObject({
      currencyCashList: '1,2,5,10,20,50,100,200;500,1000,2000',
      depositCashList: '1,2,5,10,20,50,100,200;500,1000,2000',
      exitCashList: '1,2,5,10,20,50,100,200;500,1000,2000',
      deviceStatus: 0,
      capDeposit: true,
      capPauseDeposit: false,
      capRepayDeposit: false,
    });
    await at.do('alerts 2');
    await at.do('empty 50');
    const body = { device: 'cashdro', command: 'read-levels' };
    expect(await at.call('POST', `${changer}/direct-io`, body)).toMatchObject({ resultCode: 0 });
    await at.until('the alerts show', async () => {
      const alerts = (await at.device())['alerts'];
      return Array.isArray(alerts) && alerts.length === 2;
    });
    expect((await at.device())['alerts']).toEqual([
      { code: 'piece-empty', valueMinor: 50 },
      { code: 'alerts-at-machine', count: 2 },
    ]);
    expect(await at.call('GET', changer)).toMatchObject({ deviceStatus: 11 });
    expect(at.output).not.toContain(PASSWORD);
    expect(at.output).not.toContain(encodeURIComponent(PASSWORD));
  });

  it('begins, fixes and ends a deposit with change', async () => {
    const at = await enabled();
    const { depositId } = await at.call('POST', `${changer}/begin-deposit`);
    await at.collecting(String(depositId));
    await at.do('insert 1000');
    expect(await at.call('POST', `${changer}/fix-deposit`)).toMatchObject({
      resultName: 'OPOS_SUCCESS',
      depositStatus: 4,
      depositCounts: ';1000:1',
    });
    const ending = { success: 1, amountDueMinor: KEPT_MINOR };
    expect(await at.call('POST', `${changer}/end-deposit`, ending)).toMatchObject({
      resultName: 'OPOS_SUCCESS',
      paidOutMinor: CHANGE_MINOR,
      isEnded: true,
    });
    await expectChanged(at, String(depositId));
  });

  it('tests the machine by DirectIO, and refuses what its driver does not declare', async () => {
    const at = await enabled();
    const ask = (command: string): Promise<JsonLine> =>
      at.call('POST', `${changer}/direct-io`, { device: 'cashdro', command });
    expect(await ask('test')).toMatchObject({ resultName: 'OPOS_SUCCESS' });
    expect(await ask('open-the-safe')).toMatchObject({
      error: { details: { resultName: 'OPOS_E_ILLEGAL', commands: ['test', 'read-levels'] } },
    });
    await at.do('unplug');
    expect(await ask('test')).toMatchObject({ resultName: 'OPOS_E_OFFLINE' });
  });
});
