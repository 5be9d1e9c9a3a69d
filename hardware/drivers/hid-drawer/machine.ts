import { Alarm } from '../../kit/alarm.ts';
import type { OpenOutcome } from '../../kit/device-peripheral.ts';
import type { HidPortContext } from '../../kit/device.ts';
import type { DrawerLook, DrawerProtocol } from '../../kit/drawer-port.ts';
import { reportTracer, tellingDescriptor, type ReportTracer } from '../../kit/hid-trace.ts';
import type { HidConnection } from '../../kit/hid-transport.ts';
import type { Link } from '../../kit/link.ts';
import { openPortLink } from '../../kit/port-link.ts';
import { encodeCommand, type DrawerModel } from './frame.ts';

const UP_WAIT_MS = 1_000;
const REPLY_TIMEOUT_MS = 500;

export interface HidDrawerOptions {
  readonly device: string;
  readonly model: DrawerModel;
  readonly drawer: number;
}

/** A drawer that is opened and asked by reports. */
export class ReportDrawer implements DrawerProtocol {
  readonly #options: HidDrawerOptions;
  readonly #context: HidPortContext;
  readonly #tracer: ReportTracer;
  readonly #link: Link<HidConnection>;
  #answered: Alarm;
  #isOpen: boolean | undefined;
  #lastDown = 'not found yet';

  constructor(options: HidDrawerOptions, context: HidPortContext) {
    this.#options = options;
    this.#context = context;
    this.#tracer = reportTracer(options.device, context);
    this.#answered = new Alarm(context.clock);
    this.#link = openPortLink<HidConnection>({
      port: options.device,
      transport: tellingDescriptor(context.transport, this.#tracer),
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
    const { model, drawer } = this.#options;
    const isOpen = model.isOpen(report, drawer);
    // A state and nothing else: the configuration may name a device that is no drawer.
    if (isOpen !== undefined && report.subarray(1).every((byte) => byte === 0)) {
      this.#tracer.received('input', 0, report);
    } else {
      this.#tracer.withheld(report, 'not the state of this drawer alone');
    }
    if (isOpen === undefined) return;
    this.#isOpen = isOpen;
    this.#answered.wake();
  }

  async #write(command: readonly [number, number]): Promise<void> {
    const report = encodeCommand(this.#options.model, command);
    this.#tracer.sent('output', report);
    await this.#link.write(report);
  }
}
