/**
 * A till to be measured: the agent as it is shipped in a process of its own, on a kernel tty; the
 * simulated machine in this process, so that both ends of the wire are on one clock.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { euroMachine, type SimConfig } from '../../hardware/drivers/cctalk/sim-config.ts';
import { createSimMachine, type SimMachine } from '../../hardware/drivers/cctalk/sim.ts';
import type { DeviceLine } from '../../hardware/kit/device-line.ts';
import { openPseudoTerminal } from '../../hardware/kit/pseudo-terminal.ts';
import { seededRandom } from '../../hardware/kit/seeded-random.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { JsonProcess, type JsonLine } from '../support/json-process.ts';

export const ROOT = resolve(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'agent/main.ts');
/** As it is installed: with its cache of compiled sources and its memory settings. */
const LAUNCHER = join(ROOT, 'scripts/tillwarden');

const READY_TIMEOUT_MS = 20_000;
const ASK_AGAIN_MS = 5;
const SEED = 1;

/** A coin is in a moment after its insertion: what is measured begins at its credit. */
const QUICK_COINS: SimConfig = {
  ...euroMachine,
  timing: { ...euroMachine.timing, validateMs: 5, creditMs: 10 },
};

/** How long a simulated device takes to begin its reply. */
export const REPLY_MS = QUICK_COINS.timing.replyMs;

/** How long a start took, from the spawn. */
export interface StartFigures {
  readonly untilLogMs: number;
  readonly untilReadyToSellMs: number;
}

export class BenchTill implements AsyncDisposable {
  readonly machine: SimMachine;
  agent: JsonProcess | undefined;
  url = '';
  token = '';
  readonly #folder: string;
  readonly #config: string;
  readonly #line: DeviceLine;
  #keys = 0;

  private constructor(folder: string, line: DeviceLine, onSend: (bytes: Uint8Array) => void) {
    this.#folder = folder;
    this.#config = join(folder, 'config.json');
    this.#line = line;
    this.machine = createSimMachine({
      clock: systemClock,
      config: QUICK_COINS,
      random: seededRandom(SEED),
    });
    this.machine.attach({
      listen: (onBytes) => line.listen(onBytes),
      send: (bytes) => {
        onSend(bytes);
        line.send(bytes);
      },
      plug: () => line.plug(),
      unplug: () => line.unplug(),
      [Symbol.asyncDispose]: () => line[Symbol.asyncDispose](),
    });
  }

  /** A machine on its terminal, and a configuration for it; no agent yet. `onSend` sees the wire. */
  static async create(onSend: (bytes: Uint8Array) => void = () => {}): Promise<BenchTill> {
    const folder = mkdtempSync(join(tmpdir(), 'tillwarden-bench-'));
    const tty = join(folder, 'coin-machine');
    const till = new BenchTill(folder, await openPseudoTerminal(tty), onSend);
    till.#tillwarden('init', '--config', till.#config, '--tty', tty, '--port', '0');
    const [, token = ''] = till.#tillwarden(
      'client',
      'add',
      'bench',
      '--config',
      till.#config,
    ).split('\n');
    till.token = token;
    return till;
  }

  /** Starts the agent; resolves when a sale could begin. */
  async startAgent(): Promise<StartFigures> {
    const beganMs = performance.now();
    const agent = new JsonProcess('the agent', [LAUNCHER, 'run', '--config', this.#config]);
    this.agent = agent;
    const ready = await agent.line('it is ready', ({ msg }) => msg === 'agent-ready');
    const untilLogMs = performance.now() - beganMs;
    this.url = String(ready['url']);
    await this.until(async () => (await this.status())['activity'] !== 'not-ready');
    return { untilLogMs, untilReadyToSellMs: performance.now() - beganMs };
  }

  async stopAgent(): Promise<void> {
    await this.agent?.kill('SIGTERM');
    this.agent = undefined;
  }

  status(): Promise<JsonLine> {
    return this.call('GET', '/v1/status');
  }

  async call(method: string, path: string, body?: JsonLine): Promise<JsonLine> {
    this.#keys += 1;
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        'idempotency-key': `bench-${this.#keys}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as JsonLine;
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  }

  async until(holds: () => Promise<boolean>): Promise<void> {
    const deadlineMs = performance.now() + READY_TIMEOUT_MS;
    while (!(await holds())) {
      if (performance.now() > deadlineMs) throw new Error(`no end: ${this.agent?.errors ?? ''}`);
      await new Promise((resolvePromise) => setTimeout(resolvePromise, ASK_AGAIN_MS));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stopAgent();
    await this.#line[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #tillwarden(...args: readonly string[]): string {
    const run = spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`tillwarden ${args[0]}: ${run.stderr}${run.stdout}`);
    return run.stdout;
  }
}
