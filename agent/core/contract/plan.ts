/**
 * A plan is data: the rows of its decision tables in order, the parameters that settle what its
 * words leave open, its hours, prices and sentences. The engine knows no plan by name.
 */
import type { PlainDate } from '../calendar.ts';
import type { WeeklyWindow } from './hours.ts';
import type { CreditPack } from './packs.ts';
import type { PlanParameters } from './parameters.ts';
import type {
  Acceptable,
  CallerRole,
  Channel,
  HelpMode,
  RequestKind,
  ServiceClass,
  TimerKind,
  Topic,
} from './request.ts';

export interface Plan {
  readonly id: string;
  readonly version: number;
  readonly title: Localized;
  /** The vendor's IANA zone: days begin and hours are counted in it. */
  readonly zone: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly parameters: Partial<PlanParameters>;
  /** None: somebody is always there. */
  readonly hours?: readonly WeeklyWindow[] | undefined;
  readonly closures: readonly PlainDate[];
  readonly variants: readonly PlanVariant[];
  /** What a cashier's single tap leaves unsaid. */
  readonly helpDefaults: HelpDefaults;
  /** In minor units before tax; a code without a price is a quote. */
  readonly prices: Readonly<Record<string, number>>;
  readonly packs: readonly CreditPack[];
  readonly clauses: Readonly<Record<string, Localized>>;
  readonly rows: readonly PlanRow[];
}

export interface Localized {
  readonly es: string;
  readonly de: string;
  readonly it: string;
  readonly en: string;
}

export interface PlanVariant {
  readonly id: string;
  readonly title: Localized;
  /** What a year costs: for each station, or for a block of them. */
  readonly pricing?: 'per-station' | 'per-block' | undefined;
  readonly yearPrice?: string | undefined;
}

export interface HelpDefaults {
  readonly channel: Channel;
  readonly topic: Topic;
  readonly serviceClass?: ServiceClass | undefined;
  readonly mode?: HelpMode | undefined;
}

/** One row of a decision table; of a kind, the first whose conditions all hold decides. */
export interface PlanRow {
  /** As the table names it, such as `contact 3`. */
  readonly id: string;
  readonly kinds: readonly RequestKind[];
  readonly when: readonly Condition[];
  readonly then: Verdict;
  readonly clauses: readonly string[];
}

export type Condition =
  | { readonly is: 'caller'; readonly in: readonly CallerRole[] }
  | { readonly is: 'topic'; readonly in: readonly Topic[] }
  | { readonly is: 'channel'; readonly in: readonly Channel[] }
  | { readonly is: 'service-class'; readonly in: readonly ServiceClass[] }
  | { readonly is: 'variant'; readonly in: readonly string[] }
  | { readonly is: 'timer'; readonly of: TimerKind }
  | { readonly is: 'notice-by'; readonly who: 'customer' | 'vendor' }
  | { readonly is: 'maintenance'; readonly in: readonly MaintenanceStanding[] }
  | { readonly is: 'accepted'; readonly what: Acceptable }
  | { readonly is: 'account-empty'; readonly account: AccountName }
  | { readonly is: SimpleCondition }
  | { readonly is: 'not'; readonly that: Condition };

export const SIMPLE_CONDITIONS = [
  'distributor-registered',
  'payment-agreed',
  'order-registers',
  'first-line-done',
  'installed',
  'help-charged-after-years',
  'open-now',
  'release-in-maintenance',
  'training-free',
  'commitment-short',
  'contract-in-force',
  'station-covered',
  'over-capacity',
  'has-consent',
  'notice-in-time',
  'for-conduct',
  'consumer',
  'complicated',
  'class-minimum-short',
  'surcharge-open',
  'dearer-class-open',
  'next-block-short',
  'balance-low',
  'rate-set',
  'wallet-below-gate',
  'lead-time-short',
  'collaborator-serves',
  'serviced',
  'service-revoked',
  'group',
  'chosen',
  'chosen-certified',
  'justified',
  'approved',
  'lead-is-another',
] as const;

export type SimpleCondition = (typeof SIMPLE_CONDITIONS)[number];

export const MAINTENANCE_STANDINGS = [
  'not-installed',
  'covered',
  'lapsed-reinstatable',
  'lapsed-new-licence',
] as const;

export type MaintenanceStanding = (typeof MAINTENANCE_STANDINGS)[number];

/** The pool and the rate of a mode stand behind one name each. */
export const ACCOUNT_NAMES = ['credits', 'wallet', 'pool'] as const;

export type AccountName = (typeof ACCOUNT_NAMES)[number];

