import { ccnetConfigSchema } from '../../hardware/drivers/ccnet/config.ts';
import { ccnet } from '../../hardware/drivers/ccnet/driver.ts';
import { simBillToBillDriverConfig } from '../../hardware/drivers/ccnet/rig.ts';
import { createSimBillToBill } from '../../hardware/drivers/ccnet/sim-bill-to-bill.ts';
import type { Clock } from '../../hardware/kit/clock.ts';
import type { DeviceLine } from '../../hardware/kit/device-line.ts';
import type { DispenseTarget, Port, PortContext } from '../../hardware/kit/device.ts';
import { fastNoteTiming } from '../../hardware/kit/sim-notes.ts';
import { cctalkConfigSchema } from '../../hardware/drivers/cctalk/config.ts';
import { cctalk } from '../../hardware/drivers/cctalk/driver.ts';
import {
  euroMachineDriverConfig,
  euroValueMachine,
  euroValueMachineDriverConfig,
} from '../../hardware/drivers/cctalk/sim-config.ts';
import { worthMinor } from '../../hardware/drivers/cctalk/sim-truth.ts';
import { createSimMachine } from '../../hardware/drivers/cctalk/sim.ts';
import { sspConfigSchema } from '../../hardware/drivers/ssp/config.ts';
import { ssp } from '../../hardware/drivers/ssp/driver.ts';
import {
  driverConfigFor,
  nv11,
  nv200,
  simConfigSchema,
  smartCoinSystem,
  smartHopper,
  type SimConfigInput,
} from '../../hardware/drivers/ssp/sim-config.ts';
import { SimMachine } from '../../hardware/drivers/ssp/sim.ts';

/** A simulated machine as this suite sees it. */
export interface PayoutMachine {
  attach(line: DeviceLine): void;
  cutPower(): void;
  restorePower(): void;
  /** What of the machine's own cash is physically where the order sends it, in minor units. */
  paidMinor(): number;
}

/** Something that pays out: its driver, and a simulated machine that says where the cash really is. */
export interface PayoutFamily {
  readonly family: string;
  /** The dispenser that is asked. */
  readonly device: string;
  readonly valueMinor: number;
  readonly count: number;
  /** Where the cash goes. */
  readonly to: DispenseTarget;
  readonly createMachine: (clock: Clock, random: () => number) => PayoutMachine;
  readonly openPort: (context: PortContext) => Port;
  /** Fewer points than this mean that the suite does not cut where it believes to. */
  readonly pointsMin: number;
}

const NOTES = { device: 'notes/500', valueMinor: 500, count: 3 } as const;

const COINS = { device: 'coins/20', valueMinor: 20, count: 3 } as const;

const SSP_MACHINES = [
  { family: 'smart-payout', sim: nv200, ...NOTES },
  { family: 'nv11', sim: nv11, ...NOTES },
  { family: 'smart-hopper', sim: smartHopper, ...COINS },
  { family: 'smart-coin-system', sim: smartCoinSystem, ...COINS },
] as const;

/** Every family that pays out: one entry each, and the same suite for all. */
export const payoutFamilies: readonly PayoutFamily[] = [
  {
    family: 'cctalk-hopper',
    device: 'hopper-20',
    valueMinor: 20,
    count: 3,
    to: 'customer',
    createMachine: cctalkMachine,
    openPort: (context) => cctalk.openPort(cctalkConfigSchema.parse(ONE_HOPPER), context),
    pointsMin: 100,
  },
  cctalkValueFamily('accumulator'),
  cctalkValueFamily('changer'),
  ...SSP_MACHINES.flatMap(({ family, sim, ...asked }) => [
    sspFamily(family, sim, { ...asked, to: 'customer' }),
    sspFamily(`${family} into the cash box`, sim, { ...asked, to: 'cashbox' }),
  ]),
  {
    family: 'bill-to-bill',
    ...NOTES,
    to: 'customer',
    createMachine: billToBillMachine,
    openPort: (context) =>
      ccnet.openPort(ccnetConfigSchema.parse(simBillToBillDriverConfig), context),
    pointsMin: 100,
  },
];

/** One hopper and no acceptor: nothing else is said on the wire meanwhile. */
const ONE_HOPPER = {
  dispensers: euroMachineDriverConfig.dispensers?.filter(({ device }) => device === 'hopper-20'),
};

/** Pays 3.85 in five coins of four kinds. */
function cctalkValueFamily(device: 'accumulator' | 'changer'): PayoutFamily {
  const valueDispensers = euroValueMachineDriverConfig.valueDispensers?.filter(
    (one) => one.device === device,
  );
  const config = cctalkConfigSchema.parse({ valueDispensers });
  return {
    family: `cctalk-${device}`,
    device,
    valueMinor: 5,
    count: 77,
    to: 'customer',
    createMachine: cctalkMachine,
    openPort: (context) => cctalk.openPort(config, context),
    pointsMin: 100,
  };
}

function cctalkMachine(clock: Clock, random: () => number): PayoutMachine {
  const sim = createSimMachine({ clock, random, config: euroValueMachine });
  return {
    attach: (line) => sim.attach(line),
    cutPower: () => void sim.cutPower(),
    restorePower: () => void sim.restorePower(),
    paidMinor: () => worthMinor(sim.truth().paidOut),
  };
}

function billToBillMachine(clock: Clock, random: () => number): PayoutMachine {
  const sim = createSimBillToBill({ clock, random, timing: { ...fastNoteTiming, moveMs: 400 } });
  return {
    attach: (line) => sim.attach(line),
    cutPower: () => sim.cutPower(),
    restorePower: () => sim.restorePower(),
    paidMinor: () => worthMinor(sim.truth().recycler?.paidOut ?? {}),
  };
}

type Asked = Pick<PayoutFamily, 'device' | 'valueMinor' | 'count' | 'to'>;

/** Nobody puts anything in meanwhile: what lies in the cash box was in the store before. */
const HEAPS = { customer: 'paidOut', cashbox: 'cashbox' } as const;

function sspFamily(family: string, sim: SimConfigInput, asked: Asked): PayoutFamily {
  const createMachine = (clock: Clock, random: () => number): PayoutMachine => {
    const machine = new SimMachine({ clock, random, config: simConfigSchema.parse(sim) });
    const [device = ''] = machine.devices;
    return {
      attach: (line) => machine.attach(line),
      cutPower: () => machine.cutPower(),
      restorePower: () => machine.restorePower(),
      paidMinor: () => worthMinor(machine.truth()[device]?.[HEAPS[asked.to]] ?? {}),
    };
  };
  const config = sspConfigSchema.parse(driverConfigFor(sim));
  const openPort = (context: PortContext): Port => ssp.openPort(config, context);
  return { family, ...asked, createMachine, openPort, pointsMin: 100 };
}
