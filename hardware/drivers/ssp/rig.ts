import type { Clock } from '../../kit/clock.ts';
import type {
  CashAcceptor,
  CashDispenser,
  CashItem,
  DeviceReport,
  DeviceState,
  Escrow,
  EscrowDecision,
  TraceEvent,
} from '../../kit/device.ts';
import type { DeviceLine } from '../../kit/device-line.ts';
import { createMemoryPipe } from '../../kit/memory-transport.ts';
import { seededRandom } from '../../kit/seeded-random.ts';
import { sspConfigSchema, type SspConfigInput } from './config.ts';
import { ssp } from './driver.ts';
import { driverConfigFor, simConfigSchema, type SimConfigInput } from './sim-config.ts';
import { SimMachine } from './sim.ts';

export interface RigOptions {
  readonly clock: Clock;
  readonly sim: SimConfigInput;
  readonly driver?: SspConfigInput;
  readonly seed?: number;
}

/** A host process of the driver, from its start to its end. */
export interface Host extends AsyncDisposable {
  readonly acceptor: CashAcceptor;
  dispenser(device: string): CashDispenser;
}

/**
 * The driver on one side, the simulated units on the other, a pipe in memory between them, and what a
 * journal would hold. The host may end and start again while the units go on.
 */
export class Rig {
  readonly sim: SimMachine;
  readonly line: DeviceLine;
  readonly reports: DeviceReport[] = [];
  readonly traces: TraceEvent[] = [];
  readonly states = new Map<string, DeviceState>();
  readonly cursors: Record<string, string> = {};
  readonly escrows: Escrow[] = [];
  /** Called for each report before it becomes durable; a test may make it wait or fail. */
  beforeDurable: (report: DeviceReport) => Promise<void> = () => Promise.resolve();
  judge: (escrow: Escrow) => Promise<EscrowDecision> = async () => 'stack';
  readonly #options: RigOptions;
  readonly #transport;

  constructor(options: RigOptions) {
    const { clock, sim, seed = 1 } = options;
    const pipe = createMemoryPipe(clock);
    this.#options = options;
    this.#transport = pipe.transport;
    this.line = pipe.line;
    const config = simConfigSchema.parse(sim);
    this.sim = new SimMachine({ clock, random: seededRandom(seed), config });
    this.sim.attach(pipe.line);
  }

  start(): Host {
    const { clock, sim, driver } = this.#options;
    this.states.clear();
    let isAlive = true;
    const port = ssp.openPort(sspConfigSchema.parse(driver ?? driverConfigFor(sim)), {
      clock,
      transport: this.#transport,
      cursors: { ...this.cursors },
      judge: async (escrow) => {
        this.escrows.push(escrow);
        return this.judge(escrow);
      },
      trace: (event) => void this.traces.push(event),
      report: async (report) => {
        await this.beforeDurable(report);
        if (isAlive) this.#record(report);
      },
    });
    return {
      get acceptor(): CashAcceptor {
        const found = port.devices.find((one) => 'setAcceptance' in one);
        if (found === undefined) throw new RangeError('The rig has no acceptor.');
        return found;
      },
      dispenser(device): CashDispenser {
        const found = port.devices.find((one) => one.device === device);
        if (found === undefined || !('prepare' in found)) throw new RangeError(`No ${device}.`);
        return found;
      },
      async [Symbol.asyncDispose](): Promise<void> {
        isAlive = false;
        await port[Symbol.asyncDispose]();
      },
    };
  }

  get items(): readonly CashItem[] {
    return this.reports.flatMap((report) => (report.kind === 'cash' ? report.items : []));
  }

  /** What has been credited so far. */
  get creditedMinor(): readonly number[] {
    return this.items.flatMap((one) => (one.kind === 'inserted' ? [one.valueMinor] : []));
  }

  get isAllUp(): boolean {
    const states = [...this.states.values()];
    return states.length > 0 && states.every(({ kind }) => kind === 'up');
  }

  #record(report: DeviceReport): void {
    this.reports.push(report);
    if (report.kind === 'cash') this.cursors[report.device] = report.cursor;
    else this.states.set(report.device, report.state);
  }
}

/** A clock a test moves. */
export interface SteppedClock extends Clock {
  advance(byMs: number): Promise<void>;
  runUntil(predicate: () => boolean, limitMs: number): Promise<boolean>;
}

/** Longer than anything the driver waits for. */
export const RIG_LIMIT_MS = 300_000;

export interface Run {
  readonly rig: Rig;
  readonly host: Host;
}

/** Runs a test on units that are all up, and ends the host afterwards. */
export async function withUnits(
  options: Omit<RigOptions, 'clock'> & { readonly clock: SteppedClock },
  test: (run: Run) => Promise<void>,
): Promise<void> {
  const rig = new Rig(options);
  await using host = rig.start();
  await untilAllUp(options.clock, rig);
  await test({ rig, host });
}

export async function untilAllUp(clock: SteppedClock, rig: Rig): Promise<void> {
  if (await clock.runUntil(() => rig.isAllUp, RIG_LIMIT_MS)) return;
  throw new RangeError(`Not up: ${JSON.stringify([...rig.states])}`);
}

/** Lets time pass until the promise has its value. */
export async function valueOf<Value>(clock: SteppedClock, promise: Promise<Value>): Promise<Value> {
  let isDone = false;
  const ended = promise.finally(() => {
    isDone = true;
  });
  if (!(await clock.runUntil(() => isDone, RIG_LIMIT_MS))) throw new RangeError('No end in sight.');
  return ended;
}
