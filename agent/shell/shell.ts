/**
 * Event -> step -> one transaction -> effects. Everything that happens to the till passes through
 * here, one event at a time, and is on disk before anything is done about it or anybody is told.
 */
import type { Clock, Timer } from '../../hardware/kit/clock.ts';
import type {
  ChangerReport,
  DeviceReport,
  Escrow,
  EscrowDecision,
} from '../../hardware/kit/device.ts';
import { isExactChangeOnly } from '../core/cash/acceptance.ts';
import { ofCurrency } from '../core/cash/currency.ts';
import type { ShiftReport } from '../core/cash/shift.ts';
import { isSomebodyLocked, stepSignIn } from '../core/operators/sign-in.ts';
import type { JournalLine } from '../core/journal-line.ts';
import type { CashOperation } from '../core/cash/cash-operation.ts';
import { isWaiting, type Sale } from '../core/sale/sale.ts';
import type {
  Answer,
  EscrowRequest,
  TillEffect,
  HeldDocuments,
  TillEvent,
  TillFacts,
  TillReport,
  TillRequest,
  VendorRequest,
} from '../core/till/events.ts';
import type { DrawerRequest } from '../core/till/drawer-turn.ts';
import { tillLicence } from '../core/till/licence-turn.ts';
import { isWaitingJob } from '../core/till/changer-turn.ts';
import { stepTill } from '../core/till/step.ts';
import type { UpdateRequest, UpdateStart, UpdateTold } from '../core/till/update-turn.ts';
import {
  isWaitingForSupport,
  type SupportRequest,
  type SupportTold,
} from '../core/till/support-turn.ts';
import { isWaitingForUpdate } from '../core/update/step-updating.ts';
import {
  activeDeposit,
  activeSale,
  freeDispensers,
  ownOf,
  placesOf,
  type Till,
} from '../core/till/till.ts';
import type { TillStore } from '../store/till-store.ts';
import { EventQueue } from './event-queue.ts';
import { createExecutors, execute, type Executors } from './executors.ts';
import { detailOf, type Machine } from './machine.ts';
import type { PeripheralStatus } from './peripheral-status.ts';
import { ShellError } from './shell-error.ts';
import type { ShellSettings } from './shell-settings.ts';
import { storedFacts } from './stored-facts.ts';
import { surroundings, type ShellSupport } from './support-executors.ts';
import type { HubView, TillView } from './till-view.ts';
import type { ShellUpdates } from './update-executors.ts';

/** Events waiting before devices are made to wait and API requests are turned away. */
const QUEUE_SIZE_MAX = 256;

/** How often time itself is an event, while something waits for it. */
const TICK_MS = 2_000;

/** How often the till looks at its licence: a day may have ended, and running time adds up. */
const LICENCE_TICK_MS = 10 * 60 * 1_000;

/** The moments between the store's own at which a crash is worth trying. */
export type ShellPoint =
  | 'event-taken'
  | 'step-decided'
  | `${TillEffect['kind']}-begun`
  | `${TillEffect['kind']}-done`;

export interface ShellParts {
  readonly settings: ShellSettings;
  readonly store: TillStore;
  readonly machine: Machine;
  readonly clock: Clock;
  /** Makes an id that was never used before. */
  readonly newId: () => string;
  readonly onPoint?: (point: ShellPoint) => void;
  /** Told of every line once it is durable. */
  readonly onLines?: (lines: readonly JournalLine[]) => void;
  /** How it stands with the hub; absent for a till that has none. */
  readonly hub?: () => HubView | undefined;
  /** Of the tree the program is installed in; absent where it runs from none. */
  readonly updates?: ShellUpdates;
  /** What a technician can be shown, and who sends the logs; absent: nothing, and nobody. */
  readonly support?: ShellSupport;
  /** The devices that are no part of the cash machine; absent where there are none. */
  readonly peripherals?: () => readonly PeripheralStatus[];
}

/** What comes from those who can wait. */
type Telling =
  | VendorRequest
  | DrawerRequest
  | UpdateRequest
  | UpdateTold
  | SupportRequest
  | SupportTold;

interface Entry {
  readonly event: TillEvent;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (cause: unknown) => void;
}

export class Shell implements AsyncDisposable {
  readonly #parts: ShellParts;
  readonly #executors: Executors;
  readonly #queue = new EventQueue<Entry>(QUEUE_SIZE_MAX);
  readonly #listeners = new Set<(view: TillView) => void>();
  readonly #effects = new Set<Promise<void>>();
  readonly #seenMs = new Map<string, number>();
  #till: Till;
  #fault: { readonly cause: unknown } | undefined;
  #latestSale: Sale | undefined;
  #activeMs: number;
  #countedMs: number;
  #lockCountedMs: number;
  #lastLineAtMs: number | undefined;
  #tick: Timer | undefined;
  #licenceTick: Timer | undefined;
  #loop: Promise<void> | undefined;

