import { Alarm } from './alarm.ts';
import type { Clock, Timer } from './clock.ts';
import { TransportError } from './transport-error.ts';
import type { Connection, Transport } from './transport.ts';

export interface LinkOptions<Opened extends Connection = Connection> {
  readonly clock: Clock;
  readonly transport: Transport<Opened>;
  /** A fresh, endless series of waits between attempts; asked for after each time the link was up. */
  readonly delaysMs: () => Iterator<number, never>;
  readonly onUp: () => void;
  readonly onDown: (reason: string) => void;
  /** An attempt has failed for another reason than the one before. */
  readonly onOpenFailed?: (reason: string) => void;
  readonly onBytes: (bytes: Uint8Array) => void;
}

/** An `open` that takes longer is given up; if it succeeds after all, the pipe is closed at once. */
const OPEN_TIMEOUT_MS = 10_000;

/**
 * Keeps a pipe open for as long as it lives: whatever ends a connection or an attempt leads to the
 * next attempt, so that no path leaves the port dead.
 */
export class Link<Opened extends Connection = Connection> implements AsyncDisposable {
  readonly #options: LinkOptions<Opened>;
  readonly #upWaiters = new Set<Alarm>();
  #delays: Iterator<number, never>;
  #attempt = 0;
  #connection: Opened | undefined;
  #timer: Timer | undefined;
  #isDisposed = false;
  #lastFailure = '';

  constructor(options: LinkOptions<Opened>) {
    this.#options = options;
    this.#delays = options.delaysMs();
    this.#connect();
  }

  get isUp(): boolean {
    return this.#connection !== undefined;
  }

  /** What is open now, for what is more than a pipe. */
  get connection(): Opened | undefined {
    return this.#connection;
  }

  /** True as soon as the link is up, false when it is not within the time. */
  async waitUp(limitMs: number): Promise<boolean> {
    if (this.isUp || this.#isDisposed) return this.isUp;
    const alarm = new Alarm(this.#options.clock);
    this.#upWaiters.add(alarm);
    await alarm.sleep(limitMs);
    this.#upWaiters.delete(alarm);
    return this.isUp;
  }

  /** A failed write ends the connection: a pipe that takes nothing has to be opened again. */
  async write(bytes: Uint8Array): Promise<void> {
    const connection = this.#connection;
    if (connection === undefined) throw new TransportError('closed', 'The link is down.');
    try {
      await connection.write(bytes);
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  /** Ends a connection that is there and leads nowhere; the next attempt follows as after any end. */
  async renew(): Promise<void> {
    await this.#connection?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    this.#attempt += 1;
    this.#timer?.cancel();
    const connection = this.#connection;
    this.#connection = undefined;
    this.#rouseWaiters();
    await connection?.close();
  }

  #connect(): void {
    this.#attempt += 1;
    const attempt = this.#attempt;
    const { clock, transport, onBytes } = this.#options;
    this.#timer = clock.startTimer(OPEN_TIMEOUT_MS, () => this.#ended(attempt, 'open timed out'));
    transport
      .open({
        onBytes: (bytes) => {
          if (attempt === this.#attempt) onBytes(bytes);
        },
        onClose: (reason) => this.#ended(attempt, reason),
      })
      .then(
        (connection) => this.#opened(attempt, connection),
        (error: unknown) => this.#ended(attempt, describe(error)),
      );
  }

  #opened(attempt: number, connection: Opened): void {
    if (attempt !== this.#attempt) {
      connection.close().catch(ignoreLateFailure);
      return;
    }
    this.#timer?.cancel();
    this.#connection = connection;
    this.#lastFailure = '';
    this.#delays = this.#options.delaysMs();
    this.#options.onUp();
    this.#rouseWaiters();
  }

  #ended(attempt: number, reason: string): void {
    if (attempt !== this.#attempt) return;
    this.#attempt += 1;
    this.#timer?.cancel();
    const wasUp = this.isUp;
    this.#connection = undefined;
    const delayMs = this.#delays.next().value;
    this.#timer = this.#options.clock.startTimer(delayMs, () => this.#connect());
    if (wasUp) this.#options.onDown(reason);
    else this.#tellFailure(reason);
  }

  /** Once, not at each of the endless attempts. */
  #tellFailure(reason: string): void {
    if (reason === this.#lastFailure) return;
    this.#lastFailure = reason;
    this.#options.onOpenFailed?.(reason);
  }

  #rouseWaiters(): void {
    for (const alarm of this.#upWaiters) alarm.wake();
  }
}

function describe(error: unknown): string {
  return error instanceof TransportError ? `${error.code}: ${error.message}` : String(error);
}

/** The attempt has been given up already; nothing depends on how its pipe closes. */
function ignoreLateFailure(): void {}
