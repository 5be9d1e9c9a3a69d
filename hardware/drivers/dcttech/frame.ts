/**
 * The board speaks in feature reports of eight bytes. Written, with id 0: `FF` on or `FD` off, and
 * the relay. Read, with id 1: five characters of serial number, and the relays that are on.
 */
export interface BoardState {
  readonly serial: string;
  /** Bit 0 is relay 1. */
  readonly relays: number;
}

export const RELAY_MAX = 8;
export const STATE_REPORT_ID = 1;
/** The id and the eight bytes behind it. */
export const REPORT_BYTES = 9;

const ON = 0xff;
const OFF = 0xfd;
const SERIAL_BYTES = 5;
const RELAYS_AT = 7;

export function encodeOrder({
  relay,
  isOn,
}: {
  readonly relay: number;
  readonly isOn: boolean;
}): Uint8Array {
  if (!Number.isInteger(relay) || relay < 1 || relay > RELAY_MAX) {
    throw new RangeError(`There is no relay ${relay}.`);
  }
  const report = new Uint8Array(REPORT_BYTES);
  report.set([0, isOn ? ON : OFF, relay]);
  return report;
}

/** Undefined for what is no state. Some systems put the id before the eight bytes, some do not. */
export function decodeState(report: Uint8Array): BoardState | undefined {
  const body = report.length === REPORT_BYTES ? report.subarray(1) : report;
  const relays = body[RELAYS_AT];
  if (body.length !== REPORT_BYTES - 1 || relays === undefined) return undefined;
  const serial = body.subarray(0, SERIAL_BYTES);
  if (serial.some((byte) => byte < 0x20 || byte > 0x7e)) return undefined;
  return { serial: String.fromCharCode(...serial), relays };
}

export function isRelayOn({ relays }: BoardState, relay: number): boolean {
  return ((relays >> (relay - 1)) & 1) === 1;
}
