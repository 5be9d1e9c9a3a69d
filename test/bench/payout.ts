/**
 * A change of notes and coins, from the first line of the payout to the last, beside what the
 * mechanics alone take one after the other, and beside what they would take side by side.
 */
import { coinPort, recyclerPort } from './bench-ports.ts';
import { BenchTill } from './bench-till.ts';
import type { Comparison } from './comparison.ts';
import { median } from './statistics.ts';

const SALES = 5;
const PAID_WITH_MINOR = 5_000;
/** Two notes of 20.00, three coins of 1.00, four of 0.20 and one of 0.05. */
const CHANGE_MINOR = 4_385;
const NOTES = 2;
const COINS = 8;
const COINS_OF_ONE_HOPPER_MAX = 4;
const NOTE_MS = 600;
const COIN_MS = 80;
const INSERT_AGAIN_MS = 2_500;

/** What lies in each place that change is paid from; the others are empty. */
const STOCKS: readonly (readonly [place: string, valueMinor: number, count: number])[] = [
  ['notes/2000', 2_000, 10],
  ['hopper-100', 100, 40],
  ['hopper-20', 20, 40],
  ['hopper-5', 5, 40],
];

export async function measurePayout(): Promise<readonly Comparison[]> {
  const recycler = recyclerPort();
  await using till = await BenchTill.create([coinPort().port, recycler.port]);
  await till.startAgent();
  for (const [place, valueMinor, count] of STOCKS) {
    const path = `/v1/counts/${encodeURIComponent(place)}`;
    await till.call('POST', path, { reason: 'fill', added: [{ valueMinor, count }] });
  }
  for (let sale = 0; sale < SALES; sale += 1) {
    await sell(till, () => void recycler.machine.insert(PAID_WITH_MINOR));
  }
  const started = till.journal('payout-started').map(({ atMs }) => atMs);
  const finished = till.journal('payout-finished').map(({ atMs }) => atMs);
  const tookMs = started.map((atMs, at) => (finished[at] ?? Number.NaN) - atMs);
  const change = {
    what: `change of ${COINS} coins and ${NOTES} notes`,
    unit: 'ms',
    ours: median(tookMs),
  };
  return [
    {
      ...change,
      theirs: NOTES * NOTE_MS + COINS * COIN_MS,
      against: 'mechanics, one by one',
      goal: { of: 'ratio', bound: 'max', value: 1.05 },
      note: `${SALES} sales, four devices at a time; ${legsOf(till)}`,
    },
    {
      ...change,
      theirs: Math.max(NOTES * NOTE_MS, COINS_OF_ONE_HOPPER_MAX * COIN_MS),
      against: 'mechanics, side by side',
    },
  ];
}

async function sell(till: BenchTill, insert: () => void): Promise<void> {
  const amountDueMinor = PAID_WITH_MINOR - CHANGE_MINOR;
  await till.call('POST', '/v1/sales', { amountDueMinor, currency: 'EUR' });
  const timer = setInterval(insert, INSERT_AGAIN_MS);
  insert();
  await till.until(async () => {
    const { sale } = (await till.status()) as { sale?: { insertedMinor: number } };
    return (sale?.insertedMinor ?? 0) > 0;
  });
  clearInterval(timer);
  await till.until(async () => (await till.status())['activity'] === 'idle');
}

/** How long each order took from its line to its settlement. */
function legsOf(till: BenchTill): string {
  const started = till.journal('dispense-started');
  const settled = till.journal('dispense-settled');
  const orders = started.map(({ body, atMs }) => {
    const { payoutId, leg } = body;
    const end = settled.find((one) => one.body['payoutId'] === payoutId && one.body['leg'] === leg);
    return { device: String(body['device']), ms: (end?.atMs ?? Number.NaN) - atMs };
  });
  const devices = [...new Set(orders.map(({ device }) => device))];
  return devices
    .map((device) => {
      const ms = median(orders.filter((one) => one.device === device).map((one) => one.ms));
      return `${device} ${ms.toFixed(0)} ms`;
    })
    .join(', ');
}
