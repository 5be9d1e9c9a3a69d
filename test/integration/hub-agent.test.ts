/**
 * A real agent, a real hub and a simulated machine behind a kernel tty: what the machine took and paid
 * is at the hub, each cent once, whoever was down or killed meanwhile; and a till that came back from
 * an old copy of its disk shows as two branches, with the money of both.
 */
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { worthMinor } from '../../hardware/drivers/cctalk/sim-truth.ts';
import type { HubPoint } from '../../sync/hub/hub-parts.ts';
import type { UplinkPoint } from '../../sync/uplink/uplink.ts';
import { RealHub } from '../support/real-hub.ts';
import { RealTill } from '../support/real-till.ts';
import { enrolFolder } from '../support/uplink-till.ts';

const DUE_MINOR = 150;
const GIVEN_MINOR = 200;
const CHANGE_MINOR = GIVEN_MINOR - DUE_MINOR;
const tally = { sales: 0, killed: 0, forks: 0, takenMinor: 0, atHubMinor: 0 };

let folder = '';
let hub: RealHub;
let till: RealTill;
let station = '';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-hub-agent-'));
  hub = new RealHub(join(folder, 'hub'));
  await hub.start();
  till = await RealTill.start();
  await till.stopAgent();
  station = await enrolFolder(join(till.folder, 'station'), hub.url, await hub.makeCode());
  await till.startAgent();
});

afterEach(async () => {
  await till[Symbol.asyncDispose]();
  await hub.kill();
  rmSync(folder, { recursive: true, force: true });
});

afterAll(() => console.log('agent and hub, real processes:', tally));

async function sell(): Promise<void> {
  const saleId = String((await till.startSale(DUE_MINOR))['saleId']);
  await till.until('the coin is taken', async () => {
    return (await till.insert(GIVEN_MINOR)) === 'accepted';
  });
  await till.until('it is settled', async () => (await till.sale(saleId)).state === 'settled');
  tally.sales += 1;
}

async function unsent(): Promise<number | undefined> {
  const { hub: view } = await till.call('GET', '/v1/status');
  return (view as { unsentLines: number } | null)?.unsentLines;
}

/** The hub's sums are what the machine itself says it took and paid. */
async function reckon(): Promise<Awaited<ReturnType<RealHub['account']>>> {
  await till.until('all is at the hub', async () => (await unsent()) === 0);
  const account = await hub.account(station);
  const { insertedCoins, paidOut } = await moved();
  expect(account.totals.inserted_minor).toBe(insertedCoins);
  expect(account.totals.dispensed_minor).toBe(paidOut);
  expect(account.quarantined).toEqual([]);
  tally.takenMinor += insertedCoins;
  tally.atHubMinor += account.totals.inserted_minor;
  return account;
}

/** What came in less what went out lies in the machine; what went out the machine has counted. */
async function moved(): Promise<{ readonly insertedCoins: number; readonly paidOut: number }> {
  const truth = await till.truth();
  return { insertedCoins: worthMinor(truth.accepted), paidOut: worthMinor(truth.paidOut) };
}

it('a hub that was down for a sale gets it afterwards, once and in order', async () => {
  await sell();
  await hub.kill();
  await sell();
  expect(await unsent()).toBeGreaterThan(0);
  await hub.start();
  const { totals, branches } = await reckon();
  expect(totals.sales_settled).toBe(2);
  expect(branches).toHaveLength(1);
  expect(branches[0]?.durableTo).toBe(till.journal().length);
});

it.each<HubPoint>(['lines-received', 'lines-committed', 'signed-on'])(
  'a hub killed at %s in a sale has nothing twice',
  async (point) => {
    await hub.kill();
    await hub.start({ env: { CRASH_POINT: point, CRASH_PASSES: '2' } });
    await till.stopAgent();
    await till.startAgent();
    if (point === 'signed-on') {
      await till.stopAgent();
      await till.startAgent();
    }
    await sell();
    expect(await hub.process.ended).toBe('SIGKILL');
    tally.killed += 1;
    await hub.start();
    expect((await reckon()).totals.sales_settled).toBe(1);
  },
);

it.each<UplinkPoint>(['lines-sent', 'lines-acknowledged', 'cursor-saved'])(
  'a till killed at %s in a sale loses nothing',
  async (point) => {
    await till.stopAgent();
    const doomed = { env: { CRASH_POINT: point, CRASH_PASSES: '3' } };
    // Its devices come up while it starts: it may die before anybody can ask it.
    const isUp = await till.launchAgent(doomed).then(isTrue, isFalse);
    if (isUp) await till.startSale(DUE_MINOR).catch(() => undefined);
    expect(await till.agent?.ended).toBe('SIGKILL');
    tally.killed += 1;
    await till.startAgent();
    for (const { saleId, state } of await till.sales()) {
      if (state === 'collecting') await till.call('POST', `/v1/sales/${saleId}/cancel`);
    }
    await sell();
    expect((await reckon()).totals.sales_settled).toBe(1);
  },
);

it('a till back from yesterday’s disk that sold offline shows both branches and all their money', async () => {
  await sell();
  await reckon();
  await till.stopAgent();
  const copy = join(folder, 'yesterday');
  cpSync(till.folder, copy, { recursive: true, filter: isOnDisk });
  await till.startAgent();
  await sell();
  await reckon();
  await till.stopAgent();
  await hub.kill();
  for (const name of readdirSync(till.folder)) {
    if (isOnDisk(name)) rmSync(join(till.folder, name), { recursive: true });
  }
  cpSync(copy, till.folder, { recursive: true });
  await till.startAgent();
  await sell();
  await hub.start();
  await till.until('it is at the hub', async () => (await unsent()) === 0);
  const { totals, branches } = await hub.account(station);
  expect(branches).toHaveLength(2);
  expect(branches[1]).toMatchObject({ isExplained: false, parentEpoch: branches[0]?.epoch });
  expect(totals.sales_settled).toBe(3);
  expect(totals.dispensed_minor).toBe(3 * CHANGE_MINOR);
  // The restored disk does not know the coin of the lost branch that the acceptor still tells of.
  const unassigned = till.journal().filter(({ kind }) => kind === 'debt-recorded');
  expect(unassigned.map(({ body }) => body)).toMatchObject([
    { cause: 'unassigned', amountMinor: GIVEN_MINOR },
  ]);
  expect(totals.inserted_minor - GIVEN_MINOR).toBe(3 * GIVEN_MINOR);
  expect(till.journal().filter(({ kind }) => kind === 'chain-forked')).toHaveLength(1);
  tally.forks += 1;
});

function isTrue(): boolean {
  return true;
}

function isFalse(): boolean {
  return false;
}

function isOnDisk(path: string): boolean {
  return !path.endsWith('coin-machine');
}
