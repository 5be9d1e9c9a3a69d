import type { HidEntry } from '../../kit/hid-bus.ts';
import type { SimHidDevice } from '../../kit/sim-hid-bus.ts';

const SCALE_REPORT = 3;
const SCAN_REPORT = 2;
const SCAN_DATA_BYTES = 56;
const TRACK_BYTES = 110;

/** `05 8D` page, `09 20` application; report 3: status and unit as choices, scaling, weight. */
const SCALE_DESCRIPTOR = Uint8Array.of(
  ...[0x05, 0x8d, 0x09, 0x20, 0xa1, 0x01, 0x85, SCALE_REPORT, 0x09, 0x32, 0xa1, 0x02],
  ...[0x09, 0x70, 0xa1, 0x02, 0x15, 0x01, 0x25, 0x08, 0x75, 0x08, 0x95, 0x01],
  ...[0x19, 0x71, 0x29, 0x78, 0x81, 0x00, 0xc0],
  ...[0x09, 0x50, 0xa1, 0x02, 0x15, 0x01, 0x25, 0x0c, 0x19, 0x51, 0x29, 0x5c, 0x81, 0x00, 0xc0],
  ...[0x09, 0x41, 0x15, 0x81, 0x25, 0x7f, 0x81, 0x02],
  ...[0x09, 0x40, 0x15, 0x00, 0x27, 0xff, 0xff, 0x00, 0x00, 0x75, 0x10, 0x81, 0x02, 0xc0, 0xc0],
);

/** Report 2: count, three bytes of symbology, 56 of data, a vendor's two, and the bit `continued`. */
const SCANNER_DESCRIPTOR = Uint8Array.of(
  ...[0x05, 0x8c, 0x09, 0x02, 0xa1, 0x01, 0x09, 0x12, 0xa1, 0x02, 0x85, SCAN_REPORT],
  ...[0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08, 0x95, 0x01, 0x05, 0x01, 0x09, 0x3b, 0x81, 0x02],
  ...[0x95, 0x03, 0x05, 0x8c, 0x09, 0xfb, 0x09, 0xfc, 0x09, 0xfd, 0x81, 0x02],
  ...[0x95, SCAN_DATA_BYTES, 0x09, 0xfe, 0x82, 0x02, 0x01, 0x95, 0x02, 0x06, 0x66, 0xff],
  ...[0x09, 0x04, 0x09, 0x00, 0x81, 0x02, 0x05, 0x8c, 0x25, 0x01, 0x75, 0x01, 0x95, 0x01],
  ...[0x09, 0xff, 0x81, 0x02, 0x75, 0x07, 0x81, 0x03, 0xc0, 0xc0],
);

/** No report ids: three lengths, three tracks. */
const MSR_DESCRIPTOR = Uint8Array.of(
  ...[0x05, 0x8e, 0x09, 0x01, 0xa1, 0x01, 0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08, 0x95, 0x03],
  ...[0x09, 0x11, 0x09, 0x12, 0x09, 0x13, 0x81, 0x02, 0x95, TRACK_BYTES, 0x09, 0x21, 0x82, 0x02],
  ...[0x01, 0x09, 0x22, 0x82, 0x02, 0x01, 0x09, 0x23, 0x82, 0x02, 0x01, 0xc0],
);

class SimReports implements SimHidDevice {
  readonly entry: HidEntry;
  readonly descriptor: Uint8Array | undefined;
  readonly isNumbered: boolean;
  send: (report: Uint8Array) => void = () => {};

  constructor(entry: HidEntry, descriptor: Uint8Array | undefined, isNumbered: boolean) {
    this.entry = entry;
    this.descriptor = descriptor;
    this.isNumbered = isNumbered;
  }

  onOutput(): void {}

  onFeature(): void {}

  feature(): undefined {
    return undefined;
  }
}

/** Status from 1: fault, zero, in motion, stable, under zero, over limit, to calibrate, to zero. */
export interface SimWeight {
  readonly status: number;
  /** From 1: milligram, gram, kilogram; 11 is the ounce. */
  readonly unit: number;
  readonly exponent: number;
  readonly raw: number;
}

export class SimScale extends SimReports {
  constructor(descriptor: Uint8Array | undefined = SCALE_DESCRIPTOR) {
    super({ vendorId: 0x0922, productId: 0x8003, interface: 0 }, descriptor, true);
  }

  show({ status, unit, exponent, raw }: SimWeight): void {
    this.send(Uint8Array.of(SCALE_REPORT, status, unit, exponent & 0xff, raw & 0xff, raw >> 8));
  }
}

export class SimScanner extends SimReports {
  constructor(descriptor: Uint8Array | undefined = SCANNER_DESCRIPTOR) {
    super({ vendorId: 0x0c2e, productId: 0x0204, interface: 0 }, descriptor, true);
  }

  /** The reports of one symbol; `aim` such as `]E0`. */
  reportsOf(data: Uint8Array, aim: string): readonly Uint8Array[] {
    const count = Math.max(1, Math.ceil(data.length / SCAN_DATA_BYTES));
    return Array.from({ length: count }, (_, at) => {
      const part = data.subarray(at * SCAN_DATA_BYTES, (at + 1) * SCAN_DATA_BYTES);
      const report = new Uint8Array(64);
      report.set([SCAN_REPORT, part.length, ...new TextEncoder().encode(aim)]);
      report.set(part, 5);
      report[63] = at < count - 1 ? 1 : 0;
      return report;
    });
  }

  scan(text: string, aim: string): void {
    for (const report of this.reportsOf(new TextEncoder().encode(text), aim)) this.send(report);
  }
}

export class SimMsr extends SimReports {
  constructor() {
    super({ vendorId: 0x0801, productId: 0x0002, interface: 0 }, MSR_DESCRIPTOR, false);
  }

  swipe(tracks: readonly string[]): void {
    const report = new Uint8Array(3 + 3 * TRACK_BYTES);
    tracks.forEach((text, at) => {
      report[at] = text.length;
      report.set(new TextEncoder().encode(text), 3 + at * TRACK_BYTES);
    });
    this.send(report);
  }
}
