import type { Escrow, EscrowDecision, EscrowJudge } from '../../kit/device.ts';
import type { ValueTable } from './acceptor-face.ts';
import { BILL_IN_ESCROW, endsEscrow } from './bill-events.ts';
import { routeBill, type Routed } from './bill-machine.ts';
import type { Bus } from './bus.ts';
import { counterBefore } from './credits.ts';
import type { EventBuffer } from './machine.ts';

/** A validator keeps a note for 30 s at least; asking six times as often outlives a bad line. */
const EXTEND_MS = 5_000;
/** A judge that has not decided by then has decided to give the note back. */
const JUDGE_LIMIT_MS = 60_000;
/** A routing that has shown no effect is asked for again; the events have been read in between. */
const ROUTE_AGAIN_MS = 3_000;
/** A note that neither routing moves is the validator's matter, and not waited for. */
const HOLD_LIMIT_MS = JUDGE_LIMIT_MS + 30_000;
/** An escrow that says it is empty has its event in the buffer by then. */
const EMPTY_LIMIT_MS = 2_000;

export interface EscrowParts {
  readonly device: string;
  readonly address: number;
  readonly bus: Bus;
  readonly judge: EscrowJudge;
  /** Has the device polled at once. */
  readonly wake: () => void;
}

/** A note in escrow, known by the number of the event that told of it. */
interface Hold {
  readonly event: number;
  readonly sinceMs: number;
  decision: EscrowDecision | undefined;
  keptMs: number;
  routedMs: number | undefined;
  emptyMs: number | undefined;
}

/**
 * The note in escrow is a level, not an event: the newest event that concerns the path says whether
 * there is one. So it is found again after a restart of the host, and asked about again; and a
 * routing whose answer was lost is only repeated once the same note is seen to be there still.
 */
export class BillEscrow {
  readonly #parts: EscrowParts;
  #hold: Hold | undefined;

  constructor(parts: EscrowParts) {
    this.#parts = parts;
  }

  get isHolding(): boolean {
    const hold = this.#hold;
    if (hold === undefined || this.isStuck) return false;
    return hold.emptyMs === undefined || this.#nowMs - hold.emptyMs < EMPTY_LIMIT_MS;
  }

  /** The note has been there for longer than anything takes. */
  get isStuck(): boolean {
    return this.#hold !== undefined && this.#nowMs - this.#hold.sinceMs > HOLD_LIMIT_MS;
  }

  forget(): void {
    this.#hold = undefined;
  }

  /** Does what is to be done with the note a buffer tells of; false when the device is silent. */
  async attend(buffer: EventBuffer, bills: ValueTable): Promise<boolean> {
    const held = heldBill(buffer);
    if (held === undefined) {
      this.#hold = undefined;
      return true;
    }
    if (this.#hold?.event !== held.event) this.#begin(held.event, bills.get(held.position));
    const hold = this.#hold;
    return hold === undefined || (await this.#act(hold));
  }

  get #nowMs(): number {
    return this.#parts.bus.clock.monotonicMs();
  }

  #begin(event: number, valueMinor: number | undefined): void {
    const { device } = this.#parts;
    const nowMs = this.#nowMs;
    const hold: Hold = {
      event,
      sinceMs: nowMs,
      decision: undefined,
      keptMs: nowMs,
      routedMs: undefined,
      emptyMs: undefined,
    };
    this.#hold = hold;
    if (valueMinor === undefined) hold.decision = 'return';
    else this.#ask(hold, { device, valueMinor });
  }

  #ask(hold: Hold, escrow: Escrow): void {
    const { judge, wake } = this.#parts;
    const decide = (decision: EscrowDecision): void => {
      hold.decision ??= decision;
      wake();
    };
    judge(escrow).then(decide, () => decide('return'));
  }

  #act(hold: Hold): Promise<boolean> {
    if (hold.decision === undefined && this.#nowMs - hold.sinceMs >= JUDGE_LIMIT_MS) {
      hold.decision = 'return';
    }
    return hold.decision === undefined ? this.#keep(hold) : this.#route(hold, hold.decision);
  }

  async #keep(hold: Hold): Promise<boolean> {
    if (this.#nowMs - hold.keptMs < EXTEND_MS) return true;
    const { bus, address } = this.#parts;
    const answer = await bus.ask(routeBill(address, 'extend'), { isUrgent: true });
    hold.keptMs = this.#nowMs;
    return answer.kind !== 'no-reply';
  }

  async #route(hold: Hold, decision: EscrowDecision): Promise<boolean> {
    const { bus, address } = this.#parts;
    const isUnderWay = hold.routedMs !== undefined && this.#nowMs - hold.routedMs < ROUTE_AGAIN_MS;
    if (isUnderWay || hold.emptyMs !== undefined) return true;
    const answer = await bus.ask(routeBill(address, decision), { isUrgent: true });
    hold.routedMs = this.#nowMs;
    if (answer.kind === 'ok') this.#heed(hold, answer.value);
    // A reply that is lost is no silence yet: the next poll tells.
    return true;
  }

  /** A note that cannot be stacked is the customer's again. */
  #heed(hold: Hold, routed: Routed): void {
    if (routed === 'escrow-empty') hold.emptyMs = this.#nowMs;
    if (routed === 'failed') hold.decision = 'return';
  }
}

interface HeldBill {
  readonly position: number;
  readonly event: number;
}

/** The note that the buffer says is in escrow. */
function heldBill({ counter, pairs }: EventBuffer): HeldBill | undefined {
  let event = counter;
  for (const pair of pairs) {
    if (event === 0 || endsEscrow(pair)) return undefined;
    if (pair.a > 0 && pair.b === BILL_IN_ESCROW) return { position: pair.a, event };
    event = counterBefore(event);
  }
  return undefined;
}
