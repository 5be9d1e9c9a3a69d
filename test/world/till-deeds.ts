/** What people and machines do to a till, and how it is brought to rest in the end. */
import type { Answer, TillRequest } from '../../agent/core/till/events.ts';
import type { Till } from '../../agent/core/till/till.ts';
import type { Sale } from '../../agent/core/sale/sale.ts';
import { delay, garble, loseReply, silence } from '../../hardware/drivers/cctalk/sim-behaviour.ts';
import type { SimMachine } from '../../hardware/drivers/cctalk/sim.ts';
import type { MemoryPipe } from '../../hardware/kit/memory-transport.ts';
import type { FakeClock } from '../support/fake-clock.ts';
import { SUPERVISOR } from '../support/operators.ts';

export const COINS = [5, 10, 20, 50, 100, 200] as const;
export const HOPPERS = COINS.map((valueMinor) => `hopper-${valueMinor}`);
const REST_LIMIT_MS = 600_000;

/** A till that somebody stands before, with its machine. */
export interface LivedTill {
  readonly clock: FakeClock;
  readonly sim: SimMachine;
  readonly pipe: MemoryPipe;
  readonly coinsEach: number;
  readonly random: () => number;
  pick<T>(choices: readonly T[]): T;
  chance(probability: number): boolean;
  ask(request: TillRequest): Promise<Answer | undefined>;
  newSaleId(): string;
  till(): Till;
  sales(): readonly Sale[];
  start(): void;
  crashAfter(points: number): void;
}

/** One of these, as likely as its weight. */
export function drawWeighted<T>(
  choices: readonly (readonly [weight: number, choice: T])[],
  random: () => number,
): T | undefined {
  let ticket = random() * choices.reduce((sum, [weight]) => sum + weight, 0);
  return choices.find(([weight]) => {
    ticket -= weight;
    return ticket <= 0;
  })?.[1];
}

export async function fill(world: LivedTill): Promise<void> {
  for (const valueMinor of COINS) {
    const added = [{ valueMinor, count: world.coinsEach }];
    if (world.coinsEach === 0) continue;
    await world.ask({ kind: 'fill-entered', place: `hopper-${valueMinor}`, added, client: 'pos' });
  }
}

export async function startSale(world: LivedTill): Promise<void> {
  const saleId = world.newSaleId();
  const amountDueMinor = 5 * (1 + Math.floor(world.random() * 150));
  const terms = { saleId, client: 'pos', idempotencyKey: saleId, amountDueMinor, currency: 'EUR' };
  await world.ask({ kind: 'sale-requested', terms });
}

export async function insertCoins(world: LivedTill): Promise<void> {
  const coins = 1 + Math.floor(world.random() * 4);
  for (let coin = 0; coin < coins; coin += 1) {
    world.sim.insertCoin(world.pick(COINS));
    await world.clock.advance(world.pick([200, 220, 350]));
  }
}

export async function cancel(world: LivedTill): Promise<void> {
  const saleId = world.till().activeSaleId ?? 'none';
  await world.ask({ kind: 'cancel-requested', saleId });
}

export async function acknowledge(world: LivedTill): Promise<void> {
  const [sale] = world.sales();
  if (sale === undefined) return;
  await world.ask({ kind: 'acknowledge-requested', saleId: sale.saleId, client: 'pos' });
}

export async function payDebt(world: LivedTill): Promise<void> {
  const [debtId] = Object.keys(world.till().debts);
  if (debtId === undefined) return;
  const by = world.pick(['hand', 'machine'] as const);
  await world.ask({
    kind: 'debt-payment-requested',
    debtId,
    by,
    client: 'pos',
    operator: SUPERVISOR,
  });
}

export function misbehave(world: LivedTill): void {
  const target = world.pick(['bus', 'acceptor', ...HOPPERS]);
  const behaviour = world.pick([silence, garble, loseReply]);
  // Half of the time exactly the command that pays out (header 167).
  const header = world.chance(0.5) ? { header: 167 } : {};
  world.sim.behave(target, behaviour({ times: 1 + Math.floor(world.random() * 3), ...header }));
}

export function dawdle(world: LivedTill): void {
  const target = world.pick(['bus', 'acceptor', ...HOPPERS]);
  const delayMs = world.pick([50, 150, 300, 700]);
  world.sim.behave(target, delay(delayMs, { times: 1 + Math.floor(world.random() * 5) }));
}

/** Somebody opens the machine in the middle of it all and enters what is there. */
export async function countOne(world: LivedTill): Promise<void> {
  await count(world, world.pick(COINS));
}

export async function count(world: LivedTill, valueMinor: number): Promise<void> {
  const place = `hopper-${valueMinor}`;
  const pieces = world.sim.truth().tubes[place]?.[valueMinor] ?? 0;
  const counted = pieces === 0 ? [] : [{ valueMinor, count: pieces }];
  const isDeviceGone = false;
  await world.ask({ kind: 'count-entered', place, counted, isDeviceGone, client: 'pos' });
}

/** Repairs everything and lets the till finish; people count what no device can tell. */
export async function comeToRest(world: LivedTill): Promise<boolean> {
  world.crashAfter(Infinity);
  world.sim.clearBehaviours();
  for (const hopper of HOPPERS) world.sim.unjam(hopper);
  world.sim.restorePower();
  await world.pipe.line.plug();
  world.start();
  await world.clock.advance(10_000);
  await cancel(world);
  const isQuiet = await world.clock.runUntil(() => isAtRest(world), REST_LIMIT_MS);
  if (!isQuiet) await countUnresolved(world);
  return world.clock.runUntil(() => isAtRest(world), REST_LIMIT_MS);
}

function isAtRest(world: LivedTill): boolean {
  const { activeSaleId, payouts } = world.till();
  return activeSaleId === undefined && Object.keys(payouts).length === 0;
}

/** Somebody opens the machine where no device can say what became of a payout. */
export async function countUnresolved(world: LivedTill): Promise<void> {
  const open = Object.values(world.till().payouts).flatMap(({ legs }) => legs);
  for (const { leg } of open) {
    await count(world, leg.valueMinor);
  }
}
