/** Simulated machines to measure a till on: in this process, so that both ends are on one clock. */
import { createSimCcnet } from '../../hardware/drivers/ccnet/sim.ts';
import { simCcnetDriverConfig } from '../../hardware/drivers/ccnet/rig.ts';
import {
  euroMachine,
  euroMachineDriverConfig,
  euroNoteMachine,
  euroNoteMachineDriverConfig,
  type SimConfig,
} from '../../hardware/drivers/cctalk/sim-config.ts';
import { createSimMachine, type SimMachine } from '../../hardware/drivers/cctalk/sim.ts';
import { createSimId003 } from '../../hardware/drivers/id003/sim.ts';
import { simId003DriverConfig } from '../../hardware/drivers/id003/rig.ts';
import {
  driverConfigFor,
  nv200,
  simConfigSchema,
  smartHopper,
  type SimConfigInput,
} from '../../hardware/drivers/ssp/sim-config.ts';
import { SimMachine as SspMachine } from '../../hardware/drivers/ssp/sim.ts';
import type { DeviceLine } from '../../hardware/kit/device-line.ts';
import { seededRandom } from '../../hardware/kit/seeded-random.ts';
import { fastNoteTiming } from '../../hardware/kit/sim-notes.ts';
import type { SimValidator, SimValidatorOptions } from '../../hardware/kit/sim-validator.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';

const SEED = 1;

/** One port of the till's configuration, and the machine behind it. */
export interface BenchPort {
  readonly driver: string;
  readonly options: object;
  readonly attach: (line: DeviceLine) => void;
}

/** A coin is in a moment after its insertion: what is measured begins at its credit. */
const QUICK_COINS: SimConfig = {
  ...euroMachine,
  timing: { ...euroMachine.timing, validateMs: 5, creditMs: 10 },
};

/** How long a simulated ccTalk device takes to begin its reply. */
export const REPLY_MS = QUICK_COINS.timing.replyMs;

/** What is on the wire of a port, as its machine sees it. */
export interface WireTap {
  readonly onSend?: (bytes: Uint8Array) => void;
  readonly onReceive?: (bytes: Uint8Array) => void;
}

/** The ccTalk coin machine: an acceptor and six hoppers. */
export function coinPort(tap: WireTap = {}): { machine: SimMachine; port: BenchPort } {
  const machine = createSimMachine({ ...facts(), config: QUICK_COINS });
  return {
    machine,
    port: portOf({ driver: 'cctalk', options: euroMachineDriverConfig, machine }, tap),
  };
}

/** An acceptor and a validator on one bus, and nothing that pays. */
export function acceptorsPort(): BenchPort {
  const { acceptors = [], validators = [] } = euroNoteMachineDriverConfig;
  const machine = createSimMachine({ ...facts(), config: euroNoteMachine });
  const options = {
    acceptors: acceptors.map(({ device, address, currencyCode }) => {
      return { device, address, currencyCode };
    }),
    validators,
  };
  return portOf({ driver: 'cctalk', options, machine });
}

/** A note recycler that pays a note in the time a real one takes. */
export function recyclerPort(): { machine: SspMachine; port: BenchPort } {
  return sspPort(nv200);
}

/** A coin system, and a recycler beside it where wanted; polled every 200 ms. */
export function coinSystemPort(
  hasNotes: boolean,
  tap: WireTap = {},
): { machine: SspMachine; port: BenchPort } {
  const timing = { ...smartHopper.timing, readMs: 15 };
  const units = [...smartHopper.units, ...(hasNotes ? nv200.units : [])];
  return sspPort({ timing, units }, tap);
}

function sspPort(
  config: SimConfigInput,
  tap: WireTap = {},
): { machine: SspMachine; port: BenchPort } {
  const machine = new SspMachine({ ...facts(), config: simConfigSchema.parse(config) });
  const options = { ...driverConfigFor(config), pollMs: 200 };
  return { machine, port: portOf({ driver: 'ssp', options, machine }, tap) };
}

export function ccnetPort(tap: WireTap = {}): { machine: SimValidator; port: BenchPort } {
  const options = { ...simCcnetDriverConfig, device: 'first-validator' };
  return billPort('ccnet', { create: createSimCcnet, options }, tap);
}

export function id003Port(): BenchPort {
  const options = { ...simId003DriverConfig, device: 'second-validator' };
  return billPort('id003', { create: createSimId003, options }, {}).port;
}

interface BillFamily {
  readonly create: (options: SimValidatorOptions) => SimValidator;
  readonly options: object;
}

function billPort(
  driver: string,
  { create, options }: BillFamily,
  tap: WireTap,
): { machine: SimValidator; port: BenchPort } {
  const machine = create({ ...facts(), timing: fastNoteTiming });
  return { machine, port: portOf({ driver, options, machine }, tap) };
}

function facts() {
  return { clock: systemClock, random: seededRandom(SEED) };
}

interface Wired {
  readonly driver: string;
  readonly options: object;
  readonly machine: { readonly attach: (line: DeviceLine) => void };
}

function portOf(
  { driver, options, machine }: Wired,
  { onSend = ignore, onReceive = ignore }: WireTap = {},
): BenchPort {
  return {
    driver,
    options,
    attach: (line) =>
      machine.attach({
        listen: (onBytes) =>
          line.listen((bytes) => {
            onReceive(bytes);
            onBytes(bytes);
          }),
        send: (bytes) => {
          onSend(bytes);
          line.send(bytes);
        },
        plug: () => line.plug(),
        unplug: () => line.unplug(),
        [Symbol.asyncDispose]: () => line[Symbol.asyncDispose](),
      }),
  };
}

function ignore(): void {}
