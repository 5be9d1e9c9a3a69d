/** Signed documents that an admin lays down in the station's folder, taken in as the agent runs. */
import type { Clock, Timer } from '../hardware/kit/clock.ts';
import { ShellError } from './shell/shell-error.ts';

/** How often the agent looks whether somebody has laid something down. */
const LOOK_MS = 5_000;

/** A place where documents of one kind wait. */
export interface Tray {
  readonly waiting: () => readonly string[];
  /** Deals with one; on return that is durable. */
  readonly take: (document: string) => Promise<unknown>;
  readonly remove: (document: string) => void;
}

/** Takes in what lies in its trays, as long as it is not disposed. */
export class Inbox implements AsyncDisposable {
  readonly #trays: readonly Tray[];
  readonly #clock: Clock;
  readonly #onFault: (cause: unknown) => void;
  #timer: Timer | undefined;
  #looking: Promise<void> = Promise.resolve();
  #isClosed = false;
  /** Where one cannot be taken away it is dealt with once all the same. */
  readonly #handled = new Map<Tray, readonly string[]>();

  constructor(trays: readonly Tray[], clock: Clock, onFault: (cause: unknown) => void) {
    this.#trays = trays;
    this.#clock = clock;
    this.#onFault = onFault;
  }

  /** Looks at once, and then every so often; resolves when the first look is over. */
  async start(): Promise<void> {
    this.#looking = this.#lookAll();
    await this.#looking;
    this.#lookLater();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    await this.#looking;
  }

  #lookLater(): void {
    if (this.#isClosed) return;
    this.#timer = this.#clock.startTimer(LOOK_MS, () => {
      this.#looking = this.#lookAll().then(() => this.#lookLater());
    });
  }

  async #lookAll(): Promise<void> {
    for (const tray of this.#trays) await this.#look(tray);
  }

  async #look(tray: Tray): Promise<void> {
    try {
      const waiting = tray.waiting();
      const handled = (this.#handled.get(tray) ?? []).filter((one) => waiting.includes(one));
      this.#handled.set(tray, handled);
      for (const document of waiting.filter((one) => !handled.includes(one))) {
        await tray.take(document);
        this.#handled.set(tray, [...(this.#handled.get(tray) ?? []), document]);
        tray.remove(document);
      }
    } catch (cause) {
      // Closing: it is still there at the next start.
      if (!(cause instanceof ShellError)) this.#onFault(cause);
    }
  }
}
