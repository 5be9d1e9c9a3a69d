/** A ticket as the desk knows it. */
import type { Decision, Hold } from '../../../agent/core/contract/decision.ts';
import type { DecisionRequest, HelpMode } from '../../../agent/core/contract/request.ts';
import type { Handling } from '../../../agent/core/contract/rerouting.ts';
import type { TicketState } from '../../../agent/core/support/help.ts';

export const TICKET_SOURCES = ['till', 'portal', 'mail', 'hub'] as const;
export type TicketSource = (typeof TICKET_SOURCES)[number];

/** What may be asked of the desk; a partner's `chat` asks nothing of a contract. */
export const ASKED_KINDS = [
  'contact',
  'remote',
  'training',
  'integration',
  'notice',
  'change-implementer',
  'chat',
] as const;

/** The ticket of a work order is made with it: the contract speaks when the work is planned and done. */
export const TICKET_KINDS = [...ASKED_KINDS, 'work'] as const;
export type TicketKind = (typeof TICKET_KINDS)[number];

/** What was asked, and all that its decision is made from beside the books. */
export type TicketRequest = Omit<DecisionRequest, 'atMs' | 'kind' | 'firstLineNote'>;

export interface Ticket {
  readonly id: string;
  readonly number: number;
  readonly source: TicketSource;
  readonly station?: string | undefined;
  readonly site?: string | undefined;
  readonly customer?: string | undefined;
  readonly distributor?: string | undefined;
  readonly kind: TicketKind;
  readonly title: string;
  readonly request: TicketRequest;
  readonly state: TicketState;
  readonly askedAtMs: number;
  readonly decision?: Decision | undefined;
  /** What the till has set aside of its leases for it. */
  readonly promised: readonly Hold[];
  /** Undefined: the vendor's own desk. */
  readonly handlerCompany?: string | undefined;
  readonly handlerUser?: string | undefined;
  readonly handlerName?: string | undefined;
  readonly scheduledAtMs?: number | undefined;
  readonly firstLineNote?: string | undefined;
  readonly settlement?: readonly SettledAccount[] | undefined;
  readonly resolvedAtMs?: number | undefined;
  readonly isTakenUp: boolean;
  readonly history: readonly Handling[];
}

/** What a solved ticket took from an account, and from whose word. */
export interface SettledAccount {
  readonly account: string;
  readonly amount: number;
  /** Of it, what the till settles from its lease. */
  readonly fromTill: number;
}

export const MESSAGE_SIDES = ['till', 'desk', 'customer', 'partner'] as const;
export type MessageSide = (typeof MESSAGE_SIDES)[number];

export interface TicketMessage {
  readonly message: string;
  readonly atMs: number;
  readonly side: MessageSide;
  readonly name: string;
  readonly company: string;
  readonly text: string;
}

export interface TicketEvent {
  readonly event: string;
  readonly atMs: number;
  readonly kind: string;
  readonly by: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Work on a ticket. */
export interface TimeEntry {
  readonly entry: string;
  readonly mode: HelpMode;
  readonly minutes: number;
  readonly fromMs: number;
  readonly by: string;
  readonly session?: string | undefined;
}

/** Whether anything may still be done about it. */
export function isOpen({ state }: Pick<Ticket, 'state'>): boolean {
  return state !== 'resolved' && state !== 'withdrawn';
}
