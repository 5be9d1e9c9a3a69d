import type { DispenseTarget } from '../../kit/device.ts';
import { command, COMMAND, STATUS } from './commands.ts';
import type { Pieces } from './coin-choice.ts';
import type { UnitConfig } from './config.ts';
import type { UnitTalk } from './machine.ts';
import { parseCashboxData, parseCounters, parseLevels, parseNotePositions } from './replies.ts';
import { UnitError } from './unit-error.ts';

/** One payout command counts its pieces in two bytes. */
const PIECES_MAX = 0xffff;

/** What a unit that pays out holds, as it says itself. */
export class Stock {
  readonly #config: UnitConfig;
  #levels: ReadonlyMap<number, number> = new Map();
  /** Of an NV11 alone: its notes in their order, the one that is paid first coming last. */
  #stack: readonly number[] | undefined;

  constructor(config: UnitConfig) {
    this.#config = config;
  }

  levelOf(valueMinor: number): number {
    return this.#levels.get(valueMinor) ?? 0;
  }

  /** Values of which there are more than at an earlier time, and how many more. */
  grownSince(before: ReadonlyMap<number, number>): readonly Pieces[] {
    return [...this.#levels]
      .map(([value, count]) => [value, count - (before.get(value) ?? count)] as const)
      .filter(([, more]) => more > 0);
  }

  /** Everything it says it holds, by value, as last read. */
  get levels(): ReadonlyMap<number, number> {
    return this.#levels;
  }

  /** Most pieces of a value that can be paid next: of a stack, those that lie on top. */
  payableOf(valueMinor: number): number {
    const stack = this.#stack;
    if (stack === undefined) return Math.min(this.levelOf(valueMinor), PIECES_MAX);
    const other = stack.findLastIndex((value) => value !== valueMinor);
    return stack.length - 1 - other;
  }

  async read(
    talk: UnitTalk,
    valueOfChannel: (channel: number) => number | undefined,
  ): Promise<void> {
    const { unit, currency } = this.#config;
    if (unit === 'validator') return;
    if (unit === 'nv11') {
      const data = await talk.demand(command(COMMAND.getNotePositions));
      const stack = parseNotePositions(data, valueOfChannel);
      if (stack === undefined) throw new UnitError('refused', 'unreadable note positions');
      this.#stack = stack;
      this.#levels = countEach(stack);
      return;
    }
    const levels = parseLevels(await talk.demand(command(COMMAND.getAllLevels)));
    if (levels === undefined) throw new UnitError('refused', 'unreadable levels');
    const own = levels.filter((level) => level.currency === currency);
    this.#levels = new Map(own.map(({ valueMinor, count }) => [valueMinor, count]));
  }

  /** Notes that have gone there in the unit's life; null where it does not say. */
  async readGone(talk: UnitTalk, to: DispenseTarget): Promise<number | null> {
    const reply = await talk.ask(command(COMMAND.getCounters));
    if (reply.status !== STATUS.ok) return null;
    const counters = parseCounters(reply.data);
    return (to === 'customer' ? counters?.dispensed : counters?.movedToStacker) ?? null;
  }

  /** Pieces of a value that the last move into the cash box took; null where it does not say. */
  async readMoved(talk: UnitTalk, valueMinor: number): Promise<number | null> {
    const reply = await talk.ask(command(COMMAND.cashboxPayoutData));
    const moved = reply.status === STATUS.ok ? parseCashboxData(reply.data) : undefined;
    if (moved === undefined) return null;
    const own = moved.find(
      (one) => one.valueMinor === valueMinor && one.currency === this.#config.currency,
    );
    return own?.count ?? 0;
  }
}

function countEach(values: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
