/**
 * What the vendor has granted to one station, as the till holds it once its signature is verified.
 * The licence is perpetual: maintenance decides what is supported and which releases may come, never
 * whether the till sells.
 */
import type { PlainDate } from '../calendar.ts';

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

/** `[from, to)`: `to` is the first day that is not covered. */
export interface MaintenanceInterval {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

export interface Contract {
  readonly plan: { readonly id: string; readonly version: number };
  /** What differs from the defaults. */
  readonly parameters: ContractParameters;
  /** The stations it covers. */
  readonly stations: readonly string[];
  /** Who of the customer may call. */
  readonly callerRoles: readonly string[];
  /** Whom to call, first choice first. */
  readonly contacts: readonly Contact[];
}

export interface ContractParameters {
  /** After so many calendar years without maintenance it takes a new licence. */
  readonly reinstatementYears?: number | undefined;
  /** Whether maintenance decides which releases may come, or everybody gets all of them. */
  readonly updates?: 'by-maintenance' | 'always' | undefined;
}

export interface Contact {
  readonly name: string;
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
