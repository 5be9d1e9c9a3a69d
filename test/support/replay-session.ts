/** A recorded session once more: the driver against a device that answers as the recorded one did. */
import type { CashItem, DeviceState } from '../../hardware/kit/device.ts';
import { ccnet } from '../../hardware/drivers/ccnet/driver.ts';
import { simCcnetDriverConfig } from '../../hardware/drivers/ccnet/rig.ts';
import { cctalk } from '../../hardware/drivers/cctalk/driver.ts';
import { euroMachineDriverConfig } from '../../hardware/drivers/cctalk/sim-config.ts';
import { ebds } from '../../hardware/drivers/ebds/driver.ts';
import { simEbdsDriverConfig } from '../../hardware/drivers/ebds/rig.ts';
import { id003 } from '../../hardware/drivers/id003/driver.ts';
import { simId003DriverConfig } from '../../hardware/drivers/id003/rig.ts';
import { ssp } from '../../hardware/drivers/ssp/driver.ts';
import type { Port, PortContext } from '../../hardware/kit/device.ts';
import type { ByteDriver } from '../../hardware/kit/driver.ts';
import { FakeClock } from './fake-clock.ts';
import { ReplayTransport } from './replay-transport.ts';
import type { Trace } from './traces.ts';

const ALL_VALUES = [5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];
const LIMIT_MS = 300_000;
/** For what the last answers set going. */
const REST_MS = 100;

/** The port a session was recorded on, with the machine that is simulated by default. */
export interface ReplayPort {
  readonly driver: Pick<ByteDriver, 'family' | 'serialLine'>;
  readonly open: (context: PortContext) => Port;
}

export const replayPorts: readonly ReplayPort[] = [
  portOf(ccnet, simCcnetDriverConfig),
  portOf(id003, simId003DriverConfig),
  portOf(ebds, simEbdsDriverConfig),
  portOf(cctalk, euroMachineDriverConfig),
  // A key is drawn anew each time, so a session that can be played again is one without.
  portOf(ssp, {
    units: [{ unit: 'validator', device: 'notes', currency: 'EUR', encryption: false }],
  }),
];

function portOf<Config>(driver: ByteDriver<Config>, config: unknown): ReplayPort {
  return { driver, open: (context) => driver.openPort(driver.configSchema.parse(config), context) };
}

export interface Replayed {
  readonly creditsMinor: readonly number[];
  /** What the driver asked and the recorded host never did. */
  readonly unknown: readonly string[];
  readonly isPlayed: boolean;
  /** Whether every device of the port was up at one time. */
  readonly wasUp: boolean;
}

/** Plays a session to its end, letting in all that comes. */
export async function replaySession(trace: Trace): Promise<Replayed> {
  const clock = new FakeClock();
  const transport = new ReplayTransport(clock, trace);
  const items: CashItem[] = [];
  const states = new Map<string, DeviceState>();
  let wasUp = false;
  const replayed = replayPorts.find(({ driver }) => driver.family === trace.family);
  if (replayed === undefined) throw new RangeError(`No driver ${trace.family}.`);
  const port = replayed.open({
    clock,
    transport,
    cursors: {},
    judge: async () => 'stack',
    trace: () => {},
    report: async (report) => {
      if (report.kind === 'cash') items.push(...report.items);
      else states.set(report.device, report.state);
      if (!wasUp && isUp()) letIn();
    },
  });
  const isUp = (): boolean => port.devices.every(({ device }) => states.get(device)?.kind === 'up');
  const letIn = (): void => {
    wasUp = true;
    for (const device of port.devices) {
      if ('setAcceptance' in device) device.setAcceptance(ALL_VALUES);
    }
  };
  await clock.runUntil(() => transport.isPlayed, LIMIT_MS);
  await clock.advance(REST_MS);
  const { unknown, isPlayed } = transport;
  const closing = port[Symbol.asyncDispose]();
  await clock.advance(LIMIT_MS);
  await closing;
  const creditsMinor = items.flatMap((item) => (item.kind === 'inserted' ? [item.valueMinor] : []));
  return { creditsMinor, unknown, isPlayed, wasUp };
}
