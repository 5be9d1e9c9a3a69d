import { Alarm } from '../../kit/alarm.ts';
import type { CashItem, CashAcceptor } from '../../kit/device.ts';
import { encodeCursor, parseCursor, type AcceptorCursor } from './acceptor-cursor.ts';
import type { AcceptorFace } from './acceptor-face.ts';
import { askAgreed } from './agreed.ts';
import type { AskOptions, Bus, BusAnswer, PortParts } from './bus.ts';
import type { CctalkConfig } from './config.ts';
import { DeviceReporter, untilRefused } from '../../kit/device-reporter.ts';
import { eventStep, type EventStep } from './event-step.ts';
import {
  modifyMasterInhibit,
  requestInhibitStatus,
  requestMasterInhibit,
  type EventBuffer,
  type Request,
} from './machine.ts';

/** Makes what is a device's own; `wake` has it polled at once. */
export type CreateFace = (wake: () => void) => AcceptorFace;

/** How long to leave alone a device that does not answer or is not to be used. */
const SETUP_RETRY_MS = 1_000;
/** Polls between two checks that the device still has the inhibits it was given. */
const POLLS_PER_CHECK = 5;
/** A reachable device has answered within this, all repetitions included. */
const ANSWER_LIMIT_MS = 3_000;

/** While a coin may be on its way, nobody is asked before the acceptor. */
const URGENT: AskOptions = { isUrgent: true };

type CycleEnd = 'polled' | 'offline' | 'reset' | 'refused';

interface Fix {
  readonly askedMs: number;
  readonly ended: Alarm;
  isFixed: boolean;
}

/**
 * Nothing accepted is lost: the counter of the device is followed from where the last durable report
 * left it, it advances only when the sink has made a report durable, and it is read before anything
 * is enabled. What is accepted is a level, not an event: each poll brings the device to it.
 */
export class CctalkAcceptor implements CashAcceptor {
  readonly kind: CashAcceptor['kind'];
  readonly hasEscrow: boolean;
  readonly device: string;
  readonly #bus: Bus;
  readonly #face: AcceptorFace;
  readonly #port: CctalkConfig;
  readonly #reporter: DeviceReporter;
  readonly #alarm: Alarm;
  readonly #fixes = new Set<Fix>();
  #cursor: AcceptorCursor | undefined;
  #desired: readonly number[] = [];
  /** The mask the device has, as far as this process has set it; 0 also stands for a closed master. */
  #applied: bigint | undefined;
  #closedMs = 0;
  #polls = 0;
  #isDisposed = false;

