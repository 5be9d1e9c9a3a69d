/** What the till may promise with no line to the vendor: leases that come, promises, and their end. */
import {
  stepLeasing,
  type Lease,
  type LeasingAnswer,
  type LeasingEvent,
  type LeasingRefusal,
} from '../contract/lease.ts';
import type { EntitlementRefusal } from '../entitlement/refusal.ts';
import type { Answer } from './events.ts';
import { withLines, type Turn } from './turn.ts';

/** What comes of leases; the signature of one that is offered has been checked. */
export type LeaseRequest =
  | { readonly kind: 'lease-offered'; readonly lease: Lease; readonly station: string }
  | Exclude<LeasingEvent, { readonly kind: 'lease-arrived' }>;

export type LeaseAnswer =
  /** No lease reaches: the till says that the line to the vendor is needed. */
  | { readonly kind: 'line-needed'; readonly missing: number }
  | { readonly kind: 'lease-refused'; readonly reason: LeasingRefusal | EntitlementRefusal };

export function answerLease(
  turn: Turn,
  request: LeaseRequest,
): { readonly turn: Turn; readonly answer: Answer } {
  if (request.kind === 'lease-offered' && request.station !== turn.facts.station) {
    return { turn, answer: { kind: 'lease-refused', reason: 'wrong-station' } };
  }
  const { state, lines, answer } = stepLeasing(turn.till.leasing, eventOf(request));
  const stepped = state === turn.till.leasing ? turn : withLeasing(turn, state);
  return { turn: withLines(stepped, lines), answer: answerOf(answer) };
}

function withLeasing(turn: Turn, leasing: Turn['till']['leasing']): Turn {
  return { ...turn, till: { ...turn.till, leasing } };
}

function eventOf(request: LeaseRequest): LeasingEvent {
  return request.kind === 'lease-offered'
    ? { kind: 'lease-arrived', lease: request.lease }
    : request;
}

function answerOf(answer: LeasingAnswer): Answer {
  switch (answer.kind) {
    case 'done':
    case 'repeated':
      return { kind: 'done' };
    case 'line-needed':
      return answer;
    case 'refused':
      return { kind: 'lease-refused', reason: answer.code };
  }
}
