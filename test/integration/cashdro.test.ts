/**
 * A till with a whole machine, over real TLS: what the machine says went in and out is what is
 * booked, whoever dies or falls silent meanwhile, and no operation is begun twice.
 */
import { afterEach, expect, it } from 'vitest';
import { CashdroTill, COINS_AND_NOTES, type CashdroTillOptions } from '../support/cashdro-till.ts';

const DUE_MINOR = 750;
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

/** One sale was begun, once, and every cent of it is where the machine says. */
async function expectSold(at: CashdroTill, saleId: string): Promise<void> {
  const sale = await at.ended(saleId, 'settled');
  expect(sale).toMatchObject({ insertedMinor: 1_000, paidOutMinor: CHANGE_MINOR, owedMinor: 0 });
  await at.rested();
  const truth = await at.truth();
  expect(truth).toMatchObject({ begun: 1, inMinor: 1_000, outMinor: CHANGE_MINOR });
  expect(await at.verdict()).toContain('Chain holds');
}

it('sells with change, and lets the machine forget it only when the journal has it', async () => {
  const at = await start();
  const saleId = await at.sell(DUE_MINOR);
  await at.do('insert 500');
  await at.until('half of it shows', async () => (await at.sale(saleId)).insertedMinor === 500);
  expect(await at.sale(saleId)).toMatchObject({ state: 'collecting', isPaid: false });
  await at.do('insert 500');
  await expectSold(at, saleId);
  const kinds = at.journal().map(({ kind }) => kind);
  const order = ['job-ordered', 'job-opened', 'job-moved', 'job-ended', 'sale-settled'];
  expect(kinds.filter((kind) => order.includes(kind)).filter(isFirst)).toEqual(order);
  expect(at.output).not.toContain('NaN');
});

function isFirst(kind: string, index: number, all: readonly string[]): boolean {
  return all.indexOf(kind) === index;
}

it.each(['open-job-begun', 'open-job-done', 'run-job-begun', 'run-job-done'])(
  'killed at %s while it begins, begins it once',
  async (point) => {
    const at = await start();
    await at.dieAt(point, () => at.startSale(DUE_MINOR));
    await at.startAgent();
    const { sales } = (await at.call('GET', '/v1/sales?filter=all')) as {
      sales: readonly { saleId: string }[];
    };
    const saleId = sales[0]?.saleId ?? (await at.startSale(DUE_MINOR));
    await at.until('it collects', async () => (await at.truth()).begun === 1);
    await at.do('insert 1000');
    await expectSold(at, saleId);
  },
);

it.each(['find-job-begun', 'find-job-done'])(
  'killed at %s as it looks for what it began, begins it once',
  async (point) => {
    const at = await start();
    await at.dieAt('open-job-done', () => at.startSale(DUE_MINOR));
    await at.startAgent({ CRASH_POINT: point }, false).catch(() => undefined);
    await at.agent?.ended;
    await at.startAgent();
    await at.until('it collects', async () => (await at.truth()).begun === 1);
    const { sales } = (await at.call('GET', '/v1/sales')) as { sales: { saleId: string }[] };
    await at.do('insert 1000');
    await expectSold(at, sales[0]?.saleId ?? '');
  },
);

it('killed while it collects, books what came in meanwhile', async () => {
  const at = await start();
  const saleId = await at.sell(DUE_MINOR);
  await at.do('insert 500');
  await at.agent?.kill();
  await at.do('insert 500');
  await at.startAgent();
  await expectSold(at, saleId);
});

it.each(['follow-job-begun', 'forget-job-begun', 'forget-job-done', 'committed'])(
  'killed at %s after a restart, books everything once',
  async (point) => {
    const at = await start();
    const saleId = await at.sell(DUE_MINOR);
    await at.agent?.kill();
    await at.startAgent({ CRASH_POINT: point }, false).catch(() => undefined);
    await at.do('insert 1000');
    await at.agent?.ended;
    await at.startAgent();
    await expectSold(at, saleId);
  },
);

it('killed while it gives back, gives back once', async () => {
  const at = await start();
  await at.agent?.kill();
  await at.startAgent({ CRASH_POINT: 'end-job-done' });
  const saleId = await at.sell(DUE_MINOR);
  await at.do('insert 500');
  await at.until('it shows', async () => (await at.sale(saleId)).insertedMinor === 500);
  await at.call('POST', `/v1/sales/${saleId}/cancel`).catch(() => undefined);
  await at.agent?.ended;
  await at.startAgent();
  expect(await at.ended(saleId, 'returned')).toMatchObject({ paidOutMinor: 500, owedMinor: 0 });
  await at.rested();
  expect(await at.truth()).toMatchObject({ inMinor: 500, outMinor: 500 });
});

it.each(['startOperation', 'acknowledgeOperationId', 'askOperation', 'setOperationImported'])(
  'a lost answer to %s begins nothing twice',
  async (operation) => {
    const at = await start();
    await at.do(`lose-answers ${operation} 2`);
    const saleId = await at.sell(DUE_MINOR);
    await at.do('insert 1000');
    await expectSold(at, saleId);
  },
);

