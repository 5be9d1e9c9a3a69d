import { Alarm } from './alarm.ts';
import { billCreditStep } from './bill-credit.ts';
import { encodeBillCursor, parseBillCursor, type BillCursor } from './bill-cursor.ts';
import type { BillProtocol, BillStatus } from './bill-protocol.ts';
import { DeviceReporter, untilRefused } from './device-reporter.ts';
import type { CashAcceptor, CashItem, DeviceState, PortContext } from './device.ts';
import { EscrowDesk, type HeldNote } from './escrow-desk.ts';
import { Turns } from './turns.ts';

export interface BillTiming {
  readonly pollMs: number;
  /** How long a request may wait for the port to come up. */
  readonly linkWaitMs: number;
  /** A note nobody has decided about goes back after this. */
  readonly judgeMaxMs: number;
  /** How often a device is told to keep a note that is not decided about. */
  readonly holdEveryMs: number;
}

export interface BillAcceptorParts {
  readonly device: string;
  readonly protocol: BillProtocol;
  readonly line: BillLine;
  readonly timing: BillTiming;
  readonly context: PortContext;
  /** Shared with whatever else talks to the same unit: each poll and what follows from it is a turn. */
  readonly turns?: Turns | undefined;
}

/** What the acceptor has to know of the line below its protocol. */
export interface BillLine {
  readonly isUp: boolean;
  waitUp(limitMs: number): Promise<boolean>;
}

/** How long to leave alone a device that does not answer or is not to be used. */
const SETUP_RETRY_MS = 1_000;
/** A reachable device without a note has answered within this, all repetitions included. */
const ANSWER_LIMIT_MS = 3_000;
const JUDGES_PENDING_MAX = 4;

type CycleEnd = 'polled' | 'offline' | 'refused';

type Incident = Extract<CashItem, { readonly kind: 'incident' }>;

interface Fix {
  readonly askedMs: number;
  readonly ended: Alarm;
  isFixed: boolean;
}

/**
 * A bill validator with escrow, whatever it speaks. Nothing taken is lost or counted twice: the order
 * to stack is durable before the command leaves, a credit uses it up in one durable step, and only
 * then does the device hear that it was heard. What is accepted is a level: each poll of a validator
 * without a note brings it there.
 */
export class BillAcceptor implements CashAcceptor {
  readonly kind = 'bill-acceptor';
  readonly hasEscrow = true;
  readonly device: string;
  readonly #parts: BillAcceptorParts;
  readonly #protocol: BillProtocol;
  readonly #reporter: DeviceReporter;
  readonly #desk: EscrowDesk;
  readonly #alarm: Alarm;
  readonly #turns: Turns;
  readonly #fixes = new Set<Fix>();
  #cursor: BillCursor;
  #notes: ReadonlyMap<number, number> | undefined;
  #desired: readonly number[] = [];
  #applied: string | undefined;
  #closedMs = 0;
  #heldMs = 0;
  #isOrdered = false;
  #isReturning = false;
  #isNoteInPath = false;
  #incident = '';
  #isDisposed = false;

