import {
  WEIGHT_UNITS,
  type WeightReading,
  type WeightRefusal,
} from '../../kit/device-peripheral.ts';
import type { HidField } from './descriptor.ts';
import { choiceOf, usageOf, valueOf, type InputReport } from './report.ts';

export const SCALE_PAGE = 0x8d;
const DATA_WEIGHT = usageOf(SCALE_PAGE, 0x40);
const DATA_SCALING = usageOf(SCALE_PAGE, 0x41);
const UNIT = usageOf(SCALE_PAGE, 0x50);
const UNIT_FIRST = usageOf(SCALE_PAGE, 0x51);
const UNIT_LAST = usageOf(SCALE_PAGE, 0x5c);
const STATUS = usageOf(SCALE_PAGE, 0x70);
const STATUS_FIRST = usageOf(SCALE_PAGE, 0x71);
const STATUS_LAST = usageOf(SCALE_PAGE, 0x78);

/** Selectors 71 to 78, in order; undefined where there is a weight. */
const STATUSES: readonly (WeightRefusal | undefined)[] = [
  'fault',
  undefined,
  'in-motion',
  undefined,
  'under-zero',
  'over-limit',
  'needs-calibration',
  'needs-zero',
];
const STABLE_AT_ZERO = 1;

/** What one report says; undefined for a report that is about something else. */
export function readWeight(
  report: InputReport,
  fields: readonly HidField[],
): WeightReading | undefined {
  const raw = valueOf(report, fields, DATA_WEIGHT);
  const status = selected(report, fields, { all: STATUS, first: STATUS_FIRST, last: STATUS_LAST });
  if (raw === undefined || status === undefined) return undefined;
  const reason = STATUSES[status];
  if (reason !== undefined) return { kind: 'refused', reason, detail: `status ${status + 1}` };
  const unit = selected(report, fields, { all: UNIT, first: UNIT_FIRST, last: UNIT_LAST });
  const name = WEIGHT_UNITS[unit ?? -1];
  // Zero is zero in any unit, and some scales name none for it.
  if (name === undefined && status !== STABLE_AT_ZERO) {
    return { kind: 'refused', reason: 'fault', detail: 'the scale names no unit' };
  }
  const exponent = valueOf(report, fields, DATA_SCALING) ?? 0;
  return { kind: 'stable', weight: { raw, exponent, unit: name ?? 'gram' } };
}

interface Selection {
  readonly all: number;
  readonly first: number;
  readonly last: number;
}

/** From 0. Most declare a choice among selectors; some a plain number that counts them from 1. */
function selected(
  report: InputReport,
  fields: readonly HidField[],
  { all, first, last }: Selection,
): number | undefined {
  const choice = choiceOf(report, fields, { first, last });
  if (choice !== undefined) return choice - first;
  const plain = valueOf(report, fields, all);
  return plain === undefined || plain < 1 || plain > last - first + 1 ? undefined : plain - 1;
}
