/**
 * What a distributor has promised to buy. A year counts from the anniversary of the registration, or
 * is the calendar's; a shortfall is a flag and nothing else, where the contract states no sanction.
 */
import { termEnd, type PlainDate } from '../calendar.ts';
import { termAt, termOf } from './term.ts';

export interface CommitmentRule {
  readonly perYear: number;
  readonly commitYear: 'anniversary' | 'calendar';
  readonly countsInitialOrder: boolean;
  readonly countsIntegrationOrders: boolean;
}

export interface Purchase {
  readonly id: string;
  readonly on: PlainDate;
  readonly licences: number;
  readonly purpose: 'registration' | 'resale' | 'integration';
}

export interface CommitmentYear {
  readonly from: PlainDate;
  readonly lastDay: PlainDate;
  readonly bought: number;
  readonly committed: number;
  /** Licences missing so far; at the close of the year it is the flag `COMMITMENT_SHORT`. */
  readonly short: number;
}

/** The commitment year a day lies in, and what was bought in it; undefined before the registration. */
export function commitmentYear(
  rule: CommitmentRule,
  { registeredOn, purchases }: { registeredOn: PlainDate; purchases: readonly Purchase[] },
  day: PlainDate,
): CommitmentYear | undefined {
  const year = yearOf(rule, registeredOn, day);
  if (year === undefined) return undefined;
  const bought = purchases
    .filter(({ on }) => year.from <= on && on <= year.lastDay)
    .filter((purchase) => isCounted(rule, purchase))
    .reduce((sum, { licences }) => sum + licences, 0);
  const committed = rule.perYear;
  return { ...year, bought, committed, short: Math.max(0, committed - bought) };
}

function yearOf({ commitYear }: CommitmentRule, registeredOn: PlainDate, day: PlainDate) {
  if (day < registeredOn) return undefined;
  switch (commitYear) {
    case 'anniversary': {
      const n = termAt({ start: registeredOn, months: 12, noticeDays: 0 }, day)?.n ?? 1;
      const term = termOf({ start: registeredOn, months: 12, noticeDays: 0 }, n);
      return { from: term.start, lastDay: term.lastCoveredDay };
    }
    case 'calendar': {
      const first = `${day.slice(0, 'YYYY'.length)}-01-01`;
      return { from: first, lastDay: termEnd(first, 12) };
    }
  }
}

function isCounted(rule: CommitmentRule, { purpose }: Purchase): boolean {
  switch (purpose) {
    case 'registration':
      return rule.countsInitialOrder;
    case 'integration':
      return rule.countsIntegrationOrders;
    case 'resale':
      return true;
  }
}
