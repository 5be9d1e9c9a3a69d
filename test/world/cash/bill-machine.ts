/** A bill validator of one of the families without a store, with its driver. */
import { ccnetConfigSchema } from '../../../hardware/drivers/ccnet/config.ts';
import { ccnet } from '../../../hardware/drivers/ccnet/driver.ts';
import { simCcnetDriverConfig } from '../../../hardware/drivers/ccnet/rig.ts';
import { createSimCcnet } from '../../../hardware/drivers/ccnet/sim.ts';
import { ebdsConfigSchema } from '../../../hardware/drivers/ebds/config.ts';
import { ebds } from '../../../hardware/drivers/ebds/driver.ts';
import { simEbdsDriverConfig } from '../../../hardware/drivers/ebds/rig.ts';
import { createSimEbds } from '../../../hardware/drivers/ebds/sim.ts';
import { id003ConfigSchema } from '../../../hardware/drivers/id003/config.ts';
import { id003 } from '../../../hardware/drivers/id003/driver.ts';
import { simId003DriverConfig } from '../../../hardware/drivers/id003/rig.ts';
import { createSimId003 } from '../../../hardware/drivers/id003/sim.ts';
import type { Port, PortContext } from '../../../hardware/kit/device.ts';
import { createMemoryPipe } from '../../../hardware/kit/memory-transport.ts';
import type { SimSpoil } from '../../../hardware/kit/sim-line.ts';
import { fastNoteTiming, type SimNoteEvent } from '../../../hardware/kit/sim-notes.ts';
import {
  EURO_NOTES_MINOR,
  type SimValidator,
  type SimValidatorOptions,
} from '../../../hardware/kit/sim-validator.ts';
import {
  cablePulled,
  CLOSED,
  some,
  type CashMachine,
  type Making,
  type Mishap,
  type Motion,
} from './cash-machine.ts';

export type BillFamily = 'ccnet' | 'id003' | 'ebds';

interface Family {
  readonly createSim: (options: SimValidatorOptions) => SimValidator;
  readonly openPort: (device: string, currency: string) => (context: PortContext) => Port;
}

const FAMILIES: Readonly<Record<BillFamily, Family>> = {
  ccnet: {
    createSim: createSimCcnet,
    openPort: (device, currency) => {
      const config = ccnetConfigSchema.parse({ ...simCcnetDriverConfig, device, currency });
      return (context) => ccnet.openPort(config, context);
    },
  },
  id003: {
    createSim: createSimId003,
    openPort: (device, currency) => {
      const config = id003ConfigSchema.parse({ ...simId003DriverConfig, device, currency });
      return (context) => id003.openPort(config, context);
    },
  },
  ebds: {
    createSim: createSimEbds,
    openPort: (device) => {
      const config = ebdsConfigSchema.parse({ ...simEbdsDriverConfig, device });
      return (context) => ebds.openPort(config, context);
    },
  },
};

export function createBillMachine(family: BillFamily, making: Making): CashMachine {
  const { clock, random, isForeign } = making;
  const { createSim, openPort } = FAMILIES[family];
  const device = `validator-${family}`;
  const sim = createSim({ clock, random, timing: fastNoteTiming });
  const pipe = createMemoryPipe(clock);
  sim.attach(pipe.line);
  return {
    ...CLOSED,
    pipe,
    currency: undefined,
    canCollect: false,
    acceptors: [device],
    takes: EURO_NOTES_MINOR,
    asking: [device],
    stocks: [],
    mishaps: [cablePulled(pipe), ...billMishaps(sim, random)],
    // The simulated validators speak of euros: a till of another currency must not take them.
    openPort: openPort(device, isForeign ? 'CHF' : 'EUR'),
    onMotion: (listener) => sim.onEvent((event) => tellBill(device, event, listener)),
    insert: (valueMinor) => sim.insertNote(valueMinor),
    mend: () => mendBill(sim),
    held: () => ({ cashbox: sim.truth().stacker }),
    onTheWay: () => {
      const { path } = sim.truth();
      return path === undefined ? {} : { [path.valueMinor]: 1 };
    },
  };
}

/** What a simulated validator does with a customer's note, as a motion. */
export function tellBill(
  device: string,
  { event, valueMinor }: SimNoteEvent,
  listener: (motion: Motion) => void,
): void {
  switch (event) {
    case 'stacked':
      return listener({ kind: 'taken', device, valueMinor });
    case 'refused':
    case 'rejected':
    case 'returned':
    case 'removed':
      return listener({ kind: 'given-back', device, valueMinor });
    case 'inserted':
    // A validator of these families neither stores nor pays out.
    case 'moved':
    case 'paid-out':
      return undefined;
  }
}

/** What can go wrong with a simulated validator. */
export function billMishaps(sim: SimValidator, random: () => number): readonly Mishap[] {
  const spoil = (name: SimSpoil['name']) => (): void => {
    sim.spoil({ name, times: some(random, 3) });
  };
  return [
    { name: 'bill-silence', weight: 2, happen: spoil('silence') },
    { name: 'bill-garbled', weight: 2, happen: spoil('garble') },
    { name: 'bill-reply-lost', weight: 2, happen: spoil('lose-reply') },
    { name: 'bill-noise', weight: 2, happen: () => sim.makeNoise(some(random, 60)) },
    { name: 'bill-power-cut', weight: 2, happen: () => sim.cutPower() },
    { name: 'bill-jam', weight: 1, happen: () => sim.jam() },
    { name: 'bill-stacker-full', weight: 1, happen: () => sim.setStacker('full') },
    { name: 'bill-stacker-removed', weight: 1, happen: () => sim.setStacker('removed') },
    { name: 'bill-fraud', weight: 1, happen: () => sim.cheat() },
  ];
}

export function mendBill(sim: SimValidator): void {
  sim.clearSpoils();
  sim.unjam();
  sim.setStacker('present');
  sim.restorePower();
}
