import type { Clock } from '../../hardware/kit/clock.ts';
import type { HubVendor, VendorFiles } from './licences/vendor.ts';
import type { ReleaseRepository } from './rollouts/repository.ts';
import type { Attempts } from './sessions/attempts.ts';
import type { SessionRegistry } from './sessions/session-registry.ts';
import type { HubDatabase } from './store/hub-database.ts';
import type { Keyring } from './vault/keyring.ts';
import type { AllowedAddresses } from './webhooks/outside-address.ts';

/** The moments at which a crash of the hub is worth trying. */
export type HubPoint =
  | 'sign-on-checked'
  | 'signed-on'
  | 'lines-received'
  | 'lines-committed'
  | 'lines-acknowledged'
  /** The desk has committed what it makes of a ticket, and the till's bell has not rung. */
  | 'ticket-taken-up'
  /** Something lies in a mailbox, and the till's bell has not rung. */
  | 'commands-added'
  | 'commands-sent'
  | 'commands-acknowledged'
  /** That the till has them is in the database. */
  | 'commands-noted'
  | 'mail-fetched'
  | 'mail-taken';

/** What the hub tells the log; no key, code, nonce or body is in it. */
export type HubEvent =
  | {
      readonly kind: 'hub-ready';
      readonly url: string;
      readonly hubEpoch: string;
      readonly isDemo: boolean;
    }
  | { readonly kind: 'hub-stopped' }
  | {
      readonly kind: 'upgrade-refused';
      readonly reason: string;
      readonly address: string;
      /** Of this address since the last time this was told. */
      readonly count: number;
    }
  | { readonly kind: 'enrolment-refused'; readonly reason: string; readonly address: string }
  | { readonly kind: 'station-enrolled'; readonly station: string; readonly epoch: number }
  | {
      readonly kind: 'entitlement-issued';
      readonly station: string;
      readonly keyEpoch: number;
      readonly n: number;
    }
  /** What a till has brought along is not genuine. */
  | { readonly kind: 'held-licence-ignored'; readonly station: string; readonly reason: string }
  | { readonly kind: 'entitlement-not-issued'; readonly station: string; readonly reason: string }
  /** What the books say could not be brought to a till; told once, until it is something else. */
  | { readonly kind: 'contract-not-sent'; readonly station: string; readonly reason: string }
  | { readonly kind: 'sign-on-refused'; readonly reason: string; readonly address: string }
  | { readonly kind: 'station-joined'; readonly station: string; readonly connection: number }
  | {
      readonly kind: 'station-left';
      readonly station: string;
      readonly connection: number;
      readonly closeCode: number;
    }
  | {
      readonly kind: 'chain-forked';
      readonly station: string;
      readonly epoch: number;
      readonly seq: number;
    }
  | { readonly kind: 'till-restored'; readonly station: string; readonly lostAfter: number }
  | {
      readonly kind: 'lines-taken';
      readonly station: string;
      readonly durableTo: number;
      readonly quarantined: number;
    }
  | { readonly kind: 'commands-delivered'; readonly station: string; readonly durableTo: number }
  | {
      readonly kind: 'download-decided';
      /** Or the network of one that has not shown who it is. */
      readonly station: string;
      readonly target: string;
      readonly decision: string;
      /** The same, since the last time this was told. */
      readonly count: number;
    }
  /** A rollout has gone on, or has stopped, by itself. */
  | { readonly kind: 'rollout-moved'; readonly rollout: string; readonly change: string }
  /** What came of a mail; never what it says. */
  | { readonly kind: 'mail-taken'; readonly mail: string; readonly effect: string }
  | { readonly kind: 'mailbox-lost'; readonly reason: string }
  | { readonly kind: 'mail-set-aside'; readonly mail: string; readonly attempts: number }
  | { readonly kind: 'webhook-given-up'; readonly webhook: string; readonly delivery: string }
  | { readonly kind: 'signed-in'; readonly user: string; readonly address: string }
  | { readonly kind: 'sign-in-refused'; readonly reason: string; readonly address: string }
  /** Nobody can sign in yet; `make` makes the first user. */
  | { readonly kind: 'no-user-yet'; readonly make: string };

/** What the vendor's keys give, where the hub holds them. */
export interface HubAuthority extends VendorFiles {
  /** A signed time over a till's nonce. */
  readonly signTime?: (station: string, nonce: string) => Promise<string>;
}

/** What the pieces of a running hub share. */
export interface HubParts {
  readonly database: HubDatabase;
  readonly hubEpoch: string;
  readonly authority: Pick<HubAuthority, 'signTime'>;
  /** Absent where the hub was given no trust file. */
  readonly vendor: HubVendor | undefined;
  /** What the vendor has published; absent where this hub serves no releases. */
  readonly repository?: ReleaseRepository | undefined;
  /** The vendor's root is a demo one: every page and every answer says so. */
  readonly isDemo: boolean;
  readonly pins: readonly string[];
  readonly clock: Clock;
  /** Makes 128 bits or more in base64url that nobody can guess. */
  readonly newNonce: () => string;
  readonly version: string;
  readonly stopping: AbortSignal;
  readonly registry: SessionRegistry;
  /** By network: sign-ons that failed. */
  readonly failures: Attempts;
  /** By network: enrolments that failed, which must not keep a neighbour's till from signing on. */
  readonly enrolmentFailures: Attempts;
  /** By station: sign-ons that held. */
  readonly signOns: Attempts;
  readonly onEvent: (event: HubEvent) => void;
  /** Told of faults of our own; the other end was answered `internal`. */
  readonly onError: (cause: unknown) => void;
  readonly onPoint: (point: HubPoint) => void;
  /** The keys of the vault, as they lie in their file; absent where the hub was given none. */
  readonly keys?: (() => Keyring) | undefined;
  /** Where webhooks may go besides the world outside. */
  readonly webhookAllowed?: AllowedAddresses | undefined;
  /** A till has said something of help: the desk has to look at it. */
  readonly onHelp?: (() => void) | undefined;
}
