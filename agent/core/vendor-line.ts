/** What the till writes down of its licence, and of its dealings with the vendor's hub. */
import type { PlanRefusal } from './contract/held-plans.ts';
import type { LeaseLineBodies } from './contract/lease.ts';
import type { Generation } from './entitlement/entitlement.ts';
import type { LicenceStanding } from './entitlement/licence-status.ts';
import type { EntitlementRefusal } from './entitlement/refusal.ts';

/** How a signed document came to the till; `store`: one it holds, looked at again at the start. */
export type EntitlementSource = 'hub' | 'file' | 'store';

export interface HardwareLineBodies {
  /**
   * The parts of this computer are not those that the licence names, or those that were told last.
   * From here the hub knows them; only the hub decides what comes of it.
   */
  readonly 'hardware-changed': {
    readonly licence: string;
    readonly generation: Generation;
    /** How many of the licence's parts were found, and how many must be. */
    readonly matched: number;
    readonly needed: number;
    readonly salt: string;
    readonly hashes: readonly string[];
  };
}

export interface VendorLineBodies extends LeaseLineBodies, HardwareLineBodies {
  readonly 'entitlement-accepted': {
    readonly licence: string;
    readonly generation: Generation;
    readonly source: EntitlementSource;
  };
  readonly 'entitlement-refused': {
    readonly code: EntitlementRefusal;
    readonly source: EntitlementSource;
  };
  /** From here on contracts of this version are decided by it. */
  readonly 'plan-accepted': {
    readonly plan: string;
    readonly version: number;
    readonly source: EntitlementSource;
  };
  /** Without a name: what it says of itself is not believed. */
  readonly 'plan-refused': {
    readonly code: PlanRefusal;
    readonly source: EntitlementSource;
    readonly plan?: string | undefined;
    readonly version?: number | undefined;
  };
  /** Where the till stands with its licence, whenever that is no longer what it was. */
  readonly 'licence-changed': LicenceStanding;
  /** How long the till has run without a licence in all: the activation grace counts this. */
  readonly 'running-time-noted': { readonly unlicensedMs: number };
  /** A signed time over the till's own nonce has replaced all other evidence of the time. */
  readonly 'time-signed': { readonly timeMs: number; readonly clockMs: number };
  /** A command of the hub's mailbox is taken in: from here on it is this till's to carry out. */
  readonly 'command-received': {
    readonly hubEpoch: string;
    readonly seq: number;
    readonly command: string;
  };
  readonly 'command-settled': {
    readonly hubEpoch: string;
    readonly seq: number;
    readonly command: string;
    readonly outcome: 'done' | 'refused' | 'expired' | 'unsupported';
    readonly reason?: string | undefined;
  };
  /** The hub holds another chain of this till after `seq`: its disk was restored or copied. */
  readonly 'chain-forked': { readonly epoch: number; readonly seq: number };
  /** The hub holds lines of this till up to `seq` that its disk no longer has. */
  readonly 'lines-lost': { readonly seq: number; readonly hash: string };
}
