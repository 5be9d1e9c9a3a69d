/**
 * Which socket is a station's. The newest takes over at once, and an old one that is slow to close
 * cannot remove it: it goes by its own number.
 */
export interface RegisteredSession {
  readonly connection: number;
  /** Another socket of the station has taken over. */
  readonly displace: () => void;
  /** There may be something in the mailbox. */
  readonly wake: () => void;
}

export class SessionRegistry {
  readonly #sessions = new Map<string, RegisteredSession>();
  #connections = 0;

  get size(): number {
    return this.#sessions.size;
  }

  nextConnection(): number {
    this.#connections += 1;
    return this.#connections;
  }

  takeOver(station: string, session: RegisteredSession): void {
    const before = this.#sessions.get(station);
    this.#sessions.set(station, session);
    before?.displace();
  }

  /** False when another connection has taken its place meanwhile. */
  leave(station: string, connection: number): boolean {
    if (this.#sessions.get(station)?.connection !== connection) return false;
    return this.#sessions.delete(station);
  }

  isConnected(station: string): boolean {
    return this.#sessions.has(station);
  }

  wake(station: string): void {
    this.#sessions.get(station)?.wake();
  }

  /** Closes a station's socket; it may come back, and is then looked at anew. */
  drop(station: string): void {
    this.#sessions.get(station)?.displace();
  }
}
