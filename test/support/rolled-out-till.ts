/**
 * A hub that rolls releases out and an installed till that takes them: the real hub and the real agent
 * over real sockets, disks and signatures, on one calendar of the test's own. Only the supervisor is a
 * stand-in, as good as its word: what it takes over it starts at once, on trial.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pino } from 'pino';
import { updatesBy } from '../../agent/cli/run-updates.ts';
import { pageFolderOf, startAgent, type Agent } from '../../agent/compose.ts';
import { readConfig } from '../../agent/config/config.ts';
import type { Entitlement } from '../../agent/core/entitlement/entitlement.ts';
import type { Slots } from '../../agent/core/update/slots.ts';
import { createAgentEvents } from '../../agent/events.ts';
import { openForReading } from '../../agent/store/database.ts';
import type { InstalledStanding, SupervisorLink } from '../../agent/update/supervisor-link.ts';
import type { Clock } from '../../hardware/kit/clock.ts';
import type { StationReport } from '../../sync/hub/rollouts/station-report.ts';
import type { RolloutDesk, RolloutView } from '../../sync/hub/rollouts/rollout-desk.ts';
import { startHub, type Hub } from '../../sync/hub/main.ts';
import { takeCounter } from '../../sync/hub/store/director-counters.ts';
import { addDesired } from '../../sync/hub/store/mailbox.ts';
import { signDocument } from '../../sync/trust/sign-document.ts';
import type { SigningKey } from '../../sync/trust/signing-key.ts';
import type { TrustFile } from '../../sync/trust/trust-file.ts';
import { callProgram } from './call-program.ts';
import { applicationArchive, runtimeArchive } from './release-archives.ts';
import {
  createReleaseRepository,
  TEST_RUNTIME,
  type TestRepository,
  type WantedRelease,
} from './release-repository.ts';
import { shiftedClock } from './shifted-clock.ts';
import { createTestVendor, testEntitlement } from './test-vendor.ts';
import { enrolFolder } from './uplink-till.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PLATFORM = `${process.platform}-${process.arch}`;
const CHANNEL = 'stable';
const WAIT_MS = 20_000;
const ASK_AGAIN_MS = 50;
/** Longer than the rollouts' own turns would let a test wait. */
const NUDGE_EVERY = 5;

export interface RolledOutTerms {
  /** What the calendar says, at the hub and at the till. */
  readonly nowAt: string;
  readonly releases: readonly WantedRelease[];
  /** What lies on the till's disk from its first installation. */
  readonly version: string;
}

export interface UpdateAnswer {
  readonly version: string;
  readonly phase: string;
  readonly previous: string | null;
  readonly latestEntitled: string | null;
  readonly lookFault: string | null;
  readonly ordered: { readonly version: string } | null;
}

/** A line of the till's journal. */
export interface UpdateLine {
  readonly kind: string;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Made {
  readonly folder: string;
  readonly clock: Clock;
  readonly trust: TrustFile;
  readonly issuer: SigningKey;
  readonly director: SigningKey;
  readonly repository: TestRepository;
  readonly hub: Hub;
  readonly station: string;
  readonly token: string;
}

export class RolledOutTill implements AsyncDisposable {
  readonly #made: Made;
  #version: string;
  #trial: Slots['trial'] | undefined;
  #agent: Agent | undefined;
  #previous: string | undefined;
  #next: string | undefined;
  #moving: Promise<void> = Promise.resolve();
  #generation = 0;

  private constructor(made: Made, version: string) {
    this.#made = made;
    this.#version = version;
  }

  /** All is there, and nothing of the till runs yet; it has no licence. */
  static async create(terms: RolledOutTerms): Promise<RolledOutTill> {
    const { nowAt, releases, version } = terms;
    const folder = mkdtempSync(join(tmpdir(), 'tillwarden-rolled-'));
    const clock = shiftedClock(nowAt, 0);
    const vendor = createTestVendor();
    const repository = await createReleaseRepository({
      nowMs: clock.wallMs(),
      platform: PLATFORM,
      releases: releases.map((one) => ({ ...one, bytes: applicationArchive(one.version) })),
      runtimes: [{ name: TEST_RUNTIME, bytes: runtimeArchive(TEST_RUNTIME) }],
    });
    const trust = { ...vendor.trust, releaseRoot: repository.releaseRoot };
    const issuer = await vendor.certify('issuer');
    const director = await vendor.certify('director');
    const hub = await startHub({
      folder: mkdtempSync(join(folder, 'hub-')),
      listen: { host: '127.0.0.1', port: 0, tls: undefined },
      pins: [],
      version: 'test',
      clock,
      authority: { trust, issuerKey: issuer, directorKey: director },
      releases: { folder: repository.folder, freshnessKey: repository.hubKey },
      onEvent: () => undefined,
      onError: (cause) => process.stderr.write(`the hub: ${String(cause)}\n`),
    });
    const token = await setUp(folder);
    const code = await hub.office.makeCode({ name: 'Till', site: 'shop', validMs: WAIT_MS });
    mkdirSync(join(folder, 'station'), { mode: 0o700 });
    const station = await enrolFolder(join(folder, 'station'), hub.url, code);
    const made = { folder, clock, trust, issuer, director, repository, hub, station, token };
    return new RolledOutTill(made, version);
  }

