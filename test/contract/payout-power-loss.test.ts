/**
 * Power lost during a payout, at every point of it: between any two things that happen, and in the
 * middle of every frame; of the device, of the till, and of both at once. Whatever is then said to
 * have been paid is what the customer has, and paying the rest never pays anything twice; the same for
 * what goes into the machine's own cash box. Where nobody can say, nobody does.
 */
import { afterAll, describe, expect, it } from 'vitest';
import type { DispenseOrder, DispenseOutcome } from '../../hardware/kit/device.ts';
import { PayoutBench } from './payout-bench.ts';
import { payoutFamilies, type PayoutFamily } from './payout-families.ts';

/** Points tried of each kind, evenly spread; `POWER_CUTS=1000000` tries every one. */
const CUTS = Number(process.env['POWER_CUTS'] ?? 8);
const LIMIT_MS = 30_000 + CUTS * 1_000;
const OFF_MS = 2_000;
/** Longer than anything that was begun takes to end. */
const AFTERWARDS_MS = 8_000;
const VICTIMS = ['device', 'till', 'both'] as const;

type Victim = (typeof VICTIMS)[number];

/** After so many bytes of the exchange, or so many things that have happened. */
interface Cut {
  readonly at: 'byte' | 'step';
  readonly number: number;
  readonly victim: Victim;
}

const told: string[] = [];

describe.each(payoutFamilies)('$family: power lost during a payout', (family) => {
  it.each(VICTIMS)(
    'of the %s',
    async (victim) => {
      const all = await pointsOf(family);
      expect(all.bytes + all.steps).toBeGreaterThanOrEqual(family.pointsMin);
      const cuts = [...spread('byte', all.bytes), ...spread('step', all.steps)];
      const ends: End[] = [];
      for (const cut of cuts) ends.push(await payThrough(family, { ...cut, victim }));
      expect(ends.filter((end) => !isHonest(family, end))).toEqual([]);
      const unknown = ends.filter(({ outcome }) => outcome.kind === 'unknown').length;
      told.push(
        `${family.family}, ${victim}: ${all.bytes} bytes and ${all.steps} steps to cut at, ` +
          `${cuts.length} tried, ${unknown} left to a count`,
      );
    },
    LIMIT_MS,
  );
});

afterAll(() => console.info(told.join('\n')));

function spread(at: Cut['at'], count: number): readonly Pick<Cut, 'at' | 'number'>[] {
  const tried = Math.min(count, CUTS);
  return Array.from({ length: tried }, (_, turn) => ({
    at,
    number: 1 + Math.floor((turn * count) / tried),
  }));
}

/** Where a payout that nothing happens to could be cut. */
async function pointsOf(family: PayoutFamily) {
  const bench = new PayoutBench(family);
  const order = await begin(bench, family);
  const before = bench.bytesPassed;
  let steps = 0;
  const outcome = await bench.valueOf(bench.dispenser.dispense(order), () => void (steps += 1));
  bench.killHost();
  expect(outcome).toEqual({ kind: 'settled', paid: family.count, cause: 'complete' });
  expect(bench.machine.paidMinor()).toBe(family.count * family.valueMinor);
  return { bytes: bench.bytesPassed - before, steps };
}

async function begin(bench: PayoutBench, family: PayoutFamily): Promise<DispenseOrder> {
  bench.startHost();
  await bench.untilUp();
  return bench.prepare(family.count);
}

/** What was said in the end, and what the customer had then and a while later, in minor units. */
interface End {
  readonly cut: Cut;
  readonly outcome: DispenseOutcome;
  readonly paidMinor: number;
  readonly laterMinor: number;
  /** Nobody has put anything in: the machine's own cash that it finds on its way is not new. */
  readonly creditedMinor: number;
}

/** What is said is what was paid, and the rest is paid once; where nobody knows, a count must tell. */
function isHonest(family: PayoutFamily, end: End): boolean {
  const { outcome, paidMinor, laterMinor, creditedMinor } = end;
  const allMinor = family.count * family.valueMinor;
  if (creditedMinor > 0) return false;
  return outcome.kind === 'settled'
    ? outcome.paid * family.valueMinor === paidMinor && laterMinor === allMinor
    : outcome.reason === 'counters-disagree' && laterMinor <= allMinor;
}

async function payThrough(family: PayoutFamily, cut: Cut): Promise<End> {
  const bench = new PayoutBench(family);
  const order = await begin(bench, family);
  const outcome = await dispenseThrough(bench, order, cut);
  const paidMinor = bench.machine.paidMinor();
  if (outcome.kind === 'settled') await payRest(bench, family, outcome.paid);
  await bench.clock.advance(AFTERWARDS_MS);
  const laterMinor = bench.machine.paidMinor();
  bench.killHost();
  return { cut, outcome, paidMinor, laterMinor, creditedMinor: bench.creditedMinor };
}

/** Dispenses, loses power on the way, and asks what became of it when it is back. */
async function dispenseThrough(
  bench: PayoutBench,
  order: DispenseOrder,
  { at, number, victim }: Cut,
): Promise<DispenseOutcome> {
  let isCut = false;
  let steps = 0;
  const cutNow = (): void => {
    isCut = true;
    if (victim !== 'device') bench.killHost();
    if (victim === 'till') return;
    bench.machine.cutPower();
    bench.clock.startTimer(OFF_MS, () => bench.machine.restorePower());
  };
  if (at === 'byte') bench.cutAfter(number, cutNow);
  const step = (): void => {
    steps += 1;
    if (at === 'step' && steps === number) cutNow();
  };
  const dispensing = bench.dispenser.dispense(order);
  if (victim === 'device') {
    const outcome = await bench.valueOf(dispensing, step);
    // Each talk has a key of its own, and frames a few bytes longer or shorter: the end may come first.
    await bench.until(() => isCut);
    await bench.clock.advance(2 * OFF_MS);
    return outcome.kind === 'settled' ? outcome : bench.settle(order);
  }
  dispensing.catch(() => undefined);
  await bench.until(() => {
    step();
    return isCut;
  });
  await bench.clock.advance(2 * OFF_MS);
  bench.startHost();
  return bench.settle(order);
}

/** The till pays what is missing once it knows. */
async function payRest(bench: PayoutBench, family: PayoutFamily, paid: number): Promise<void> {
  if (paid === family.count) return;
  await bench.untilUp();
  const order = await bench.prepare(family.count - paid);
  await bench.valueOf(bench.dispenser.dispense(order));
}
