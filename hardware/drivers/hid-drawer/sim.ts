import { bytesOf } from '../../kit/hex.ts';
import type { HidEntry } from '../../kit/hid-bus.ts';
import type { SimHidDevice } from '../../kit/sim-hid-bus.ts';

const REPORT_BYTES = 120;
const BOOT_LOADER = 0xf0;

/** The maker's page; 120 bytes each way, no ids. */
const DESCRIPTOR = bytesOf('06A0FF0901A101150026FF00750895780901810209019102C0');

/** A Posiflex drawer. */
export class SimPosiflex implements SimHidDevice {
  readonly entry: HidEntry;
  readonly descriptor = DESCRIPTOR;
  readonly isNumbered = false;
  isOpen = false;
  isMute = false;
  kicks = 0;
  /** It was told to forget that it is a drawer. */
  isBricked = false;
  send: (report: Uint8Array) => void = () => {};
  readonly #drawer: number;

  constructor(drawer: number) {
    this.#drawer = drawer;
    const productId = 0x0200 + drawer;
    this.entry = { vendorId: 0x0d3a, productId, interface: 0, usagePage: 0xffa0 };
  }

  onOutput(report: Uint8Array): void {
    const [drawer, command] = report;
    if (command === BOOT_LOADER) this.isBricked = true;
    if (report.length !== REPORT_BYTES || drawer !== this.#drawer || this.isMute) return;
    if (command === drawer) {
      this.kicks += 1;
      this.isOpen = true;
    }
    if (command === drawer + 1) this.#tell();
  }

  onFeature(): void {}

  feature(): undefined {
    return undefined;
  }

  #tell(): void {
    const report = new Uint8Array(REPORT_BYTES);
    report[0] = (this.#drawer << 4) | (this.isOpen ? 0 : 1);
    this.send(report);
  }
}
