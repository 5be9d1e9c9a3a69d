/**
 * A till to be measured: the agent as it is shipped in a process of its own, on a kernel tty; the
 * simulated machine in this process, so that both ends of the wire are on one clock.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DeviceLine } from '../../hardware/kit/device-line.ts';
import { openPseudoTerminal } from '../../hardware/kit/pseudo-terminal.ts';
import { JsonProcess, type JsonLine } from '../support/json-process.ts';
import type { BenchPort } from './bench-ports.ts';
import { benchProgram, type BenchProgram } from './bench-release.ts';

export const ROOT = resolve(import.meta.dirname, '../..');

const READY_TIMEOUT_MS = 20_000;
const ASK_AGAIN_MS = 5;
/** How long a start took, from the spawn. */
export interface StartFigures {
  readonly untilLogMs: number;
  readonly untilReadyToSellMs: number;
}

export interface BenchLine {
  readonly kind: string;
  readonly atMs: number;
  readonly body: JsonLine;
}

export class BenchTill implements AsyncDisposable {
  agent: JsonProcess | undefined;
  url = '';
  token = '';
  readonly #folder: string;
  readonly #config: string;
  readonly #lines: readonly DeviceLine[];
  readonly #program: BenchProgram;
  #keys = 0;

  private constructor(folder: string, lines: readonly DeviceLine[], program: BenchProgram) {
    this.#folder = folder;
    this.#config = join(folder, 'config.json');
    this.#lines = lines;
    this.#program = program;
  }

  /** The machines on their terminals, and a configuration for them; no agent yet. */
  static async create(ports: readonly BenchPort[]): Promise<BenchTill> {
    const folder = mkdtempSync(join(tmpdir(), 'tillwarden-bench-'));
    const paths = ports.map((_, at) => join(folder, `machine-${at}`));
    const lines = await Promise.all(paths.map((path) => openPseudoTerminal(path)));
    for (const [at, line] of lines.entries()) ports[at]?.attach(line);
    const till = new BenchTill(folder, lines, await benchProgram());
    const [tty = ''] = paths;
    till.#tillwarden('init', '--config', till.#config, '--tty', tty, '--port', '0');
    till.#configure(ports, paths);
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
    const { command, env } = this.#program;
    const args = ['run', '--config', this.#config];
    const agent = new JsonProcess('the agent', [...command, ...args], env);
    this.agent = agent;
    const ready = await agent.line('it is ready', ({ msg }) => msg === 'agent-ready');
    const untilLogMs = performance.now() - beganMs;
    this.url = String(ready['url']);
    await this.until(() => this.#isReady());
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

  /** The lines of the journal of a kind, oldest first. */
  journal(kind: string): readonly BenchLine[] {
    return this.#tillwarden('journal', 'show', '--json', '--config', this.#config)
      .split('\n')
      .filter((text) => text !== '')
      .map((text) => JSON.parse(text) as BenchLine)
      .filter((line) => line.kind === kind);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stopAgent();
    await Promise.all(this.#lines.map((line) => line[Symbol.asyncDispose]()));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Every device has said that it is there. */
  async #isReady(): Promise<boolean> {
    const { activity, devices } = await this.status();
    if (activity === 'not-ready') return false;
    return (devices as readonly JsonLine[]).every(({ kind, state }) => {
      return state === 'up' || String(kind).endsWith('dispenser');
    });
  }

  #configure(ports: readonly BenchPort[], paths: readonly string[]): void {
    const config = JSON.parse(readFileSync(this.#config, 'utf8')) as JsonLine;
    const wired = ports.map(({ driver, options }, at) => ({
      id: `port-${at}`,
      driver,
      transport: { kind: 'serial', path: paths[at], baudRate: 9_600 },
      options,
    }));
    writeFileSync(this.#config, JSON.stringify({ ...config, ports: wired }));
  }

  #tillwarden(...args: readonly string[]): string {
    const [node, ...before] = this.#program.command;
    const run = spawnSync(node, [...before, ...args], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`tillwarden ${args[0]}: ${run.stderr}${run.stdout}`);
    return run.stdout;
  }
}
