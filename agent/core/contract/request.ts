/** What is asked of a contract, and everything that is known when it is asked. */
import type { PlainDate } from '../calendar.ts';
import type { MaintenanceInterval } from '../entitlement/maintenance-interval.ts';
import type { Purchase } from './commitment.ts';
import type { WeeklyWindow } from './hours.ts';
import type { PlanParameters } from './parameters.ts';
import type { PartyGraph } from './parties.ts';
import type { GroupPurchase, VolumeTier } from './volume.ts';

/** Requests of people, then the events that settle or date things. */
export const REQUEST_KINDS = [
  'contact',
  'remote',
  'update',
  'renew',
  'reinstate',
  'register',
  'assign',
  'change-implementer',
  'change-stations',
  'deal',
  'integration',
  'training',
  'notice',
  'work',
  'settle',
  'timer',
] as const;

export const CALLER_ROLES = [
  'cashier',
  'supervisor',
  'admin',
  'customer',
  'distributor',
  'implementer',
  'vendor',
] as const;

export const CHANNELS = ['phone', 'e-mail', 'remote-session', 'video', 'portal', 'chat'] as const;

export const TOPICS = [
  'software',
  'technical',
  'malfunction',
  'legal-change',
  'hardware',
  'new-integration',
  'security-update',
  'system-bug',
  'user-mistake',
  'recommendation',
  'error-resolution',
  'advice',
  'usage-doubt',
  'content',
  'appearance',
  'other',
] as const;

export const SERVICE_CLASSES = ['consultation', 'intervention', 'security-update'] as const;

export const HELP_MODES = ['remote', 'on-site'] as const;

export const TIMERS = [
  'commitment-year-closed',
  'term-ended',
  'grant-expired',
  'pool-term-ended',
] as const;

export type RequestKind = (typeof REQUEST_KINDS)[number];
export type CallerRole = (typeof CALLER_ROLES)[number];
export type Channel = (typeof CHANNELS)[number];
export type Topic = (typeof TOPICS)[number];
export type ServiceClass = (typeof SERVICE_CLASSES)[number];
export type HelpMode = (typeof HELP_MODES)[number];
export type TimerKind = (typeof TIMERS)[number];

/** What the caller may have agreed to before. */
export const ACCEPTABLES = ['reinstatement', 'surcharge', 'dearer-class'] as const;

export type Acceptable = (typeof ACCEPTABLES)[number];

export interface DecisionRequest {
  readonly kind: RequestKind;
  readonly atMs: number;
  readonly caller?: CallerRole | undefined;
  /** Somebody of the graph: then the role at the site counts, not the one that is claimed. */
  readonly person?: string | undefined;
  readonly station?: string | undefined;
  readonly topic?: Topic | undefined;
  readonly channel?: Channel | undefined;
  readonly serviceClass?: ServiceClass | undefined;
  /** The class a ticket was opened in, where the work has since turned out to be of another. */
  readonly openedAs?: ServiceClass | undefined;
  readonly mode?: HelpMode | undefined;
  /** The time that is asked for. */
  readonly slotMs?: number | undefined;
  /** How long help is expected to take. */
  readonly minutes?: number | undefined;
  /** The distributor has tried to solve it, and what came of it. */
  readonly firstLineNote?: string | undefined;
  readonly hasConsent?: boolean | undefined;
  readonly accepted?: readonly Acceptable[] | undefined;
  readonly complications?: readonly Complication[] | undefined;
  /** Why a customer wants another implementer. */
  readonly justification?: string | undefined;
  /** The company that a customer chose. */
  readonly chosen?: string | undefined;
  /** Who brought the customer, where that is another than who serves it. */
  readonly leadSource?: string | undefined;
  readonly isApproved?: boolean | undefined;
  /** When a release came out, as its signed data says. */
  readonly releasedMs?: number | undefined;
  /** When what a security fix repairs came out. */
  readonly securityBackdatedMs?: number | undefined;
  readonly licences?: number | undefined;
  /** Stations after a change. */
  readonly stations?: number | undefined;
  /** When a notice came, and when it was sent. */
  readonly receivedMs?: number | undefined;
  readonly sentMs?: number | undefined;
  /** Who ends the contract; either side may. */
  readonly noticeBy?: 'customer' | 'vendor' | undefined;
  /** It is ended at once for how somebody behaved, and not to the end of its term. */
  readonly isForConduct?: boolean | undefined;
  /** What a ticket took: credits, or minutes. */
  readonly used?: number | undefined;
  readonly timer?: TimerKind | undefined;
}

