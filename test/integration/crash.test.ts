/**
 * Invariants 1 to 3 on real processes: the agent is killed with SIGKILL at every named point of its
 * work and at uniformly random times during sales, and started again. What is believed in the end is
 * where the simulated machine's coins are: in the tubes, in the cash box, in the customer's hand.
 *
 * CRASH_KILLS=1000 npx vitest run --project tty crash   kills at more random times; each is a second
 * of processor time. The named points are all of them, always.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShellPoint } from '../../agent/shell/shell.ts';
import type { StorePoint } from '../../agent/store/till-store.ts';
import { worthMinor, type SimTruth } from '../../hardware/drivers/cctalk/sim-truth.ts';
import { seededRandom } from '../../hardware/kit/seeded-random.ts';
import { COINS, heapsMinor, RealTill } from '../support/real-till.ts';

const RANDOM_KILLS = Number(process.env['CRASH_KILLS'] ?? '120');
const TILLS_AT_ONCE = 5;
/** About how long a sale takes on the fast machine; kills fall anywhere in it. */
const SALE_MS = 1_800;
const SEED = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);

/** Each named point, and at which of its passings the agent dies: a point without any would not compile. */
const PASSES: Readonly<Record<ShellPoint | StorePoint, readonly number[]>> = {
  'event-taken': [9, 10, 11, 12, 13],
  'step-decided': [9, 10, 11, 12, 13],
  'lines-inserted': [9, 10, 11, 12, 13],
  'state-written': [9, 10, 11, 12, 13],
  committed: [9, 10, 11, 12, 13],
  'set-acceptance-begun': [1],
  'set-acceptance-done': [1],
  'fix-deposit-begun': [1],
  'fix-deposit-done': [1],
  'prepare-dispense-begun': [1],
  'prepare-dispense-done': [1],
  'dispense-begun': [1],
  'dispense-done': [1],
  'settle-dispense-begun': [1],
  'settle-dispense-done': [1],
  // Only a whole machine has jobs: `cashdro.test.ts` dies at these.
  'open-job-begun': [],
  'open-job-done': [],
  'find-job-begun': [],
  'find-job-done': [],
  'run-job-begun': [],
  'run-job-done': [],
  'follow-job-begun': [],
  'follow-job-done': [],
  'end-job-begun': [],
  'end-job-done': [],
  'forget-job-begun': [],
  'forget-job-done': [],
  // Only an installed tree has updates: `update-lives.test.ts` dies at these.
  'check-release-begun': [],
  'check-release-done': [],
  'look-at-releases-begun': [],
  'look-at-releases-done': [],
  'fetch-release-begun': [],
  'fetch-release-done': [],
  'hand-over-begun': [],
  'hand-over-done': [],
  'confirm-trial-begun': [],
  'confirm-trial-done': [],
  'forget-rollbacks-begun': [],
  'forget-rollbacks-done': [],
  // Only a till that somebody helps has these; no money moves in them, and a start ends the session.
  'open-stream-begun': [],
  'open-stream-done': [],
  'close-streams-begun': [],
  'close-streams-done': [],
  'set-control-begun': [],
  'set-control-done': [],
  'send-logs-begun': [],
  'send-logs-done': [],
  'start-external-begun': [],
  'start-external-done': [],
};

interface Tally {
  kills: number;
  settled: number;
  returned: number;
  owed: number;
  unassigned: number;
  takenMinor: number;
  earnedMinor: number;
  paidOutMinor: number;
  /** Lost by an acceptor's buffer and named in the journal. */
  namedMinor: number;
}

const tally: Tally = {
  kills: 0,
  settled: 0,
  returned: 0,
  owed: 0,
  unassigned: 0,
  takenMinor: 0,
  earnedMinor: 0,
  paidOutMinor: 0,
  namedMinor: 0,
};

function euro(minor: number): string {
  return `€${(minor / 100).toFixed(2)}`;
}

function heldMinor(truth: SimTruth): number {
  return heapsMinor(truth.tubes) + worthMinor(truth.cashbox);
}

afterAll(() => {
  process.stdout.write(
    `\ncrash tally (seed ${SEED}): ${tally.kills} kills; sales settled ${tally.settled}, ` +
      `returned ${tally.returned}; debts paid by the machine: owed ${tally.owed}, ` +
      `unassigned ${tally.unassigned}\n` +
      `  the machines took ${euro(tally.takenMinor)} = earned ${euro(tally.earnedMinor)} + in ` +
      `customers' hands ${euro(tally.paidOutMinor)} + named as lost by an acceptor's own buffer ` +
      `${euro(tally.namedMinor)}\n`,
  );
});

