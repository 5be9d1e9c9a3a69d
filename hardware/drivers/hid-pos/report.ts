/** One input report, read by what the descriptor says of it. */
import { signedOf, type HidField, type Usage } from './descriptor.ts';

const PAGE_SHIFT = 0x1_0000;

export function usageOf(page: number, id: number): Usage {
  return page * PAGE_SHIFT + id;
}

export interface InputReport {
  readonly reportId: number;
  /** Behind the id. */
  readonly body: Uint8Array;
}

/** Takes the id off where the device numbers its reports. Undefined for one that has none. */
export function readReport(
  bytes: Uint8Array,
  fields: readonly HidField[],
): InputReport | undefined {
  const isNumbered = fields.some(({ reportId }) => reportId !== 0);
  if (!isNumbered) return { reportId: 0, body: bytes };
  const [reportId] = bytes;
  return reportId === undefined ? undefined : { reportId, body: bytes.subarray(1) };
}

/** The value of a usage in a report; undefined where the report has none, or is too short for it. */
export function valueOf(
  { reportId, body }: InputReport,
  fields: readonly HidField[],
  usage: Usage,
): number | undefined {
  for (const field of fields) {
    if (!isInputOf(field, reportId) || field.isArray) continue;
    const at = field.usages.indexOf(usage);
    if (at >= 0 && at < field.count) return elementAt(body, field, at);
  }
  return undefined;
}

/** The usage that an array chooses, of those on a page between two ids. */
export function choiceOf(
  { reportId, body }: InputReport,
  fields: readonly HidField[],
  { first, last }: { readonly first: Usage; readonly last: Usage },
): Usage | undefined {
  for (const field of fields) {
    if (!isInputOf(field, reportId) || !field.isArray) continue;
    for (let at = 0; at < field.count; at += 1) {
      const value = elementAt(body, field, at);
      const usage = value === undefined ? undefined : field.usages[value - field.logicalMin];
      if (usage !== undefined && usage >= first && usage <= last) return usage;
    }
  }
  return undefined;
}

/** All elements of a field that has a usage, as bytes; undefined where the report has none. */
export function bytesOfUsage(
  { reportId, body }: InputReport,
  fields: readonly HidField[],
  usage: Usage,
): Uint8Array | undefined {
  const field = fields.find(
    (one) => isInputOf(one, reportId) && one.usages[0] === usage && one.bitSize === 8,
  );
  if (field === undefined) return undefined;
  const start = field.bitOffset / 8;
  return Number.isInteger(start) ? body.slice(start, start + field.count) : undefined;
}

/** Whether a report has all the bytes that the descriptor gives it. */
export function isWhole({ reportId, body }: InputReport, fields: readonly HidField[]): boolean {
  return fields
    .filter((field) => field.report === 'input' && field.reportId === reportId)
    .every(({ bitOffset, bitSize, count }) => bitOffset + bitSize * count <= body.length * 8);
}

function isInputOf(field: HidField, reportId: number): boolean {
  return field.report === 'input' && field.reportId === reportId && !field.isConstant;
}

function elementAt(body: Uint8Array, field: HidField, at: number): number | undefined {
  const { bitOffset, bitSize, logicalMin } = field;
  const first = bitOffset + at * bitSize;
  if (first + bitSize > body.length * 8) return undefined;
  let value = 0;
  for (let bit = bitSize - 1; bit >= 0; bit -= 1) {
    const place = first + bit;
    value = value * 2 + (((body[place >> 3] ?? 0) >> (place & 7)) & 1);
  }
  return logicalMin < 0 ? signedOf(value, bitSize) : value;
}
