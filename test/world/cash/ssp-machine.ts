/** Coins and notes of one line of SSP units, with the driver that belongs to it. */
import { sspConfigSchema, type SspConfigInput } from '../../../hardware/drivers/ssp/config.ts';
import { ssp } from '../../../hardware/drivers/ssp/driver.ts';
import type { Behaviour } from '../../../hardware/drivers/ssp/sim-behaviour.ts';
import {
  driverConfigFor,
  fastTiming,
  nv200,
  simConfigSchema,
  smartHopper,
  type SimConfigInput,
} from '../../../hardware/drivers/ssp/sim-config.ts';
import type { SimEvent, UnitTruth } from '../../../hardware/drivers/ssp/sim-truth.ts';
import { SimMachine } from '../../../hardware/drivers/ssp/sim.ts';
import { cashboxOf } from '../../../agent/core/cash/transfers.ts';
import { createMemoryPipe } from '../../../hardware/kit/memory-transport.ts';
import {
  cablePulled,
  CLOSED,
  pick,
  some,
  sumOfPieces,
  type CashMachine,
  type Making,
  type Mishap,
  type Motion,
  type PieceCounts,
} from './cash-machine.ts';

export type SspUnitName = 'smart-hopper' | 'smart-coin-system' | 'smart-payout' | 'nv11';

type SimUnit = SimConfigInput['units'][number];

const RECYCLED_NOTES: readonly number[] = [500, 1_000, 2_000];
/** Commands that a disturbance picks out: poll, its acknowledgement, hold, both ways of paying. */
const TELLING_COMMANDS = [0x07, 0x56, 0x57, 0x18, 0x46, 0x42];
const FOREIGN = 'CHF';
/** Of a unit for notes of another currency than the till's. */
const OTHER_NOTES = { device: 'dollars', values: [100, 500, 1_000, 2_000, 5_000] };
const OTHER_RECYCLED: readonly number[] = [100, 500, 1_000];

export function createSspMachine(names: readonly SspUnitName[], making: Making): CashMachine {
  const { clock, random } = making;
  const units = names.map((name) => unitOf(name, making));
  const timing = { ...fastTiming, readMs: 60, stackMs: 80, storeMs: 60, returnMs: 60 };
  const config: SimConfigInput = { timing, units };
  const sim = new SimMachine({ clock, random, config: simConfigSchema.parse(config) });
  const pipe = createMemoryPipe(clock);
  sim.attach(pipe.line);
  const driver = sspConfigSchema.parse(driverOf(config, names, making));
  let isJammed = false;
  let isWaking = false;
  sim.onEvent(({ event }) => {
    if (event === 'stuck') isJammed = true;
  });
  return {
    ...CLOSED,
    pipe,
    currency: making.currency,
    canCollect: true,
    acceptors: units.map(({ device }) => device),
    takes: units.flatMap(({ values }) => values),
    asking: units.flatMap(({ unit, device }) => (unit === 'smart-hopper' ? [] : [device])),
    stocks: units.flatMap(({ device, store = [] }) =>
      store.map(([valueMinor, count]) => ({ place: `${device}/${valueMinor}`, valueMinor, count })),
    ),
    mishaps: [cablePulled(pipe), ...mishapsOf(sim, random)],
    openPort: (context) => ssp.openPort(driver, context),
    onMotion: (listener) =>
      sim.onEvent((event) => tell(event, isWaking ? 'strayed' : 'collected', listener)),
    insert: (valueMinor) => void sim.insert(valueMinor),
    mend: () => {
      isWaking = true;
      mend(sim, isJammed);
      isWaking = false;
      isJammed = false;
    },
    held: () => placesOf(sim, cashboxOf(making.currency)),
    onTheWay: (device) => sim.truth()[device]?.path ?? {},
  };
}

