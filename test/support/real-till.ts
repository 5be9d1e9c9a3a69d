/**
 * A till of real processes: the simulated machine in one, behind a kernel tty, and the agent in
 * another, with the real serialport, store and API. The machine knows where every coin is; that,
 * never the journal, is what a test believes.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { spawnSync } from 'node:child_process';
import {
  worthMinor,
  type CoinCounts,
  type SimTruth,
} from '../../hardware/drivers/cctalk/sim-truth.ts';
import type { OperatorRole } from '../../agent/core/operators/operator.ts';
import { callProgram } from './call-program.ts';
import { JsonProcess, type JsonLine } from './json-process.ts';
import { wholeProgram } from './whole-program.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const NODE = process.execPath;
const MAIN = join(ROOT, 'agent/main.ts');
export const COINS = [5, 10, 20, 50, 100, 200] as const;
const ANSWER_TIMEOUT_MS = 20_000;
const ASK_AGAIN_MS = 40;

export interface AgentOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Put before the command, such as strace and its options. */
  readonly under?: readonly string[];
}

export interface TillOptions extends AgentOptions {
  /** What is done to it before its first agent, such as other machines beside its own. */
  readonly before?: (till: RealTill) => Promise<void>;
}

interface SaleAnswer {
  readonly saleId: string;
  readonly state: string;
  readonly amountDueMinor: number;
  readonly insertedMinor: number;
  readonly paidOutMinor: number;
  readonly owedMinor: number;
}

