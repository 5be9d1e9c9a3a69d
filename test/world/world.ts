/**
 * A whole till in one process on one seed: the real shell, store and driver, a simulated machine
 * with coins of its own, a fake clock, and faults. A crash takes the agent at a named point, in the
 * middle of whatever it is doing; the store and the machine stay.
 */
import type Database from 'better-sqlite3';
import { auditJournal, type Audit } from '../../agent/core/cash/audit.ts';
import type { JournalLine } from '../../agent/core/journal-line.ts';
import type { Answer, TillRequest } from '../../agent/core/till/events.ts';
import { Machine } from '../../agent/shell/machine.ts';
import { Shell } from '../../agent/shell/shell.ts';
import { openDatabase } from '../../agent/store/database.ts';
import { TillStore } from '../../agent/store/till-store.ts';
import { cctalkConfigSchema } from '../../hardware/drivers/cctalk/config.ts';
import { cctalk } from '../../hardware/drivers/cctalk/driver.ts';
import {
  euroMachine,
  euroMachineDriverConfig,
  fastTiming,
} from '../../hardware/drivers/cctalk/sim-config.ts';
import { createSimMachine, type SimMachine } from '../../hardware/drivers/cctalk/sim.ts';
import { createMemoryPipe, type MemoryPipe } from '../../hardware/kit/memory-transport.ts';
import { seededRandom } from '../../hardware/kit/seeded-random.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { UNLICENSED } from '../support/licence-settings.ts';
import { Gate, Killed } from './gate.ts';
import { DEFAULT_RULES } from '../../agent/core/operators/rights.ts';

/** One run of the agent, from its start to its end or its death. */
interface Incarnation {
  readonly shell: Shell;
  readonly gate: Gate;
  readonly run: Promise<void>;
  readonly close: () => Promise<void>;
}

export class World {
  readonly clock = new FakeClock();
  readonly random: () => number;
  readonly sim: SimMachine;
  readonly pipe: MemoryPipe;
  readonly coinsEach: number;
  /** The named points that were passed, and how often; a crash can be set at any of them. */
  readonly pointsPassed = new Map<string, number>();
  crashes = 0;
  /** What ended an agent that nobody had killed. */
  readonly faults: string[] = [];
  readonly #database: Database.Database;
  readonly #reader: TillStore;
  #incarnation: Incarnation | undefined;
  #pointsToCrash = Infinity;
  #ids = 0;

  constructor(seed: number) {
    this.random = seededRandom(seed);
    this.coinsEach = this.pick([0, 1, 3, 10, 40]);
    this.pipe = createMemoryPipe(this.clock);
    this.sim = createSimMachine({
      clock: this.clock,
      random: this.random,
      config: {
        ...euroMachine,
        timing: { ...fastTiming, coinMs: 40, creditMs: 60 },
        hoppers: euroMachine.hoppers.map((hopper) => ({
          ...hopper,
          coins: this.coinsEach,
          // Some start just before their lifetime count turns over.
          dispenseCount: this.chance(0.1) ? 0xff_fffe : 0,
        })),
      },
    });
    this.sim.attach(this.pipe.line);
    this.#database = openDatabase(':memory:', 'OFF');
    this.#reader = new TillStore(this.#database);
  }

  get isRunning(): boolean {
    return this.#incarnation !== undefined;
  }

  get shell(): Shell | undefined {
    return this.#incarnation?.shell;
  }

  pick<T>(choices: readonly T[]): T {
    const chosen = choices[Math.floor(this.random() * choices.length)];
    if (chosen === undefined) throw new RangeError('there is nothing to pick from');
    return chosen;
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  start(): void {
    if (this.#incarnation !== undefined) return;
    const gate = new Gate(this.pipe.transport);
    const onPoint = (point: string): void => this.#pass(point, gate);
    const store = new TillStore(this.#database, onPoint);
    const config = cctalkConfigSchema.parse(euroMachineDriverConfig);
    const built = Promise.withResolvers<Shell>();
    const port = cctalk.openPort(config, {
      clock: this.clock,
      transport: gate,
      report: async (report) => (await built.promise).report(report),
      cursors: store.load().cursors,
      judge: async (escrow) => (await built.promise).judge(escrow),
      trace: () => undefined,
    });
    const shell = new Shell({
      settings: {
        version: 'world',
        till: 'world',
        licence: UNLICENSED,
        currency: 'EUR',
        idleExpiryMs: 60_000,
        limits: {},
        operators: DEFAULT_RULES,
      },
      store,
      machine: new Machine(port.devices),
      clock: this.clock,
      newId: () => this.#newId(),
      onPoint,
    });
    built.resolve(shell);
    const run = shell.run();
    run.catch((cause: unknown) => {
      if (!(cause instanceof Killed)) this.faults.push(String(cause));
    });
    const close = async (): Promise<void> => {
      await Promise.all([shell[Symbol.asyncDispose](), port[Symbol.asyncDispose]()]);
    };
    this.#incarnation = { shell, gate, run, close };
  }

  /** The process dies at the `points`-th named point from now. */
  crashAfter(points: number): void {
    this.#pointsToCrash = points;
  }

  /** The process dies now, between two events. */
  kill(): void {
    const dead = this.#incarnation;
    if (dead === undefined) return;
    this.crashes += 1;
    this.#incarnation = undefined;
    this.#pointsToCrash = Infinity;
    dead.gate.shut();
    // What is left of it is thrown away in its own time; the gate keeps it from doing anything.
    dead.close().catch(() => undefined);
  }

  /** Stops the agent as a service manager does. */
  async stop(): Promise<void> {
    const stopping = this.#incarnation;
    if (stopping === undefined) return;
    this.#incarnation = undefined;
    this.#pointsToCrash = Infinity;
    const closed = stopping.close();
    let isClosed = false;
    void closed.then(() => (isClosed = true));
    await this.clock.runUntil(() => isClosed, 60_000);
    stopping.gate.shut();
  }

  /** Asks the agent, if it is there and lives to answer. */
  async ask(request: TillRequest): Promise<Answer | undefined> {
    const answer = this.shell?.ask(request).catch(() => undefined);
    await this.clock.advance(0);
    return answer;
  }

  newSaleId(): string {
    return this.#newId();
  }

  lines(): readonly JournalLine[] {
    return [...this.#reader.linesAfter(0)];
  }

  audit(): Audit {
    return auditJournal(this.#reader.linesAfter(0));
  }

  sales(): ReturnType<TillStore['sales']> {
    return this.#reader.sales('all');
  }

  till(): ReturnType<TillStore['load']> {
    return this.#reader.load();
  }

  #newId(): string {
    this.#ids += 1;
    return `id-${this.#ids}`;
  }

  #pass(point: string, gate: Gate): void {
    if (gate.isShut) throw new Killed(point);
    this.pointsPassed.set(point, (this.pointsPassed.get(point) ?? 0) + 1);
    this.#pointsToCrash -= 1;
    if (this.#pointsToCrash > 0) return;
    this.kill();
    throw new Killed(point);
  }
}
