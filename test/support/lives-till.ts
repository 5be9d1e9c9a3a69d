/**
 * A till that lives: the real agent in an installed tree, under its real supervisor, whose vendor puts
 * one release after another on a medium. Each release adds to the store's schema; those that are no
 * good do so too, and then fail.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openForReading } from '../../agent/store/database.ts';
import { signDocument, type Signer } from '../../sync/trust/sign-document.ts';
import { BuiltRelease } from './built-release.ts';
import { callProgram } from './call-program.ts';
import { JsonProcess, type JsonLine } from './json-process.ts';
import { createReleaseRepository, type TestRepository } from './release-repository.ts';
import { createTestVendor, testEntitlement } from './test-vendor.ts';

export const STATION = 'till-1';
const OPERATOR = 'tech';
const PIN = '5813';
const HEALTH_SECONDS = '60';
const FIRST = '1.0.0';
const YEAR_DAYS = 366;
const DAY_MS = 86_400_000;
const ANSWER_TIMEOUT_MS = 10_000;

/** What a line of the log says is the moment at which something is killed. */
export type Moment = (line: JsonLine) => boolean;

export interface Head {
  readonly seq: number;
  readonly hash: string;
}

interface Made {
  readonly release: BuiltRelease;
  readonly repository: TestRepository;
  readonly director: Signer;
  readonly medium: string;
}

export class LivesTill implements AsyncDisposable {
  readonly #folder: string;
  readonly #made: Made;
  #token = '';
  #supervised: JsonProcess | undefined;
  #orders = 0;

  private constructor(folder: string, made: Made) {
    this.#folder = folder;
    this.#made = made;
  }

  /** `bad`: those of the versions that fail once they have taken their step of the schema. */
  static async create(
    versions: readonly string[],
    isBad: (version: string) => boolean,
  ): Promise<LivesTill> {
    const folder = mkdtempSync(join(tmpdir(), 'tillwarden-lives-'));
    const release = new BuiltRelease();
    const vendor = createTestVendor();
    const runtime = release.runtime.version;
    const repository = await createReleaseRepository({
      platform: `${process.platform}-${process.arch}`,
      runtimes: [{ name: runtime, bytes: readFileSync(release.runtime.file) }],
    });
    const trust = { ...vendor.trust, releaseRoot: repository.releaseRoot };
    const files = (at: number, version: string): Readonly<Record<string, string>> => ({
      'trust.json': JSON.stringify(trust),
      'agent/store/migrations.js': withSteps(release, at),
      ...(isBad(version) ? { 'agent/api/api.js': FAILS } : {}),
    });
    for (const [at, version] of versions.entries()) {
      const bytes = readFileSync(await release.variant(version, files(at + 1, version)));
      await repository.add({ version, bytes, runtime, floor: FIRST });
    }
    const medium = await repository.medium();
    mkdirSync(join(medium, 'director'));
    const made = { release, repository, medium, director: await vendor.certify('director') };
    const till = new LivesTill(folder, made);
    const first = await release.variant(FIRST, files(0, FIRST));
    await till.#install(first, trust, await vendor.certify('issuer'));
    return till;
  }

  get #config(): string {
    return join(this.#folder, 'config.json');
  }

  /** Everything the launcher and what it started have said. */
  get lines(): readonly JsonLine[] {
    return this.#supervised?.lines ?? [];
  }