/** Kills the agent `afterMs` from now; resolves when it is dead. */
function killLater(till: RealTill, afterMs: number): Promise<void> {
  const { agent } = till;
  return new Promise((resolve, reject) => {
    setTimeout(() => {
      agent?.kill('SIGKILL').then(resolve, reject);
    }, afterMs);
  });
}

/** A coin given back is put in again, as people do; after so many they give up. */
const REJECTIONS_MAX = 20;
/**
 * A brisk customer, who stops where nothing works any more. An acceptor keeps five events, and a
 * coin it gives back is one too: people who go on regardless are the world tests' business.
 */
const COIN_PACE_MS = 250;

/** The customer puts coins in until it is enough, or the machine keeps giving them back. */
async function payIn(till: RealTill, amountMinor: number, random: () => number): Promise<void> {
  let rejections = 0;
  for (let inMinor = 0; inMinor < amountMinor && rejections < REJECTIONS_MAX;) {
    const coin = COINS[Math.floor(random() * COINS.length)] ?? 200;
    if ((await till.insert(coin)) === 'accepted') inMinor += coin;
    else rejections += 1;
    if (isDead(till)) return;
    await pace();
  }
}

function isDead({ agent }: RealTill): boolean {
  return agent === undefined || agent.child.signalCode !== null;
}

function pace(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, COIN_PACE_MS));
}

/** The POS program comes back: it finds its sale, lets it end, and pays every debt out. */
async function finish(till: RealTill, random: () => number): Promise<void> {
  for (const sale of await till.sales()) {
    if (sale.state !== 'collecting') continue;
    if (random() < 0.5) await till.call('POST', `/v1/sales/${sale.saleId}/cancel`);
    else await payIn(till, sale.amountDueMinor - sale.insertedMinor, random);
  }
  await till.until('no sale is under way', async () => {
    const sales = await till.sales();
    const collecting = sales.find(({ state }) => state === 'collecting');
    if (collecting !== undefined) {
      await till.call('POST', `/v1/sales/${collecting.saleId}/cancel`);
    }
    return sales.every(({ state }) => ['settled', 'returned', 'owed'].includes(state));
  });
  await payDebts(till);
}

async function payDebts(till: RealTill): Promise<void> {
  const { debts } = (await till.call('GET', '/v1/debts')) as {
    debts: readonly { debtId: string; cause: 'owed' | 'unassigned' }[];
  };
  if (debts.length > 0) await till.signIn('sam', '2580');
  for (const { debtId, cause } of debts) {
    tally[cause] += 1;
    await till.call('POST', `/v1/debts/${encodeURIComponent(debtId)}/pay`, { by: 'machine' });
    await till.until('the debt is paid', async () => {
      const answer = (await till.call('GET', '/v1/debts')) as { debts: { debtId: string }[] };
      return answer.debts.every((debt) => debt.debtId !== debtId);
    });
  }
}

/**
 * What the machine took is what the till earned and what lies in customers' hands. An acceptor keeps
 * five events: coins pushed into a dead machine beyond that are gone from it, and then the journal
 * must name as many at the least; a count finds them again.
 */
async function reckon(till: RealTill, before: SimTruth): Promise<void> {
  // A coin that fell as its sale ended is told of a poll later, and owed from then on.
  await till.until('every coin taken is in the journal, or named as lost', async () => {
    return worthMinor((await till.truth()).accepted) - insertedMinor(till) <= namedLostMinor(till);
  });
  await payDebts(till);
  const truth = await till.truth();
  const sales = await till.sales();
  const settled = sales.filter(({ state }) => state === 'settled');
  const earnedMinor = settled.reduce((sum, { amountDueMinor }) => sum + amountDueMinor, 0);
  const takenMinor = worthMinor(truth.accepted);
  const paidOutMinor = worthMinor(truth.paidOut);
  const missingMinor = takenMinor - earnedMinor - paidOutMinor;
  expect(missingMinor, 'nothing is paid twice').toBeGreaterThanOrEqual(0);
  expect(missingMinor, 'what is missing has a name').toBeLessThanOrEqual(namedLostMinor(till));
  expect(heldMinor(truth) - heldMinor(before), 'the machine holds the rest').toBe(
    earnedMinor + missingMinor,
  );
  await till.countAll();
  const verdict = till.tillwarden('journal', 'verify', '--config', till.config);
  expect(verdict, 'the journal says so too').toContain(
    `held in all              ${euro(heldMinor(truth))}`,
  );
  tally.settled += settled.length;
  tally.returned += sales.filter(({ state }) => state === 'returned').length;
  tally.takenMinor += takenMinor;
  tally.earnedMinor += earnedMinor;
  tally.paidOutMinor += paidOutMinor;
  tally.namedMinor += missingMinor;
}

