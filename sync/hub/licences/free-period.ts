import { addDays, type PlainDate } from '../../../agent/core/calendar.ts';
import type { PlanParameters } from '../../../agent/core/contract/parameters.ts';
import { termOf } from '../../../agent/core/contract/term.ts';
import type { MaintenanceInterval } from '../../../agent/core/entitlement/maintenance-interval.ts';

/** What a plan or a contract says of the time that is free. */
export type FreeTerms = Pick<PlanParameters, 'freeMonths' | 'includeAnniversaryDay'>;

/** The maintenance that a licence begins with: free, from the day it was installed; none where nothing is. */
export function freePeriod(
  installedOn: PlainDate,
  { freeMonths, includeAnniversaryDay }: FreeTerms,
): readonly MaintenanceInterval[] {
  if (freeMonths === 0) return [];
  const rule = { start: installedOn, months: freeMonths, noticeDays: 0, includeAnniversaryDay };
  return [{ from: installedOn, to: addDays(termOf(rule, 1).lastCoveredDay, 1) }];
}
