/**
 * Several POS programs on one machine. One of them may claim it (UnifiedPOS Claim): then nobody else
 * begins anything until it is released. Whoever is ready to wait gets its turn in the order of
 * asking; whoever is not hears that the machine is occupied. What is begun already is never touched.
 */
import type { Clock, Timer } from '../../hardware/kit/clock.ts';
import type { Answer } from '../core/till/events.ts';
import type { ClaimView } from './claim-schema.ts';
import type { Problem } from './errors.ts';
import { WAITING_MAX } from './limits.ts';

/** A client that claimed the machine, has no work there and was not heard of for so long is gone. */
const CLAIM_IDLE_MS = 60_000;

export interface QueueParts {
  readonly clock: Clock;
  /** Whether the machine is at nobody's work. */
  readonly isFree: () => boolean;
  /** Calls back after every change at the machine. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** A client holds the machine no longer, because an operator has said so. */
export interface LostClaim {
  readonly client: string;
  readonly operator: string;
  readonly reason: string;
}

/** How long somebody waits; `signal` is aborted once nobody is there any more to hear the answer. */
export interface Patience {
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

type Outcome = { readonly kind: 'answer'; readonly answer: Answer } | { readonly kind: 'claimed' };

interface Waiting {
  readonly client: string;
  /** Undefined: the machine was not free for it after all, and it goes on waiting. */
  readonly attempt: () => Promise<Outcome | undefined>;
  readonly resolve: (outcome: Outcome | Problem) => void;
  readonly reject: (cause: unknown) => void;
  readonly stop: () => void;
  /** Its time ended while it was being attempted. */
  isOver: boolean;
}

export class MachineQueue implements Disposable {
  readonly #parts: QueueParts;
  readonly #unsubscribe: () => void;
  readonly #waiting: Waiting[] = [];
  readonly #onLost = new Set<(lost: LostClaim) => void>();
  #holder: string | undefined;
  #claims = 0;
  #lease: Timer | undefined;
  #isServing = false;

  constructor(parts: QueueParts) {
    this.#parts = parts;
    this.#unsubscribe = parts.subscribe(() => this.#serve());
  }

  view(): ClaimView {
    return { claimedBy: this.#holder ?? null, waitingCount: this.#waiting.length };
  }

  /** The number of the claim that a client holds; each has one of its own. */
  claimOf(client: string): number | undefined {
    return this.#holder === client ? this.#claims : undefined;
  }

  /** Claims the machine for a client, once it is at nobody's work. A claim that is held goes on. */
  async claim(client: string, patience: Patience): Promise<Problem | undefined> {
    if (this.#holder === client) return this.#hold(client);
    const outcome = await this.#wait(client, patience, async () => {
      this.#hold(client);
      return { kind: 'claimed' };
    });
    return 'code' in outcome ? outcome : undefined;
  }

