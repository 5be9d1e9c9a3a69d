/** One deed at a time, of which only the one asked for last is still wanted. */
export class LatestTurn implements Disposable {
  #latest: AbortController | undefined;
  /** Settles with the deed before, whatever it came to. */
  #before: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  /**
   * Breaks off what runs, waits for its end and then begins this. Undefined: it was broken off itself,
   * and whatever it came to means nothing any more.
   */
  async take<Outcome>(
    deed: (signal: AbortSignal) => Promise<Outcome>,
  ): Promise<Outcome | undefined> {
    if (this.#isClosed) return undefined;
    const own = new AbortController();
    this.#latest?.abort();
    this.#latest = own;
    const before = this.#before;
    const running = this.#run(before, own.signal, deed);
    this.#before = running.catch(() => undefined);
    return running;
  }

  /** Breaks off what runs, and lets nothing begin any more. */
  [Symbol.dispose](): void {
    this.#isClosed = true;
    this.#latest?.abort();
  }

  async #run<Outcome>(
    before: Promise<unknown>,
    signal: AbortSignal,
    deed: (signal: AbortSignal) => Promise<Outcome>,
  ): Promise<Outcome | undefined> {
    await before;
    if (signal.aborted) return undefined;
    try {
      const outcome = await deed(signal);
      return signal.aborted ? undefined : outcome;
    } catch (cause) {
      if (signal.aborted) return undefined;
      throw cause;
    }
  }
}
