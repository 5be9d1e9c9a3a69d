/**
 * Where a licence stands with its maintenance by the parameters of a contract, and which days a
 * renewal or a reinstatement would cover. Only the vendor's days count; nothing renews by itself.
 */
import { addDays, anniversary, startOfDayMs, type PlainDate } from '../calendar.ts';
import type { MaintenanceInterval } from '../entitlement/maintenance-interval.ts';
import { uncoveredDay } from '../entitlement/licence-status.ts';
import { isReleasedBefore } from '../entitlement/release-eligibility.ts';
import type { Case } from './case.ts';
import type { CoverPeriod } from './decision.ts';
import type { CoverRule, MaintenanceStanding } from './plan.ts';
import { termAt, termOf, type TermRule } from './term.ts';

export function maintenanceStanding(of: Case): MaintenanceStanding {
  const { licence } = of.facts;
  if (licence?.installedOn === undefined || licence.installedOn > of.today) return 'not-installed';
  const uncoveredFrom = uncoveredIn(of);
  if (of.today < uncoveredFrom) return 'covered';
  return of.today < anniversary(uncoveredFrom, of.parameters.reinstatementYears * 12)
    ? 'lapsed-reinstatable'
    : 'lapsed-new-licence';
}

/** The last day that maintenance covers or covered; undefined where nothing was installed. */
export function lastCoveredDay(of: Case): PlainDate | undefined {
  return maintenanceOf(of).length === 0 ? undefined : addDays(uncoveredIn(of), -1);
}

/** Whether a release came out before maintenance ended; of an undated one, whether it is covered now. */
export function isReleaseInMaintenance(of: Case): boolean {
  const { request, parameters, plan } = of;
  if (parameters.updates === 'always') return true;
  const { releasedMs, securityBackdatedMs = releasedMs } = request;
  if (releasedMs === undefined || securityBackdatedMs === undefined) {
    return maintenanceStanding(of) === 'covered';
  }
  const last = maintenanceOf(of).at(-1);
  if (last === undefined) return false;
  return isReleasedBefore(startOfDayMs(last.to, plan.zone), [releasedMs, securityBackdatedMs]);
}

/** The days a renewal adds, or those that maintenance taken up again covers. */
export function coverAfter(of: Case, rule: CoverRule): CoverPeriod {
  const { parameters, today } = of;
  const uncoveredFrom = uncoveredIn(of);
  if (rule === 'renewal') return coverFrom(of, uncoveredFrom);
  switch (parameters.reinstateFrom) {
    case 'now':
      return coverFrom(of, today);
    case 'lapse': {
      const running = termAt(coverTerm(of, uncoveredFrom), today);
      return { from: uncoveredFrom, lastDay: running?.lastCoveredDay ?? uncoveredFrom };
    }
  }
}

/**
 * The maintenance years of the gap that are charged too. One that is running is charged beside a
 * cover that begins now; where the cover goes back to the lapse, the running year is the cover's own.
 */
export function backYears(of: Case): number {
  const { parameters, today } = of;
  if (!parameters.backCharge) return 0;
  const uncoveredFrom = uncoveredIn(of);
  if (today <= uncoveredFrom) return 0;
  switch (parameters.reinstateFrom) {
    case 'now':
      return termAt(coverTerm(of, uncoveredFrom), addDays(today, -1))?.n ?? 0;
    case 'lapse':
      return (termAt(coverTerm(of, uncoveredFrom), today)?.n ?? 1) - 1;
  }
}

function uncoveredIn(of: Case): PlainDate {
  const { installedOn = of.today } = of.facts.licence ?? {};
  return uncoveredDay({ installedOn, maintenance: maintenanceOf(of) }, of.today);
}

/** As the vendor has recorded it; where nothing is, what is free from the installation on. */
function maintenanceOf(of: Case): readonly MaintenanceInterval[] {
  const { licence } = of.facts;
  if (licence === undefined || licence.maintenance.length > 0) return licence?.maintenance ?? [];
  const { installedOn } = licence;
  if (installedOn === undefined) return [];
  const rule = { ...coverTerm(of, installedOn), months: of.parameters.freeMonths };
  if (rule.months === 0) return [{ from: installedOn, to: installedOn }];
  return [{ from: installedOn, to: addDays(termOf(rule, 1).lastCoveredDay, 1) }];
}

function coverFrom(of: Case, from: PlainDate): CoverPeriod {
  return { from, lastDay: termOf(coverTerm(of, from), 1).lastCoveredDay };
}

function coverTerm({ parameters }: Case, start: PlainDate): TermRule {
  const { termMonths: months, includeAnniversaryDay } = parameters;
  return { start, months, noticeDays: 0, includeAnniversaryDay };
}
