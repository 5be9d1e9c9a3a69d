/**
 * A whole till with its uplink: the real shell, store, driver, uplink and command runner, on a
 * machine with coins of its own. A crash takes the process at a named point; its disk can be copied
 * and put back, and then knows nothing of what the machine did since.
 */
import Database from 'better-sqlite3';
import type { JournalLine } from '../../agent/core/journal-line.ts';
import type { Sale } from '../../agent/core/sale/sale.ts';
import type { Entitlement } from '../../agent/core/entitlement/entitlement.ts';
import type { Answer, HeldEntitlement, TillRequest } from '../../agent/core/till/events.ts';
import { HubLink } from '../../agent/compose-vendor.ts';
import { ShellError } from '../../agent/shell/shell-error.ts';
import type { Till } from '../../agent/core/till/till.ts';
import { Machine } from '../../agent/shell/machine.ts';
import { Shell } from '../../agent/shell/shell.ts';
import { openDatabase } from '../../agent/store/database.ts';
import { TillStore } from '../../agent/store/till-store.ts';
import { cctalkConfigSchema } from '../../hardware/drivers/cctalk/config.ts';
import { cctalk } from '../../hardware/drivers/cctalk/driver.ts';
import { euroMachineDriverConfig } from '../../hardware/drivers/cctalk/sim-config.ts';
import type { SimMachine } from '../../hardware/drivers/cctalk/sim.ts';
import type { MemoryPipe } from '../../hardware/kit/memory-transport.ts';
import {
  CommandRunner,
  type CommandJournal,
  type CommandOutcome,
} from '../../sync/uplink/command-runner.ts';
import { Uplink, type Cursor, type UplinkEvent } from '../../sync/uplink/uplink.ts';
import type { FakeClock } from '../support/fake-clock.ts';
import { UNLICENSED } from '../support/licence-settings.ts';
import { Gate, Killed } from './gate.ts';
import type { Network } from './network.ts';
import { DEFAULT_RULES } from '../../agent/core/operators/rights.ts';

/** A till's disk as it was at some moment: its database, and the file beside it. */
export interface DiskCopy {
  readonly image: Buffer;
  readonly cursor: Cursor;
}

export interface FleetTillParts {
  readonly clock: FakeClock;
  readonly random: () => number;
  readonly sim: SimMachine;
  readonly pipe: MemoryPipe;
  readonly network: Network;
  readonly station: string;
  readonly privateKey: string;
  readonly trace: (text: string) => void;
  readonly onAcknowledged: (durableTo: number) => void;
}

interface Incarnation {
  readonly shell: Shell;
  readonly link: HubLink;
  readonly gate: Gate;
  readonly close: () => Promise<void>;
}

const STOP_LIMIT_MS = 60_000;

export class FleetTill {
  readonly #parts: FleetTillParts;
  #disk = openDatabase(':memory:', 'OFF');
  #reader: TillStore;
  #incarnation: Incarnation | undefined;
  #pointsToCrash = Infinity;
  #ids = 0;
  cursor: Cursor = { epoch: 1, durableTo: 0 };
  crashes = 0;
  readonly points = new Map<string, number>();
  readonly faults: string[] = [];

  constructor(parts: FleetTillParts) {
    this.#parts = parts;
    this.#reader = new TillStore(this.#disk);
  }

  get isRunning(): boolean {
    return this.#incarnation !== undefined;
  }

  get isOnline(): boolean {
    return this.#incarnation?.link.view()?.isOnline === true;
  }

  /** What would be there after a power cut. */
  get disk(): Database.Database {
    return this.#disk;
  }