export const REASONS = [
  'DIRECT_CONTACT_NOT_ALLOWED',
  'NOT_A_DISTRIBUTOR',
  'ORDER_TOO_SMALL',
  'HARDWARE_EXCLUDED',
  'VERSION_AFTER_MAINTENANCE',
  'MAINTENANCE_LAPSED',
  'NEW_LICENCE_NEEDED',
  'COMMITMENT_SHORT',
  'OUTSIDE_HOURS',
  'NO_CONTRACT',
  'NO_PLAN',
  'STATION_NOT_COVERED',
  'OVER_CAPACITY',
  'ADMIN_FIRST',
  'TOPIC_NOT_COVERED',
  'CONDUCT',
  'RENEWED_TACITLY',
  'NOTICE_TOO_LATE',
  'CONSUMER_RENEWAL',
  'BALANCE_SHORT',
  'BALANCE_LOW',
  'SURCHARGE',
  'NOT_STANDARD',
  'WALLET_BELOW_TWO_HOURS',
  'LEAD_TIME_48H',
  'IMPLEMENTER_REVOKED',
  'RESPONSIBLE_COMPANY',
  'CUSTOMERS_CHOICE',
  'PREFERRED_PROPOSED',
  'NOT_CERTIFIED',
  'GROUP_BY_CASE',
  'NOT_APPROVED_BY_VENDOR',
  'MANAGING_IMPLEMENTER_OWNS',
  'JUSTIFICATION_NEEDED',
  'PRICE_NOT_SET',
  'NO_RULE',
] as const;

export type Reason = (typeof REASONS)[number];

/** Whom somebody is sent to. */
export const ROUTE_TARGETS = [
  'distributor',
  'machine-service',
  'admin',
  'implementer',
  'replacement',
  'chosen',
  'preferred',
  'vendor',
  'managing-implementer',
] as const;

export type RouteTarget = (typeof ROUTE_TARGETS)[number];

export const NEEDS = [
  'first-line-attempt',
  'installation',
  'payment-mandate',
  'consent',
  'top-up',
  'recharge',
  'acceptance',
  'justification',
] as const;

export type NeedKind = (typeof NEEDS)[number];

export type Verdict =
  | {
      readonly outcome: 'COVERED';
      readonly mode?: HelpMode | undefined;
      readonly minutes?: 'training' | undefined;
      readonly hold?: HoldRule | undefined;
      readonly checklist?: readonly string[] | undefined;
      readonly reason?: Reason | undefined;
    }
  | {
      readonly outcome: 'CHARGEABLE';
      /** Codes of prices. */
      readonly lines: readonly string[];
      readonly payer: 'distributor' | 'customer';
      /** What it waits for before it is charged. */
      readonly accept?: Acceptable | undefined;
      /** How and when help is given, once whoever pays has accepted. */
      readonly mode?: HelpMode | undefined;
      readonly at?: ScheduleRule | undefined;
      readonly hold?: HoldRule | undefined;
      /** Which days of maintenance are paid for. */
      readonly cover?: CoverRule | undefined;
      readonly reason?: Reason | undefined;
    }
  | {
      readonly outcome: 'ROUTE';
      readonly to: RouteTarget;
      readonly reason?: Reason | undefined;
      /** A proposal binds nobody. */
      readonly isProposal?: boolean | undefined;
    }
  | {
      readonly outcome: 'SCHEDULE';
      readonly at: ScheduleRule;
      readonly via?: 'callback' | 'answer' | undefined;
      readonly hold?: HoldRule | undefined;
      readonly reason?: Reason | undefined;
    }
  | {
      readonly outcome: 'NEEDS';
      readonly what: NeedKind;
      readonly reason?: Reason | undefined;
    }
  | {
      readonly outcome: 'QUOTE';
      readonly options: readonly QuoteOption[];
      readonly reason?: Reason | undefined;
    }
  | {
      readonly outcome: 'REFUSE';
      readonly reason: Reason;
      readonly to?: RouteTarget | undefined;
      /** Codes of prices that would help. */
      readonly offers?: readonly string[] | undefined;
    }
  | {
      readonly outcome: 'MANUAL';
      readonly reason?: Reason | undefined;
      /** Whose decision it is; others that could do it are proposed beside. */
      readonly to?: RouteTarget | undefined;
      /** Code of the price at which the orders of a group are offered. */
      readonly groupPrice?: string | undefined;
    }
  | { readonly outcome: 'CAPACITY' }
  | { readonly outcome: 'SETTLE'; readonly by: 'credits' | 'minutes' }
  | { readonly outcome: 'FLAG'; readonly reason: Reason }
  | { readonly outcome: 'END' }
  | { readonly outcome: 'RENEWED'; readonly reason?: Reason | undefined }
  | { readonly outcome: 'EXPIRE'; readonly account: AccountName };

/** A renewal goes on where the cover ends; a reinstatement begins as the parameters say. */
export type CoverRule = 'renewal' | 'reinstatement';

export type ScheduleRule =
  /** At once where somebody is there, else when they open. */
  | 'by-hours'
  | 'next-opening'
  /** The first time of the weekly plan that keeps the lead time. */
  | 'after-lead-time'
  | 'asked-slot';

/** How much is set aside: the class's minimum or next block, or of a pool, or the gate of a wallet. */
export type HoldRule = 'class-minimum' | 'pool-then-wallet' | 'wallet-gate';

/** One thing a quote could be about: the codes of prices, or of things that never have one. */
export interface QuoteOption {
  readonly code: string;
  /** As many as are named here, or as the parameter says. */
  readonly licences?: number | 'integrationLicences' | undefined;
}
