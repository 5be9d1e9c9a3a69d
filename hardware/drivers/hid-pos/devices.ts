/** A scale, a scanner and a card reader over the same kind of reports. */
import { Alarm } from '../../kit/alarm.ts';
import type { CardSwipe } from '../../kit/card-swipe.ts';
import type { Clock, Timer } from '../../kit/clock.ts';
import type { Msr, Scale, Scan, Scanner, WeightReading } from '../../kit/device-peripheral.ts';
import type { HidPortContext } from '../../kit/device.ts';
import { PosReports } from './machine.ts';
import { readWeight, SCALE_PAGE } from './scale.ts';
import { addScanPart, NO_SCAN, readScanPart, SCANNER_PAGE, type ScanAssembly } from './scan.ts';
import { MSR_PAGE, readSwipe } from './swipe.ts';

export interface PosDeviceOptions {
  readonly device: string;
  readonly descriptor: Uint8Array | undefined;
  /** A scale that speaks only when the weight changes: what it said last still holds. */
  readonly isOnChange: boolean;
}

/** A scale that sends all the time has sent something by then. */
const REPORT_WAIT_MS = 1_000;
/** The parts of one symbol follow each other at once. */
const PART_WAIT_MS = 1_000;

export class HidScale implements Scale, AsyncDisposable {
  readonly kind = 'scale';
  readonly device: string;
  readonly #isOnChange: boolean;
  readonly #clock: Clock;
  readonly #reports: PosReports;
  readonly #waiting = new Set<Alarm>();
  #reading: WeightReading | undefined;

  constructor({ device, descriptor, isOnChange }: PosDeviceOptions, context: HidPortContext) {
    this.device = device;
    this.#isOnChange = isOnChange;
    this.#clock = context.clock;
    this.#reports = new PosReports(
      {
        device,
        descriptor,
        page: SCALE_PAGE,
        isShown: true,
        onReport: (report, fields) => this.#take(readWeight(report, fields)),
        onLost: () => this.#take(NOT_THERE),
      },
      context,
    );
  }

  async read(timeoutMs: number): Promise<WeightReading> {
    if (!this.#reports.isReading) return NOT_THERE;
    const endMs = this.#clock.monotonicMs() + timeoutMs;
    let reading = this.#isOnChange ? this.#reading : undefined;
    reading ??= await this.#next(REPORT_WAIT_MS);
    for (;;) {
      const leftMs = endMs - this.#clock.monotonicMs();
      const isMoving = reading.kind === 'refused' && reading.reason === 'in-motion';
      if (!isMoving || leftMs <= 0) return reading;
      const next = await this.#next(leftMs);
      if (next !== SILENT) reading = next;
      else if (!this.#isOnChange) return SILENT;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#take(NOT_THERE);
    await this.#reports[Symbol.asyncDispose]();
  }

  #take(reading: WeightReading | undefined): void {
    if (reading === undefined) return;
    this.#reading = reading;
    for (const alarm of this.#waiting) alarm.wake();
  }

  /** What it says next, and not what it has said. */
  async #next(limitMs: number): Promise<WeightReading> {
    const before = this.#reading;
    const alarm = new Alarm(this.#clock);
    this.#waiting.add(alarm);
    await alarm.sleep(limitMs);
    this.#waiting.delete(alarm);
    return this.#reading === undefined || this.#reading === before ? SILENT : this.#reading;
  }
}

const NOT_THERE: WeightReading = {
  kind: 'refused',
  reason: 'offline',
  detail: 'the scale is not there',
};
const SILENT: WeightReading = {
  kind: 'refused',
  reason: 'offline',
  detail: 'the scale says nothing',
};

export class HidScanner implements Scanner, AsyncDisposable {
  readonly kind = 'scanner';
  readonly device: string;
  readonly #clock: Clock;
  readonly #reports: PosReports;
  #onScan: (scan: Scan) => void = () => {};
  #assembly: ScanAssembly = NO_SCAN;
  #timer: Timer | undefined;

  constructor({ device, descriptor }: PosDeviceOptions, context: HidPortContext) {
    this.device = device;
    this.#clock = context.clock;
    this.#reports = new PosReports(
      {
        device,
        descriptor,
        page: SCANNER_PAGE,
        isShown: false,
        onReport: (report, fields) => {
          const part = readScanPart(report, fields);
          if (part !== undefined) this.#advance(addScanPart(this.#assembly, part));
        },
        onLost: () => this.#forget(),
      },
      context,
    );
  }

  listen(onScan: (scan: Scan) => void): void {
    this.#onScan = onScan;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#forget();
    await this.#reports[Symbol.asyncDispose]();
  }

  #advance({ assembly, scan }: ReturnType<typeof addScanPart>): void {
    this.#forget();
    this.#assembly = assembly;
    if (assembly.kind !== 'empty') {
      this.#timer = this.#clock.startTimer(PART_WAIT_MS, () => this.#forget());
    }
    if (scan !== undefined) this.#onScan(scan);
  }

  /** Half a symbol is none, and must not be put before the next one. */
  #forget(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#assembly = NO_SCAN;
  }
}

export class HidMsr implements Msr, AsyncDisposable {
  readonly kind = 'msr';
  readonly device: string;
  readonly #reports: PosReports;
  #onSwipe: (swipe: CardSwipe) => void = () => {};

  constructor({ device, descriptor }: PosDeviceOptions, context: HidPortContext) {
    this.device = device;
    this.#reports = new PosReports(
      {
        device,
        descriptor,
        page: MSR_PAGE,
        isShown: false,
        onReport: (report, fields) => {
          const swipe = readSwipe(report, fields);
          if (swipe !== undefined) this.#onSwipe(swipe);
        },
        onLost: () => undefined,
      },
      context,
    );
  }

  listen(onSwipe: (swipe: CardSwipe) => void): void {
    this.#onSwipe = onSwipe;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#reports[Symbol.asyncDispose]();
  }
}
