/** A hub without its HTTP side: the real sessions, intake and mailbox over a real database. */
import Database from 'better-sqlite3';
import { HubOffice } from '../../sync/hub/hub-office.ts';
import type { HubEvent, HubParts } from '../../sync/hub/hub-parts.ts';
import { FAILURES_MAX, SIGN_ONS_MAX } from '../../sync/hub/limits.ts';
import { enrol } from '../../sync/hub/fleet/enrol.ts';
import { Attempts } from '../../sync/hub/sessions/attempts.ts';
import { Reception } from '../../sync/hub/sessions/reception.ts';
import { SessionRegistry } from '../../sync/hub/sessions/session-registry.ts';
import { hubDatabaseOver, type HubDatabase } from '../../sync/hub/store/hub-database.ts';
import { addCommand } from '../../sync/hub/store/mailbox.ts';
import { hubEpochOf } from '../../sync/hub/store/meta.ts';
import { enrolmentFacts } from '../../sync/protocol/enrolment.ts';
import { signAsStation, type StationKey } from '../../sync/trust/station-key.ts';
import type { FakeClock } from '../support/fake-clock.ts';
import type { Network } from './network.ts';

export interface FleetHubParts {
  readonly clock: FakeClock;
  readonly random: () => number;
  readonly network: Network;
  /** What it passed and what it said. */
  readonly trace: (text: string) => void;
}

interface Running {
  readonly parts: HubParts;
  readonly reception: Reception;
  readonly office: HubOffice;
  isDead: boolean;
}

const NONCE_CHARS = 32;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const STOP_LIMIT_MS = 5_000;

export class FleetHub {
  readonly #parts: FleetHubParts;
  #disk = new Database(':memory:');
  #running: Running | undefined;
  #pointsToCrash = Infinity;
  kills = 0;
  /** Lives after a backup was put back. */
  restorations = 0;
  /** What failed in a hub that nobody had killed. */
  readonly faults: string[] = [];
  readonly points = new Map<string, number>();

