/** Symbols as a scanner tells them: one that is longer than a report comes in several. */
import type { Scan } from '../../kit/device-peripheral.ts';
import type { HidField } from './descriptor.ts';
import { bytesOfUsage, usageOf, valueOf, type InputReport } from './report.ts';

export const SCANNER_PAGE = 0x8c;
const SYMBOLOGY = [0xfb, 0xfc, 0xfd].map((id) => usageOf(SCANNER_PAGE, id));
const DECODED_DATA = usageOf(SCANNER_PAGE, 0xfe);
const CONTINUED = usageOf(SCANNER_PAGE, 0xff);
/** `Byte Count` of the generic desktop page. */
const BYTE_COUNT = usageOf(0x01, 0x3b);

/** More than the largest symbol there is: a QR code of 7089 digits. */
export const SCAN_MAX_BYTES = 8_192;

export interface ScanPart {
  readonly data: Uint8Array;
  readonly aim: string | undefined;
  readonly isContinued: boolean;
}

/** What one report carries; undefined for a report that is about something else. */
export function readScanPart(
  report: InputReport,
  fields: readonly HidField[],
): ScanPart | undefined {
  const room = bytesOfUsage(report, fields, DECODED_DATA);
  if (room === undefined) return undefined;
  const count = valueOf(report, fields, BYTE_COUNT);
  return {
    data: count === undefined ? withoutPadding(room) : room.subarray(0, count),
    aim: aimOf(report, fields),
    isContinued: (valueOf(report, fields, CONTINUED) ?? 0) !== 0,
  };
}

function withoutPadding(room: Uint8Array): Uint8Array {
  const last = room.findLastIndex((byte) => byte !== 0);
  return room.subarray(0, last + 1);
}

/** Such as `]E0`. A scanner that does not say it sends zeros. */
function aimOf(report: InputReport, fields: readonly HidField[]): string | undefined {
  const whole = bytesOfUsage(report, fields, SYMBOLOGY[0] ?? 0);
  const bytes =
    whole !== undefined && whole.length === SYMBOLOGY.length
      ? [...whole]
      : SYMBOLOGY.map((usage) => valueOf(report, fields, usage) ?? 0);
  const text = String.fromCharCode(...bytes);
  return /^\][A-Za-z][0-9A-Za-z]$/.test(text) ? text : undefined;
}

/** What has come of a symbol so far. `overrun`: it is too long, and passed over to its end. */
export type ScanAssembly =
  | { readonly kind: 'empty' }
  | { readonly kind: 'partial'; readonly data: Uint8Array; readonly aim: string | undefined }
  | { readonly kind: 'overrun' };

export const NO_SCAN: ScanAssembly = { kind: 'empty' };

/** Adds a part; `scan` is there once the symbol is whole. */
export function addScanPart(
  assembly: ScanAssembly,
  part: ScanPart,
): { readonly assembly: ScanAssembly; readonly scan?: Scan | undefined } {
  const before =
    assembly.kind === 'partial' ? assembly : { data: new Uint8Array(0), aim: undefined };
  const isOverrun =
    assembly.kind === 'overrun' || before.data.length + part.data.length > SCAN_MAX_BYTES;
  if (isOverrun) return { assembly: part.isContinued ? { kind: 'overrun' } : NO_SCAN };
  const data = Uint8Array.from([...before.data, ...part.data]);
  const aim = before.aim ?? part.aim;
  if (part.isContinued) return { assembly: { kind: 'partial', data, aim } };
  return { assembly: NO_SCAN, scan: data.length === 0 ? undefined : { data, aim } };
}
