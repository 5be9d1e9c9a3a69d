/**
 * The border to the system's HID devices, with the manners of node-hid: a written report begins with
 * its id, 0 where the device numbers none; a read one begins with its id only where the device
 * numbers them; a feature report has its id first either way.
 */
export interface HidBus {
  devicesAsync(): Promise<readonly HidEntry[]>;
  /** Opens exclusively. Rejects where that is not possible, with the system's words. */
  open(path: string): Promise<HidHandle>;
  /** What the device says of its own reports; undefined where the system does not tell. */
  reportDescriptor(path: string): Promise<Uint8Array | undefined>;
}

/** One interface of a device, or one usage of it: the same path may come more than once. */
export interface HidEntry {
  readonly vendorId: number;
  readonly productId: number;
  readonly path?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly manufacturer?: string | undefined;
  readonly product?: string | undefined;
  readonly interface: number;
  readonly usagePage?: number | undefined;
  readonly usage?: number | undefined;
}

export interface HidHandle {
  /** Listening for `data` starts the reading. */
  on(event: 'data', listener: (report: Uint8Array) => void): unknown;
  /** An unplugged device raises it, and is then to be closed. */
  on(event: 'error', listener: (cause: unknown) => void): unknown;
  write(report: number[]): Promise<number>;
  sendFeatureReport(report: number[]): Promise<number>;
  getFeatureReport(reportId: number, lengthBytes: number): Promise<Uint8Array>;
  close(): Promise<void>;
}