function unitOf(name: SspUnitName, { random, piecesEach, isForeign, currency }: Making): SimUnit {
  const isNotes = name === 'smart-payout' || name === 'nv11';
  const [model] = (isNotes ? nv200 : smartHopper).units;
  if (model === undefined) throw new TypeError('there is no such unit');
  const own = isNotes ? RECYCLED_NOTES : model.values;
  const recycled = currency === undefined ? own : OTHER_RECYCLED;
  return {
    ...model,
    ...(currency === undefined ? {} : OTHER_NOTES),
    unit: name === 'smart-coin-system' ? 'smart-hopper' : name,
    currency: isForeign ? FOREIGN : (currency ?? model.currency),
    store: recycled.map((value) => [value, piecesEach]),
    // Some believe to hold a piece that is not there.
    phantoms: random() < 0.1 ? [[pick(random, recycled), 1]] : [],
  };
}

function driverOf(
  sim: SimConfigInput,
  names: readonly SspUnitName[],
  { currency = 'EUR' }: Making,
): SspConfigInput {
  const { units } = driverConfigFor(sim);
  return {
    // Coins that fall are told of within this time by the simulated units.
    flushMs: 300,
    pollMs: 200,
    units: units.map((one, at) => ({ ...one, unit: names[at] ?? one.unit, currency })),
  };
}

function tell(
  { event, device, valueMinor }: SimEvent,
  toCashbox: 'collected' | 'strayed',
  listener: (motion: Motion) => void,
): void {
  switch (event) {
    case 'accepted':
      return listener({ kind: 'taken', device, valueMinor });
    case 'returned':
      return listener({ kind: 'given-back', device, valueMinor });
    case 'paid-out':
      return listener({ kind: 'paid-out', device: `${device}/${valueMinor}`, valueMinor });
    case 'moved-to-cashbox':
      return listener({ kind: toCashbox, device: `${device}/${valueMinor}`, valueMinor });
    case 'inserted':
    case 'stuck':
      return undefined;
  }
}

function mishapsOf(sim: SimMachine, random: () => number): readonly Mishap[] {
  const disturb = (kind: Behaviour['kind']) => (): void => {
    const code = random() < 0.5 ? { code: pick(random, TELLING_COMMANDS) } : {};
    sim.behave({ kind, times: some(random, 3), delayMs: pick(random, [60, 300, 900]), ...code });
  };
  return [
    { name: 'ssp-silence', weight: 2, happen: disturb('silence') },
    { name: 'ssp-garbled', weight: 2, happen: disturb('garble') },
    { name: 'ssp-reply-lost', weight: 2, happen: disturb('lose-reply') },
    { name: 'ssp-reply-twice', weight: 1, happen: disturb('repeat') },
    { name: 'ssp-slow', weight: 2, happen: disturb('delay') },
    { name: 'ssp-noise', weight: 2, happen: () => sim.makeNoise(some(random, 60)) },
    { name: 'ssp-power-cut', weight: 2, happen: () => sim.cutPower() },
    {
      name: 'ssp-power-cut-in-a-packet',
      weight: 1,
      happen: () => sim.cutPowerAfter(some(random, 200), () => undefined),
    },
    { name: 'ssp-jam', weight: 1, happen: () => sim.jam(true) },
    { name: 'ssp-stacker-full', weight: 1, happen: () => sim.fillStacker(true) },
    { name: 'ssp-fraud', weight: 1, happen: () => sim.cheat() },
    { name: 'ssp-unknown-event', weight: 1, happen: () => sim.surprise() },
    { name: 'ssp-keys-lost', weight: 1, happen: () => sim.loseKeys() },
  ];
}

/** A jam goes away with the power alone, and so the unit is switched off and on. */
function mend(sim: SimMachine, isJammed: boolean): void {
  sim.clearBehaviours();
  sim.jam(false);
  sim.fillStacker(false);
  if (isJammed) sim.cutPower();
  sim.restorePower();
}

function placesOf(sim: SimMachine, cashboxPlace: string): Readonly<Record<string, PieceCounts>> {
  const units = Object.entries(sim.truth());
  const stores = units.flatMap(([device, { store }]) =>
    Object.entries(store).map(([value, count]) => [`${device}/${value}`, { [value]: count }]),
  );
  const cashbox = sumOfPieces(units.map(([, unit]: readonly [string, UnitTruth]) => unit.cashbox));
  return { ...Object.fromEntries(stores), [cashboxPlace]: cashbox };
}
