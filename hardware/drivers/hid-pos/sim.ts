import type { HidEntry } from '../../kit/hid-bus.ts';
import { bytesOf } from '../../kit/hex.ts';
import type { SimHidDevice } from '../../kit/sim-hid-bus.ts';

const SCALE_REPORT = 3;
const SCAN_REPORT = 2;
const SCAN_DATA_BYTES = 56;
const TRACK_BYTES = 110;

/** `05 8D` page, `09 20` application; report 3: status and unit as choices, scaling, weight. */
const SCALE_DESCRIPTOR = bytesOf(
  [
    '058D0920A10185030932A102',
    '0970A1021501250875089501',
    '197129788100C0',
    '0950A1021501250C1951295C8100C0',
    '09411581257F8102',
    '0940150027FFFF000075108102C0C0',
  ].join(''),
);

/** Report 2: count, three bytes of symbology, 56 of data, a vendor's two, and the bit `continued`. */
const SCANNER_DESCRIPTOR = bytesOf(
  [
    '058C0902A1010912A1028502',
    '150026FF00750895010501093B8102',
    '9503058C09FB09FC09FD8102',
    '953809FE82020195020666FF',
    '090409008102058C250175019501',
    '09FF810275078103C0C0',
  ].join(''),
);

/** How a reader lays out what it has read; no two makers do it alike. */
export interface MsrLayout {
  readonly descriptor: Uint8Array;
  /** The report of these tracks, its id first where reports are numbered. */
  readonly reportOf: (tracks: readonly string[]) => Uint8Array;
  readonly isNumbered: boolean;
}

/** No report ids: three lengths, then three tracks. */
export const lengthsFirst: MsrLayout = {
  descriptor: bytesOf(
    [
      '058E0901A101150026FF0075089503',
      '0911091209138102956E09218202',
      '0109228202010923820201C0',
    ].join(''),
  ),
  reportOf: (tracks) => {
    const report = new Uint8Array(3 + 3 * TRACK_BYTES);
    tracks.forEach((text, at) => {
      report[at] = text.length;
      report.set(new TextEncoder().encode(text), 3 + at * TRACK_BYTES);
    });
    return report;
  },
  isNumbered: false,
};

const TRACK_ROOM = [79, 40, 107, 80] as const;

/** Report 7: a vendor's status, then each track behind a length of two bytes, the JIS track last. */
export const eachBehindItsLength: MsrLayout = {
  descriptor: bytesOf(
    [
      '058E0901A1018507150026FF00',
      '0600FF0901750895018102058E',
      ...TRACK_ROOM.map((room, at) => {
        const usage = (at + 1).toString(16);
        const bytes = room.toString(16).padStart(2, '0');
        return `091${usage}751095018102092${usage}750895${bytes}8102`;
      }),
      'C0',
    ].join(''),
  ),
  reportOf: (tracks) =>
    Uint8Array.from([
      7,
      0,
      ...TRACK_ROOM.flatMap((room, at) => {
        const text = new TextEncoder().encode(tracks[at] ?? '');
        const padding = Array.from({ length: room - text.length }, () => 0);
        return [text.length & 0xff, text.length >> 8, ...text, ...padding];
      }),
    ]),
  isNumbered: true,
};

/** No lengths at all: two tracks in their rooms, padded with zeros. */
export const paddedTracks: MsrLayout = {
  descriptor: bytesOf('058E0901A101150026FF007508954F09218102952809228102C0'),
  reportOf: (tracks) => {
    const report = new Uint8Array(TRACK_ROOM[0] + TRACK_ROOM[1]);
    report.set(new TextEncoder().encode(tracks[0] ?? ''));
    report.set(new TextEncoder().encode(tracks[1] ?? ''), TRACK_ROOM[0]);
    return report;
  },
  isNumbered: false,
};

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
  readonly #layout: MsrLayout;

  constructor(layout: MsrLayout = lengthsFirst, ids = { vendorId: 0x0801, productId: 0x0002 }) {
    super({ ...ids, interface: 0 }, layout.descriptor, layout.isNumbered);
    this.#layout = layout;
  }

  swipe(tracks: readonly string[]): void {
    this.send(this.#layout.reportOf(tracks));
  }
}