  constructor(parts: ShellParts) {
    this.#parts = parts;
    this.#executors = createExecutors({
      machine: parts.machine,
      installer: parts.updates?.installer,
      support: parts.support,
    });
    this.#till = parts.store.load();
    this.#latestSale = parts.store.sales('all').find(({ deposit }) => deposit === undefined);
    this.#activeMs = parts.clock.monotonicMs();
    this.#countedMs = this.#activeMs;
    this.#lockCountedMs = this.#activeMs;
    this.#lastLineAtMs = parts.store.lastLineAtMs();
  }

  /**
   * Recovers what the last run left open and takes events until closed. The promise rejects when
   * the till can no longer be trusted to write down what it does; then the process must end.
   */
  run(documents: HeldDocuments & { readonly update?: UpdateStart } = {}): Promise<void> {
    this.#startTicking();
    this.#watchLicence();
    this.#loop = this.#takeEvents();
    // Where it fails, so does the loop, and that is what the caller hears.
    this.#enqueue({ kind: 'agent-started', ...documents }).catch(() => undefined);
    return this.#loop;
  }

  /** Carries out a request. Rejects with `ShellError` when it was not taken. */
  ask(request: TillRequest): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#queue.offer({ event: request, resolve, reject })) return;
      reject(new ShellError(this.#queue.isClosed ? 'closing' : 'overloaded'));
    });
  }

  /** Carries out a request of somebody who can wait: it comes in when there is room. */
  tell(request: Telling): Promise<Answer> {
    return this.#enqueue(request);
  }

  /** Where devices ask what is to become of what they hold; resolves once that is durable. */
  async judge({ device, valueMinor }: Escrow): Promise<EscrowDecision> {
    const currency = this.#parts.machine.currencyOf(device);
    const answer = await this.#enqueue({ kind: 'cash-escrowed', device, valueMinor, currency });
    return answer.kind === 'escrow' ? answer.decision : 'return';
  }

  /** Where devices report; resolves once the report is durable. */
  async report(report: DeviceReport): Promise<void> {
    if (report.kind === 'cash') {
      if (report.items.some(({ kind }) => kind === 'inserted')) this.#noteActivity();
      await this.#enqueue(this.#parts.machine.cashReported(report));
      return;
    }
    const { device, state } = report;
    if (!this.#parts.machine.note(device, state)) return;
    const detail = detailOf(state);
    await this.#enqueue({ kind: 'device-changed', device, state: state.kind, detail });
  }

  /** Where a whole machine tells how its jobs stand; resolves once that is durable. */
  async reportChanger(report: ChangerReport): Promise<void> {
    if (report.kind === 'looked-over') return this.#tellListeners();
    if (report.kind === 'levels') {
      await this.#enqueue({ kind: 'levels-told', device: report.device, levels: report.levels });
      return;
    }
    const { jobId, job } = report;
    this.#noteActivity();
    await this.#enqueue({ kind: 'job-told', jobId, said: { kind: 'reported', report: job } });
  }

  /** Notes that a client's POS program is alive: its sale does not expire meanwhile. */
  noteClient(client: string): void {
    this.#seenMs.set(client, this.#parts.clock.monotonicMs());
  }

  /** The till alone, for whoever needs none of the rest of its view. */
  get till(): Till {
    return this.#till;
  }

  view(): TillView {
    const { settings, machine, store, clock } = this.#parts;
    const { activationGraceDays } = settings.licence;
    const acceptors = machine.readyAcceptors();
    const isChangerReady = machine.knownChangers().some(({ condition }) => condition === 'ready');
    return {
      till: this.#till,
      settings,
      licence: tillLicence(this.#withRunningTime(), {
        nowMs: clock.wallMs(),
        activationGraceDays,
      }),
      signIns: stepSignIn(this.#till.signIns, { kind: 'ran', ms: this.#lockRanMs() }).signIns,
      sale: this.#latestSale,
      deposit: activeDeposit(this.#till),
      devices: machine.statuses(),
      places: placesOf(this.#till, machine.places()),
      isReady: acceptors.length > 0 || isChangerReady,
      isExactChangeOnly: this.#isExactChangeOnly(undefined),
      foreign: machine.foreignCurrencies().map((currency) => ({
        currency,
        isReady: ofCurrency(acceptors, currency).length > 0,
        isExactChangeOnly: this.#isExactChangeOnly(currency),
      })),
      head: store.head,
      hub: this.#parts.hub?.(),
      installation: this.#parts.updates?.installation(),
      peripherals: this.#parts.peripherals?.() ?? [],
    };
  }

  /** Whether its client has asked for this under its key before; then it is answered, not begun. */
  knows(request: TillRequest): boolean {
    const stored = storedFacts(this.#parts.store, request);
    return Object.values(stored).some((one) => one !== undefined);
  }

  #isExactChangeOnly(currency: string | undefined): boolean {
    const { machine } = this.#parts;
    const { holdings, payouts } = this.#till;
    const free = freeDispensers(payouts, machine.readyDispensers());
    const onHand = { holdings, dispensers: ofCurrency(free, currency) };
    const acceptors = ofCurrency(machine.readyAcceptors(), currency);
    return acceptors.length > 0 && isExactChangeOnly(acceptors, onHand);
  }

  sale(saleId: string): Sale | undefined {
    return ownOf(this.#till.sales, saleId) ?? this.#parts.store.sale(saleId);
  }

  sales(filter: 'all' | 'unacknowledged'): readonly Sale[] {
    return this.#parts.store.sales(filter);
  }

  cashOperation(operationId: string): CashOperation | undefined {
    return this.#parts.store.cashOperations.byId(operationId);
  }

  /** Those of a client that it has not acknowledged, oldest first. */
  cashOperations(client: string): readonly CashOperation[] {
    return this.#parts.store.cashOperations.unacknowledged(client);
  }

  /** The reports of closed shifts, newest first. */
  shiftReports(): readonly ShiftReport[] {
    return this.#parts.store.shiftReports();
  }

  /** The commands of a device's own (UnifiedPOS DirectIO): they move no money, so no line tells of them. */
  directCommands(device: string): ReturnType<Machine['directCommands']> {
    return this.#parts.machine.directCommands(device);
  }

  /** Calls `listener` after every change; returns how to stop that. */
  subscribe(listener: (view: TillView) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes no more events; what is under way at a device is settled at the next start. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#countRunningTime();
    this.#close(new ShellError('closing'));
    await this.#loop?.catch(() => undefined);
    await Promise.all(this.#effects);
  }

  /** Running time that no line has counted yet is over when the agent stops. */
  async #countRunningTime(): Promise<void> {
    const { licensing, signIns } = this.#till;
    const isWaitedFor = licensing.entitlement === undefined || isSomebodyLocked(signIns);
    if (this.#loop === undefined || !isWaitedFor) return;
    await this.#enqueue({ kind: 'running-noted' }).catch(() => undefined);
  }

  /** The till as it stands with its licence at this moment, and not when that was last written. */
  #withRunningTime(): Pick<Till, 'licensing'> {
    const { licensing } = this.#till;
    if (licensing.entitlement !== undefined) return this.#till;
    const unlicensedMs = licensing.unlicensedMs + this.#ranMs();
    return { licensing: { ...licensing, unlicensedMs } };
  }

  #ranMs(): number {
    return Math.floor(this.#parts.clock.monotonicMs() - this.#countedMs);
  }

  #lockRanMs(): number {
    return Math.floor(this.#parts.clock.monotonicMs() - this.#lockCountedMs);
  }

  #close(cause: ShellError): void {
    this.#tick?.cancel();
    this.#licenceTick?.cancel();
    for (const { reject } of this.#queue.close(cause)) reject(cause);
  }

  #fail(cause: unknown): void {
    this.#fault ??= { cause };
    this.#close(new ShellError('closing', { cause }));
  }

  async #takeEvents(): Promise<void> {
    for await (const entry of this.#queue.take()) this.#process(entry);
    if (this.#fault !== undefined) throw this.#fault.cause;
  }

  #process({ event, resolve, reject }: Entry): void {
    try {
      this.#onPoint('event-taken');
      const { nowMs, facts } = this.#facts(event);
      const step = stepTill(this.#till, event, facts);
      this.#onPoint('step-decided');
      const isChange = step.till !== this.#till || step.lines.length > 0 || step.sales.length > 0;
      if (isChange) this.#commit(step, nowMs);
      resolve(step.answer);
      for (const effect of step.effects) this.#run(effect);
      if (isChange) this.#tellListeners();
    } catch (cause) {
      reject(cause);
      this.#fail(cause);
    }
  }

  #commit(step: ReturnType<typeof stepTill>, atMs: number): void {
    const { store, onLines } = this.#parts;
    const { till: after, sales } = step;
    const before = this.#till;
    const lines = store.commit({ ...step, before, after, atMs });
    this.#till = after;
    this.#lastLineAtMs = lines.at(-1)?.atMs ?? this.#lastLineAtMs;
    const nowMs = this.#parts.clock.monotonicMs();
    if (before.licensing.unlicensedMs !== after.licensing.unlicensedMs) this.#countedMs = nowMs;
    if (before.signIns.ranMs !== after.signIns.ranMs) this.#lockCountedMs = nowMs;
    this.#latestSale = sales.findLast(({ deposit }) => deposit === undefined) ?? this.#latestSale;
    onLines?.(lines);
  }

  #run(effect: TillEffect): void {
    const running = this.#execute(effect)
      .catch((cause: unknown) => this.#fail(cause))
      .finally(() => this.#effects.delete(running));
    this.#effects.add(running);
  }

  async #execute(effect: TillEffect): Promise<void> {
    this.#onPoint(`${effect.kind}-begun`);
    const report = await execute(this.#executors, effect);
    this.#onPoint(`${effect.kind}-done`);
    if (report === undefined) return;
    await this.#enqueue(report).catch((cause: unknown) => {
      if (!(cause instanceof ShellError)) throw cause;
    });
  }

  #enqueue(event: TillReport | EscrowRequest | Telling): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#queue.put({ event, resolve, reject }).catch(reject);
    });
  }

  #facts(event: TillEvent): { readonly nowMs: number; readonly facts: TillFacts } {
    const { settings, machine, clock, newId, store, updates } = this.#parts;
    if (event.kind === 'sale-requested') this.#noteActivity();
    const nowMs = clock.wallMs();
    const facts: TillFacts = {
      version: settings.version,
      currency: settings.currency,
      cashRounding: settings.cashRounding,
      nowMs,
      station: settings.licence.station,
      activationGraceDays: settings.licence.activationGraceDays,
      lastLineAtMs: this.#lastLineAtMs,
      ranMs: this.#ranMs(),
      lockRanMs: this.#lockRanMs(),
      operators: settings.operators,
      idleMs: this.#idleMs(),
      idleExpiryMs: settings.idleExpiryMs,
      acceptors: machine.readyAcceptors(),
      dispensers: machine.readyDispensers(),
      changers: machine.knownChangers(),
      places: machine.places(),
      ...storedFacts(store, event),
      limits: settings.limits,
      installation: updates?.installation(),
      support: this.#surroundings(),
      newId: newId(),
    };
    return { nowMs, facts };
  }

  #surroundings(): TillFacts['support'] {
    const { clock, store, hub, support } = this.#parts;
    return surroundings(support, {
      session: this.#till.supporting.session?.session,
      monotonicMs: clock.monotonicMs(),
      headSeq: store.head.seq,
      durableTo: hub?.()?.durableTo ?? 0,
    });
  }

  #idleMs(): number {
    const client = activeSale(this.#till)?.client ?? '';
    const seenMs = this.#seenMs.get(client) ?? this.#activeMs;
    return this.#parts.clock.monotonicMs() - Math.max(this.#activeMs, seenMs);
  }

  #noteActivity(): void {
    this.#activeMs = this.#parts.clock.monotonicMs();
  }

  #startTicking(): void {
    this.#tick = this.#parts.clock.startTimer(TICK_MS, () => {
      this.#startTicking();
      if (!this.#isWaitingForTime()) return;
      this.#enqueue({ kind: 'time-passed' }).catch(() => undefined);
    });
  }

  /** Running time counts from the last time it was; with a licence there is none to count. */
  #watchLicence(): void {
    this.#licenceTick = this.#parts.clock.startTimer(LICENCE_TICK_MS, () => {
      this.#watchLicence();
      this.#enqueue({ kind: 'running-noted' }).catch(() => undefined);
    });
  }

  /** A sale may expire, an unresolved payout be asked after again, a lock be over. */
  #isWaitingForTime(): boolean {
    const { payouts, signIns, jobs, updating, supporting } = this.#till;
    if (isWaitingForUpdate(updating) || isWaitingForSupport(supporting)) return true;
    if (isSomebodyLocked(signIns) || Object.values(jobs).some(isWaitingJob)) return true;
    const sale = activeSale(this.#till);
    if (sale !== undefined && isWaiting(sale)) return true;
    return Object.values(payouts).some(({ legs }) =>
      legs.some(({ kind }) => kind === 'unresolved'),
    );
  }

  #tellListeners(): void {
    if (this.#listeners.size === 0) return;
    const view = this.view();
    for (const listener of this.#listeners) listener(view);
  }

  #onPoint(point: ShellPoint): void {
    this.#parts.onPoint?.(point);
  }
}
