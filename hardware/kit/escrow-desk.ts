import type { Clock } from './clock.ts';
import type { EscrowDecision, EscrowJudge } from './device.ts';

export interface EscrowDeskOptions {
  readonly clock: Clock;
  readonly device: string;
  readonly judge: EscrowJudge;
  /** A judge who takes longer has decided to return. */
  readonly judgeMaxMs: number;
  /** Decisions that may be out at once; beyond that notes go back unasked. */
  readonly pendingMax: number;
}

/** A note that lies before the judge; `ordered` once it may have been told to be stacked. */
export interface HeldNote {
  readonly valueMinor: number;
  readonly decision: 'pending' | EscrowDecision;
}

interface Case {
  readonly valueMinor: number;
  readonly sinceMs: number;
  decision: 'pending' | EscrowDecision;
}

/**
 * One note, one question, one answer. A note that has left the escrow takes its question with it, so
 * that a late answer is never applied to the next note; a refusal and silence both mean `return`.
 */
export class EscrowDesk {
  readonly #options: EscrowDeskOptions;
  #case: Case | undefined;
  #pending = 0;

  constructor(options: EscrowDeskOptions) {
    this.#options = options;
  }

  /** The note in escrow, asked about when it is a new one. */
  see(valueMinor: number): HeldNote {
    const { clock, judgeMaxMs } = this.#options;
    const known = this.#case;
    if (known === undefined || known.valueMinor !== valueMinor) return this.#open(valueMinor);
    const isLate = clock.monotonicMs() - known.sinceMs >= judgeMaxMs;
    if (known.decision === 'pending' && isLate) known.decision = 'return';
    return known;
  }

  /** The note seen last, while it is still there. */
  get held(): HeldNote | undefined {
    return this.#case === undefined ? undefined : this.see(this.#case.valueMinor);
  }

  /** No note lies in escrow. */
  clear(): void {
    this.#case = undefined;
  }

  #open(valueMinor: number): HeldNote {
    const { clock, pendingMax } = this.#options;
    const opened: Case = { valueMinor, sinceMs: clock.monotonicMs(), decision: 'pending' };
    this.#case = opened;
    if (this.#pending >= pendingMax) {
      opened.decision = 'return';
      return opened;
    }
    void this.#ask(opened);
    return opened;
  }

  async #ask(opened: Case): Promise<void> {
    const { device, judge } = this.#options;
    this.#pending += 1;
    const decision = await judge({ device, valueMinor: opened.valueMinor }).catch(refused);
    this.#pending -= 1;
    if (opened.decision === 'pending') opened.decision = decision;
  }
}

/** Nobody has decided to take it, so it goes back. */
function refused(): EscrowDecision {
  return 'return';
}