  constructor(parts: BillAcceptorParts) {
    const { device, context, protocol, timing } = parts;
    const { clock, judge } = context;
    this.device = device;
    this.#parts = parts;
    this.#protocol = protocol;
    this.#turns = parts.turns ?? new Turns();
    this.#reporter = new DeviceReporter(device, context.report);
    this.#alarm = new Alarm(clock);
    this.#desk = new EscrowDesk({
      clock,
      device,
      judge,
      judgeMaxMs: timing.judgeMaxMs,
      pendingMax: JUDGES_PENDING_MAX,
    });
    this.#cursor = parseBillCursor(context.cursors[device]);
    if (this.#cursor.phase === 'ordered') protocol.resume(this.#cursor.mark);
  }

  get valuesMinor(): readonly number[] {
    const values = new Set(this.#notes?.values());
    return [...values].toSorted((left, right) => left - right);
  }

  setAcceptance(valuesMinor: readonly number[]): void {
    this.#desired = [...valuesMinor];
  }

  async fixDeposit(): Promise<'fixed' | 'offline'> {
    this.#desired = [];
    const { clock } = this.#parts.context;
    const fix: Fix = { askedMs: clock.monotonicMs(), ended: new Alarm(clock), isFixed: false };
    this.#fixes.add(fix);
    const isUp = await this.#parts.line.waitUp(this.#parts.timing.linkWaitMs);
    if (isUp) await this.#waitForFix(fix);
    this.#fixes.delete(fix);
    return fix.isFixed ? 'fixed' : 'offline';
  }

  /** Works until stopped or until a report is refused. */
  run(): Promise<void> {
    return untilRefused(this.#loop());
  }

  stop(): void {
    this.#isDisposed = true;
    this.#alarm.wake();
    for (const fix of this.#fixes) fix.ended.wake();
  }

  /** A note on its way and a sink that takes its time keep the wait open. */
  async #waitForFix(fix: Fix): Promise<void> {
    do {
      await fix.ended.sleep(this.#parts.timing.pollMs + ANSWER_LIMIT_MS);
    } while (
      !fix.isFixed &&
      !this.#isDisposed &&
      (this.#reporter.isReporting || this.#isNoteInPath)
    );
  }

  async #loop(): Promise<void> {
    const { line, timing } = this.#parts;
    // A port that is only just being opened is no news yet.
    await line.waitUp(timing.linkWaitMs);
    while (!this.#isDisposed) {
      const end = line.isUp ? await this.#turns.take(() => this.#cycle()) : 'offline';
      if (end === 'offline' && !this.#isDisposed) await this.#goDown(line.isUp);
      await this.#alarm.sleep(end === 'polled' ? timing.pollMs : SETUP_RETRY_MS);
    }
  }

  /** A validator that was away may have lost its power, its note and what it was told. */
  async #goDown(isLinkUp: boolean): Promise<void> {
    this.#forget();
    this.#protocol.disarm();
    this.#notes = undefined;
    this.#isNoteInPath = false;
    await this.#reporter.state({ kind: 'down', reason: isLinkUp ? 'no-answer' : 'link-down' });
  }

  #forget(): void {
    this.#applied = undefined;
    this.#leaveEscrow();
  }

  #leaveEscrow(): void {
    this.#desk.clear();
    this.#isOrdered = false;
  }

  async #cycle(): Promise<CycleEnd> {
    await this.#keepMark();
    const polledMs = this.#parts.context.clock.monotonicMs();
    const status = await this.#protocol.poll();
    if (status === undefined || this.#isDisposed) return 'offline';
    // What is not acknowledged is said again, once it is known what the notes are worth.
    if (this.#notes === undefined && isForSetUp(status)) return this.#setUp();
    await this.#takeIn(status);
    await this.#protocol.acknowledge();
    return this.#act(status, polledMs);
  }

  async #setUp(): Promise<CycleEnd> {
    const setup = await this.#protocol.setUp();
    if (setup.kind === 'offline') return 'offline';
    if (setup.kind === 'fault') {
      await this.#reporter.state(setup);
      return 'refused';
    }
    this.#notes = setup.notes;
    return 'polled';
  }

  /** Durable before anything is said to the device. */
  async #takeIn(status: BillStatus): Promise<void> {
    this.#noteWhere(status);
    const step = billCreditStep({
      cursor: this.#cursor,
      status,
      isReturning: this.#isReturning,
      valueOf: (code) => this.#notes?.get(code),
    });
    await this.#advance(step.cursor, [...step.items, ...this.#incidentsOf(status)]);
    const state = stateOf(status);
    if (state !== undefined) await this.#reporter.state(state);
    if (status.kind === 'ready') this.#isReturning = false;
  }

  #noteWhere(status: BillStatus): void {
    this.#isNoteInPath = isNoteInPath(status);
    if (status.kind !== 'escrow' && status.kind !== 'holding') this.#leaveEscrow();
    if (status.kind === 'power-up') this.#forget();
    const isGoingBack = status.kind === 'incident' && status.isReturning;
    if (isGoingBack || status.kind === 'returning') this.#isReturning = true;
  }

  /** A device says the same for as long as it lasts: it counts when it is new. */
  #incidentsOf(status: BillStatus): readonly CashItem[] {
    const found = this.#incidentOf(status);
    const isNew = found !== undefined && found.code !== this.#incident;
    this.#incident = found?.code ?? '';
    return isNew ? [found] : [];
  }

  #incidentOf(status: BillStatus): Incident | undefined {
    if (status.kind === 'incident') {
      return { kind: 'incident', code: status.code, isFraud: status.isFraud };
    }
    const isStranger = status.kind === 'escrow' && this.#notes?.has(status.code) === false;
    return isStranger ? { kind: 'incident', code: 'unknown-note', isFraud: false } : undefined;
  }

  async #act(status: BillStatus, polledMs: number): Promise<CycleEnd> {
    switch (status.kind) {
      case 'power-up':
        await this.#protocol.reset();
        return 'polled';
      case 'escrow':
        await this.#decide(this.#seeNote(status.code));
        return 'polled';
      case 'holding':
        await this.#decide(this.#desk.held);
        return 'polled';
      case 'ready':
        return this.#applyDesired(status.isEnabled, polledMs);
      case 'fault':
        // A validator with a fault takes nothing, so there is nothing to wait for.
        this.#endFixes(polledMs);
        return 'polled';
      case 'starting':
      case 'moving':
      case 'returning':
      case 'stacked':
      case 'returned':
      case 'incident':
        return 'polled';
    }
  }

  #seeNote(code: number): HeldNote | undefined {
    const valueMinor = this.#notes?.get(code);
    const before = this.#desk.held;
    if (valueMinor === undefined) return undefined;
    const held = this.#desk.see(valueMinor);
    if (before !== held) {
      this.#isOrdered = false;
      this.#heldMs = this.#parts.context.clock.monotonicMs();
    }
    return held;
  }

  /** What nobody has been asked about, or nobody knows the worth of, goes back. */
  async #decide(held: HeldNote | undefined): Promise<void> {
    const decision = held?.decision ?? 'return';
    switch (decision) {
      case 'pending':
        return this.#hold();
      case 'return':
        return this.#giveBack();
      case 'stack':
        return held === undefined ? undefined : this.#stack(held.valueMinor);
    }
  }

  async #hold(): Promise<void> {
    const nowMs = this.#parts.context.clock.monotonicMs();
    if (nowMs - this.#heldMs < this.#parts.timing.holdEveryMs) return;
    this.#heldMs = nowMs;
    await this.#protocol.hold();
  }

  /** An order that may stand from before is void: the note is here and goes back. */
  async #giveBack(): Promise<void> {
    if (this.#cursor.phase === 'ordered') await this.#advance({ phase: 'none' }, []);
    await this.#protocol.giveBack();
  }

  async #stack(valueMinor: number): Promise<void> {
    if (!this.#isOrdered) {
      const { mark } = this.#protocol;
      this.#isReturning = false;
      await this.#advance({ phase: 'ordered', valueMinor, mark }, []);
      this.#isOrdered = true;
    }
    await this.#protocol.stack();
  }

  async #keepMark(): Promise<void> {
    const { mark } = this.#protocol;
    if (this.#cursor.phase !== 'ordered' || this.#cursor.mark === mark) return;
    await this.#advance({ ...this.#cursor, mark }, []);
  }

  async #advance(cursor: BillCursor, items: readonly CashItem[]): Promise<void> {
    const isSame = encodeBillCursor(cursor) === encodeBillCursor(this.#cursor);
    if (isSame && items.length === 0) return;
    await this.#reporter.cash(encodeBillCursor(cursor), items);
    this.#cursor = cursor;
  }

  async #applyDesired(isEnabled: boolean | undefined, polledMs: number): Promise<CycleEnd> {
    const codes = [...(this.#notes ?? [])].flatMap(([code, valueMinor]) =>
      this.#desired.includes(valueMinor) ? [code] : [],
    );
    const wanted = codes.join();
    const isKept = isEnabled === undefined || isEnabled === codes.length > 0;
    if (this.#applied !== wanted || !isKept) {
      const end = await this.#apply(codes);
      if (end !== 'polled') return end;
    }
    // Only a poll that began with nothing let in any more shows that no note is on its way.
    if (wanted === '' && polledMs >= this.#closedMs) this.#endFixes(polledMs);
    return 'polled';
  }

  async #apply(codes: readonly number[]): Promise<CycleEnd> {
    this.#applied = undefined;
    const end = await this.#protocol.accept(codes);
    if (end === 'offline') return 'offline';
    if (end === 'refused') {
      const detail = `notes ${codes.join(' ')}`;
      await this.#reporter.state({ kind: 'fault', code: 'acceptance-refused', detail });
      return 'refused';
    }
    this.#applied = codes.join();
    this.#closedMs = this.#parts.context.clock.monotonicMs();
    return 'polled';
  }

  #endFixes(polledMs: number): void {
    if (this.#cursor.phase === 'ordered') return;
    for (const fix of this.#fixes) {
      if (polledMs < fix.askedMs) continue;
      fix.isFixed = true;
      fix.ended.wake();
    }
  }
}

function isForSetUp(status: BillStatus): boolean {
  return status.kind !== 'power-up' && status.kind !== 'starting';
}

function isNoteInPath({ kind }: BillStatus): boolean {
  const kinds: readonly BillStatus['kind'][] = [
    'moving',
    'returning',
    'escrow',
    'holding',
    'stacked',
    'returned',
  ];
  return kinds.includes(kind);
}

function stateOf(status: BillStatus): DeviceState | undefined {
  switch (status.kind) {
    case 'fault':
      return status;
    case 'starting':
    case 'power-up':
      return undefined;
    case 'ready':
    case 'moving':
    case 'returning':
    case 'escrow':
    case 'holding':
    case 'stacked':
    case 'returned':
    case 'incident':
      return { kind: 'up' };
  }
}
