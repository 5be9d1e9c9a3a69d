/** A recorded session of a HID device once more: the driver against one that says what that one said. */
import { dcttech } from '../../hardware/drivers/dcttech/driver.ts';
import { hidDrawer } from '../../hardware/drivers/hid-drawer/driver.ts';
import { hidPos } from '../../hardware/drivers/hid-pos/driver.ts';
import { decimalOf } from '../../hardware/kit/decimal-weight.ts';
import type { CashDrawer, Peripheral, Scale } from '../../hardware/kit/device-peripheral.ts';
import type { HidDriver } from '../../hardware/kit/driver.ts';
import { hidPort, type HidPortRig } from './hid-port.ts';
import { ReplayHidDevice } from './replay-hid-device.ts';
import type { ReportTrace } from './report-traces.ts';

const LIMIT_MS = 60_000;
/** For what the last report set going. */
const REST_MS = 1_000;

/** The port a session was recorded on. */
interface ReplayHidPort {
  readonly family: string;
  readonly ids: { readonly vendorId: number; readonly productId: number };
  readonly options: object;
  readonly open: () => HidPortRig;
}

export const replayHidPorts: readonly ReplayHidPort[] = [
  portOf(hidPos, { vendorId: 0x0922, productId: 0x8003 }, { device: 'it', reads: 'scale' }),
  portOf(
    hidDrawer,
    { vendorId: 0x0d3a, productId: 0x0203 },
    { device: 'it', maker: 'posiflex', drawer: 3 },
  ),
  portOf(dcttech, { vendorId: 0x16c0, productId: 0x05df }, { device: 'it', relay: 3 }),
];

function portOf<Config>(
  driver: HidDriver<Config>,
  ids: ReplayHidPort['ids'],
  options: object,
): ReplayHidPort {
  const transport = { kind: 'hid', ...ids };
  const { family } = driver;
  return { family, ids, options, open: () => hidPort(driver, { transport, options }) };
}

interface ReplayedReports {
  /** What the driver told of the device, each once where it was told again and again. */
  readonly told: readonly string[];
  /** What the driver sent and the recorded host never did. */
  readonly unknown: readonly string[];
  readonly isPlayed: boolean;
}

/** Plays a session to its end: a scale is read all the time, a drawer is opened once it is there. */
export async function replayReports(trace: ReportTrace): Promise<ReplayedReports> {
  const found = replayHidPorts.find(({ family }) => family === trace.family);
  if (found === undefined) throw new RangeError(`No driver ${trace.family}.`);
  await using rig = found.open();
  const device = new ReplayHidDevice(rig.clock, { ...found.ids, interface: 0 }, trace);
  const told: string[] = [];
  const tell = (word: string): void => {
    if (told.at(-1) !== word) told.push(word);
  };
  const stop = tellOf(rig.port.peripherals?.[0], tell);
  rig.bus.plug(device);
  await rig.clock.runUntil(() => isUp(rig), LIMIT_MS);
  device.begin();
  stop.use();
  await rig.clock.runUntil(() => device.isPlayed, LIMIT_MS);
  await rig.clock.advance(REST_MS);
  stop.end();
  return { told: [...told], unknown: device.unknown, isPlayed: device.isPlayed };
}

function isUp({ reports }: HidPortRig): boolean {
  const last = reports.at(-1);
  return last?.kind === 'state' && last.state.kind === 'up';
}

type Tell = (word: string) => void;

interface Use {
  readonly use: () => void;
  readonly end: () => void;
}

/** Uses a peripheral as a till does, and puts what it says into words. */
export function tellOf(peripheral: Peripheral | undefined, tell: Tell): Use {
  switch (peripheral?.kind) {
    case 'scale':
      return useScale(peripheral, tell);
    case 'cash-drawer':
      return useDrawer(peripheral, tell);
    default:
      throw new RangeError('neither a scale nor a drawer');
  }
}

function useScale(scale: Scale, tell: Tell): Use {
  let isEnded = false;
  return {
    use: () => void weigh(scale, tell, () => isEnded),
    end: () => void (isEnded = true),
  };
}

async function weigh(scale: Scale, tell: Tell, isEnded: () => boolean): Promise<void> {
  while (!isEnded()) {
    const reading = await scale.read(0);
    if (reading.kind === 'stable') tell(`${decimalOf(reading.weight)} ${reading.weight.unit}`);
    // A pause is no word of the scale's.
    else if (reading.reason !== 'offline') tell(reading.reason);
    else if (reading.detail !== SILENT) return;
  }
}

const SILENT = 'the scale says nothing';

/** What came of the opening is told last: the drawer may be seen to be open before that is known. */
function useDrawer(drawer: CashDrawer, tell: Tell): Use {
  let isEnded = false;
  let outcome = 'not asked to open';
  drawer.listen((isOpen) => {
    if (!isEnded) tell(isOpen ? 'open' : 'closed');
  });
  return {
    use: () => void drawer.open().then(({ kind }) => (outcome = kind)),
    end: () => {
      isEnded = true;
      tell(outcome);
    },
  };
}
