import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { CashAcceptor, CashItem, DeviceReport, Port } from '../../hardware/kit/device.ts';
import type { ByteDriver } from '../../hardware/kit/driver.ts';
import { createSerialTransport } from '../../hardware/kit/serial-transport.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';

const LIMIT_MS = 20_000;
const SIMULATE = new URL('../../agent/cli/simulate.ts', import.meta.url).href;
const LAUNCHER = `
  const { runSimulate } = await import(${JSON.stringify(SIMULATE)});
  const { stdin, stdout, stderr } = process;
  const { signal } = new AbortController();
  process.exitCode = await runSimulate(process.argv.slice(1), { stdin, stdout, stderr, signal });
`;

interface SimEvent {
  readonly event: string;
  readonly [fact: string]: unknown;
}

/** A driver over a real terminal, its simulated validator in a process of its own. */
export class BillTerminal implements AsyncDisposable {
  readonly events: SimEvent[] = [];
  readonly reports: DeviceReport[] = [];
  readonly #folder: string;
  readonly #simulator: ChildProcessWithoutNullStreams;
  readonly #news = new EventEmitter();
  #port: Port | undefined;

  private constructor(folder: string, family: string) {
    this.#folder = folder;
    const launch = ['--input-type=module', '-e', LAUNCHER, '--'];
    const args = [family, '--tty', join(folder, 'tty'), '--fast', '--until-eof'];
    this.#simulator = spawn(process.execPath, [...launch, ...args]);
    createInterface({ input: this.#simulator.stdout }).on('line', (text) => {
      this.events.push(JSON.parse(text) as SimEvent);
      this.#news.emit('news');
    });
  }

  static async open<Config>(driver: ByteDriver<Config>, config: unknown): Promise<BillTerminal> {
    const folder = await mkdtemp(join(tmpdir(), `${driver.family}-sim-`));
    const terminal = new BillTerminal(folder, driver.family);
    await terminal.until(() => terminal.has('ready'));
    terminal.#port = driver.openPort(driver.configSchema.parse(config), {
      clock: systemClock,
      transport: createSerialTransport(
        { kind: 'serial', path: join(folder, 'tty'), baudRate: 9_600 },
        driver.serialLine,
      ),
      cursors: {},
      judge: async ({ valueMinor }) => (valueMinor === 5_000 ? 'return' : 'stack'),
      trace: () => {},
      report: async (report) => {
        terminal.reports.push(report);
        terminal.#news.emit('news');
      },
    });
    await terminal.until(() => terminal.state === 'up');
    return terminal;
  }

  get acceptor(): CashAcceptor {
    const found = this.#port?.devices.find((one) => 'setAcceptance' in one);
    if (found === undefined) throw new RangeError('no acceptor');
    return found;
  }

  /** What has been said about money; a note that came too early is an incident and no money. */
  get money(): readonly CashItem[] {
    const items = this.reports.flatMap((one) => (one.kind === 'cash' ? one.items : []));
    return items.filter(({ kind }) => kind !== 'incident');
  }

  get state(): string | undefined {
    const states = this.reports.flatMap((one) => (one.kind === 'state' ? [one.state.kind] : []));
    return states.at(-1);
  }

  tell(command: string): void {
    this.#simulator.stdin.write(`${command}\n`);
  }

  has(event: string): boolean {
    return this.events.some((one) => one.event === event);
  }

  async until(predicate: () => boolean): Promise<void> {
    const signal = AbortSignal.timeout(LIMIT_MS);
    while (!predicate()) await once(this.#news, 'news', { signal });
  }

  /** A note that comes before the validator is open is refused, and is put in again. */
  async insertUntil(event: 'stacked' | 'returned', valueMinor: number): Promise<void> {
    const ends = new Set(['stacked', 'returned', 'refused', 'rejected']);
    for (;;) {
      const seen = this.events.length;
      this.tell(`insert ${valueMinor}`);
      await this.until(() => this.events.slice(seen).some((one) => ends.has(one.event)));
      if (this.events.slice(seen).some((one) => one.event === event)) return;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#port?.[Symbol.asyncDispose]();
    const ended = once(this.#simulator, 'exit');
    this.#simulator.stdin.end();
    const [code] = await ended;
    await rm(this.#folder, { recursive: true });
    if (code !== 0) throw new RangeError(`The simulator ended with ${String(code)}.`);
  }
}
