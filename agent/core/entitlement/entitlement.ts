/**
 * What the vendor has granted to one station, as the till holds it once its signature is verified.
 * The licence is perpetual: maintenance decides what is supported and which releases may come, never
 * whether the till sells.
 */
import type { PlainDate } from '../calendar.ts';
import type { WeeklyWindow } from '../contract/hours.ts';
import type { PlanParameters } from '../contract/parameters.ts';
import type { CustomerFacts, DistributorFacts } from '../contract/request.ts';
import type { SignedGraph } from '../contract/signed-graph.ts';
import type { MaintenanceInterval } from './maintenance-interval.ts';

export interface Entitlement {
  readonly licence: Licence;
  readonly generation: Generation;
  /** Set by the vendor at the first activation; installing again or moving never restarts it. */
  readonly installedOn: PlainDate;
  /** The vendor's IANA zone: in it days begin and end, wherever the till stands. */
  readonly zone: string;
  /** Oldest first, none overlapping. */
  readonly maintenance: readonly MaintenanceInterval[];
  readonly contract?: Contract | undefined;
  readonly fingerprint?: Fingerprint | undefined;
  /** Withdraws the licence; only a newer generation can say so, or take it back. */
  readonly revocation?: Revocation | undefined;
  /** An instant in UTC, with milliseconds. */
  readonly issuedAt: string;
  /** When a fresher one is expected; passing it takes nothing away. */
  readonly refreshBy?: string | undefined;
}

export interface Licence {
  readonly id: string;
  readonly product: string;
  readonly edition: string;
  readonly issuedTo: { readonly customer: string; readonly site: string; readonly station: string };
}

/** Rises with every issue. The epoch is certified by the vendor's root, so a thief of `n` is outrun. */
export interface Generation {
  readonly keyEpoch: number;
  readonly n: number;
}

/** What the vendor has agreed with the customer, complete enough for the till to decide by it alone. */
export interface Contract {
  readonly plan: { readonly id: string; readonly version: number };
  /** Which variant of the plan was bought. */
  readonly variant?: string | undefined;
  /** Where nothing is said, it began with the licence. */
  readonly start?: PlainDate | undefined;
  /** The last covered day, once somebody has ended it. */
  readonly endsOn?: PlainDate | undefined;
  /** What differs from the plan and from the defaults, by its name. */
  readonly parameters: Partial<PlanParameters>;
  /** The stations it covers. */
  readonly stations: readonly string[];
  /** How many were bought; the named ones where it is not said. */
  readonly stationsMax?: number | undefined;
  /** Who of the customer may call. */
  readonly callerRoles: readonly string[];
  /** Whom to call, first choice first. */
  readonly contacts: readonly Contact[];
  /** Days on which nobody is there, beside those of the plan. */
  readonly closures?: readonly PlainDate[] | undefined;
  /** When somebody is there, in place of what the plan says. */
  readonly hours?: readonly WeeklyWindow[] | undefined;
  /** Prices in minor units by their code, beside those of the plan. */
  readonly prices?: Readonly<Record<string, number>> | undefined;
  /** Free times of the weekly plan, as last published, in order. */
  readonly slots?: readonly number[] | undefined;
  readonly customer?: CustomerFacts | undefined;
  /** Who sold it, as far as the plan asks. */
  readonly distributor?: DistributorFacts | undefined;
  /** The part of the graph around this site: who serves it, and who is what here. */
  readonly graph?: SignedGraph | undefined;
  /** What is served at the site, where the graph tells products apart. */
  readonly product?: string | undefined;
}

/** Whose person a contact is: the customer's admin and deputies come before the others. */
export const CONTACT_ROLES = [
  'admin',
  'deputy',
  'distributor',
  'implementer',
  'vendor',
  'machine-service',
] as const;

export type ContactRole = (typeof CONTACT_ROLES)[number];

export interface Contact {
  readonly name: string;
  /** As the graph knows them; the name where nothing is said. */
  readonly id?: string | undefined;
  readonly role?: ContactRole | undefined;
  readonly isAbsent?: boolean | undefined;
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
}

/** The machine it was issued for: at least `k` of the salted component hashes must be found again. */
export interface Fingerprint {
  readonly k: number;
  readonly salt: string;
  readonly hashes: readonly string[];
}

export interface Revocation {
  readonly on: PlainDate;
  readonly reason: string;
}
