import type { Clock } from './clock.ts';
import type { DeviceLine } from './device-line.ts';
import type {
  CashAcceptor,
  CashDispenser,
  CashItem,
  DeviceReport,
  DeviceState,
  Escrow,
  EscrowDecision,
  Port,
  PortContext,
  TraceEvent,
} from './device.ts';
import { createMemoryPipe } from './memory-transport.ts';
import type { SimNoteTiming } from './sim-notes.ts';
import type { SimValidator, SimValidatorOptions } from './sim-validator.ts';

export interface BillRigOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly timing: SimNoteTiming;
  readonly openPort: (context: PortContext) => Port;
  readonly createSim: (options: SimValidatorOptions) => SimValidator;
}

/** What a family's rig leaves to the test. */
export type BillRigFacts = Pick<BillRigOptions, 'clock' | 'random' | 'timing'>;

/** A host process of the driver, from its start to its end. */
export interface BillHost extends AsyncDisposable {
  readonly acceptor: CashAcceptor;
  /** Of a unit that pays out. */
  dispenser(device: string): CashDispenser;
}

/**
 * A bill driver on one side, its simulated validator on the other, a pipe in memory between them, and
 * what a journal would hold. The host may end and start again while the validator goes on.
 */
export class BillRig {
  readonly sim: SimValidator;
  readonly line: DeviceLine;
  readonly reports: DeviceReport[] = [];
  readonly traces: TraceEvent[] = [];
  readonly cursors: Record<string, string> = {};
  readonly asked: Escrow[] = [];
  state: DeviceState | undefined;
  /** Called for each report before it becomes durable; a test may make it wait or fail. */
  beforeDurable: (report: DeviceReport) => Promise<void> = () => Promise.resolve();
  /** Called for each report that is durable, before the driver hears of it. */
  afterDurable: (report: DeviceReport) => Promise<void> = () => Promise.resolve();
  judge: (escrow: Escrow) => Promise<EscrowDecision> = () => Promise.resolve('stack');
  readonly #options: BillRigOptions;
  readonly #transport;

  constructor(options: BillRigOptions) {
    const { clock, random, timing } = options;
    const pipe = createMemoryPipe(clock);
    this.#options = options;
    this.#transport = pipe.transport;
    this.line = pipe.line;
    this.sim = options.createSim({ clock, random, timing });
    this.sim.attach(pipe.line);
  }

  start(): BillHost {
    this.state = undefined;
    let isAlive = true;
    const port = this.#options.openPort({
      clock: this.#options.clock,
      transport: this.#transport,
      cursors: { ...this.cursors },
      trace: (event) => void this.traces.push(event),
      judge: (escrow) => {
        this.asked.push(escrow);
        return this.judge(escrow);
      },
      report: async (report) => {
        await this.beforeDurable(report);
        if (isAlive) this.#record(report);
        await this.afterDurable(report);
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

  get creditedMinor(): readonly number[] {
    return this.items.flatMap((item) => (item.kind === 'inserted' ? [item.valueMinor] : []));
  }

  get lostMax(): number {
    return this.items.reduce((sum, one) => sum + (one.kind === 'lost' ? one.countMax : 0), 0);
  }

  get incidents(): readonly string[] {
    return this.items.flatMap((item) => (item.kind === 'incident' ? [item.code] : []));
  }

  #record(report: DeviceReport): void {
    this.reports.push(report);
    if (report.kind === 'cash') this.cursors[report.device] = report.cursor;
    else this.state = report.state;
  }
}
