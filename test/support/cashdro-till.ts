/**
 * A till of real processes with a whole machine: the simulated CashDro in one, behind a real HTTPS
 * server, and the agent in another. The machine knows where every piece is.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { SimConfigInput } from '../../hardware/drivers/cashdro/sim-config.ts';
import type { SimCashdroTruth } from '../../hardware/drivers/cashdro/sim.ts';
import { callProgram } from './call-program.ts';
import { JsonProcess, type JsonLine } from './json-process.ts';
import { wholeProgram } from './whole-program.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const NODE = process.execPath;
const MAIN = join(ROOT, 'agent/main.ts');
const WAIT_MS = 20_000;
const ASK_AGAIN_MS = 40;
/** Would be mangled in a URL that is not encoded, and is easy to find in any output. */
export const PASSWORD = 'Pa55&wörd ?#%=';

export interface SaleAnswer {
  readonly saleId: string;
  readonly state: string;
  readonly insertedMinor: number;
  readonly paidOutMinor: number;
  readonly owedMinor: number;
  readonly differenceMinor: number;
  readonly isPaid: boolean;
}

export interface CashdroTillOptions {
  readonly sim?: SimConfigInput;
  /** The word `none` leaves it out. */
  readonly pin?: string;
  readonly password?: string;
  /** Whether to wait until the machine is up. */
  readonly isAwaited?: boolean;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: JsonLine | undefined;
  readonly key: string;
}

