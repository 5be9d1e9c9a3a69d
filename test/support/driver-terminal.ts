import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FollowCommand } from '../../agent/cli/simulated-machine.ts';
import { simulatedMachines } from '../../agent/cli/simulated-machines.ts';
import type { DeviceLine } from '../../hardware/kit/device-line.ts';
import type {
  CashAcceptor,
  CashDispenser,
  CashItem,
  Device,
  DeviceReport,
  Port,
} from '../../hardware/kit/device.ts';
import type { ByteDriver } from '../../hardware/kit/driver.ts';
import { openPseudoTerminal } from '../../hardware/kit/pseudo-terminal.ts';
import { seededRandom } from '../../hardware/kit/seeded-random.ts';
import { createSerialTransport } from '../../hardware/kit/serial-transport.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';

const LIMIT_MS = 30_000;

interface MachineEvent {
  readonly event: string;
}

export interface TerminalOptions {
  readonly driver: ByteDriver;
  readonly config: unknown;
  /** Name of the simulated machine, and what it is made of where that is not the usual. */
  readonly machine: string;
  readonly equipment?: unknown;
  /** Machines of the same kind on the one line; they speak over each other. */
  readonly machineCount?: number;
  /** Mechanics at the speed of real ones. */
  readonly isSlow?: boolean | undefined;
}

/** A driver with the real serial port on a real terminal, and simulated machines at its other end. */
export class DriverTerminal implements AsyncDisposable {
  readonly reports: DeviceReport[] = [];
  readonly #options: TerminalOptions;
  readonly #folder: string;
  readonly #line: DeviceLine;
  readonly #follow: readonly FollowCommand[];
  readonly #news = new EventEmitter();
  readonly #cursors: Record<string, string> = {};
  readonly #listeners: ((event: MachineEvent) => void)[] = [];
  #port: Port | undefined;

