import type { DeviceLine } from '../../hardware/kit/device-line.ts';
import type {
  CashDispenser,
  DeviceReport,
  DispenseOrder,
  DispenseOutcome,
  Port,
  PortContext,
} from '../../hardware/kit/device.ts';
import { createMemoryPipe } from '../../hardware/kit/memory-transport.ts';
import { seededRandom } from '../../hardware/kit/seeded-random.ts';
import { FakeClock } from '../support/fake-clock.ts';
import type { PayoutFamily, PayoutMachine } from './payout-families.ts';

/** Longer than any driver waits for anything. */
const LIMIT_MS = 600_000;

/** A process of the till, from its start to its death. */
interface Host {
  readonly port: Port;
  isAlive: boolean;
}

/**
 * A driver, its machine, and what a journal would hold, on one clock. The line counts the bytes that
 * pass and can end in the middle of a frame; the host can die and be followed by another.
 */
export class PayoutBench {
  readonly clock = new FakeClock();
  readonly machine: PayoutMachine;
  readonly incidents: string[] = [];
  /** Cash that customers are said to have put in. */
  creditedMinor = 0;
  readonly #family: PayoutFamily;
  readonly #line: CutLine;
  readonly #pipe = createMemoryPipe(this.clock);
  readonly #cursors: Record<string, string> = {};
  readonly #states = new Map<string, string>();
  #host: Host | undefined;

  constructor(family: PayoutFamily) {
    this.#family = family;
    this.machine = family.createMachine(this.clock, seededRandom(1));
    this.#line = new CutLine(this.#pipe.line);
    this.machine.attach(this.#line);
  }

  get bytesPassed(): number {
    return this.#line.bytesPassed;
  }

  /** Calls this once so many more bytes have passed; what comes behind them is lost. */
  cutAfter(countBytes: number, onCut: () => void): void {
    this.#line.cutAfter(countBytes, onCut);
  }

  startHost(): void {
    this.#states.clear();
    const host: Host = {
      port: this.#family.openPort(this.#context(() => host.isAlive)),
      isAlive: true,
    };
    this.#host = host;
  }

  /** The process dies: nothing of it is written down any more, and its line goes with it. */
  killHost(): void {
    const host = this.#host;
    this.#host = undefined;
    if (host === undefined) return;
    host.isAlive = false;
    void host.port[Symbol.asyncDispose]();
  }

  async untilUp(): Promise<void> {
    await this.until(() => this.#states.get(this.dispenser.device) === 'up');
  }

  get dispenser(): CashDispenser {
    const { device } = this.#family;
    const found = this.#host?.port.devices.find((one) => one.device === device);
    if (found === undefined || !('prepare' in found)) throw new RangeError(`No ${device}.`);
    return found;
  }

  async prepare(count: number): Promise<DispenseOrder> {
    const { to } = this.#family;
    const prepared = await this.valueOf(this.dispenser.prepare(to));
    if (prepared.kind !== 'prepared') throw new RangeError(JSON.stringify(prepared));
    return { count, evidence: prepared.evidence, to };
  }

  /** As the till does: asks again until the device can say, or says that nobody can. */
  async settle(order: DispenseOrder): Promise<DispenseOutcome> {
    let outcome = await this.valueOf(this.dispenser.settle(order));
    for (let turn = 0; turn < ASKED_MAX && isOffline(outcome); turn += 1) {
      await this.clock.advance(ASK_EVERY_MS);
      outcome = await this.valueOf(this.dispenser.settle(order));
    }
    return outcome;
  }

  async until(predicate: () => boolean): Promise<void> {
    if (!(await this.clock.runUntil(predicate, LIMIT_MS))) {
      throw new RangeError(`It does not come true: ${JSON.stringify([...this.#states])}`);
    }
  }

  async valueOf<Value>(promise: Promise<Value>, onStep: () => void = () => {}): Promise<Value> {
    let isDone = false;
    const ended = promise.finally(() => {
      isDone = true;
    });
    await this.until(() => {
      if (!isDone) onStep();
      return isDone;
    });
    return ended;
  }

  #context(isAlive: () => boolean): PortContext {
    return {
      clock: this.clock,
      transport: this.#pipe.transport,
      cursors: { ...this.#cursors },
      judge: async () => 'return',
      trace: () => {},
      report: async (report) => {
        if (isAlive()) this.#record(report);
      },
    };
  }

  #record(report: DeviceReport): void {
    if (report.kind === 'state') {
      this.#states.set(report.device, report.state.kind);
      return;
    }
    this.#cursors[report.device] = report.cursor;
    for (const item of report.items) {
      if (item.kind === 'incident') this.incidents.push(item.code);
      if (item.kind === 'inserted') this.creditedMinor += item.valueMinor;
    }
  }
}

const ASKED_MAX = 20;
const ASK_EVERY_MS = 3_000;

export function isOffline(outcome: DispenseOutcome): boolean {
  return outcome.kind === 'unknown' && outcome.reason === 'offline';
}

/** A line that ends after so many bytes, wherever in a frame that is. */
class CutLine implements DeviceLine {
  bytesPassed = 0;
  readonly #inner: DeviceLine;
  #bytesLeft = Number.POSITIVE_INFINITY;
  #onCut: () => void = () => {};

  constructor(inner: DeviceLine) {
    this.#inner = inner;
  }

  cutAfter(countBytes: number, onCut: () => void): void {
    this.#bytesLeft = countBytes;
    this.#onCut = onCut;
  }

  listen(onBytes: (bytes: Uint8Array) => void): void {
    this.#inner.listen((bytes) => this.#pass(bytes, onBytes));
  }

  send(bytes: Uint8Array): void {
    this.#pass(bytes, (passed) => this.#inner.send(passed));
  }

  plug(): Promise<void> {
    return this.#inner.plug();
  }

  unplug(): Promise<void> {
    return this.#inner.unplug();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#inner[Symbol.asyncDispose]();
  }

  #pass(bytes: Uint8Array, carry: (bytes: Uint8Array) => void): void {
    const passed = bytes.subarray(0, Math.min(bytes.length, this.#bytesLeft));
    this.bytesPassed += passed.length;
    this.#bytesLeft -= passed.length;
    if (passed.length > 0) carry(passed);
    if (this.#bytesLeft > 0) return;
    this.#bytesLeft = Number.POSITIVE_INFINITY;
    this.#onCut();
  }
}