/** What makes a security update a case for a quote (INN-04). */
export const COMPLICATIONS = ['external-modules', 'modified-core', 'old-version'] as const;

export type Complication = (typeof COMPLICATIONS)[number];

export interface DecisionFacts {
  readonly customer?: CustomerFacts | undefined;
  readonly distributor?: DistributorFacts | undefined;
  readonly licence?: LicenceDays | undefined;
  readonly contract?: ContractFacts | undefined;
  /** Days on which nobody is there, as the vendor has published them. */
  readonly closures?: readonly PlainDate[] | undefined;
  /** When somebody is there, as the vendor has published it, in place of what the plan says. */
  readonly hours?: readonly WeeklyWindow[] | undefined;
  /** Prices in minor units by their code, beside those of the plan. */
  readonly prices?: Readonly<Record<string, number>> | undefined;
  /** What one costs when so many are bought, by the price's code. */
  readonly volumePrices?: Readonly<Record<string, readonly VolumeTier[]>> | undefined;
  readonly groupPurchase?: GroupPurchase | undefined;
  /** Balances by the account's name. */
  readonly accounts?: Readonly<Record<string, AccountFacts>> | undefined;
  readonly graph?: PartyGraph | undefined;
  readonly site?: string | undefined;
  readonly product?: string | undefined;
  /** Free times of the weekly plan, in order. */
  readonly slots?: readonly number[] | undefined;
}

export interface CustomerFacts {
  readonly isGroup?: boolean | undefined;
  /** A consumer, not a business: tacit renewals bind them less. */
  readonly isConsumer?: boolean | undefined;
}

export interface DistributorFacts {
  readonly id: string;
  /** A mandate, or another way that somebody has approved. */
  readonly payment?: 'mandate' | 'agreed-alternative' | undefined;
  /** Who agreed to another way than the mandate. */
  readonly paymentAgreedBy?: string | undefined;
  readonly firstOrderLicences: number;
  readonly registeredOn?: PlainDate | undefined;
  readonly purchases?: readonly Purchase[] | undefined;
  readonly trainingsGiven?: number | undefined;
  readonly installations?: number | undefined;
}

export interface LicenceDays {
  readonly installedOn?: PlainDate | undefined;
  readonly maintenance: readonly MaintenanceInterval[];
}

export interface ContractFacts {
  readonly start: PlainDate;
  /** The last covered day, once somebody has ended it. */
  readonly endsOn?: PlainDate | undefined;
  /** Which variant of the plan was bought. */
  readonly variant?: string | undefined;
  readonly stations: readonly string[];
  /** How many stations were bought; the named ones where it is not said. */
  readonly stationsMax?: number | undefined;
  /** Whom cashiers ask first: the admin, then the deputies. */
  readonly contacts?: readonly ContactPerson[] | undefined;
  readonly parameters?: Partial<PlanParameters> | undefined;
}

export interface ContactPerson {
  readonly id: string;
  readonly isAbsent?: boolean | undefined;
}

export interface AccountFacts {
  readonly available: number;
  /** Set aside for the ticket in question. */
  readonly held?: number | undefined;
  /** Of a grant that runs out, what nobody holds. */
  readonly expiring?: number | undefined;
}