  constructor(device: string, parts: PortParts, createFace: CreateFace) {
    const { bus, config: port, context } = parts;
    this.device = device;
    this.#bus = bus;
    this.#port = port;
    this.#reporter = new DeviceReporter(device, context.report);
    this.#alarm = new Alarm(context.clock);
    this.#cursor = parseCursor(context.cursors[device]);
    this.#face = createFace(() => this.#alarm.wake());
    this.kind = this.#face.kind;
    this.hasEscrow = this.#face.hasEscrow;
    bus.onLinkChange(() => this.#alarm.wake());
  }

  get valuesMinor(): readonly number[] {
    return [...new Set(this.#face.table.values())].toSorted((left, right) => left - right);
  }

  setAcceptance(valuesMinor: readonly number[]): void {
    this.#desired = [...valuesMinor];
    this.#alarm.wake();
  }

  async fixDeposit(): Promise<'fixed' | 'offline'> {
    this.#desired = [];
    const { clock } = this.#bus;
    const fix: Fix = { askedMs: clock.monotonicMs(), ended: new Alarm(clock), isFixed: false };
    this.#fixes.add(fix);
    this.#alarm.wake();
    const isUp = await this.#bus.waitUp(this.#port.linkWaitMs);
    if (isUp) await this.#waitForFix(fix);
    this.#fixes.delete(fix);
    return fix.isFixed ? 'fixed' : 'offline';
  }

  /** Works until disposed or until a report is refused. */
  run(): Promise<void> {
    return untilRefused(this.#loop());
  }

  stop(): void {
    this.#isDisposed = true;
    this.#alarm.wake();
    for (const fix of this.#fixes) fix.ended.wake();
  }

  /**
   * A sink that takes its time keeps the wait open, and so does a note that is held: what they have
   * not done with is not fixed yet.
   */
  async #waitForFix(fix: Fix): Promise<void> {
    do {
      await fix.ended.sleep(this.#port.flushMs + ANSWER_LIMIT_MS);
    } while (!fix.isFixed && !this.#isDisposed && this.#isPending);
  }

  get #isPending(): boolean {
    return this.#reporter.isReporting || (this.#face.isHolding && this.#bus.isUp);
  }

  async #loop(): Promise<void> {
    // A port that is only just being opened is no news yet.
    await this.#bus.waitUp(this.#port.linkWaitMs);
    while (!this.#isDisposed) {
      this.#applied = undefined;
      if (!this.#bus.isUp) await this.#waitForLink();
      else await this.#session();
    }
  }

  async #waitForLink(): Promise<void> {
    await this.#reporter.state({ kind: 'down', reason: 'link-down' });
    await this.#alarm.sleep(SETUP_RETRY_MS);
  }

  async #session(): Promise<void> {
    const setup = await this.#face.setUp();
    if (this.#isDisposed) return;
    if (setup.kind !== 'ready') {
      const { kind } = setup;
      await this.#reporter.state(kind === 'fault' ? setup : { kind: 'down', reason: 'no-answer' });
      await this.#alarm.sleep(SETUP_RETRY_MS);
      return;
    }
    this.#polls = 0;
    const end = await this.#pollOn();
    if (end === 'offline' && !this.#isDisposed)
      await this.#reporter.state({ kind: 'down', reason: 'no-answer' });
  }

  async #pollOn(): Promise<CycleEnd> {
    for (;;) {
      const end = await this.#cycle();
      if (end !== 'polled' || this.#isDisposed) return end;
      await this.#reporter.state(this.#face.state);
      await this.#alarm.sleep(Math.min(this.#port.pollMs, this.#face.pollMaxMs));
    }
  }

  async #cycle(): Promise<CycleEnd> {
    const isChecking = this.#polls % POLLS_PER_CHECK === 0;
    this.#polls += 1;
    const mask = isChecking ? await this.#readMask() : undefined;
    if (isChecking && mask === undefined) return 'offline';
    const polledMs = this.#bus.clock.monotonicMs();
    const buffer = await this.#readEvents();
    if (buffer === undefined) return 'offline';
    const step = await this.#takeCredits(buffer, mask === 0n);
    if (step.isReset) {
      this.#face.forget();
      return 'reset';
    }
    if (!(await this.#attend(buffer, step))) return 'offline';
    const end = await this.#applyDesired(mask);
    if (end === 'polled') await this.#endFlush(polledMs);
    return end;
  }

  async #readMask(): Promise<bigint | undefined> {
    const answer = await this.#ask(requestInhibitStatus(this.#face.address));
    return answer.kind === 'ok' ? answer.value.mask : undefined;
  }

  async #readEvents(): Promise<EventBuffer | undefined> {
    const request = this.#face.readEvents;
    const answer = await this.#ask(request);
    if (answer.kind !== 'ok') return undefined;
    const isKnown = answer.value.counter === this.#cursor?.counter;
    if (isKnown) return answer.value;
    return askAgreed(this.#bus, request, { ...URGENT, first: answer.value });
  }

  async #takeCredits(buffer: EventBuffer, isMaskGone: boolean): Promise<EventStep> {
    const step = eventStep({
      cursor: this.#cursor,
      buffer,
      isMaskGone,
      lostByResetMax: this.#face.lostByResetMax,
      itemsOf: (event) => this.#face.itemsOf(event),
    });
    await this.#advance(step.cursor, step.items);
    return step;
  }

  /**
   * What is held can be lost by a reset, so the cursor says that before anything is done with it.
   * False when the device does not answer any more.
   */
  async #attend(buffer: EventBuffer, { events }: EventStep): Promise<boolean> {
    const isClosed = this.#cursor?.isAccepting === false;
    if (this.#face.isHolding && this.#cursor !== undefined && isClosed) {
      await this.#advance({ ...this.#cursor, isAccepting: true }, []);
    }
    return this.#face.attend({ buffer, events });
  }

  /** The cursor moves only behind what has been made durable. */
  async #advance(cursor: AcceptorCursor, items: readonly CashItem[]): Promise<void> {
    const text = encodeCursor(cursor);
    const isSame = this.#cursor !== undefined && encodeCursor(this.#cursor) === text;
    if (isSame && items.length === 0) return;
    await this.#reporter.cash(text, items);
    this.#cursor = cursor;
  }

  async #applyDesired(checkedMask: bigint | undefined): Promise<CycleEnd> {
    const wanted = this.#fixes.size > 0 ? 0n : this.#maskOf(this.#desired);
    const isKept = checkedMask === undefined || wanted === 0n || checkedMask === wanted;
    if (this.#applied === wanted && isKept && (await this.#isMasterKept(checkedMask, wanted))) {
      return 'polled';
    }
    this.#applied = undefined;
    const end = wanted === 0n ? await this.#close() : await this.#open(wanted);
    if (end === 'polled') this.#applied = wanted;
    return end;
  }

  async #isMasterKept(checkedMask: bigint | undefined, wanted: bigint): Promise<boolean> {
    if (checkedMask === undefined) return true;
    const answer = await this.#ask(requestMasterInhibit(this.#face.address));
    return answer.kind === 'ok' && answer.value === wanted > 0n;
  }

