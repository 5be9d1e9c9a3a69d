/** A request for help as both ends know it. */
import type { Contact } from '../entitlement/entitlement.ts';
import type { Decision } from '../contract/decision.ts';
import type { Missing } from '../contract/till-decision.ts';
import type { Technician } from './remote-session.ts';

/** What the till decided on the spot; the hub may decide again where only it knows the balance. */
export type HelpAnswer =
  | { readonly kind: 'decided'; readonly decision: Decision; readonly contacts: readonly Contact[] }
  | {
      readonly kind: 'line-needed';
      readonly missing: readonly Missing[];
      readonly contacts: readonly Contact[];
    }
  | {
      readonly kind: 'no-plan';
      readonly plan: { readonly id: string; readonly version: number } | undefined;
      readonly contacts: readonly Contact[];
    };

export const TICKET_STATES = [
  /** Nobody has it yet, or somebody works on it. */
  'open',
  'assigned',
  /** Somebody calls back or comes at `scheduledAtMs`. */
  'scheduled',
  /** The customer has to do something first: credits, a note, a consent. */
  'waiting',
  'resolved',
  'withdrawn',
] as const;
export type TicketState = (typeof TICKET_STATES)[number];

/** How a ticket stands at the desk; the newest replaces what was told before. */
export interface HelpNews {
  readonly ticket: string;
  readonly state: TicketState;
  /** Who has it now. */
  readonly handler?: Technician | undefined;
  readonly scheduledAtMs?: number | undefined;
  /** Where the hub has decided, on the balance itself. */
  readonly decision?: Decision | undefined;
  /** Of a resolution: what the customer has left, by account. */
  readonly balances?: readonly AccountBalance[] | undefined;
  readonly text?: string | undefined;
}

/** In credits, minutes or minor units. */
export interface AccountBalance {
  readonly account: string;
  readonly charged: number;
  readonly available: number;
}
