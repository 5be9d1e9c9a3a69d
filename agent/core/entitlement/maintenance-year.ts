import { addDays, termEnd, type PlainDate } from '../calendar.ts';
import type { MaintenanceInterval } from './maintenance-interval.ts';

/** Twelve months of maintenance from a day on; the first one is free and begins with the installation. */
export function maintenanceYear(from: PlainDate): MaintenanceInterval {
  return { from, to: addDays(termEnd(from, 12), 1) };
}