  /** False where the client holds no claim. */
  release(client: string): boolean {
    if (this.#holder !== client) return false;
    this.#lease?.cancel();
    this.#holder = undefined;
    this.#serve();
    return true;
  }

  /**
   * Takes the machine from a client; false where it is not the holder. Whoever waits is next, so that
   * a program which claims again at once stands behind them, and behind what it has begun itself.
   */
  break(lost: LostClaim): boolean {
    if (!this.release(lost.client)) return false;
    for (const tell of this.#onLost) tell(lost);
    return true;
  }

  /** Calls `listener` with each claim that is broken; returns how to stop that. */
  onLost(listener: (lost: LostClaim) => void): () => void {
    this.#onLost.add(listener);
    return () => this.#onLost.delete(listener);
  }

  /**
   * Begins something that needs the machine: at once where nobody waits for anything, and else when
   * its turn has come. The till's own refusal is the answer of who does not wait.
   */
  async begin(
    client: string,
    patience: Patience,
    ask: () => Promise<Answer>,
  ): Promise<Answer | Problem> {
    let refusal: Answer | undefined;
    const attempt = async (): Promise<Outcome | undefined> => {
      const answer = await ask();
      if (!isBusy(answer)) return { kind: 'answer', answer };
      refusal = answer;
      return undefined;
    };
    // At once: what is asked for may be under way already, and is answered under its key.
    const first = this.#isClaimedByAnother(client) ? undefined : await attempt();
    const outcome = first ?? (await this.#wait(client, patience, attempt));
    if ('code' in outcome) return refusal ?? outcome;
    return outcome.kind === 'answer' ? outcome.answer : { code: 'internal' };
  }

  /** A client was heard of: the claim it may hold goes on. */
  noteClient(client: string): void {
    if (this.#holder === client) this.#hold(client);
  }

  [Symbol.dispose](): void {
    this.#unsubscribe();
    this.#lease?.cancel();
    for (const waiting of this.#waiting.splice(0)) {
      waiting.stop();
      waiting.resolve({ code: 'stopping' });
    }
  }

  #hold(client: string): undefined {
    this.#lease?.cancel();
    if (this.#holder !== client) this.#claims += 1;
    this.#holder = client;
    this.#lease = this.#parts.clock.startTimer(CLAIM_IDLE_MS, () => this.#runOut(client));
  }

  /** Its holder may be waiting, silent, for the end of the work that the machine does for it. */
  #runOut(client: string): void {
    if (this.#parts.isFree()) this.release(client);
    else this.#hold(client);
  }

  #wait(
    client: string,
    { waitMs, signal }: Patience,
    attempt: Waiting['attempt'],
  ): Promise<Outcome | Problem> {
    if (waitMs === 0 && !this.#isFreeFor(client)) {
      return Promise.resolve(occupied(this.#holder));
    }
    if (this.#waiting.length >= WAITING_MAX) return Promise.resolve({ code: 'overloaded' });
    return new Promise((resolve, reject) => {
      const leave = (): void => this.#leave(waiting);
      const deadline = this.#parts.clock.startTimer(waitMs, leave);
      const stop = (): void => {
        deadline.cancel();
        signal.removeEventListener('abort', leave);
      };
      const waiting: Waiting = { client, attempt, resolve, reject, stop, isOver: false };
      this.#waiting.push(waiting);
      signal.addEventListener('abort', leave);
      if (signal.aborted) leave();
      this.#serve();
    });
  }

  /** Its time is over, or nobody listens any more. An attempt that is under way ends first. */
  #leave(waiting: Waiting): void {
    if (this.#isServing && waiting === this.#waiting[0]) {
      waiting.isOver = true;
      return;
    }
    if (!this.#remove(waiting)) return;
    waiting.resolve(occupied(this.#holder));
    this.#serve();
  }

  #remove(waiting: Waiting): boolean {
    const place = this.#waiting.indexOf(waiting);
    if (place < 0) return false;
    this.#waiting.splice(place, 1);
    waiting.stop();
    return true;
  }

  #serve(): void {
    if (this.#isServing) return;
    const [first] = this.#waiting;
    if (first === undefined || !this.#isFreeFor(first.client)) return;
    this.#isServing = true;
    void this.#attempt(first);
  }

  async #attempt(first: Waiting): Promise<void> {
    try {
      const outcome = await first.attempt();
      this.#isServing = false;
      if (outcome === undefined) {
        if (first.isOver) this.#leave(first);
        return;
      }
      this.#remove(first);
      first.resolve(outcome);
    } catch (cause) {
      this.#isServing = false;
      this.#remove(first);
      first.reject(cause);
    }
    this.#serve();
  }

  #isFreeFor(client: string): boolean {
    return !this.#isClaimedByAnother(client) && this.#parts.isFree();
  }

  #isClaimedByAnother(client: string): boolean {
    return this.#holder !== undefined && this.#holder !== client;
  }
}

function occupied(claimedBy: string | undefined): Problem {
  return claimedBy === undefined
    ? { code: 'machine-occupied' }
    : { code: 'machine-occupied', details: { claimedBy } };
}

function isBusy(answer: Answer): boolean {
  if (answer.kind !== 'refused') return false;
  const { code } = answer.refusal;
  return code === 'sale-in-progress' || code === 'deposit-in-progress' || code === 'machine-busy';
}