function insertedMinor(till: RealTill): number {
  return till
    .journal()
    .filter(({ kind }) => kind === 'cash-inserted')
    .reduce((sum, { body }) => sum + Number(body['valueMinor']), 0);
}

/** The most that the coins named as lost can be worth. */
function namedLostMinor(till: RealTill): number {
  const lostCoinsMax = till
    .journal()
    .filter(({ kind }) => kind === 'credits-lost')
    .reduce((sum, { body }) => sum + Number(body['countMax']), 0);
  return lostCoinsMax * 200;
}

function randomAmount(random: () => number): number {
  return 5 * (1 + Math.floor(random() * 60));
}

/** One sale that the agent is killed in, as the customer and the POS program live through it. */
async function saleWithKill(till: RealTill, random: () => number): Promise<void> {
  const dead = killLater(till, random() * SALE_MS);
  const amountMinor = randomAmount(random);
  await till.startSale(amountMinor).catch(() => undefined);
  await payIn(till, amountMinor, random);
  await dead;
  tally.kills += 1;
  await till.startAgent();
  await finish(till, random);
}

/** Tills that live through one test after another, each used by one at a time. */
const idle: RealTill[] = [];
const floats = new Map<RealTill, SimTruth>();

beforeAll(async () => {
  const tills = await Promise.all(Array.from({ length: TILLS_AT_ONCE }, () => RealTill.start()));
  for (const till of tills) await till.addOperator('sam', 'cashier', '2580');
  for (const till of tills) floats.set(till, await till.truth());
  idle.push(...tills);
});

afterAll(async () => {
  for (const till of floats.keys()) await till[Symbol.asyncDispose]();
});

async function withTill(use: (till: RealTill) => Promise<void>): Promise<void> {
  const till = idle.pop();
  if (till === undefined) throw new RangeError('more tests run at once than there are tills');
  try {
    await use(till);
  } finally {
    idle.push(till);
  }
}

async function crashAt(till: RealTill, point: string, passes: number): Promise<void> {
  await till.agent?.kill('SIGKILL');
  await till.launchAgent({ env: { CRASH_POINT: point, CRASH_PASSES: String(passes) } });
  const hasDied = (): boolean => isDead(till);
  await till.until('the acceptor is up', async () => {
    return hasDied() || (await till.call('GET', '/v1/status'))['activity'] !== 'not-ready';
  });
  await till.startSale(240).catch(() => undefined);
  for (const coin of [200, 50]) {
    for (let tries = 0; tries < REJECTIONS_MAX && !hasDied(); tries += 1) {
      if ((await till.insert(coin)) === 'accepted') break;
      await pace();
    }
  }
  await till.until('the agent has died, or the sale is over', async () => {
    return hasDied() || (await till.sales()).every(({ state }) => state === 'settled');
  });
  expect(hasDied(), `${point} was passed ${passes} times`).toBe(true);
  tally.kills += 1;
}

/** A settlement is only asked for after a crash in a payout: the agent dies twice. */
async function crashInSettlement(till: RealTill, point: string): Promise<void> {
  await crashAt(till, 'dispense-begun', 1);
  // It may die before it has said that it is ready.
  await till.launchAgent({ env: { CRASH_POINT: point, CRASH_PASSES: '1' } }).catch(() => undefined);
  await till.until('the agent has died again', async () => isDead(till));
  tally.kills += 1;
}

describe(`killed at a named point (seed ${SEED})`, () => {
  const cases = Object.entries(PASSES).flatMap(([point, passes]) => {
    return passes.map((pass) => [point, pass] as const);
  });

  it.concurrent.each(cases)('%s, at its pass number %i', async (point, passes) => {
    await withTill(async (till) => {
      if (point.startsWith('settle-')) await crashInSettlement(till, point);
      else await crashAt(till, point, passes);
      await till.startAgent();
      await finish(till, seededRandom(SEED + passes));
    });
  });
});

describe('killed at random times', () => {
  it(`${RANDOM_KILLS} times in sales: every cent is accounted for, none is paid twice`, async () => {
    const lives = [...floats.keys()].map(async (till, index) => {
      const random = seededRandom(SEED * 31 + index);
      for (let kill = 0; kill < RANDOM_KILLS / TILLS_AT_ONCE; kill += 1) {
        await saleWithKill(till, random);
      }
    });
    // A life that fails leaves the others to their end: what comes next finds their tills at rest.
    await Promise.allSettled(lives);
    await Promise.all(lives);
  });
});

describe('in the end', () => {
  it.each([0, 1, 2, 3, 4])(
    'machine %i took what was earned and what was given back',
    async (at) => {
      const [till, before] = [...floats][at] ?? [];
      if (till === undefined || before === undefined) throw new RangeError('there is no such till');
      await reckon(till, before);
    },
  );
});
