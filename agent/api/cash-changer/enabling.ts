/** Which client may use the changer: the one that has claimed the machine and enabled it. */
import type { Problem } from '../errors.ts';
import type { ResultName } from './result-codes.ts';
import type { MachineQueue } from '../machine-queue.ts';

interface AsyncDispense {
  readonly client: string;
  readonly operationId: string;
  /** Undefined while it goes on. */
  readonly result: ResultName | undefined;
}

interface EndedDispense extends AsyncDispense {
  readonly result: ResultName;
}

export class Enabling {
  readonly #queue: MachineQueue;
  /** The claim under which it was enabled; it ends with that claim. */
  #enabled: number | undefined;
  /** AsyncMode, likewise; false until it is set. */
  #asyncMode: number | undefined;
  #asyncDispense: AsyncDispense | undefined;

  constructor(queue: MachineQueue) {
    this.#queue = queue;
  }

  isClaimed(client: string): boolean {
    return this.#queue.claimOf(client) !== undefined;
  }

  isEnabled(client: string): boolean {
    const claim = this.#queue.claimOf(client);
    return claim !== undefined && claim === this.#enabled;
  }

  /** Undefined once it is as asked. */
  set(client: string, isEnabled: boolean): Problem | undefined {
    const claim = this.#queue.claimOf(client);
    if (claim === undefined) return this.#notClaimed();
    this.#enabled = isEnabled ? claim : undefined;
    return undefined;
  }

  /** AsyncMode: a dispense answers at once, and its result comes as an event. */
  setAsyncMode(client: string, isAsync: boolean): Problem | undefined {
    const problem = this.problemFor(client);
    if (problem === undefined) this.#asyncMode = isAsync ? this.#enabled : undefined;
    return problem;
  }

  isAsync(client: string): boolean {
    return this.isEnabled(client) && this.#asyncMode === this.#enabled;
  }

  /** A dispense has begun whose result this client is told later. */
  beginAsync(client: string, operationId: string): void {
    if (this.#asyncDispense?.operationId === operationId) return;
    this.#asyncDispense = { client, operationId, result: undefined };
  }

  /** Notes what the dispense under way came to, once; undefined where that is no news. */
  endAsync(standing: (operationId: string) => ResultName): EndedDispense | undefined {
    const open = this.#asyncDispense;
    if (open === undefined || open.result !== undefined) return undefined;
    const result = standing(open.operationId);
    if (result === 'OPOS_E_TIMEOUT') return undefined;
    const ended = { ...open, result };
    this.#asyncDispense = ended;
    return ended;
  }

  /** AsyncResultCode: of the last dispense of this client that has ended. */
  asyncResult(client: string): ResultName {
    const last = this.#asyncDispense;
    return (last?.client === client ? last.result : undefined) ?? 'OPOS_SUCCESS';
  }

  /** Why this client may not use the machine now; undefined where it may. */
  problemFor(client: string): Problem | undefined {
    if (!this.isClaimed(client)) return this.#notClaimed();
    return this.isEnabled(client) ? undefined : { code: 'changer-disabled' };
  }

  #notClaimed(): Problem {
    const { claimedBy } = this.#queue.view();
    return claimedBy === null
      ? { code: 'not-claimed' }
      : { code: 'machine-occupied', details: { claimedBy } };
  }
}
