/**
 * A till that lives: the real agent in an installed tree, under its real launcher and supervisor, with
 * a simulated coin machine on a terminal. Whatever is killed of it, somebody starts the launcher again,
 * as a service manager does.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { SimTruth } from '../../hardware/drivers/cctalk/sim-truth.ts';
import { signDocument } from '../../sync/trust/sign-document.ts';
import type { BuiltRelease } from './built-release.ts';
import { callProgram } from './call-program.ts';
import type { Victim } from './crash-points.ts';
import { JsonProcess, type JsonLine } from './json-process.ts';
import { LivesVendor, type LivesRelease } from './lives-vendor.ts';
import { testEntitlement } from './test-vendor.ts';

const MAIN = resolve(import.meta.dirname, '../../agent/main.ts');
const STATION = 'till-1';
const OPERATOR = { operatorId: 'boss', pin: '5813' } as const;
const HEALTH_SECONDS = '120';
const YEAR_DAYS = 366;
const DAY_MS = 86_400_000;
const ANSWER_TIMEOUT_MS = 20_000;
/** A kill may cost a minute's wait, and a busy computer is no reason to fail. */
const UNTIL_TIMEOUT_MS = 300_000;
const ASK_AGAIN_MS = 25;

export class LivesTill implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'tillwarden-lives-'));
  readonly prefix = join(this.folder, 'prefix');
  readonly #vendor: LivesVendor;
  readonly #machine: JsonProcess;
  readonly #earlier: JsonLine[] = [];
  #token = '';
  #launcher: JsonProcess | undefined;
  #isStopping = false;

  private constructor(vendor: LivesVendor) {
    const tty = join(this.folder, 'machine');
    this.#vendor = vendor;
    this.#machine = new JsonProcess('the simulated machine', [
      process.execPath,
      MAIN,
      'simulate',
      'cctalk',
      '--tty',
      tty,
      '--fast',
      '--until-eof',
    ]);
  }

  /** Installed, running, and its hoppers entered. */
  static async start(release: BuiltRelease, releases: readonly LivesRelease[]): Promise<LivesTill> {
    const vendor = await LivesVendor.create(release, releases);
    await using begun = new AsyncDisposableStack();
    const till = begun.use(new LivesTill(vendor));
    await till.#machine.line('it is there', ({ event }) => event === 'ready');
    await till.#install(release);
    till.#start();
    await till.until('it sells', () => till.isReady());
    await till.#enterHoppers();
    begun.move();
    return till;
  }

  /** Everything that launcher and supervisors and programs have said. */
  get lines(): readonly JsonLine[] {
    return [...this.#earlier, ...(this.#launcher?.lines ?? [])];
  }

  get database(): string {
    return join(this.folder, 'till.db');
  }

  /** Lays the order on the medium, which an operator offers; the answer. */
  async order(version: string): Promise<JsonLine> {
    const folder = await this.#vendor.order(STATION, version);
    // A till that has died under it knows nobody any more who was signed in.
    return this.#insist(async () => {
      const operator = await this.signIn();
      return this.#post('/v1/update/medium', { body: { folder }, operator });
    });
  }

  async signIn(): Promise<string> {
    const { token } = await this.post('/v1/operators/sign-in', { body: OPERATOR });
    return String(token);
  }

  async isReady(): Promise<boolean> {
    return (await this.get('/v1/status'))['activity'] === 'idle';
  }

  /** Whether anybody was there to be killed. */
  kill(victim: Victim): boolean {
    const supervisor = childrenOf(this.#launcher?.child.pid).find(isSupervisor);
    const programs = childrenOf(supervisor);
    const victims = [
      ...(victim === 'supervisor' ? [] : programs),
      ...(victim === 'program' || supervisor === undefined ? [] : [supervisor]),
    ];
    return victims.map(isKilled).includes(true);
  }

  /** Drops a coin into the machine; whether it was let in. */
  async insert(valueMinor: number): Promise<boolean> {
    const said = this.#machine.next(`what became of a coin of ${valueMinor}`, ({ event }) => {
      return event === 'accepted' || event === 'rejected';
    });
    this.#machine.say(`insert ${valueMinor}`);
    return (await said)['event'] === 'accepted';
  }

  async truth(): Promise<SimTruth> {
    const said = this.#machine.next('where every coin is', ({ event }) => event === 'truth');
    this.#machine.say('truth');
    return (await said) as unknown as SimTruth;
  }

  async verify(): Promise<string> {
    return (await callProgram(['journal', 'verify', '--config', this.#config])).said;
  }

  get(path: string): Promise<JsonLine> {
    return this.#call(path, { method: 'GET', headers: this.#headers });
  }

  post(path: string, asking: Asking = {}): Promise<JsonLine> {
    return this.#insist(() => this.#post(path, asking));
  }

  #post(path: string, { body = {}, operator, key }: Asking): Promise<JsonLine> {
    const headers = {
      ...this.#headers,
      'content-type': 'application/json',
      ...(operator === undefined ? {} : { 'x-tillwarden-operator': operator }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    };
    return this.#call(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** Asks again until it holds; whoever does not answer is being started again. */
  async until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = performance.now() + UNTIL_TIMEOUT_MS;
    while (!(await attempted(holds))) {
      if (performance.now() > deadline) throw new Error(`${what}: not so\n${this.describe()}`);
      await new Promise((resolvePromise) => setTimeout(resolvePromise, ASK_AGAIN_MS));
    }
  }

  describe(): string {
    const said = this.lines.slice(-40).map((line) => JSON.stringify(line));
    return [...said, this.#launcher?.errors ?? ''].join('\n');
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#launcher?.kill('SIGTERM');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await this.#machine.kill();
    this.#vendor[Symbol.dispose]();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get #config(): string {
    return join(this.folder, 'config.json');
  }

  get #headers(): Readonly<Record<string, string>> {
    return { authorization: `Bearer ${this.#token}` };
  }

  #start(): void {
    const program = join(this.prefix, 'bin/tillwarden-supervise');
    const args = ['--health-seconds', HEALTH_SECONDS, '--', 'run', '--config', this.#config];
    const launcher = new JsonProcess('the till', [program, ...args]);
    this.#launcher = launcher;
    launcher.child.once('exit', () => {
      if (this.#isStopping) return;
      this.#earlier.push(...launcher.lines);
      this.#start();
    });
  }

  async #call(path: string, request: RequestInit): Promise<JsonLine> {
    const ready = this.lines.findLast(({ msg }) => msg === 'agent-ready');
    const url = String(ready?.['url']).replace(/\/$/, '');
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    const response = await fetch(`${url}${path}`, { ...request, signal });
    const answer = (await response.json()) as JsonLine;
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer;
  }

  /** As a POS program does whose till died under its request: the same once more, when it is back. */
  async #insist(ask: () => Promise<JsonLine>): Promise<JsonLine> {
    const deadline = performance.now() + UNTIL_TIMEOUT_MS;
    for (;;) {
      try {
        return await ask();
      } catch (cause) {
        if (!isOfAnother(cause) || performance.now() > deadline) throw cause;
      }
      await new Promise((resolvePromise) => setTimeout(resolvePromise, ASK_AGAIN_MS));
    }
  }

  async #install(release: BuiltRelease): Promise<void> {
    const config = ['--config', this.#config];
    const tty = join(this.folder, 'machine');
    await run(['init', ...config, '--tty', tty, '--till', STATION, '--port', '0']);
    this.#token = (await run(['client', 'add', 'pos', ...config])).split('\n')[1] ?? '';
    const pin = join(this.folder, 'pin');
    writeFileSync(pin, OPERATOR.pin);
    const who = [OPERATOR.operatorId, '--role', 'admin', '--pin-file', pin];
    await run(['operator', 'add', ...who, ...config]);
    const licence = join(this.folder, 'licence.jws');
    const issuer = await this.#vendor.issuer();
    writeFileSync(licence, await signDocument('entitlement', entitlement(), issuer));
    const root = join(this.folder, 'program');
    mkdirSync(root);
    writeFileSync(join(root, 'trust.json'), JSON.stringify(this.#vendor.trust));
    await run(['licence', 'install', licence, ...config], root);
    mkdirSync(this.prefix);
    const archives = ['--application', this.#vendor.first, '--runtime', release.runtime.file];
    await run(['install', '--prefix', this.prefix, ...archives]);
  }

  async #enterHoppers(): Promise<void> {
    const { tubes } = await this.truth();
    for (const [place, heap] of Object.entries(tubes)) {
      const added = Object.entries(heap).map(([valueMinor, count]) => {
        return { valueMinor: Number(valueMinor), count };
      });
      const body = { reason: 'fill', added };
      await this.post(`/v1/counts/${place}`, { body, key: `first ${place}` });
    }
  }
}

interface Asking {
  readonly body?: object;
  /** A session's token. */
  readonly operator?: string;
  readonly key?: string;
}

/** In this process; `root` is the folder of the program, where the command looks beside itself. */
async function run(args: readonly string[], root?: string): Promise<string> {
  const { status, said } = await callProgram(args, root === undefined ? {} : { root });
  if (status !== 0) throw new Error(`${args.join(' ')}: ${said}`);
  return said;
}

/** What fetch throws where nobody answered, and what a till says that was started since the sign-in. */
function isOfAnother(cause: unknown): boolean {
  return cause instanceof TypeError || String(cause).includes('"operator-session-ended"');
}

async function attempted(holds: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    return await holds();
  } catch {
    return false;
  }
}

function entitlement(): ReturnType<typeof testEntitlement> {
  const now = Date.now();
  const installedOn = dayOf(now - DAY_MS);
  const maintenance = [{ from: installedOn, to: dayOf(now + YEAR_DAYS * DAY_MS) }];
  return testEntitlement({ installedOn, maintenance, issuedAt: new Date(now).toISOString() });
}

function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

function childrenOf(pid: number | undefined): readonly number[] {
  const text = pid === undefined ? '' : readOr(`/proc/${pid}/task/${pid}/children`);
  return text.split(' ').filter(Boolean).map(Number);
}

/** The launcher has a watch beside it. */
function isSupervisor(pid: number): boolean {
  return readOr(`/proc/${pid}/cmdline`).includes('\0supervise\0');
}

/** Of a process that has ended there is nothing to read. */
function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

function isKilled(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}
