/**
 * A whole till on one clock: the real shell, store and drivers, on as many simulated machines as
 * its fittings have. A crash takes the agent at a named point; the store and the machines stay.
 */
import type Database from 'better-sqlite3';
import type { JournalLine } from '../../../agent/core/journal-line.ts';
import type { Sale } from '../../../agent/core/sale/sale.ts';
import type { Answer, TillRequest } from '../../../agent/core/till/events.ts';
import type { Till } from '../../../agent/core/till/till.ts';
import { DEFAULT_LIMITS, type LevelLimits } from '../../../agent/core/cash/levels.ts';
import { Machine, type DeviceCurrencies } from '../../../agent/shell/machine.ts';
import { Shell } from '../../../agent/shell/shell.ts';
import { openDatabase } from '../../../agent/store/database.ts';
import { TillStore } from '../../../agent/store/till-store.ts';
import type {
  ChangerReport,
  Device,
  DeviceReport,
  Escrow,
  EscrowDecision,
  Port,
} from '../../../hardware/kit/device.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { UNLICENSED } from '../../support/licence-settings.ts';
import { Gate, Killed } from '../gate.ts';
import type { CashMachine } from './cash-machine.ts';
import { DEFAULT_RULES } from '../../../agent/core/operators/rights.ts';

/** A bug on purpose, between the drivers and the shell: what the judge has to object to. */
export interface Sabotage {
  readonly report?: (report: DeviceReport) => readonly DeviceReport[];
  /** `ask`: what the shell says, once that is durable. */
  readonly judge?: (ask: () => Promise<EscrowDecision>) => Promise<EscrowDecision>;
  readonly devices?: (devices: readonly Device[]) => readonly Device[];
  readonly tell?: (report: ChangerReport) => ChangerReport;
  /** What the till makes of a request. */
  readonly request?: (request: TillRequest) => TillRequest;
  /** What the till believes its devices' currencies to be. */
  readonly currencies?: (currencies: DeviceCurrencies) => DeviceCurrencies;
}

export interface CashTillParts {
  readonly clock: FakeClock;
  readonly machines: readonly CashMachine[];
  /** Told of every line once it is durable, in order and once. */
  readonly onLine: (line: JournalLine) => void;
  /** The start float of each dispenser, in pieces. */
  readonly floatCount: number;
  readonly sabotage?: Sabotage | undefined;
}

/** One run of the agent, from its start to its end or its death. */
interface Incarnation {
  readonly shell: Shell;
  readonly gates: readonly Gate[];
  readonly close: () => Promise<void>;
}

const STOP_LIMIT_MS = 60_000;

export class CashTill {
  readonly #parts: CashTillParts;
  readonly #database: Database.Database = openDatabase(':memory:', 'OFF');
  readonly #reader = new TillStore(this.#database);
  #incarnation: Incarnation | undefined;
  #pointsToCrash = Infinity;
  #pointToCrashAt: string | undefined;
  #ids = 0;
  #seenTo = 0;
  crashes = 0;
  /** The named points that were passed, and how often; a crash can be set at any of them. */
  readonly pointsPassed = new Map<string, number>();
  /** Where it was killed. */
  readonly pointsKilledAt = new Map<string, number>();
  /** What ended an agent that nobody had killed. */
  readonly faults: string[] = [];

  constructor(parts: CashTillParts) {
    this.#parts = parts;
  }

  get isRunning(): boolean {
    return this.#incarnation !== undefined;
  }

  /** As the agent knows it; as the store has it where none runs. */
  get till(): Till {
    return this.#incarnation?.shell.till ?? this.#reader.load();
  }

