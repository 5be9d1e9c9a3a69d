/** One way of treating packets, put before a unit's own. */
export interface Behaviour {
  /** `silence`: never reaches the unit. `lose-reply`: the unit acts and is not heard. */
  readonly kind: 'silence' | 'lose-reply' | 'garble' | 'delay' | 'repeat';
  /** How many more packets it applies to. */
  readonly times: number;
  /** Only packets with this command; every one when undefined. */
  readonly code?: number | undefined;
  /** Of `delay`: how long. */
  readonly delayMs?: number | undefined;
}

/** Behaviours waiting their turn; the one added last is asked first. */
export class BehaviourStack {
  #behaviours: readonly Behaviour[] = [];

  prepend(behaviour: Behaviour): void {
    this.#behaviours = [behaviour, ...this.#behaviours];
  }

  clear(): void {
    this.#behaviours = [];
  }

  /** What is to be done with a packet; uses it up. Its command is read only where something waits. */
  take(codeOf: () => number | undefined): Behaviour | undefined {
    if (this.#behaviours.length === 0) return undefined;
    const code = codeOf();
    const found = this.#behaviours.find((one) => one.code === undefined || one.code === code);
    this.#behaviours = this.#behaviours.flatMap((one) => {
      if (one !== found) return [one];
      return one.times > 1 ? [{ ...one, times: one.times - 1 }] : [];
    });
    return found;
  }
}
