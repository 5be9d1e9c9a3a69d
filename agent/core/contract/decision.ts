/** What was decided, with all it rests on: the same request and facts give the same decision again. */
import type { PlainDate } from '../calendar.ts';
import type { PackChoice } from './packs.ts';
import type { NeedKind, QuoteOption, Reason, RouteTarget, Verdict } from './plan.ts';
import type { Acceptable, HelpMode } from './request.ts';

export type Outcome = Exclude<Verdict['outcome'], 'CAPACITY'>;

export interface Decision {
  readonly outcome: Outcome;
  /** The row of the plan's tables that decided; `none` where none spoke of it. */
  readonly row: string;
  readonly reasons: readonly Reason[];
  readonly clauses: readonly string[];
  readonly plan: string;
  readonly planVersion: number;
  readonly routeTo?: Route | undefined;
  /** When somebody is there, or comes. */
  readonly scheduledAtMs?: number | undefined;
  readonly via?: 'callback' | 'answer' | undefined;
  readonly mode?: HelpMode | undefined;
  readonly minutes?: number | undefined;
  readonly costLines: readonly CostLine[];
  readonly holds: readonly Hold[];
  readonly needs?: Need | undefined;
  readonly options: readonly PricedOption[];
  readonly checklist: readonly string[];
  /** A day the outcome is about: the last covered day of an end or a renewal. */
  readonly day?: string | undefined;
  readonly cutOff?: string | undefined;
  /** The days of maintenance that are paid for. */
  readonly cover?: CoverPeriod | undefined;
  /** A number the outcome is about: licences missing, a balance. */
  readonly count?: number | undefined;
  /** The facts the row looked at. */
  readonly because: Readonly<Record<string, string | number | boolean>>;
}

/** The part of a decision that a verdict makes. */
export type Answer = Partial<Decision> & { readonly outcome: Outcome };

export interface Route {
  readonly to: RouteTarget;
  readonly party?: string | undefined;
  /** Who does the work under the one that is responsible. */
  readonly copyTo?: string | undefined;
  /** Others that could, the better first. */
  readonly proposals: readonly string[];
  readonly isBinding: boolean;
}

export interface CostLine {
  /** The code of the price. */
  readonly code: string;
  readonly quantity: number;
  readonly unit: 'piece' | 'minute' | 'credit' | 'year';
  readonly totalMinor: number;
  readonly currency: string;
  readonly payer: 'distributor' | 'customer';
}

/** An amount set aside before the work: credits, minutes, or minor units of a wallet. */
export interface Hold {
  readonly account: string;
  readonly amount: number;
}

export interface Need {
  readonly what: NeedKind;
  /** How many credits or minor units are missing. */
  readonly missing?: number | undefined;
  /** The cheapest packs that end the want. */
  readonly packs?: PackChoice | undefined;
  readonly accept?: Acceptable | undefined;
}

export interface PricedOption extends Omit<QuoteOption, 'licences'> {
  readonly licences?: number | undefined;
  /** For all of them; undefined: nobody has set a price. */
  readonly priceMinor?: number | undefined;
  /** Whose order it is, of those of a group. */
  readonly party?: string | undefined;
}

/** Both days are covered. */
export interface CoverPeriod {
  readonly from: PlainDate;
  readonly lastDay: PlainDate;
}
