/**
 * Recordings of what went over a port, as the drivers' `traces/` hold them: milliseconds since the
 * first one, TX from the host or RX from the device, and the bytes.
 */
import type { FrameSource } from '../../hardware/kit/codec.ts';
import type { HidReportKind } from '../../hardware/kit/device.ts';

const DIRECTIONS: Readonly<Record<FrameSource, string>> = { host: 'TX', device: 'RX' };
const FRAME_COLUMNS = 'ms\tdirection\thex';
const REPORT_COLUMNS = 'ms\tdirection\treport\tid\thex';

/** The head of a file of frames; `facts` are lines of their own, a word before each. */
export function frameHead(protocol: string, facts: readonly string[] = []): string {
  return headOf([`protocol ${protocol}`, ...facts], FRAME_COLUMNS);
}

/** The same of HID reports, with what the device says of them where that is known. */
export function reportHead(
  family: string,
  descriptor: Uint8Array | undefined,
  facts: readonly string[] = [],
): string {
  const told =
    descriptor === undefined ? [] : [`descriptor ${spacedHex(descriptor).replaceAll(' ', '')}`];
  return headOf([`protocol ${family}`, ...told, ...facts], REPORT_COLUMNS);
}

interface Row {
  readonly afterMs: number;
  readonly from: FrameSource;
  readonly bytes: Uint8Array;
}

export function frameRow({ afterMs, from, bytes }: Row): string {
  return rowOf([timeOf(afterMs), DIRECTIONS[from], spacedHex(bytes)]);
}

interface ReportRow extends Row {
  readonly report: HidReportKind;
  readonly reportId: number;
}

export function reportRow({ afterMs, from, report, reportId, bytes }: ReportRow): string {
  return rowOf([timeOf(afterMs), DIRECTIONS[from], report, String(reportId), spacedHex(bytes)]);
}

/** Two digits a byte, with a blank between. */
export function spacedHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(' ');
}

function headOf(facts: readonly string[], columns: string): string {
  return `${facts.map((fact) => `# ${fact}\n`).join('')}${columns}\n`;
}

/** The wall clock may have been set back meanwhile. */
function timeOf(afterMs: number): string {
  return String(Math.max(0, Math.round(afterMs)));
}

function rowOf(cells: readonly string[]): string {
  return `${cells.join('\t')}\n`;
}