  async start(): Promise<void> {
    const { folder, clock, trust } = this.#made;
    const link = this.#supervisor();
    const host = { platform: PLATFORM, nodePath: process.execPath, parent: undefined };
    const agent = await startAgent({
      config: readConfig(join(folder, 'config.json')),
      trust,
      version: this.#version,
      clock,
      events: createAgentEvents(pino({ level: 'silent' })),
      pageFolder: pageFolderOf(ROOT),
      updates: await updatesBy(link, host),
    });
    this.#agent = agent;
    void agent.makingWay.then(() => (this.#moving = this.#moving.then(() => this.#move())));
  }

  /** By the hub, as after a sale of maintenance. */
  async license(differs: Partial<Entitlement>): Promise<void> {
    const { hub, issuer, station } = this.#made;
    this.#generation += 1;
    const generation = { keyEpoch: 1, n: this.#generation };
    const plain = testEntitlement({ generation, ...differs });
    const issuedTo = { ...plain.licence.issuedTo, station };
    const content = { ...plain, licence: { ...plain.licence, issuedTo } };
    await hub.sendEntitlement(station, await signDocument('entitlement', content, issuer));
  }

  /** To everybody, approved by a second person; what the hub says where it does not take it. */
  async rollOut(version: string): Promise<string> {
    const all = { kind: 'percent', percent: 100 } as const;
    const errors = { kind: 'count', count: 1 } as const;
    const group = { name: 'all', picks: [all], successes: all, errors };
    const plan = {
      channel: CHANNEL,
      version,
      mode: 'forced',
      silenceTimeoutMs: 3_600_000,
    } as const;
    const id = this.#rollout(version);
    const [ana, berta] = [this.#desk('Ana'), this.#desk('Berta')];
    const written = await ana.write(id, { ...plan, groups: [group] });
    if (written.kind === 'refused') return written.code;
    await ana.act(id, { kind: 'submit' });
    return (await berta.act(id, { kind: 'approve' })).kind;
  }

  async rollout(version: string): Promise<RolloutView> {
    const view = await this.#desk('Ana').view(this.#rollout(version));
    if (view === undefined) throw new TypeError(`${version} was never rolled out`);
    return view;
  }

  /** By a director whose key is in wrong hands: whatever it names, in proper form. */
  async orderAsThief(version: string): Promise<void> {
    const { hub, station, director, repository, clock } = this.#made;
    const { database, onMail } = hub.office.desk();
    const { keyEpoch } = director.certified;
    const counter = await takeCounter(database, station, keyEpoch);
    if (counter === undefined) throw new TypeError('there is no number left');
    const issuedAtMs = clock.wallMs();
    const order = {
      station,
      counter,
      rollout: 'theft',
      mode: 'forced',
      application: repository.application(version),
      runtime: repository.runtime(TEST_RUNTIME),
      issuedAt: new Date(issuedAtMs).toISOString(),
    } as const;
    const document = await signDocument('director', order, director);
    const command = {
      station,
      kind: 'director',
      body: { document },
      notAfterMs: undefined,
    } as const;
    await addDesired(database, { ...command, issuedAtMs });
    onMail(station);
  }

  /** What the hub knows of the till. */
  async atHub(): Promise<StationReport> {
    const [report] = await this.#desk('Ana').stations('all', CHANNEL);
    if (report === undefined) throw new TypeError('the hub knows of no till');
    return report;
  }

  /** What the till itself says. */
  async update(): Promise<UpdateAnswer> {
    return (await this.get('/v1/update')) as UpdateAnswer;
  }

  async get(path: string): Promise<unknown> {
    const headers = { authorization: `Bearer ${this.#made.token}` };
    const signal = AbortSignal.timeout(WAIT_MS);
    const response = await fetch(`${this.#agent?.url}${path}`, { headers, signal });
    return await response.json();
  }

  /** What a command of the command line prints, asked of the till that runs. */
  async tillwarden(...words: readonly string[]): Promise<string> {
    const { folder, token } = this.#made;
    const [config, tokenFile] = [join(folder, 'asked.json'), join(folder, 'token')];
    const plain = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) as object;
    const port = Number(new URL(String(this.#agent?.url)).port);
    writeFileSync(config, JSON.stringify({ ...plain, api: { port } }));
    writeFileSync(tokenFile, token);
    return (await callProgram([...words, '--config', config, '--token-file', tokenFile])).said;
  }

  /** Of updates alone, oldest first. */
  journal(): readonly UpdateLine[] {
    const database = openForReading(join(this.#made.folder, 'till.db'));
    const rows = database
      .prepare<[], { kind: string; body: string }>(
        "SELECT kind, body FROM journal WHERE kind LIKE 'update-%' ORDER BY seq",
      )
      .all();
    database.close();
    return rows.map(({ kind, body }) => ({ kind, body: JSON.parse(body) as UpdateLine['body'] }));
  }

  /** The versions that have come up and stayed, in their order. */
  confirmed(): readonly unknown[] {
    return this.journal().flatMap(({ kind, body }) =>
      kind === 'update-confirmed' ? [body['version']] : [],
    );
  }

  /** Asks again until it holds, and has the hub look at its rollouts meanwhile. */
  async until(what: string, holds: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + WAIT_MS;
    for (let asked = 0; !(await holds().catch(() => false)); asked += 1) {
      if (performance.now() > deadline) {
        const said = JSON.stringify(this.journal().slice(-4));
        throw new Error(`not within ${WAIT_MS} ms: ${what}\n${said}`);
      }
      if (asked % NUDGE_EVERY === 0) await this.#desk('Ana').tag(this.#made.station, []);
      await new Promise((done) => setTimeout(done, ASK_AGAIN_MS));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#moving;
    await this.#agent?.[Symbol.asyncDispose]();
    await this.#made.hub[Symbol.asyncDispose]();
    this.#made.repository[Symbol.dispose]();
    rmSync(this.#made.folder, { recursive: true, force: true });
  }

  #rollout(version: string): string {
    return `to-${version}-${this.#generation}`;
  }

  #desk(name: string): RolloutDesk {
    const actor = { by: { user: name.toLowerCase(), name }, address: 'test' };
    return this.#made.hub.office.actingAs(actor).rollouts();
  }

  get #prefix(): string {
    return join(this.#made.folder, 'prefix');
  }

  #supervisor(): SupervisorLink {
    const standing: InstalledStanding = {
      prefix: this.#prefix,
      platform: PLATFORM,
      version: this.#version,
      ...(this.#trial === undefined
        ? {}
        : { trial: { version: this.#version, from: this.#trial.from } }),
      ...(this.#previous === undefined ? {} : { previous: this.#previous }),
      rollbacks: [],
    };
    return {
      standing: () => Promise.resolve(standing),
      handOver: async (version) => {
        if (!existsSync(join(this.#prefix, 'releases', version, '.complete'))) {
          throw new TypeError(`${version} was handed over and does not lie there whole`);
        }
        this.#next = version;
      },
      confirm: async () => void (this.#trial = undefined),
      unhealthy: (reason) => Promise.reject(new TypeError(reason)),
      forgetRollbacks: () => Promise.resolve(),
      lost: new Promise(() => undefined),
      [Symbol.dispose]: () => undefined,
    };
  }

  /** What a supervisor does with a program that makes way. */
  async #move(): Promise<void> {
    await this.#agent?.[Symbol.asyncDispose]();
    if (this.#next === undefined) throw new TypeError('it made way for nothing');
    this.#trial = { from: this.#version, starts: 1 };
    this.#previous = this.#version;
    this.#version = this.#next;
    this.#next = undefined;
    await this.start();
  }
}

/** Gives the token of a program that may ask the till. */
async function setUp(folder: string): Promise<string> {
  const config = ['--config', join(folder, 'config.json')];
  const run = async (...words: readonly string[]): Promise<string> => {
    const { status, said } = await callProgram([...words, ...config]);
    if (status !== 0) throw new Error(`${words.join(' ')}: ${said}`);
    return said;
  };
  await run('init', '--tty', join(folder, 'no-machine'), '--till', 'till-1', '--port', '0');
  return (await run('client', 'add', 'pos')).split('\n')[1] ?? '';
}
