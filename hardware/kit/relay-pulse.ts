import { Alarm } from './alarm.ts';
import type { Clock } from './clock.ts';
import type { OpenOutcome } from './device-peripheral.ts';
import type { PortSurroundings } from './device.ts';
import type { DrawerLook, DrawerProtocol } from './drawer-port.ts';
import type { Link } from './link.ts';
import { openPortLink } from './port-link.ts';
import type { Connection, Transport } from './transport.ts';

export interface RelayPulseOptions<Opened extends Connection> {
  readonly port: string;
  readonly pulseMs: number;
  readonly transport: Transport<Opened>;
  readonly around: Pick<PortSurroundings, 'clock' | 'trace'>;
  /** Switches the relay. Rejects where that could not be said to the board. */
  readonly order: (link: Link<Opened>, isOn: boolean) => Promise<void>;
}

/** How long a look waits for the port before it says that there is none. */
const UP_WAIT_MS = 1_000;
/** A coil that stays on burns the drawer's magnet: switching off is tried so often. */
const OFF_TRIES_MAX = 3;
const OFF_AGAIN_MS = 100;
/** What was written last is on the wire by then, also where the port is closed behind it. */
const DRAIN_MS = 20;

/** A relay that stands for a drawer's key: on for the pulse, off again whatever happens. */
export class RelayPulse<Opened extends Connection> implements DrawerProtocol {
  readonly #options: RelayPulseOptions<Opened>;
  readonly #clock: Clock;
  readonly #link: Link<Opened>;
  #lastDown = 'not found yet';
  #pulsing: Promise<OpenOutcome> | undefined;

  constructor(options: RelayPulseOptions<Opened>) {
    this.#options = options;
    this.#clock = options.around.clock;
    const { port, transport, around } = options;
    this.#link = openPortLink<Opened>({
      port,
      transport,
      around,
      onBytes: () => undefined,
      // It may have been left on by whoever was here before, or by a pulse that was cut short.
      onUp: () => void this.#off(),
      onDown: (reason) => (this.#lastDown = reason),
    });
  }

  /** One pulse at a time: who asks meanwhile gets the same one. */
  pulse(): Promise<OpenOutcome> {
    this.#pulsing ??= this.#pulseOnce().finally(() => (this.#pulsing = undefined));
    return this.#pulsing;
  }

  async look(): Promise<DrawerLook> {
    if (await this.#link.waitUp(UP_WAIT_MS)) return 'silent';
    return { kind: 'down', reason: this.#lastDown };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pulsing;
    await this.#link[Symbol.asyncDispose]();
  }

  async #pulseOnce(): Promise<OpenOutcome> {
    if (!this.#link.isUp) return { kind: 'refused', reason: 'offline', detail: this.#lastDown };
    try {
      await this.#options.order(this.#link, true);
    } catch (error) {
      await this.#off();
      return { kind: 'unknown', detail: String(error) };
    }
    await new Alarm(this.#clock).sleep(this.#options.pulseMs);
    const isOff = await this.#off();
    await new Alarm(this.#clock).sleep(DRAIN_MS);
    if (isOff) return { kind: 'opened' };
    return { kind: 'unknown', detail: 'the relay could not be switched off' };
  }

  async #off(): Promise<boolean> {
    for (let tries = 0; tries < OFF_TRIES_MAX; tries += 1) {
      try {
        await this.#options.order(this.#link, false);
        return true;
      } catch {
        await new Alarm(this.#clock).sleep(OFF_AGAIN_MS);
      }
    }
    return false;
  }
}