  start(): void {
    if (this.#incarnation !== undefined) return;
    this.#reopen(this.#disk.serialize());
    const gate = new Gate(this.#parts.pipe.transport);
    const onPoint = (point: string): void => this.#pass(point, gate);
    const store = new TillStore(this.#disk, onPoint);
    const built = Promise.withResolvers<Shell>();
    const port = cctalk.openPort(cctalkConfigSchema.parse(euroMachineDriverConfig), {
      clock: this.#parts.clock,
      transport: gate,
      report: async (report) => (await built.promise).report(report),
      judge: async (escrow) => (await built.promise).judge(escrow),
      cursors: store.load().cursors,
      trace: () => undefined,
    });
    const { clock, station } = this.#parts;
    const link = new HubLink(clock);
    const shell = new Shell({
      settings: {
        version: 'world',
        till: 'world',
        licence: { ...UNLICENSED, station },
        currency: 'EUR',
        idleExpiryMs: 60_000,
        limits: {},
        operators: DEFAULT_RULES,
      },
      store,
      machine: new Machine(port.devices),
      clock,
      newId: () => this.newSaleId(),
      onPoint,
      onLines: () => link.linesAppended(),
    });
    built.resolve(shell);
    shell.run({ held: held(store) }).catch((cause: unknown) => {
      if (!gate.isShut) this.faults.push(`the till: ${String(cause)}`);
    });
    const close = async (): Promise<void> => {
      await Promise.all([shell, port, link].map((one) => one[Symbol.asyncDispose]()));
    };
    this.#incarnation = { shell, link, gate, close };
    link.join({
      station,
      create: (onFault) => this.#uplinkOf({ shell, store, link, gate, onFault }),
      onFault: (cause) => {
        if (!gate.isShut) this.faults.push(`the uplink: ${String(cause)}`);
      },
    });
  }

  crashAfter(points: number): void {
    this.#pointsToCrash = points;
  }

  /** The process dies now; `isHeard` says whether its kernel lives to say so. */
  kill(isHeard = true): void {
    const dead = this.#incarnation;
    if (dead === undefined) return;
    this.crashes += 1;
    this.#incarnation = undefined;
    this.#pointsToCrash = Infinity;
    dead.gate.shut();
    this.#parts.network.died('till', isHeard);
    dead.close().catch(() => undefined);
  }

  async stop(): Promise<void> {
    const stopping = this.#incarnation;
    if (stopping === undefined) return;
    this.#incarnation = undefined;
    this.#pointsToCrash = Infinity;
    const closed = stopping.close();
    let isClosed = false;
    void closed.then(() => (isClosed = true));
    await this.#parts.clock.runUntil(() => isClosed, STOP_LIMIT_MS);
    stopping.gate.shut();
  }

  async ask(request: TillRequest): Promise<Answer | undefined> {
    const answer = this.#incarnation?.shell.ask(request).catch(() => undefined);
    await this.#parts.clock.advance(0);
    return answer;
  }

  newSaleId(): string {
    this.#ids += 1;
    return `id-${this.#ids}`;
  }

  copy(): DiskCopy {
    return { image: this.#disk.serialize(), cursor: this.cursor };
  }

  /** Puts a database back that was copied before; with its cursor, or beside that of now. */
  putBack(copy: DiskCopy, hasCursor: boolean): void {
    this.#reopen(copy.image);
    if (hasCursor) this.cursor = copy.cursor;
  }

  lines(): readonly JournalLine[] {
    return [...this.#reader.linesAfter(0)];
  }

  sales(): readonly Sale[] {
    return this.#reader.sales('all');
  }

  till(): Till {
    return this.#reader.load();
  }

  #uplinkOf({ shell, store, link, gate, onFault }: Wiring): Uplink {
    const { clock, random, network, station, privateKey } = this.#parts;
    const wallMs = (): number => clock.wallMs();
    const commands = store.commands({ station, wallMs, onLines: () => link.linesAppended() });
    return new Uplink({
      address: { url: 'https://hub.example', pins: [] },
      station,
      privateKey,
      version: 'world',
      journal: store,
      cursor: {
        load: () => this.cursor,
        save: (cursor) => {
          if (gate.isShut) throw new Killed('cursor');
          this.cursor = cursor;
        },
      },
      commands: new CommandRunner({
        journal: this.#watched(commands, gate),
        handlers: {
          entitlement: ({ document }) => putInForce(document, shell),
          lease: unsupported,
          plan: unsupported,
          director: unsupported,
          'lease-close': unsupported,
          'help-news': unsupported,
          'help-settle': unsupported,
          chat: unsupported,
          'logs-collect': unsupported,
          'remote-ask': unsupported,
          'remote-code': unsupported,
          'remote-stop': unsupported,
        },
        wallMs,
        onFault: (cause) => {
          if (!(cause instanceof ShellError)) onFault(cause);
        },
      }),
      generation: () => shell.view().till.licensing.generation,
      clock,
      random,
      openSocket: () => network.dial(),
      onTime: () => undefined,
      onEvent: (event) => this.#note(event, shell, gate),
      onFault,
      onPoint: (point) => this.#pass(point, gate),
    });
  }

  #note(event: UplinkEvent, shell: Shell, gate: Gate): void {
    if (gate.isShut) return;
    this.#parts.trace(`till ${JSON.stringify(event)}`);
    if (event.kind === 'lines-acknowledged') this.#parts.onAcknowledged(event.durableTo);
    tellTill(event, shell).catch(() => undefined);
  }

  #watched(commands: CommandJournal, gate: Gate): CommandJournal {
    const around = (name: string, write: () => void): void => {
      this.#pass(`${name}-begun`, gate);
      write();
      this.#pass(`${name}-done`, gate);
    };
    return {
      takenTo: (hubEpoch) => commands.takenTo(hubEpoch),
      pending: () => commands.pending(),
      receive: (received) => around('receive', () => commands.receive(received)),
      settle: (received, outcome) => around('settle', () => commands.settle(received, outcome)),
    };
  }

  #reopen(image: Buffer): void {
    this.#disk.close();
    this.#disk = new Database(image);
    this.#disk.pragma('foreign_keys = ON');
    this.#reader = new TillStore(this.#disk);
  }

  #pass(point: string, gate: Gate): void {
    if (gate.isShut) throw new Killed(point);
    this.points.set(point, (this.points.get(point) ?? 0) + 1);
    this.#pointsToCrash -= 1;
    if (this.#pointsToCrash > 0) return;
    this.#parts.trace(`till dies at ${point}`);
    this.kill();
    throw new Killed(point);
  }
}

interface Wiring {
  readonly shell: Shell;
  readonly store: TillStore;
  readonly link: HubLink;
  readonly gate: Gate;
  readonly onFault: (cause: unknown) => void;
}

/** As the agent does it; that a document is signed is taken as seen, since checking takes real time. */
async function putInForce(document: string, shell: Shell): Promise<CommandOutcome> {
  const entitlement = entitlementOf(document);
  const answer = await shell.tell({
    kind: 'entitlement-offered',
    entitlement,
    document,
    source: 'hub',
  });
  return answer.kind === 'entitlement-refused'
    ? { kind: 'refused', reason: answer.reason }
    : { kind: 'done' };
}

function held(store: TillStore): HeldEntitlement | undefined {
  const { document } = store.load().licensing;
  if (document === undefined) return undefined;
  return { kind: 'verified', entitlement: entitlementOf(document) };
}

function entitlementOf(document: string): Entitlement {
  return JSON.parse(document) as Entitlement;
}

async function tellTill(event: UplinkEvent, shell: Shell): Promise<void> {
  if (event.kind === 'chain-forked') {
    const { epoch, seq } = event.fork;
    await shell.tell({ kind: 'chain-forked', epoch, seq });
  } else if (event.kind === 'till-restored') {
    await shell.tell({ kind: 'lines-lost', ...event.lost });
  }
}

/** Leases have a world of their own. */
async function unsupported(): Promise<CommandOutcome> {
  return { kind: 'unsupported' };
}