it('finds its operation in a machine that lists no names and nothing that waits', async () => {
  const sim = { ...COINS_AND_NOTES, isWaitingListed: false, isAliasListed: false };
  const at = await start({ sim });
  await at.do('lose-answers startOperation 1');
  await at.do('lose-answers acknowledgeOperationId 1');
  const saleId = await at.sell(DUE_MINOR);
  await at.agent?.kill();
  await at.startAgent();
  await at.do('insert 1000');
  const sale = await at.ended(saleId, 'settled');
  expect(sale.paidOutMinor).toBe(CHANGE_MINOR);
  expect(await at.truth()).toMatchObject({ begun: 1, outMinor: CHANGE_MINOR });
});

it('a power cut while it pays: the change is unresolved, and then paid once', async () => {
  const at = await start();
  await at.do('jam');
  const saleId = await at.startSale(DUE_MINOR);
  await at.until('it runs', async () => (await at.truth()).begun === 1);
  await at.do('unjam');
  await at.do('insert 1000');
  await at.do('jam');
  await at.ended(saleId, 'settling');
  await at.do('power-cut');
  await at.ended(saleId, 'unresolved');
  await at.do('unjam');
  await at.do('power-on');
  await expectSold(at, saleId);
});

it('the network lost while it collects: what was inserted meanwhile is booked', async () => {
  const at = await start();
  const saleId = await at.sell(DUE_MINOR);
  await at.do('unplug');
  await at.until('it is missed', async () => (await at.device())['state'] === 'down');
  expect((await at.sale(saleId)).state).toBe('collecting');
  await at.do('insert 500');
  await at.do('insert 500');
  await at.do('plug');
  await expectSold(at, saleId);
});

it('change that is not there is owed', async () => {
  const at = await start();
  for (const valueMinor of [50, 20, 10, 5, 2, 1]) await at.do(`empty ${valueMinor}`);
  const saleId = await at.sell(DUE_MINOR);
  await at.do('insert 1000');
  expect(await at.ended(saleId, 'owed')).toMatchObject({ paidOutMinor: 200, owedMinor: 50 });
  const { debts } = (await at.call('GET', '/v1/debts')) as { debts: { debtId: string }[] };
  const path = `/v1/debts/${encodeURIComponent(debts[0]?.debtId ?? '')}/pay`;
  // Somebody fills it; the machine can pay the debt now.
  await at.signIn();
  await at.do('occupy');
  await at.do('insert 50');
  await at.do('free');
  await at.until('it is free again', async () => (await at.device())['state'] === 'up');
  await at.until('it is paid', async () => {
    await at.call('POST', path, { by: 'machine' });
    return (await at.sale(saleId)).state === 'settled';
  });
  expect(await at.truth()).toMatchObject({ outMinor: CHANGE_MINOR });
  expect(await at.verdict()).toContain('Chain holds');
});

it('books what a machine has made of an amount by rounding, under a name', async () => {
  const at = await start({ sim: { ...COINS_AND_NOTES, roundToMinor: 2 } });
  const saleId = await at.sell(3);
  await at.do('insert 2');
  const sale = await at.ended(saleId, 'settled');
  expect(sale).toMatchObject({
    insertedMinor: 2,
    differenceMinor: -1,
    paidOutMinor: 0,
    isPaid: true,
  });
  await at.rested();
  const difference = at.journal().find(({ kind }) => kind === 'sale-difference');
  expect(difference?.body).toMatchObject({ saleId, amountMinor: -1, cause: 'rounding' });
  expect(await at.verdict()).toContain('Chain holds');
});

it('gives back at once what was in, when cancelled here or at the machine', async () => {
  const at = await start();
  const here = await at.sell(DUE_MINOR);
  await at.do('insert 500');
  await at.call('POST', `/v1/sales/${here}/cancel`);
  expect(await at.ended(here, 'returned')).toMatchObject({ paidOutMinor: 500 });
  const there = await at.sell(DUE_MINOR);
  await at.do('insert 200');
  await at.do('cancel');
  expect(await at.ended(there, 'returned')).toMatchObject({ paidOutMinor: 200 });
  await at.rested();
  expect(await at.truth()).toMatchObject({ inMinor: 700, outMinor: 700, begun: 2 });
  expect(await at.verdict()).toContain('Chain holds');
});

it('is occupied while somebody else uses the machine, and takes over what they changed', async () => {
  const at = await start();
  await at.do('occupy');
  await at.until('it is seen', async () => (await at.device())['state'] === 'fault');
  expect((await at.device())['detail']).toContain('occupied');
  const refused = await at.call('POST', '/v1/sales', { amountDueMinor: 100, currency: 'EUR' });
  expect(refused['error']).toMatchObject({ code: 'machine-in-use' });
  await at.do('insert 2000');
  await at.do('free');
  await at.until('it is free', async () => (await at.device())['state'] === 'up');
  const saleId = await at.sell(DUE_MINOR);
  await at.do('insert 1000');
  await at.ended(saleId, 'settled');
  await at.until('what they put in is in the journal', async () => {
    return at
      .journal()
      .some(({ kind, body }) => kind === 'levels-read' && body['isFirst'] === false);
  });
  expect(await at.verdict()).toContain('Chain holds');
});
