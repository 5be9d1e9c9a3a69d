import type { CashItem, DeviceState, ReportSink } from './device.ts';

/** The sink has refused a report: the process is going down, and the device has to stop. */
export class ReportRefusedError extends Error {
  override readonly name = 'ReportRefusedError';
  readonly code = 'report-refused';
}

/** Tells the sink about one device, one report at a time, and a state only when it is a new one. */
export class DeviceReporter {
  readonly #device: string;
  readonly #sink: ReportSink;
  #lastState = '';
  #isReporting = false;

  constructor(device: string, sink: ReportSink) {
    this.#device = device;
    this.#sink = sink;
  }

  /** True while the sink has not yet said that the last report is durable. */
  get isReporting(): boolean {
    return this.#isReporting;
  }

  async state(state: DeviceState): Promise<void> {
    const text = JSON.stringify(state);
    if (text === this.#lastState) return;
    this.#lastState = text;
    await this.#send(() => this.#sink({ kind: 'state', device: this.#device, state }));
  }

  async cash(cursor: string, items: readonly CashItem[]): Promise<void> {
    await this.#send(() => this.#sink({ kind: 'cash', device: this.#device, cursor, items }));
  }

  async #send(report: () => Promise<void>): Promise<void> {
    this.#isReporting = true;
    try {
      await report();
    } catch (cause) {
      throw new ReportRefusedError('The report was refused.', { cause });
    } finally {
      this.#isReporting = false;
    }
  }
}

/** Ends a device's loop quietly when its sink is gone; anything else is a fault of ours. */
export async function untilRefused(loop: Promise<void>): Promise<void> {
  try {
    await loop;
  } catch (error) {
    if (!(error instanceof ReportRefusedError)) throw error;
  }
}
