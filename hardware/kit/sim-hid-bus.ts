import type { HidBus, HidEntry, HidHandle } from './hid-bus.ts';

/** A HID device made of software, for tests: it is handed in, no configuration can name it. */
export interface SimHidDevice {
  readonly entry: HidEntry;
  readonly descriptor: Uint8Array | undefined;
  /** Whether its reports have ids. */
  readonly isNumbered: boolean;
  /** An output report, its id taken off where it is 0. */
  onOutput(report: Uint8Array): void;
  /** A feature report as it is written: its id first. */
  onFeature(report: Uint8Array): void;
  /** The feature report with its id first; undefined fails the call. */
  feature(reportId: number): Uint8Array | undefined;
  /** Set by the bus: an input report for the host, with its id first where reports are numbered. */
  send: (report: Uint8Array) => void;
}

/** True to node-hid: exclusive opening, ids as there, and an error where the plug is pulled. */
export class SimHidBus implements HidBus {
  readonly #plugged = new Map<string, SimHidDevice>();
  readonly #open = new Map<string, SimHandle>();
  #count = 0;

  /** Plugs a device in under a path that no other had before. */
  plug(device: SimHidDevice): void {
    this.#count += 1;
    const path = `/dev/hidraw${this.#count}`;
    this.#plugged.set(path, device);
    device.send = (report) => this.#open.get(path)?.receive(report);
  }

  /** Pulls the plug: whoever has it open gets an error. */
  unplug(device: SimHidDevice): void {
    const path = this.#pathOf(device);
    if (path === undefined) return;
    this.#plugged.delete(path);
    const handle = this.#open.get(path);
    this.#open.delete(path);
    handle?.fail(new TypeError('could not read from HID device'));
  }

  async devicesAsync(): Promise<readonly HidEntry[]> {
    return [...this.#plugged].map(([path, { entry }]) => ({ ...entry, path }));
  }

  async open(path: string): Promise<HidHandle> {
    const device = this.#plugged.get(path);
    if (device === undefined) throw new TypeError(`cannot open device with path ${path}`);
    if (this.#open.has(path)) throw new TypeError('Device or resource busy');
    const handle = new SimHandle(device, () => {
      if (this.#open.get(path) === handle) this.#open.delete(path);
    });
    this.#open.set(path, handle);
    return handle;
  }

  async reportDescriptor(path: string): Promise<Uint8Array | undefined> {
    return this.#plugged.get(path)?.descriptor;
  }

  #pathOf(device: SimHidDevice): string | undefined {
    return [...this.#plugged].find(([, one]) => one === device)?.[0];
  }
}

class SimHandle implements HidHandle {
  readonly #device: SimHidDevice;
  readonly #release: () => void;
  readonly #dataListeners: ((report: Uint8Array) => void)[] = [];
  readonly #errorListeners: ((cause: unknown) => void)[] = [];
  #isOpen = true;

  constructor(device: SimHidDevice, release: () => void) {
    this.#device = device;
    this.#release = release;
  }

  on(event: 'data', listener: (report: Uint8Array) => void): void;
  on(event: 'error', listener: (cause: unknown) => void): void;
  on(
    event: 'data' | 'error',
    listener: ((report: Uint8Array) => void) | ((cause: unknown) => void),
  ): void {
    if (event === 'data') this.#dataListeners.push(listener);
    else this.#errorListeners.push((cause) => Reflect.apply(listener, undefined, [cause]));
  }

  async write(report: number[]): Promise<number> {
    this.#requireOpen('Cannot write to hid device');
    const [reportId] = report;
    // A report written without its id is cut short by one byte, or refused.
    if (reportId === undefined || (reportId !== 0) !== this.#device.isNumbered) {
      throw new TypeError('Cannot write to hid device');
    }
    this.#device.onOutput(Uint8Array.from(reportId === 0 ? report.slice(1) : report));
    return report.length;
  }

  async sendFeatureReport(report: number[]): Promise<number> {
    this.#requireOpen('could not send feature report to device');
    this.#device.onFeature(Uint8Array.from(report));
    return report.length;
  }

  async getFeatureReport(reportId: number, lengthBytes: number): Promise<Uint8Array> {
    this.#requireOpen('could not get feature report from device');
    const report = this.#device.feature(reportId);
    if (report === undefined) throw new TypeError('could not get feature report from device');
    return report.subarray(0, lengthBytes);
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    this.#release();
  }

  receive(report: Uint8Array): void {
    const copy = report.slice();
    queueMicrotask(() => {
      if (!this.#isOpen) return;
      for (const listener of this.#dataListeners) listener(copy);
    });
  }

  fail(cause: Error): void {
    for (const listener of this.#errorListeners) listener(cause);
  }

  #requireOpen(words: string): void {
    if (!this.#isOpen) throw new TypeError(words);
  }
}