  #ask<Reply>(request: Request<Reply>): Promise<BusAnswer<Reply>> {
    return this.#bus.ask(request, URGENT);
  }

  #maskOf(valuesMinor: readonly number[]): bigint {
    let mask = 0n;
    for (const [position, value] of this.#face.table) {
      if (valuesMinor.includes(value)) mask |= 1n << BigInt(position - 1);
    }
    return mask;
  }

  /**
   * Closes the master inhibit alone. The mask stays, because its absence is how a later start knows
   * that the device has been reset while coins were on their way.
   */
  async #close(): Promise<CycleEnd> {
    const end = await this.#setMaster(false);
    if (end === 'polled') this.#closedMs = this.#bus.clock.monotonicMs();
    return end;
  }

  /**
   * The mask is set behind a closed master inhibit, then the cursor says that coins may come, and
   * only then may they. So a mask that is missing while the cursor says so means a reset, always.
   */
  async #open(mask: bigint): Promise<CycleEnd> {
    if (this.#cursor?.isAccepting !== true) {
      const end = await this.#setMaster(false);
      if (end !== 'polled') return end;
    }
    const set = await this.#ask(this.#face.writeMask(mask));
    if (set.kind === 'no-reply') return 'offline';
    const kept = await this.#readMask();
    if (kept === undefined) return 'offline';
    if (kept !== mask) return this.#refused('inhibit mask');
    if (this.#cursor !== undefined) await this.#advance({ ...this.#cursor, isAccepting: true }, []);
    return this.#setMaster(true);
  }

  async #setMaster(isOpen: boolean): Promise<CycleEnd> {
    const { address } = this.#face;
    const set = await this.#ask(modifyMasterInhibit(address, isOpen));
    if (set.kind === 'no-reply') return 'offline';
    const kept = await this.#ask(requestMasterInhibit(address));
    if (kept.kind === 'no-reply') return 'offline';
    const isKept = kept.kind === 'ok' && kept.value === isOpen;
    return isKept ? 'polled' : this.#refused('master inhibit');
  }

  async #refused(detail: string): Promise<CycleEnd> {
    await this.#reporter.state({ kind: 'fault', code: 'inhibit-refused', detail });
    await this.#alarm.sleep(SETUP_RETRY_MS);
    return 'refused';
  }

  /** Coins on their way when the inhibit came have been credited by now, and reported. */
  async #endFlush(polledMs: number): Promise<void> {
    if (this.#applied !== 0n || this.#face.isHolding) return;
    if (polledMs < this.#closedMs + this.#port.flushMs) return;
    if (this.#cursor !== undefined)
      await this.#advance({ ...this.#cursor, isAccepting: false }, []);
    for (const fix of this.#fixes) {
      if (polledMs < fix.askedMs) continue;
      fix.isFixed = true;
      fix.ended.wake();
    }
  }
}
