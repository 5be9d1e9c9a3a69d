import { Alarm } from './alarm.ts';
import { DeviceReporter, untilRefused } from './device-reporter.ts';
import type { CashDrawer, DrawerPolicy, OpenOutcome } from './device-peripheral.ts';
import type { DeviceState, Port, PortSurroundings } from './device.ts';

/**
 * What a drawer says when it is asked: `silent` where it cannot be asked but is there, and otherwise
 * why it cannot be told.
 */
export type DrawerLook =
  | 'open'
  | 'closed'
  | 'silent'
  | Exclude<DeviceState, { readonly kind: 'up' }>;

/** A drawer in its own protocol. */
export interface DrawerProtocol extends AsyncDisposable {
  /** Gives the pulse, once. */
  pulse(): Promise<OpenOutcome>;
  /** How the drawer is, or why it cannot be told; also finds out whether the device is there. */
  look(): Promise<DrawerLook>;
}

export interface DrawerPortOptions {
  readonly device: string;
  readonly hasStatus: boolean;
  readonly policy: DrawerPolicy;
  readonly protocol: DrawerProtocol;
  readonly around: Pick<PortSurroundings, 'clock' | 'report'>;
}

/** How late an open drawer may be seen to be open, and a device that is gone to be gone. */
const LOOK_EVERY_MS = 250;

/** A port with one drawer on it, looked at again and again until disposed. */
export function openDrawerPort(options: DrawerPortOptions): Port {
  const drawer = new WatchedDrawer(options);
  return {
    devices: [],
    peripherals: [drawer],
    [Symbol.asyncDispose]: () => drawer[Symbol.asyncDispose](),
  };
}

class WatchedDrawer implements CashDrawer, AsyncDisposable {
  readonly kind = 'cash-drawer';
  readonly device: string;
  readonly hasStatus: boolean;
  readonly policy: DrawerPolicy;
  readonly #protocol: DrawerProtocol;
  readonly #reporter: DeviceReporter;
  readonly #alarm: Alarm;
  readonly #loop: Promise<void>;
  #onState: (isOpen: boolean) => void = () => {};
  #wasOpen: boolean | undefined;
  #isDisposed = false;

  constructor({ device, hasStatus, policy, protocol, around }: DrawerPortOptions) {
    this.device = device;
    this.hasStatus = hasStatus;
    this.policy = policy;
    this.#protocol = protocol;
    this.#reporter = new DeviceReporter(device, around.report);
    this.#alarm = new Alarm(around.clock);
    this.#loop = untilRefused(this.#watch());
  }

  async open(): Promise<OpenOutcome> {
    const outcome = await this.#protocol.pulse();
    this.#alarm.wake();
    return outcome;
  }

  listen(onState: (isOpen: boolean) => void): void {
    this.#onState = onState;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    this.#alarm.wake();
    await this.#protocol[Symbol.asyncDispose]();
    await this.#loop;
  }

  async #watch(): Promise<void> {
    // The port is listened to before its first word.
    await this.#alarm.sleep(0);
    while (!this.#isDisposed) {
      await this.#lookOnce();
      if (!this.#isDisposed) await this.#alarm.sleep(LOOK_EVERY_MS);
    }
  }

  async #lookOnce(): Promise<void> {
    const answer = await this.#protocol.look();
    if (this.#isDisposed) return;
    if (typeof answer === 'object') {
      await this.#reporter.state(answer);
      return;
    }
    await this.#reporter.state({ kind: 'up' });
    if (answer === 'silent' || (answer === 'open') === this.#wasOpen) return;
    this.#wasOpen = answer === 'open';
    this.#onState(this.#wasOpen);
  }
}
