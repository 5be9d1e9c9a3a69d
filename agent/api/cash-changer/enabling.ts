/** Which client may use the changer: the one that has claimed the machine and enabled it. */
import type { Problem } from '../errors.ts';
import type { MachineQueue } from '../machine-queue.ts';

export class Enabling {
  readonly #queue: MachineQueue;
  /** The claim under which it was enabled; it ends with that claim. */
  #enabled: number | undefined;

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
