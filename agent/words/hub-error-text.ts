import type { ErrorText } from './error-text.ts';

/** Why the hub does not do what a person asked. */
export type HubProblemCode =
  | 'signed-out'
  | 'sign-in-refused'
  | 'too-many-attempts'
  | 'forbidden'
  /** From another site, or without the token of the page. */
  | 'foreign-request'
  | 'not-found'
  | 'name-taken'
  | 'last-admin'
  | 'password-unfit'
  | 'licence-unfit'
  | 'plan-unfit'
  /** By the plan; the reasons are in the details. */
  | 'plan-refuses'
  | 'trust-missing'
  | 'issuer-key-missing'
  | 'zone-unknown'
  /** It was set aside, and checked once more. */
  | 'line-still-bad'
  | 'line-forked'
  | 'invalid-request'
  | 'body-too-large'
  | 'unsupported-media-type'
  | 'page-not-built'
  | 'overloaded'
  | 'stopping'
  | 'internal'
  | 'balance-short'
  | 'id-taken'
  | 'ticket-settled'
  | 'ticket-unknown'
  | 'lease-ended'
  | 'contract-missing'
  | 'contract-ambiguous'
  | 'pack-unknown'
  | 'date-ahead'
  | 'lease-key-missing'
  | 'station-revoked'
  | 'nothing-to-export'
  /** What is to be written contradicts itself or what is there. */
  | 'book-unfit'
  | 'case-decided'
  /** A rollout, or its release, is not such that this can be done to it. */
  | 'rollout-unfit'
  /** It is resolved, or was withdrawn. */
  | 'ticket-ended'
  | 'no-till'
  | 'till-offline'
  /** Another technician is at the till, or has asked for it. */
  | 'second-session'
  /** The decision is in the details. */
  | 'contract-refuses'
  | 'session-over'
  /** A technician is at the till for this ticket. */
  | 'session-open'
  | 'work-open'
  | 'work-ended'
  | 'work-begun'
  | 'checklist-open'
  | 'checklist-order'
  | 'slot-taken'
  | 'slot-past'
  | 'too-soon'
  | 'technician-busy'
  | 'planned-already'
  /** The hub was given no key file for what it seals. */
  | 'vault-key-missing'
  /** The key file does not open what is sealed. */
  | 'vault-key-wrong'
  /** By somebody else, since it was seen. */
  | 'vault-changed'
  /** Its address is not one that the hub may send to. */
  | 'webhook-unfit'
  /** No contract has decided that the notice ends anything. */
  | 'notice-undecided';

export type HubErrorWords = Readonly<Record<HubProblemCode, ErrorText>>;
