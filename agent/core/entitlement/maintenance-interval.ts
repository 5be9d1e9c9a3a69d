import type { PlainDate } from '../calendar.ts';

/** `[from, to)`: `to` is the first day that is not covered. */
export interface MaintenanceInterval {
  readonly from: PlainDate;
  readonly to: PlainDate;
}
