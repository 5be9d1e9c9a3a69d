import type { DeviceLine } from '../../kit/device-line.ts';
import { encodeStatus } from './frame.ts';

const AT_REST = { isOffline: false, isWaiting: false, isFeeding: false };

export type SimPrinterEvent =
  | { readonly event: 'kicked'; readonly pin: 2 | 5; readonly onMs: number }
  | { readonly event: 'drawer'; readonly state: 'open' | 'closed' };

export interface SimPrinterTruth {
  readonly isOpen: boolean;
  /** Pulses that came, also those that could not open the drawer. */
  readonly kicks: number;
}

export interface SimPrinterOptions {
  /** The level of pin 3 while the drawer is open. */
  readonly openLevel: 'high' | 'low';
  readonly pin: 2 | 5;
  /** A shorter pulse does not free the lock. */
  readonly pulseMinMs: number;
}

const DLE = 0x10;
const EOT = 0x04;
const DC4 = 0x14;
const ESC = 0x1b;
const KICK = 0x70;
const STATUS_BYTES = 3;
const PULSE_BYTES = 5;
const ESC_P_STEP_MS = 2;
const DLE_DC4_STEP_MS = 100;

/** A receipt printer with a drawer: it takes pulses, tells its status, and prints nothing. */
export class SimPrinter {
  readonly #options: SimPrinterOptions;
  readonly #listeners = new Set<(event: SimPrinterEvent) => void>();
  #line: DeviceLine | undefined;
  #pending: readonly number[] = [];
  #isOpen = false;
  #kicks = 0;
  /** The lock is stuck: pulses come and nothing happens. */
  isStuck = false;
  /** It takes everything and says nothing. */
  isMute = false;

  constructor(options: SimPrinterOptions) {
    this.#options = options;
  }

  attach(line: DeviceLine): void {
    this.#line = line;
    line.listen((bytes) => {
      for (const byte of bytes) this.#take(byte);
    });
  }

  onEvent(listener: (event: SimPrinterEvent) => void): void {
    this.#listeners.add(listener);
  }

  /** By its key, or pushed shut by hand. */
  move(isOpen: boolean): void {
    if (isOpen === this.#isOpen) return;
    this.#isOpen = isOpen;
    this.#tell({ event: 'drawer', state: isOpen ? 'open' : 'closed' });
  }

  truth(): SimPrinterTruth {
    return { isOpen: this.#isOpen, kicks: this.#kicks };
  }

  #take(byte: number): void {
    this.#pending = [...this.#pending, byte];
    const [first, second, n = 0, m = 0, t = 0] = this.#pending;
    const isStatus = first === DLE && second === EOT;
    const isPulse = (first === DLE && second === DC4) || (first === ESC && second === KICK);
    if (this.#pending.length === 1 && (first === DLE || first === ESC)) return;
    if (isStatus && this.#pending.length < STATUS_BYTES) return;
    if (isPulse && this.#pending.length < PULSE_BYTES) return;
    this.#pending = [];
    if (isStatus) this.#answer();
    if (isPulse && first === ESC) this.#kick(n, m * ESC_P_STEP_MS);
    if (isPulse && first === DLE && n === 1) this.#kick(m, t * DLE_DC4_STEP_MS);
  }

  #answer(): void {
    const isPin3High = this.#isOpen === (this.#options.openLevel === 'high');
    if (!this.isMute) this.#line?.send(encodeStatus({ isPin3High, ...AT_REST }));
  }

  /** The pin is told as a number or as its digit. */
  #kick(m: number, onMs: number): void {
    const pin = m % 0x30 === 0 ? 2 : 5;
    this.#kicks += 1;
    this.#tell({ event: 'kicked', pin, onMs });
    const { pulseMinMs, pin: ownPin } = this.#options;
    if (!this.isStuck && pin === ownPin && onMs >= pulseMinMs) this.move(true);
  }

  #tell(event: SimPrinterEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