  start(): void {
    if (this.#incarnation !== undefined) return;
    const { clock, machines } = this.#parts;
    const gates = machines.map(({ pipe }) => new Gate(pipe.transport));
    const onPoint = (point: string): void => this.#pass(point, gates);
    const store = new TillStore(this.#database, onPoint);
    const built = Promise.withResolvers<Shell>();
    const ports = this.#openPorts(gates, store, built.promise);
    const shell = new Shell({
      settings: {
        version: 'world',
        till: 'world',
        licence: UNLICENSED,
        currency: 'EUR',
        idleExpiryMs: 60_000,
        limits: this.#limits(),
        operators: DEFAULT_RULES,
      },
      store,
      machine: this.#machine(ports),
      clock,
      newId: () => this.newId(),
      onPoint,
      onLines: (lines) => this.#tell(lines),
    });
    built.resolve(shell);
    shell.run().catch((cause: unknown) => {
      if (!(cause instanceof Killed)) this.faults.push(String(cause));
    });
    const close = async (): Promise<void> => {
      await Promise.all([shell, ...ports].map((one) => one[Symbol.asyncDispose]()));
    };
    this.#incarnation = { shell, gates, close };
  }

  /** It is left to live, whatever had been set. */
  spare(): void {
    this.#pointsToCrash = Infinity;
    this.#pointToCrashAt = undefined;
  }

  /** The process dies at the `points`-th named point from now. */
  crashAfter(points: number): void {
    this.#pointsToCrash = points;
  }

  /** The process dies when it next passes this point. */
  crashAt(point: string): void {
    this.#pointToCrashAt = point;
  }

  /** The process dies now, between two events. */
  kill(): void {
    const dead = this.#incarnation;
    if (dead === undefined) return;
    this.crashes += 1;
    this.#incarnation = undefined;
    this.spare();
    for (const gate of dead.gates) gate.shut();
    // Once the transaction it died in is undone, and before anything else moves.
    queueMicrotask(() => this.#catchUp());
    // What is left of it is thrown away in its own time; the gates keep it from doing anything.
    dead.close().catch(() => undefined);
  }

  /** Stops the agent as a service manager does. */
  async stop(): Promise<void> {
    const stopping = this.#incarnation;
    if (stopping === undefined) return;
    this.#incarnation = undefined;
    this.spare();
    let isClosed = false;
    void stopping.close().then(() => (isClosed = true));
    await this.#parts.clock.runUntil(() => isClosed, STOP_LIMIT_MS);
    for (const gate of stopping.gates) gate.shut();
  }

  /** Asks the agent, if it is there and lives to answer. */
  async ask(request: TillRequest): Promise<Answer | undefined> {
    const heard = this.#parts.sabotage?.request?.(request) ?? request;
    const answer = this.#incarnation?.shell.ask(heard).catch(() => undefined);
    await this.#parts.clock.advance(0);
    return answer;
  }

  newId(): string {
    this.#ids += 1;
    return `id-${this.#ids}`;
  }

  lines(): Iterable<JournalLine> {
    return this.#reader.linesAfter(0);
  }

  sales(): readonly Sale[] {
    return this.#reader.sales('all');
  }

  /** Tells of the lines that are durable and that a crash kept from being told. */
  #catchUp(): void {
    this.#tell(this.#reader.linesAfter(this.#seenTo));
  }

  #tell(lines: Iterable<JournalLine>): void {
    for (const line of lines) {
      this.#seenTo = line.seq;
      this.#parts.onLine(line);
    }
  }

  #machine(ports: readonly Port[]): Machine {
    const { machines, sabotage = {} } = this.#parts;
    const devices = ports.flatMap((port) => port.devices);
    const currencies = Object.fromEntries(
      ports.flatMap((port, at) => {
        const currency = machines[at]?.currency;
        return currency === undefined ? [] : port.devices.map(({ device }) => [device, currency]);
      }),
    );
    return new Machine(
      sabotage.devices?.(devices) ?? devices,
      sabotage.currencies?.(currencies) ?? currencies,
    );
  }

  #limits(): Readonly<Record<string, LevelLimits>> {
    const { machines, floatCount } = this.#parts;
    const limits = { ...DEFAULT_LIMITS, floatCount };
    return Object.fromEntries(
      machines.flatMap(({ stocks }) => stocks.map(({ place }) => [place, limits])),
    );
  }

  #openPorts(gates: readonly Gate[], store: TillStore, built: Promise<Shell>): readonly Port[] {
    const { clock, machines, sabotage = {} } = this.#parts;
    const { cursors } = store.load();
    const tell = async (report: ChangerReport): Promise<void> =>
      (await built).reportChanger(sabotage.tell?.(report) ?? report);
    return machines.map((machine, at) => {
      const [transport] = gates.slice(at);
      if (transport === undefined) throw new RangeError('a machine has no gate');
      const context = {
        clock,
        transport,
        cursors,
        trace: () => undefined,
        report: async (report: DeviceReport): Promise<void> => {
          const shell = await built;
          for (const one of sabotage.report?.(report) ?? [report]) await shell.report(one);
        },
        judge: (escrow: Escrow): Promise<EscrowDecision> => {
          const ask = async (): Promise<EscrowDecision> => (await built).judge(escrow);
          return sabotage.judge?.(ask) ?? ask();
        },
      };
      return machine.openPort(context, tell);
    });
  }

  #pass(point: string, gates: readonly Gate[]): void {
    if (gates.some(({ isShut }) => isShut)) throw new Killed(point);
    this.pointsPassed.set(point, (this.pointsPassed.get(point) ?? 0) + 1);
    this.#pointsToCrash -= 1;
    if (this.#pointsToCrash > 0 && point !== this.#pointToCrashAt) return;
    this.pointsKilledAt.set(point, (this.pointsKilledAt.get(point) ?? 0) + 1);
    this.kill();
    throw new Killed(point);
  }
}
