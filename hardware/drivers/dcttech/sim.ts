import { bytesOf } from '../../kit/hex.ts';
import type { HidEntry } from '../../kit/hid-bus.ts';
import type { SimHidDevice } from '../../kit/sim-hid-bus.ts';
import { RELAY_MAX, REPORT_BYTES, STATE_REPORT_ID } from './frame.ts';

const ON = 0xff;
const OFF = 0xfd;
const RELAYS_AT = 8;

/** A vendor's page; one feature report of eight bytes, without an id. */
const DESCRIPTOR = bytesOf('0600FF0901A101150026FF00750895080900B20201C0');

/** A board of relays that remembers every switching. */
export class SimBoard implements SimHidDevice {
  readonly entry: HidEntry = {
    vendorId: 0x16c0,
    productId: 0x05df,
    interface: 0,
    manufacturer: 'www.dcttech.com',
    product: `USBRelay${RELAY_MAX}`,
  };
  readonly descriptor = DESCRIPTOR;
  readonly isNumbered = false;
  /** Such as `3 on`. */
  readonly switched: string[] = [];
  /** A relay whose coil is broken. */
  isStuck = false;
  send: (report: Uint8Array) => void = () => {};
  readonly #serial: string;
  #relays = 0;

  constructor(serial = 'ABCDE') {
    this.#serial = serial;
  }

  onOutput(): void {}

  onFeature(report: Uint8Array): void {
    const [reportId, command, relay = 0] = report;
    const isKnown = reportId === 0 && (command === ON || command === OFF);
    if (!isKnown || relay < 1 || relay > RELAY_MAX || this.isStuck) return;
    const bit = 1 << (relay - 1);
    this.#relays = command === ON ? this.#relays | bit : this.#relays & ~bit;
    this.switched.push(`${relay} ${command === ON ? 'on' : 'off'}`);
  }

  feature(reportId: number): Uint8Array | undefined {
    if (reportId !== STATE_REPORT_ID) return undefined;
    const report = new Uint8Array(REPORT_BYTES);
    report.set([reportId, ...new TextEncoder().encode(this.#serial)]);
    report[RELAYS_AT] = this.#relays;
    return report;
  }
}