export class CashdroTill implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'tillwarden-cashdro-'));
  readonly config = join(this.folder, 'config.json');
  readonly machine: JsonProcess;
  agent: JsonProcess | undefined;
  url = '';
  /** The pin of the machine as it came up. */
  pin = '';
  /** Everything that any agent has written. */
  output = '';
  #port = 0;
  #token = '';
  #keys = 0;
  #operator: string | undefined;

  private constructor(sim: SimConfigInput) {
    const simFile = join(this.folder, 'machine.json');
    writeFileSync(simFile, JSON.stringify({ ...sim, password: PASSWORD }));
    const simulate = ['simulate', 'cashdro', '--port', '0', '--fast', '--until-eof'];
    const command = [NODE, MAIN, ...simulate, '--config', simFile] as const;
    this.machine = new JsonProcess('the CashDro', [...command]);
  }

  static async start(options: CashdroTillOptions = {}): Promise<CashdroTill> {
    const till = new CashdroTill(options.sim ?? COINS_AND_NOTES);
    const ready = await till.machine.line('it is there', ({ event }) => event === 'ready');
    till.#port = Number(ready['port']);
    till.pin = String(ready['pin']);
    till.configure(options);
    const added = await callProgram(['client', 'add', 'pos', '--config', till.config]);
    till.#token = added.said.split('\n')[1] ?? '';
    await till.startAgent({}, options.isAwaited ?? true);
    return till;
  }

  /** Writes configuration and credentials; an agent that runs knows nothing of it. */
  configure({ pin = this.pin, password = PASSWORD }: CashdroTillOptions): void {
    const credentials = join(this.folder, 'cashdro.json');
    writeFileSync(credentials, JSON.stringify({ name: 'till', password }));
    chmodSync(credentials, 0o600);
    const transport = {
      kind: 'https',
      host: '127.0.0.1',
      port: this.#port,
      credentials: 'cashdro.json',
      timeoutMs: 1_000,
      ...(pin === 'none' ? {} : { pin }),
    };
    const options = { device: 'cashdro', currency: 'EUR', terminal: 'till-1', ...FAST };
    const port = { id: 'cashdro', driver: 'cashdro', transport, options };
    const config = { till: 'till-1', currency: 'EUR', api: { port: 0 }, ports: [port] };
    writeFileSync(this.config, JSON.stringify(config));
  }

  /** As a careless admin leaves them. */
  openCredentials(): void {
    chmodSync(join(this.folder, 'cashdro.json'), 0o644);
  }

  /** A bill validator besides. */
  addNotes(): void {
    const denominations = [{ index: 1, valueMinor: 500 }];
    const port = {
      id: 'notes',
      driver: 'ebds',
      transport: { kind: 'serial', path: '/dev/null', baudRate: 9_600 },
      options: { device: 'validator', currency: 'EUR', denominations },
    };
    this.#rewrite((config) => ({ ...config, ports: [...config.ports, port] }));
  }

  setTransportKind(kind: string): void {
    this.#rewrite((config) => ({
      ...config,
      ports: config.ports.map((port) => ({ ...port, transport: { ...port.transport, kind } })),
    }));
  }

  /** Runs the agent to its end, which is at once where its configuration is wrong. */
  run(): string {
    return this.tillwarden('run', '--config', this.config);
  }

  tillwarden(...args: readonly string[]): string {
    const run = spawnSync(NODE, [MAIN, ...args], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`tillwarden ${args[0]}: ${run.stderr}${run.stdout}`);
    this.output += run.stdout;
    return run.stdout;
  }

  /** In this process, where it is not the program that is tested. */
  async #told(...args: readonly string[]): Promise<string> {
    const { status, said } = await callProgram([...args, '--config', this.config]);
    if (status !== 0) throw new Error(`tillwarden ${args[0]}: ${said}`);
    this.output += said;
    return said;
  }

  async startAgent(env: Readonly<Record<string, string>> = {}, isAwaited = true): Promise<void> {
    const agent = new JsonProcess('the agent', [NODE, wholeProgram('crash-agent')], {
      TILLWARDEN_CONFIG: this.config,
      LOG_LEVEL: 'trace',
      ...env,
    });
    this.agent = agent;
    agent.child.stdout?.on('data', (bytes: Buffer) => (this.output += bytes.toString()));
    agent.child.stderr?.on('data', (bytes: Buffer) => (this.output += bytes.toString()));
    const ready = await agent.line('it is ready', ({ msg }) => msg === 'agent-ready');
    this.url = String(ready['url']);
    if (!isAwaited) return;
    await this.until('the machine is up', async () => (await this.device())['state'] === 'up');
  }

  /** Asks the agent to die at a named point from its next start on; resolves when it has. */
  async dieAt(point: string, doing: () => Promise<unknown>): Promise<void> {
    await this.agent?.kill();
    await this.startAgent({ CRASH_POINT: point });
    await doing().catch(() => undefined);
    await this.agent?.ended;
  }

  call(method: string, path: string, body?: JsonLine): Promise<JsonLine> {
    this.#keys += 1;
    return this.#send({ method, path, body, key: `key-${this.#keys}` });
  }

  /** The same under a key of the caller's, to be sent again. */
  post(path: string, body: JsonLine, key: string): Promise<JsonLine> {
    return this.#send({ method: 'POST', path, body, key });
  }

  async #send({ method, path, body, key }: Asked): Promise<JsonLine> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        'idempotency-key': key,
        ...(this.#operator === undefined ? {} : { 'x-tillwarden-operator': this.#operator }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      signal: AbortSignal.timeout(WAIT_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    this.output += text;
    return JSON.parse(text) as JsonLine;
  }

  /** Enters somebody who may pay debts, in whose name everything is asked from now on. */
  async signIn(): Promise<void> {
    const [operatorId, pin] = ['eva', '274913'];
    const file = join(this.folder, 'eva.pin');
    if (!existsSync(file)) {
      writeFileSync(file, `${pin}\n`, { mode: 0o600 });
      const flags = ['--role', 'supervisor', '--pin-file', file];
      await this.#told('operator', 'add', operatorId, ...flags);
    }
    // Whoever was signed in is so no longer once the agent has been started anew.
    this.#operator = undefined;
    const { token } = await this.call('POST', '/v1/operators/sign-in', { operatorId, pin });
    this.#operator = String(token);
  }

  /** Where somebody opens its cashier page. */
  get page(): string {
    return `${this.url}/#token=${this.#token}`;
  }

  async device(): Promise<JsonLine> {
    const { devices } = await this.call('GET', '/v1/status');
    return (devices as readonly JsonLine[])[0] ?? {};
  }

  /** Begins a deposit and waits until the machine takes money for it. */
  async deposit(purpose: 'deposit' | 'fill' = 'deposit'): Promise<string> {
    const reason = purpose === 'fill' ? { reason: 'float' } : {};
    const terms = { purpose, currency: 'EUR', ...reason };
    const answer = await this.call('POST', '/v1/deposits', terms);
    const depositId = String(answer['depositId']);
    await this.collecting(depositId);
    return depositId;
  }

  /** Waits until the machine is at work for it. */
  async collecting(id: string): Promise<void> {
    await this.until('the machine is at it', async () => {
      const { operations } = await this.truth();
      return operations.some(({ alias, state }) => alias.startsWith(id) && state === 'E');
    });
  }

  /** Waits until a deposit or an operation is as said. */
  async reached(path: string, state: string): Promise<JsonLine> {
    let last: JsonLine = {};
    await this.until(`${path} is ${state}`, async () => {
      last = await this.call('GET', path);
      return last['state'] === state;
    });
    return last;
  }

  /** Starts a sale and waits until the machine takes money for it. */
  async sell(amountDueMinor: number): Promise<string> {
    const saleId = await this.startSale(amountDueMinor);
    await this.until('the machine collects', async () => {
      const { operations } = await this.truth();
      return operations.some(({ alias, state }) => alias.startsWith(saleId) && state !== 'I');
    });
    return saleId;
  }

  async startSale(amountDueMinor: number): Promise<string> {
    const answer = await this.call('POST', '/v1/sales', { amountDueMinor, currency: 'EUR' });
    return String(answer['saleId']);
  }

  async sale(saleId: string): Promise<SaleAnswer> {
    return (await this.call('GET', `/v1/sales/${saleId}`)) as unknown as SaleAnswer;
  }

  async ended(saleId: string, state: string): Promise<SaleAnswer> {
    await this.until(`the sale is ${state}`, async () => (await this.sale(saleId)).state === state);
    return this.sale(saleId);
  }

  /** Everything is told to the machine, and the levels are read after it. */
  async rested(): Promise<void> {
    await this.until('the machine has been told that all is written down', async () => {
      const { operations } = await this.truth();
      return operations.every(({ state, isImported }) => state === 'F' && isImported);
    });
    await this.until('the journal holds what the machine holds', async () => {
      const { places } = (await this.call('GET', '/v1/counts')) as {
        places: readonly { totalMinor: number }[];
      };
      const held = places.reduce((sum, { totalMinor }) => sum + totalMinor, 0);
      return held === (await this.truth()).heldMinor;
    });
  }

  async do(command: string): Promise<JsonLine> {
    const verb = command.split(' ')[0] ?? '';
    const said = this.machine.next(`it has done ${verb}`, (line) => {
      return line['event'] === verb || (line['event'] === 'done' && line['do'] === verb);
    });
    this.machine.say(command);
    return said;
  }

  async truth(): Promise<SimCashdroTruth & { readonly requests: number }> {
    return (await this.do('truth')) as unknown as SimCashdroTruth & { requests: number };
  }

  journal(): readonly { readonly kind: string; readonly body: JsonLine }[] {
    return this.tillwarden('journal', 'show', '--json', '--config', this.config)
      .split('\n')
      .filter((text) => text !== '')
      .map((text) => JSON.parse(text) as { kind: string; body: JsonLine });
  }

  verdict(): Promise<string> {
    return this.#told('journal', 'verify');
  }

  async until(what: string, holds: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + WAIT_MS;
    while (!(await holds().catch(() => false))) {
      if (performance.now() > deadline) {
        const last = this.agent?.lines.slice(-12).map((line) => JSON.stringify(line));
        throw new Error(`not in time: ${what}\n${this.agent?.errors}\n${last?.join('\n')}`);
      }
      await new Promise((resolvePromise) => setTimeout(resolvePromise, ASK_AGAIN_MS));
    }
  }

  #rewrite(change: (config: StoredConfig) => StoredConfig): void {
    const config = JSON.parse(readFileSync(this.config, 'utf8')) as StoredConfig;
    writeFileSync(this.config, JSON.stringify(change(config)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.agent?.kill();
    await this.machine.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

interface StoredConfig {
  readonly ports: readonly { readonly transport: object }[];
}

const FAST = { pollMs: 100, idlePollMs: 500, levelsEveryMs: 5_000 };

export const COINS_AND_NOTES: SimConfigInput = {
  pieces: [
    ...[1, 2, 5, 10, 20, 50, 100, 200].map((valueMinor) => ({ valueMinor, type: 'coin' as const })),
    ...[500, 1_000, 2_000].map((valueMinor) => ({ valueMinor, type: 'note' as const })),
  ],
};