export class RealTill implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'tillwarden-till-'));
  readonly config = join(this.folder, 'config.json');
  readonly tty = join(this.folder, 'coin-machine');
  readonly machine: JsonProcess;
  agent: JsonProcess | undefined;
  url = '';
  #token = '';
  #operator: string | undefined;
  #keys = 0;

  private constructor() {
    this.machine = new JsonProcess('the simulated machine', [
      NODE,
      MAIN,
      'simulate',
      'cctalk',
      '--tty',
      this.tty,
      '--fast',
      '--until-eof',
    ]);
  }

  /** The machine and an agent that is ready to sell, its hoppers filled. */
  static async start({ before, ...options }: TillOptions = {}): Promise<RealTill> {
    const till = new RealTill();
    await till.machine.line('it is there', (line) => line['event'] === 'ready');
    await till.#setUp('init', '--tty', till.tty, '--port', '0');
    const [, token = ''] = (await till.#setUp('client', 'add', 'pos')).split('\n');
    till.#token = token;
    await before?.(till);
    await till.startAgent(options);
    await till.#fill();
    return till;
  }

  /** In this process: a hundred tills are set up, and it is not their setting up that is tested. */
  async #setUp(...args: readonly string[]): Promise<string> {
    const { status, said } = await callProgram([...args, '--config', this.config]);
    if (status !== 0) throw new Error(`tillwarden ${args[0]}: ${said}`);
    return said;
  }

  /** Runs one subcommand to its end and gives what it printed. */
  tillwarden(...args: readonly string[]): string {
    const run = spawnSync(NODE, [MAIN, ...args], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`tillwarden ${args[0]}: ${run.stderr}${run.stdout}`);
    return run.stdout;
  }

  /** Starts an agent and waits until it has answered and its acceptor is up. */
  async startAgent(options: AgentOptions = {}): Promise<void> {
    await this.launchAgent(options);
    await this.until('the acceptor is up', async () => {
      const status = await this.call('GET', '/v1/status');
      return status['activity'] !== 'not-ready';
    });
  }

  /** Starts an agent and waits only until its API is there. */
  async launchAgent({ env = {}, under = [] }: AgentOptions = {}): Promise<void> {
    const command = [...under, NODE, wholeProgram('crash-agent')] as unknown as [
      string,
      ...string[],
    ];
    this.#operator = undefined;
    const agent = new JsonProcess('the agent', command, {
      TILLWARDEN_CONFIG: this.config,
      ...env,
    });
    this.agent = agent;
    const ready = await agent.line('it is ready', (line) => line['msg'] === 'agent-ready');
    this.url = String(ready['url']);
  }

  async call(method: string, path: string, body?: JsonLine): Promise<JsonLine> {
    this.#keys += 1;
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        'idempotency-key': `key-${this.#keys}`,
        ...(this.#operator === undefined ? {} : { 'x-tillwarden-operator': this.#operator }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await response.json()) as JsonLine;
  }

  /** Enters somebody who works here, beside the agent while it runs. */
  async addOperator(operatorId: string, role: OperatorRole, pin: string): Promise<void> {
    const file = join(this.folder, `${operatorId}.pin`);
    writeFileSync(file, `${pin}\n`, { mode: 0o600 });
    await this.#setUp('operator', 'add', operatorId, '--role', role, '--pin-file', file);
    rmSync(file);
  }

  /** Everything is asked in their name from now on, until the agent starts again. */
  async signIn(operatorId: string, pin: string): Promise<JsonLine> {
    const answer = await this.call('POST', '/v1/operators/sign-in', { operatorId, pin });
    const { token } = answer;
    this.#operator = typeof token === 'string' ? token : undefined;
    return answer;
  }

  /** The cashier page, with the token in its address. */
  get pageUrl(): string {
    return `${this.url}/#token=${this.#token}`;
  }

  startSale(amountDueMinor: number): Promise<JsonLine> {
    return this.call('POST', '/v1/sales', { amountDueMinor, currency: 'EUR' });
  }

  async sale(saleId: string): Promise<SaleAnswer> {
    return (await this.call('GET', `/v1/sales/${saleId}`)) as unknown as SaleAnswer;
  }

  async sales(): Promise<readonly SaleAnswer[]> {
    const { sales } = await this.call('GET', '/v1/sales?filter=all');
    return sales as readonly SaleAnswer[];
  }

  /** Every line of the journal, as the command line shows it. */
  journal(): readonly { readonly kind: string; readonly body: JsonLine }[] {
    return this.tillwarden('journal', 'show', '--json', '--config', this.config)
      .split('\n')
      .filter((text) => text !== '')
      .map((text) => JSON.parse(text) as { kind: string; body: JsonLine });
  }

  /** Counts every place by hand and enters what is there. */
  async countAll(): Promise<void> {
    const { tubes, cashbox } = await this.truth();
    for (const [place, counts] of Object.entries({ ...tubes, cashbox })) {
      await this.call('POST', `/v1/counts/${place}`, { reason: 'count', counted: entries(counts) });
    }
  }

  /** Drops a coin into the machine and waits until it has been let in or given back. */
  async insert(valueMinor: number): Promise<'accepted' | 'rejected'> {
    const said = this.machine.next(`what became of a coin of ${valueMinor}`, (line) => {
      return line['event'] === 'accepted' || line['event'] === 'rejected';
    });
    this.machine.say(`insert ${valueMinor}`);
    const { event } = await said;
    return event === 'accepted' ? 'accepted' : 'rejected';
  }

  async truth(): Promise<SimTruth> {
    const said = this.machine.next('where every coin is', (line) => line['event'] === 'truth');
    this.machine.say('truth');
    return (await said) as unknown as SimTruth;
  }

  /** Asks again, a little later each time, until it holds; every wait has its end. */
  async until(
    what: string,
    holds: () => Promise<boolean>,
    limitMs = ANSWER_TIMEOUT_MS,
  ): Promise<void> {
    const deadline = performance.now() + limitMs;
    while (!(await holds().catch(() => false))) {
      if (performance.now() > deadline) {
        throw new Error(`not within ${limitMs} ms: ${what}\n${this.agent?.errors ?? ''}`);
      }
      await new Promise((resolvePromise) => setTimeout(resolvePromise, ASK_AGAIN_MS));
    }
  }

  /** Ends the agent as a service manager does, also when it runs under another program. */
  async stopAgent(): Promise<void> {
    const pid = this.agent?.child.pid;
    if (this.agent === undefined || pid === undefined) return;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    process.kill(children === '' ? pid : Number(children.split(' ')[0]), 'SIGTERM');
    await this.agent.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.agent !== undefined) await this.agent.kill('SIGKILL');
    await this.machine.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #fill(): Promise<void> {
    const { tubes } = await this.truth();
    for (const [place, counts] of Object.entries(tubes)) {
      await this.call('POST', `/v1/counts/${place}`, { reason: 'fill', added: entries(counts) });
    }
  }
}

/** What all coins in these heaps are worth together. */
export function heapsMinor(heaps: Readonly<Record<string, CoinCounts>>): number {
  return Object.values(heaps).reduce((sum, heap) => sum + worthMinor(heap), 0);
}

function entries(counts: CoinCounts): { readonly valueMinor: number; readonly count: number }[] {
  return Object.entries(counts).map(([valueMinor, count]) => ({
    valueMinor: Number(valueMinor),
    count,
  }));
}
