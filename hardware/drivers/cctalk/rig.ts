import type { Clock } from '../../kit/clock.ts';
import type {
  CashItem,
  CashAcceptor,
  CashDispenser,
  DeviceReport,
  DeviceState,
  EscrowJudge,
  TraceEvent,
} from '../../kit/device.ts';
import type { DeviceLine } from '../../kit/device-line.ts';
import { createMemoryPipe } from '../../kit/memory-transport.ts';
import { cctalkConfigSchemaWith, type CctalkConfigInput } from './config.ts';
import { createCctalkDriver } from './driver.ts';
import { shippedCiphers, type CipherTable } from './hopper-cipher.ts';
import { createSimMachine, type SimMachine } from './sim.ts';
import { euroMachine, euroMachineDriverConfig, type SimConfig } from './sim-config.ts';

export interface RigOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly sim?: SimConfig;
  readonly driver?: CctalkConfigInput;
  readonly ciphers?: CipherTable;
}

/** A host process of the driver, from its start to its end. */
export interface Host extends AsyncDisposable {
  readonly acceptor: CashAcceptor;
  readonly validator: CashAcceptor;
  hopper(device: string): CashDispenser;
}

/**
 * The driver on one side, the simulated machine on the other, a pipe in memory between them, and
 * what a journal would hold. The host may end and start again while the machine goes on.
 */
export class Rig {
  readonly sim: SimMachine;
  readonly line: DeviceLine;
  readonly reports: DeviceReport[] = [];
  readonly traces: TraceEvent[] = [];
  readonly states = new Map<string, DeviceState>();
  readonly cursors: Record<string, string> = {};
  /** Called for each report before it becomes durable; a test may make it wait or fail. */
  beforeDurable: (report: DeviceReport) => Promise<void> = () => Promise.resolve();
  /** What is said about a note in escrow. */
  judge: EscrowJudge = async () => 'stack';
  readonly #options: RigOptions;
  readonly #transport;

  constructor(options: RigOptions) {
    const { clock, random } = options;
    const pipe = createMemoryPipe(clock);
    this.#options = options;
    this.#transport = pipe.transport;
    this.line = pipe.line;
    this.sim = createSimMachine({ clock, random, config: options.sim ?? euroMachine });
    this.sim.attach(pipe.line);
  }

  start(): Host {
    const { ciphers = shippedCiphers } = this.#options;
    const cctalk = createCctalkDriver(ciphers);
    const config = cctalkConfigSchemaWith(ciphers).parse(
      this.#options.driver ?? euroMachineDriverConfig,
    );
    this.states.clear();
    let isAlive = true;
    const port = cctalk.openPort(config, {
      clock: this.#options.clock,
      transport: this.#transport,
      cursors: { ...this.cursors },
      judge: (escrow) => this.judge(escrow),
      trace: (event) => void this.traces.push(event),
      report: async (report) => {
        await this.beforeDurable(report);
        if (isAlive) this.#record(report);
      },
    });
    const find = (device: string) => port.devices.find((one) => one.device === device);
    const acceptorOf = (kind: CashAcceptor['kind']): CashAcceptor => {
      const found = port.devices.find((one) => 'setAcceptance' in one && one.kind === kind);
      if (found === undefined || !('setAcceptance' in found)) {
        throw new RangeError(`The rig has no ${kind}.`);
      }
      return found;
    };
    return {
      get acceptor(): CashAcceptor {
        return acceptorOf('coin-acceptor');
      },
      get validator(): CashAcceptor {
        return acceptorOf('bill-acceptor');
      },
      hopper(device): CashDispenser {
        const found = find(device);
        if (found === undefined || !('prepare' in found))
          throw new RangeError(`The rig has no ${device}.`);
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

  get isAllUp(): boolean {
    const states = [...this.states.values()];
    return states.length > 0 && states.every(({ kind }) => kind === 'up');
  }

  stateOf(device: string): DeviceState['kind'] | undefined {
    return this.states.get(device)?.kind;
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
export const RIG_LIMIT_MS = 120_000;

export interface Run {
  readonly rig: Rig;
  readonly host: Host;
}

/** Runs a test on a machine whose devices are all up, and ends the host afterwards. */
export async function withMachine(
  options: Omit<RigOptions, 'clock'> & { readonly clock: SteppedClock },
  test: (run: Run) => Promise<void>,
): Promise<void> {
  const rig = new Rig(options);
  await using host = rig.start();
  await untilAllUp(options.clock, rig);
  await test({ rig, host });
}

export async function untilAllUp(clock: SteppedClock, rig: Rig): Promise<void> {
  const devices = rig.sim.devices.length;
  const isUp = (): boolean => rig.states.size === devices && rig.isAllUp;
  if (!(await clock.runUntil(isUp, RIG_LIMIT_MS))) throw new RangeError('The machine stays down.');
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