  start(): void {
    const launcher = join(this.#folder, 'prefix/bin/tillwarden-supervise');
    const args = ['--health-seconds', HEALTH_SECONDS, '--', 'run', '--config', this.#config];
    this.#supervised = new JsonProcess('the till', [launcher, ...args]);
  }

  /** Said already since `from`, or still to come. */
  async said(what: string, from: number, fits: Moment): Promise<JsonLine> {
    const supervised = this.#supervised;
    if (supervised === undefined) throw new TypeError('nothing runs');
    return supervised.lines.slice(from).find(fits) ?? supervised.next(what, fits);
  }

  /** Signed by the director, laid on the medium, and offered by a technician. */
  async order(version: string): Promise<unknown> {
    const { repository, director, medium, release } = this.#made;
    this.#orders += 1;
    const text = await signDocument(
      'director',
      {
        station: STATION,
        counter: { keyEpoch: 1, n: this.#orders },
        rollout: `r${this.#orders}`,
        mode: 'forced',
        application: repository.application(version),
        runtime: repository.runtime(release.runtime.version),
        issuedAt: new Date().toISOString(),
      },
      director,
    );
    writeFileSync(join(medium, 'director', `${STATION}.jws`), text);
    const signIn = { operatorId: OPERATOR, pin: PIN };
    const { token } = (await this.#post('/v1/operators/sign-in', signIn)) as { token: string };
    const headers = { 'x-tillwarden-operator': token };
    return this.#post('/v1/update/medium', { folder: medium }, headers);
  }

  /** A line that somebody was told of: from here on it may never be lost. */
  async acknowledge(key: string): Promise<Head> {
    const added = [{ valueMinor: 100, count: 1 }];
    const headers = { 'idempotency-key': key };
    await this.#post('/v1/counts/cashbox', { reason: 'fill', added }, headers);
    const { journal } = (await this.#get('/v1/status')) as { journal: Head };
    return journal;
  }

  async version(): Promise<string> {
    const { version } = (await this.#get('/v1/update')) as { version: string };
    return version;
  }

  /** The program that runs, by the supervisor's own word. */
  killProgram(): void {
    const pid = this.lines.findLast(({ msg }) => msg === 'program-started')?.['pid'];
    killed(Number(pid));
  }

  /** The program's parent; nothing where the program is gone already. */
  killSupervisor(): void {
    const pid = this.lines.findLast(({ msg }) => msg === 'program-started')?.['pid'];
    const parent = parentOf(Number(pid));
    if (parent !== undefined) killed(parent);
  }

  /** What the journal on the disk has at that place. */
  hashAt(seq: number): string | undefined {
    const database = openForReading(join(this.#folder, 'till.db'));
    const row = database
      .prepare<[number], { hash: string }>('SELECT hash FROM journal WHERE seq = ?')
      .get(seq);
    database.close();
    return row?.hash;
  }

  async verify(): Promise<string> {
    return (await callProgram(['journal', 'verify', '--config', this.#config])).said;
  }

  async stop(): Promise<void> {
    await this.#supervised?.kill('SIGTERM');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    this.#made.repository[Symbol.dispose]();
    this.#made.release[Symbol.dispose]();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #install(application: string, trust: object, issuer: Signer): Promise<void> {
    const config = ['--config', this.#config];
    const tty = join(this.#folder, 'no-machine');
    await this.#run('init', ...config, '--tty', tty, '--till', STATION, '--port', '0');
    const said = await this.#run('client', 'add', 'pos', ...config);
    this.#token = said.split('\n')[1] ?? '';
    const pin = join(this.#folder, 'pin');
    writeFileSync(pin, PIN);
    await this.#run(
      'operator',
      'add',
      OPERATOR,
      '--role',
      'technician',
      '--pin-file',
      pin,
      ...config,
    );
    const licence = join(this.#folder, 'licence.jws');
    writeFileSync(licence, await signDocument('entitlement', entitlement(), issuer));
    const root = join(this.#folder, 'program');
    mkdirSync(root);
    writeFileSync(join(root, 'trust.json'), JSON.stringify(trust));
    await this.#run('licence', 'install', licence, ...config, root);
    const prefix = join(this.#folder, 'prefix');
    mkdirSync(prefix);
    const archives = ['--application', application, '--runtime', this.#made.release.runtime.file];
    await this.#run('install', '--prefix', prefix, ...archives);
  }

  /** The folder of the program may come last, where the command looks beside itself. */
  async #run(...args: readonly string[]): Promise<string> {
    const root = args[0] === 'licence' ? args.at(-1) : undefined;
    const { status, said } = await callProgram(root === undefined ? args : args.slice(0, -1), root);
    if (status !== 0) throw new Error(`${args.join(' ')}: ${said}`);
    return said;
  }

  #url(): string {
    const ready = this.lines.findLast(({ msg }) => msg === 'agent-ready');
    return String(ready?.['url']).replace(/\/$/, '');
  }

  async #get(path: string): Promise<unknown> {
    const headers = { authorization: `Bearer ${this.#token}` };
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    const response = await fetch(`${this.#url()}${path}`, { headers, signal });
    return await response.json();
  }

  async #post(
    path: string,
    body: object,
    more: Readonly<Record<string, string>> = {},
  ): Promise<unknown> {
    const response = await fetch(`${this.#url()}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.#token}`,
        'content-type': 'application/json',
        ...more,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer;
  }
}

/** The API does not come up; the store has been opened, and its schema is the new one. */
const FAILS = `export async function startApi() { throw new Error('no good'); }\n`;

/** The release's own migrations with so many steps more, each of which only adds. */
function withSteps(release: BuiltRelease, count: number): string {
  const source = release.textOf('agent/store/migrations.js');
  const steps = Array.from({ length: count }, (_, at) => {
    return `  { sql: 'ALTER TABLE sale ADD COLUMN extra_${at} TEXT; CREATE TABLE added_${at} (id TEXT) STRICT' },\n`;
  });
  const end = source.indexOf('\n];', source.indexOf('export const MIGRATIONS')) + 1;
  return `${source.slice(0, end)}${steps.join('')}${source.slice(end)}`;
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

function parentOf(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^PPid:\s*(\d+)$/m.exec(status)?.[1]);
  } catch {
    return undefined;
  }
}

function killed(pid: number): void {
  if (!Number.isInteger(pid) || pid <= 1) throw new TypeError('nothing is known to kill');
  try {
    process.kill(pid, 'SIGKILL');
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ESRCH')) throw cause;
  }
}
