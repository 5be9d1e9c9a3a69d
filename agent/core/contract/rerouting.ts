/**
 * What a revocation does to tickets that are open: each passes on at the very instant, and keeps its
 * history. Whoever works it out later, or twice, gets the same.
 */
import { isCertified, revocationsOf, type PartyGraph } from './parties.ts';
import { candidates, certifiedService, type RoutingQuestion } from './routing.ts';

export interface OpenTicket extends RoutingQuestion {
  readonly id: string;
  /** Who has had it, the first of them since it was opened; the last one has it now. */
  readonly history: readonly Handling[];
}

/** `passed-on`: somebody handed it to them. */
export const HANDLING_REASONS = ['opened', 'passed-on', 'IMPLEMENTER_REVOKED'] as const;
export type HandlingReason = (typeof HANDLING_REASONS)[number];

export interface Handling {
  /** Undefined: the vendor's own desk. */
  readonly company?: string | undefined;
  readonly sinceMs: number;
  readonly reason: HandlingReason;
}

export interface Rerouting {
  readonly ticket: string;
  readonly from: string;
  readonly to?: string | undefined;
  /** As it is from then on. */
  readonly history: readonly Handling[];
}

/** The open tickets whose company has lost its certification by `atMs`, and who has them then. */
export function rerouted(
  graph: PartyGraph,
  openTickets: readonly OpenTicket[],
  atMs: number,
): readonly Rerouting[] {
  return openTickets.flatMap((ticket) => {
    const from = ticket.history.at(-1)?.company;
    const history = historyUntil(graph, ticket, atMs);
    if (from === undefined || history.length === ticket.history.length) return [];
    return [{ ticket: ticket.id, from, to: history.at(-1)?.company, history }];
  });
}

/** Who takes over may be revoked in turn: one pass for each revocation, none of them before the last. */
function historyUntil(
  graph: PartyGraph,
  { history: before, ...question }: OpenTicket,
  atMs: number,
): readonly Handling[] {
  const history = [...before];
  for (;;) {
    const { company, sinceMs } = history.at(-1) ?? {};
    const lostMs = company === undefined ? undefined : lossOf(graph, { company, sinceMs }, atMs);
    if (lostMs === undefined) return history;
    history.push({
      company: successor(graph, question, lostMs),
      sinceMs: lostMs,
      reason: 'IMPLEMENTER_REVOKED',
    });
  }
}

/** When a company lost a ticket it has had for so long; undefined: it still has it. */
function lossOf(
  graph: PartyGraph,
  { company, sinceMs = 0 }: { readonly company: string; readonly sinceMs?: number | undefined },
  atMs: number,
): number | undefined {
  return revocationsOf(graph, company)
    .map((revokedMs) => Math.max(revokedMs, sinceMs))
    .find((lostMs) => lostMs <= atMs && !isCertified(graph, company, lostMs));
}

function successor(graph: PartyGraph, question: RoutingQuestion, atMs: number): string | undefined {
  return (
    certifiedService(graph, question, atMs)?.company ?? candidates(graph, question, atMs).at(0)?.id
  );
}
