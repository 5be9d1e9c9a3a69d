import { Alarm } from '../../kit/alarm.ts';
import type { Clock } from '../../kit/clock.ts';
import { command, COMMAND, littleEndian } from './commands.ts';
import { isNoteUnit, type SspConfig, type UnitConfig } from './config.ts';
import type { PollEvent } from './events.ts';
import type { UnitTalk } from './machine.ts';
import type { Channel } from './setup-reply.ts';
import type { UnitPoller } from './unit-poller.ts';

interface Fix {
  readonly askedMs: number;
  readonly ended: Alarm;
  isFixed: boolean;
}

export interface AcceptanceOptions {
  readonly clock: Clock;
  readonly config: UnitConfig;
  readonly port: SspConfig;
  readonly poller: UnitPoller;
}

/**
 * What a unit may take: a level to which it is brought whenever it differs, never an event. That cash
 * may come is made durable before it may, and that it may not any more once it all has been told.
 */
export class Acceptance {
  readonly #options: AcceptanceOptions;
  readonly #fixes = new Set<Fix>();
  #channels: readonly Channel[] = [];
  #desired: readonly number[] = [];
  /** What the unit has been set to, as far as this talk has set it. */
  #applied: string | undefined;
  #closedMs = 0;

  constructor(options: AcceptanceOptions) {
    this.#options = options;
  }

  get valuesMinor(): readonly number[] {
    const values = new Set(this.#channels.map(({ valueMinor }) => valueMinor));
    return [...values].toSorted((left, right) => left - right);
  }

  desire(valuesMinor: readonly number[]): void {
    this.#desired = [...valuesMinor];
  }

  /** A unit that has just been identified takes nothing. */
  begin(channels: readonly Channel[]): void {
    this.#channels = channels;
    this.#applied = undefined;
  }

  /** Waits until nothing more can come in; false when the unit has not said so in time. */
  async fix(limitMs: number): Promise<boolean> {
    const { clock } = this.#options;
    const fix: Fix = { askedMs: clock.monotonicMs(), ended: new Alarm(clock), isFixed: false };
    this.#fixes.add(fix);
    await fix.ended.sleep(limitMs);
    this.#fixes.delete(fix);
    return fix.isFixed;
  }

  end(): void {
    for (const fix of this.#fixes) fix.ended.wake();
  }

  /** Brings the unit to what is wanted. */
  async apply(talk: UnitTalk): Promise<void> {
    const wanted = this.#fixes.size > 0 ? [] : this.#desired;
    const open = this.#channels.map(({ valueMinor }) => wanted.includes(valueMinor));
    const key = open.map(Number).join('');
    if (key === this.#applied) return;
    const isOpening = open.includes(true);
    if (isOpening) await this.#announce();
    if (isNoteUnit(this.#options.config.unit)) await this.#applyToNotes(talk, open);
    else await this.#applyToCoins(talk, open);
    this.#applied = key;
    if (!isOpening) this.#closedMs = this.#options.clock.monotonicMs();
  }

  /** Looks at a poll's events: has the unit closed by itself, is everything in? */
  async note(events: readonly PollEvent[], polledMs: number): Promise<void> {
    const isOpen = this.#applied?.includes('1') === true;
    // A unit that nobody has asked for a while disables itself, and has to be enabled again.
    if (isOpen && events.some(({ name }) => CLOSED.has(name))) this.#applied = undefined;
    const isMoving = events.some(({ name }) => MOVING.has(name));
    const { poller, port } = this.#options;
    const isClosed = this.#applied !== undefined && !isOpen;
    if (!isClosed || isMoving || polledMs < this.#closedMs + port.flushMs) return;
    if (poller.cursor.isAccepting) {
      poller.allow(false);
      await poller.flush();
    }
    this.#endFixes(polledMs);
  }

  #endFixes(polledMs: number): void {
    for (const fix of this.#fixes) {
      if (polledMs < fix.askedMs) continue;
      fix.isFixed = true;
      fix.ended.wake();
    }
  }

  async #announce(): Promise<void> {
    this.#options.poller.allow(true);
    await this.#options.poller.flush();
  }

  /** A unit that pays out has to stay enabled for it: the inhibits alone close it for notes. */
  async #applyToNotes(talk: UnitTalk, open: readonly boolean[]): Promise<void> {
    const mask = open.reduce((sum, isOpen, at) => (isOpen ? sum + 2 ** at : sum), 0);
    await talk.demand(command(COMMAND.setInhibits, ...littleEndian(mask, 2)));
    const isEnabled = mask > 0 || this.#options.config.unit !== 'validator';
    await talk.demand(command(isEnabled ? COMMAND.enable : COMMAND.disable));
  }

  async #applyToCoins(talk: UnitTalk, open: readonly boolean[]): Promise<void> {
    const { takesCash, coinInhibitValueBytes } = this.#options.config;
    await talk.demand(command(COMMAND.enable));
    if (!takesCash) return;
    for (const [at, { valueMinor, currency }] of this.#channels.entries()) {
      const value = littleEndian(valueMinor, coinInhibitValueBytes);
      const isOpen = open[at] === true ? 1 : 0;
      const letters = Buffer.from(currency, 'latin1');
      await talk.demand(command(COMMAND.setCoinInhibit, isOpen, ...value, ...letters));
    }
    const isAnyOpen = open.includes(true) ? 1 : 0;
    await talk.demand(command(COMMAND.coinMechGlobalInhibit, isAnyOpen));
  }
}

/** The unit, or the coin mechanism before it, takes nothing any more. */
const CLOSED: ReadonlySet<string> = new Set(['disabled', 'coin-mech-disabled']);

/** Cash on its way in or back. */
const MOVING: ReadonlySet<string> = new Set(['read', 'stacking', 'rejecting', 'pay-in-active']);
