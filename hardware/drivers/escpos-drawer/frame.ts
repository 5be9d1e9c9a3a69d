import type { Decoded } from '../../kit/framing.ts';

/** Which of the connector's two pins the drawer hangs on. */
export type KickPin = 2 | 5;

export type Kick =
  /** `ESC p m t1 t2`: goes through the printer's buffer, behind what it prints. */
  | {
      readonly command: 'esc-p';
      readonly pin: KickPin;
      readonly onMs: number;
      readonly offMs: number;
    }
  /** `DLE DC4 1 m t`: in real time, also while the printer is off-line. */
  | { readonly command: 'dle-dc4'; readonly pin: KickPin; readonly pulseMs: number };

/** What a printer answers to `DLE EOT 1`. */
export interface PrinterStatus {
  /** Level of the drawer connector's pin 3, where the drawer's switch is. */
  readonly isPin3High: boolean;
  readonly isOffline: boolean;
  /** It waits to be put on line again by hand. */
  readonly isWaiting: boolean;
  /** Somebody holds its paper feed button down. */
  readonly isFeeding: boolean;
}

const DLE = 0x10;
const EOT = 0x04;
const DC4 = 0x14;
const ESC = 0x1b;
const KICK = 0x70;
const PRINTER_STATUS = 1;
const REAL_TIME_PULSE = 1;

const ESC_P_STEP_MS = 2;
export const ESC_P_MAX_MS = 510;
const DLE_DC4_STEP_MS = 100;
export const DLE_DC4_MAX_MS = 800;

/** Bits 0 and 7 are 0, bits 1 and 4 are 1 in every real-time status, and in nothing else it says. */
const FIXED_MASK = 0b1001_0011;
const FIXED_BITS = 0b0001_0010;
const PIN3_BIT = 0b0000_0100;
const OFFLINE_BIT = 0b0000_1000;
const WAITING_BIT = 0b0010_0000;
const FEEDING_BIT = 0b0100_0000;

export function encodeKick(kick: Kick): Uint8Array {
  const m = kick.pin === 2 ? 0 : 1;
  switch (kick.command) {
    case 'esc-p': {
      const on = steps(kick.onMs, ESC_P_STEP_MS, ESC_P_MAX_MS);
      return Uint8Array.of(ESC, KICK, m, on, steps(kick.offMs, ESC_P_STEP_MS, ESC_P_MAX_MS));
    }
    case 'dle-dc4': {
      const t = steps(kick.pulseMs, DLE_DC4_STEP_MS, DLE_DC4_MAX_MS);
      return Uint8Array.of(DLE, DC4, REAL_TIME_PULSE, m, t);
    }
  }
}

export const STATUS_REQUEST = Uint8Array.of(DLE, EOT, PRINTER_STATUS);

export function encodeStatus(status: PrinterStatus): Uint8Array {
  const bits = [
    status.isPin3High ? PIN3_BIT : 0,
    status.isOffline ? OFFLINE_BIT : 0,
    status.isWaiting ? WAITING_BIT : 0,
    status.isFeeding ? FEEDING_BIT : 0,
  ];
  return Uint8Array.of(bits.reduce((all, bit) => all | bit, FIXED_BITS));
}

/** Whatever else a printer says by itself is passed over byte by byte. */
export function decodeStatus(bytes: Uint8Array): Decoded<PrinterStatus> {
  const [byte] = bytes;
  if (byte === undefined) return { kind: 'need-more' };
  if ((byte & FIXED_MASK) !== FIXED_BITS) return { kind: 'bad', reason: 'no-status', consumed: 1 };
  const frame = {
    isPin3High: (byte & PIN3_BIT) !== 0,
    isOffline: (byte & OFFLINE_BIT) !== 0,
    isWaiting: (byte & WAITING_BIT) !== 0,
    isFeeding: (byte & FEEDING_BIT) !== 0,
  };
  return { kind: 'frame', frame, consumed: 1 };
}

function steps(durationMs: number, stepMs: number, maxMs: number): number {
  if (!Number.isInteger(durationMs) || durationMs < stepMs || durationMs > maxMs) {
    throw new RangeError(`A pulse is ${stepMs} to ${maxMs} ms.`);
  }
  return Math.round(durationMs / stepMs);
}
