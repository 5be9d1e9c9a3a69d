import { Alarm } from '../../kit/alarm.ts';
import type { OpenOutcome } from '../../kit/device-peripheral.ts';
import type { HidPortContext } from '../../kit/device.ts';
import type { DrawerLook, DrawerProtocol } from '../../kit/drawer-port.ts';
import { hexOf } from '../../kit/hex.ts';
import type { HidConnection } from '../../kit/hid-transport.ts';
import type { Link } from '../../kit/link.ts';
import { openPortLink } from '../../kit/port-link.ts';
import { encodeCommand, type DrawerModel } from './frame.ts';

const UP_WAIT_MS = 1_000;
const REPLY_TIMEOUT_MS = 500;
/** Of a report, what is worth tracing: the rest is zeros. */
const TRACED_BYTES = 4;

export interface HidDrawerOptions {
  readonly device: string;
  readonly model: DrawerModel;
  readonly drawer: number;
}

/** A drawer that is opened and asked by reports. */
export class ReportDrawer implements DrawerProtocol {
  readonly #options: HidDrawerOptions;
  readonly #context: HidPortContext;
  readonly #link: Link<HidConnection>;
  #answered: Alarm;
  #isOpen: boolean | undefined;
  #lastDown = 'not found yet';

  constructor(options: HidDrawerOptions, context: HidPortContext) {
    this.#options = options;
    this.#context = context;
    this.#answered = new Alarm(context.clock);
    this.#link = openPortLink<HidConnection>({
      port: options.device,
      transport: context.transport,
      around: context,
      onBytes: (report) => this.#read(report),
      onUp: () => undefined,
      onDown: (reason) => (this.#lastDown = reason),
    });
  }

  async pulse(): Promise<OpenOutcome> {
    const { model, drawer } = this.#options;
    if (!this.#link.isUp) return { kind: 'refused', reason: 'offline', detail: this.#lastDown };
    try {
      await this.#write(model.open(drawer));
      return { kind: 'opened' };
    } catch (error) {
      return { kind: 'unknown', detail: String(error) };
    }
  }

  async look(): Promise<DrawerLook> {
    const { model, drawer } = this.#options;
    if (!(await this.#link.waitUp(UP_WAIT_MS))) return { kind: 'down', reason: this.#lastDown };
    this.#isOpen = undefined;
    // A fresh one: an answer that came late must not cut this wait short.
    this.#answered = new Alarm(this.#context.clock);
    try {
      await this.#write(model.status(drawer));
    } catch (error) {
      return { kind: 'down', reason: String(error) };
    }
    if (this.#isOpen === undefined) await this.#answered.sleep(REPLY_TIMEOUT_MS);
    return this.#answer();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#answered.wake();
    return this.#link[Symbol.asyncDispose]();
  }

  #answer(): DrawerLook {
    switch (this.#isOpen) {
      case true:
        return 'open';
      case false:
        return 'closed';
      case undefined:
        return { kind: 'down', reason: 'the drawer does not answer' };
    }
  }

  #read(report: Uint8Array): void {
    const { device: port, model, drawer } = this.#options;
    const hex = hexOf(report.subarray(0, TRACED_BYTES));
    this.#context.trace({ kind: 'frame-received', port, hex });
    const isOpen = model.isOpen(report, drawer);
    if (isOpen === undefined) return;
    this.#isOpen = isOpen;
    this.#answered.wake();
  }

  async #write(command: readonly [number, number]): Promise<void> {
    const { device: port, model } = this.#options;
    this.#context.trace({ kind: 'frame-sent', port, hex: hexOf(command) });
    await this.#link.write(encodeCommand(model, command));
  }
}