  constructor(parts: FleetHubParts) {
    this.#parts = parts;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** What would be there after a power cut. */
  get disk(): Database.Database {
    return this.#disk;
  }

  get hubEpoch(): string | undefined {
    return this.#running?.parts.hubEpoch;
  }

  async start(): Promise<void> {
    if (this.#running !== undefined) return;
    const database = await this.#open();
    await this.#run(database);
  }

  /** The process dies at the `points`-th named point from now. */
  crashAfter(points: number): void {
    this.#pointsToCrash = points;
  }

  kill(isHeard = true): void {
    const dead = this.#running;
    if (dead === undefined) return;
    this.kills += 1;
    this.#leave(dead);
    if (this.#disk.inTransaction) this.#disk.exec('ROLLBACK');
    this.#reopen(this.#disk.serialize());
    this.#parts.network.died('hub', isHeard);
  }

  async stop(): Promise<void> {
    const stopping = this.#running;
    if (stopping === undefined) return;
    const stopped = stopping.reception[Symbol.asyncDispose]();
    this.#leave(stopping);
    let isStopped = false;
    void stopped.then(() => (isStopped = true));
    await this.#parts.clock.runUntil(() => isStopped, STOP_LIMIT_MS);
    this.#reopen(this.#disk.serialize());
  }

  backup(): Buffer {
    return this.#disk.serialize();
  }

  /** The machine is lost, and a new one is made from a backup. */
  async restore(backup: Buffer): Promise<void> {
    this.kill();
    this.#parts.network.forgetHub();
    this.restorations += 1;
    this.#reopen(backup);
    const database = await this.#open();
    await this.#officeOf(database).noteRestored(this.#newNonce());
    await this.#run(database);
  }

  /** Makes a station of a key, as a till with a good code does; its name. */
  async enrol(key: StationKey): Promise<string> {
    const running = this.#running;
    if (running === undefined) throw new TypeError('the hub is not there');
    const code = await running.office.makeCode({ name: 'Till 1', site: 'shop', validMs: 1_000 });
    const facts = { code, publicKey: key.publicKey, version: 'world', nonce: this.#newNonce() };
    const purpose = { purpose: 'enrol', facts: enrolmentFacts(facts) } as const;
    const request = { ...facts, signature: signAsStation(key.privateKey, purpose) };
    const outcome = await enrol(request, { ...running.parts, address: 'counter' });
    if (outcome.kind !== 'enrolled') throw new TypeError('not enrolled');
    return outcome.result.station;
  }

  /**
   * Puts an entitlement into the mailbox, as the office does with one that it has verified. Nothing
   * comes of it where the hub is not there, or dies over it.
   */
  async sendEntitlement(station: string, document: string): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    const { database, registry } = running.parts;
    const issuedAtMs = this.#parts.clock.wallMs();
    const command = { station, kind: 'entitlement', body: { document }, issuedAtMs };
    await addCommand(database, { ...command, notAfterMs: undefined }).catch((cause: unknown) => {
      if (!running.isDead) throw cause;
    });
    registry.wake(station);
  }

  #open(): Promise<HubDatabase> {
    return hubDatabaseOver(watched(this.#disk, () => this.#pass('statement')));
  }

  async #run(database: HubDatabase): Promise<void> {
    const { clock, network, trace } = this.#parts;
    const lifetime = new AbortController();
    const parts: HubParts = {
      database,
      hubEpoch: await hubEpochOf(database, this.#newNonce()),
      authority: {},
      vendor: undefined,
      isDemo: false,
      pins: [],
      clock,
      newNonce: () => this.#newNonce(),
      version: 'world',
      stopping: lifetime.signal,
      registry: new SessionRegistry(),
      failures: new Attempts(FAILURES_MAX),
      enrolmentFailures: new Attempts(FAILURES_MAX),
      signOns: new Attempts(SIGN_ONS_MAX),
      onEvent: (event: HubEvent) => trace(`hub ${JSON.stringify(event)}`),
      onError: (cause) => {
        if (!running.isDead) this.faults.push(`the hub: ${String(cause)}`);
      },
      onPoint: (point) => {
        if (!running.isDead) this.#pass(point);
      },
    };
    const reception = new Reception(parts);
    const running: Running = {
      parts,
      reception,
      office: this.#officeOf(database),
      isDead: false,
    };
    this.#running = running;
    network.host = reception;
  }

  #officeOf(database: HubDatabase): HubOffice {
    const { clock, random } = this.#parts;
    const randomBytes = (count: number): Uint8Array =>
      Uint8Array.from({ length: count }, () => Math.floor(random() * 256));
    return new HubOffice({ database, nowMs: () => clock.wallMs(), randomBytes });
  }

  #leave(running: Running): void {
    running.isDead = true;
    this.#running = undefined;
    this.#pointsToCrash = Infinity;
    this.#parts.network.host = undefined;
  }

  /** Whatever a dead process still wants of its disk fails. */
  #reopen(image: Buffer): void {
    this.#disk.close();
    this.#disk = new Database(image);
    this.#disk.pragma('foreign_keys = ON');
  }

  #pass(point: string): void {
    if (this.#running === undefined) return;
    this.points.set(point, (this.points.get(point) ?? 0) + 1);
    this.#pointsToCrash -= 1;
    if (this.#pointsToCrash > 0) return;
    this.#parts.trace(`hub dies at ${point}`);
    this.kill();
  }

  #newNonce(): string {
    const { random } = this.#parts;
    const characters = Array.from({ length: NONCE_CHARS }, () => {
      return ALPHABET[Math.floor(random() * ALPHABET.length)] ?? '';
    });
    return `n${characters.join('')}`;
  }
}

/** Tells of every statement before it runs; a process can die between any two. */
function watched(database: Database.Database, onStatement: () => void): Database.Database {
  const prepare = (text: string): object => {
    const statement = database.prepare(text);
    return {
      reader: statement.reader,
      all: (values: unknown) => {
        onStatement();
        return statement.all(values);
      },
      run: (values: unknown) => {
        onStatement();
        return statement.run(values);
      },
    };
  };
  return { prepare, close: () => database.close() } as unknown as Database.Database;
}