  private constructor(options: TerminalOptions, folder: string, line: DeviceLine) {
    this.#options = options;
    this.#folder = folder;
    this.#line = line;
    this.#news.setMaxListeners(100);
    const found = simulatedMachines.find(({ name }) => name === options.machine);
    if (found === undefined) throw new RangeError(`No machine ${options.machine}.`);
    const shared = shareLine(line, options.machineCount ?? 1);
    this.#follow = shared.map((end, at) =>
      found.start({
        config: options.equipment,
        isFast: options.isSlow !== true,
        random: seededRandom(1 + at),
        line: end,
        onEvent: (event) => this.#hear(event),
      }),
    );
  }

  static async open(options: TerminalOptions): Promise<DriverTerminal> {
    const folder = await mkdtemp(join(tmpdir(), 'driver-tty-'));
    const line = await openPseudoTerminal(join(folder, 'tty'));
    const terminal = new DriverTerminal(options, folder, line);
    terminal.startHost();
    return terminal;
  }

  startHost(): void {
    const { driver, config } = this.#options;
    const path = join(this.#folder, 'tty');
    let isAlive = true;
    const port = driver.openPort(driver.configSchema.parse(config), {
      clock: systemClock,
      transport: createSerialTransport(
        { kind: 'serial', path, baudRate: 9_600 },
        driver.serialLine,
      ),
      cursors: { ...this.#cursors },
      judge: async () => 'stack',
      trace: () => {},
      report: async (report) => {
        if (!isAlive) return;
        this.reports.push(report);
        if (report.kind === 'cash') this.#cursors[report.device] = report.cursor;
        this.#news.emit('news');
      },
    });
    this.#port = {
      devices: port.devices,
      async [Symbol.asyncDispose](): Promise<void> {
        isAlive = false;
        await port[Symbol.asyncDispose]();
      },
    };
  }

  /** The process ends: nothing of it is written down any more. */
  async killHost(): Promise<void> {
    const port = this.#port;
    this.#port = undefined;
    await port?.[Symbol.asyncDispose]();
    this.reports.splice(0);
  }

  /** Told of whatever physically happens. */
  onMachineEvent(listener: (event: MachineEvent) => void): void {
    this.#listeners.push(listener);
  }

  #hear(event: object): void {
    if ('event' in event && typeof event.event === 'string') {
      for (const listener of this.#listeners) listener({ event: event.event });
    }
    this.#news.emit('news');
  }

  get devices(): readonly Device[] {
    return this.#port?.devices ?? [];
  }

  acceptor(device: string): CashAcceptor {
    const found = this.devices.find((one) => one.device === device);
    if (found === undefined || !('setAcceptance' in found)) throw new RangeError(`No ${device}.`);
    return found;
  }

  dispenser(device: string): CashDispenser {
    const found = this.devices.find((one) => one.device === device);
    if (found === undefined || !('prepare' in found)) throw new RangeError(`No ${device}.`);
    return found;
  }

  stateOf(device: string): string | undefined {
    const states = this.reports.flatMap((one) =>
      one.kind === 'state' && one.device === device ? [one.state.kind] : [],
    );
    return states.at(-1);
  }

  get items(): readonly CashItem[] {
    return this.reports.flatMap((one) => (one.kind === 'cash' ? one.items : []));
  }

  get creditedMinor(): readonly number[] {
    return this.items.flatMap((one) => (one.kind === 'inserted' ? [one.valueMinor] : []));
  }

  /** Codes of whatever was not as it should be. */
  get complaints(): readonly string[] {
    return this.reports.flatMap((one) => {
      if (one.kind === 'state') return one.state.kind === 'fault' ? [one.state.code] : [];
      return one.items.flatMap((item) => (item.kind === 'incident' ? [item.code] : []));
    });
  }

  /** Tells the first of the machines. */
  async tell(command: string): Promise<object> {
    const [follow] = this.#follow;
    if (follow === undefined) throw new RangeError('There is no machine.');
    const { answer } = await follow(command);
    if ('event' in answer && answer.event === 'error') throw new RangeError(JSON.stringify(answer));
    return answer;
  }

  async until(predicate: () => boolean): Promise<void> {
    const signal = AbortSignal.timeout(LIMIT_MS);
    while (!predicate()) await once(this.#news, 'news', { signal });
  }

  /** Cash that comes too early is given back, and is put in again. */
  async insertUntil(command: string, predicate: () => boolean): Promise<void> {
    const endMs = systemClock.monotonicMs() + LIMIT_MS;
    while (!predicate()) {
      if (systemClock.monotonicMs() > endMs) throw new RangeError(`Never after: ${command}`);
      await this.tell(command);
      const signal = AbortSignal.timeout(INSERT_AGAIN_MS);
      while (!predicate() && !signal.aborted) {
        await once(this.#news, 'news', { signal }).catch(() => undefined);
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#port?.[Symbol.asyncDispose]();
    await this.#line[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true });
  }
}

/** A coin or note has been credited or given back by then. */
const INSERT_AGAIN_MS = 4_000;
/** What is sent within this is sent at once. */
const COLLISION_MS = 4;

/** One wire for several devices: what they say at the same time is said by none of them. */
function shareLine(line: DeviceLine, count: number): readonly DeviceLine[] {
  if (count === 1) return [line];
  const listeners: ((bytes: Uint8Array) => void)[] = [];
  let said: Uint8Array[] = [];
  line.listen((bytes) => {
    for (const listener of listeners) listener(bytes);
  });
  const send = (bytes: Uint8Array): void => {
    if (said.length === 0) {
      systemClock.startTimer(COLLISION_MS, () => {
        line.send(together(said));
        said = [];
      });
    }
    said.push(bytes);
  };
  return Array.from({ length: count }, () => ({
    listen: (onBytes) => void listeners.push(onBytes),
    send,
    plug: () => line.plug(),
    unplug: () => line.unplug(),
    [Symbol.asyncDispose]: async () => {},
  }));
}

/** A low level wins on the wire: a bit is high where all say so. */
function together(said: readonly Uint8Array[]): Uint8Array {
  const length = Math.max(...said.map((bytes) => bytes.length));
  return Uint8Array.from({ length }, (_, at) =>
    said.reduce((level, bytes) => level & (bytes[at] ?? 0xff), 0xff),
  );
}
