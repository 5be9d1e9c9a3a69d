import { caseOf } from '../../../agent/core/contract/case.ts';
import {
  closingAfter,
  coveredBetween,
  isOpen,
  nextOpening,
} from '../../../agent/core/contract/hours.ts';
import type { Decision } from '../../../agent/core/contract/decision.ts';
import type { Plan } from '../../../agent/core/contract/plan.ts';
import { decisionText } from '../../../agent/words/decision-text.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { TicketCase } from '../desk/decide-ticket.ts';
import type { TicketFile } from '../desk/ticket-desk.ts';
import { rightsOn } from '../desk/ticket-sight.ts';
import type { Ticket } from '../desk/ticket.ts';
import type { Entitled } from '../users/roles.ts';
import type { DecisionView } from './decision-schema.ts';
import { decisionView } from './decision-view.ts';
import type { TicketFileView, TicketView } from './ticket-schema.ts';

const MINUTE_MS = 60_000;

export function ticketView(ticket: Ticket): TicketView {
  const { id, number, source, kind, state, title, station, site, customer, distributor } = ticket;
  const { handlerCompany: company, handlerUser: user, handlerName: name } = ticket;
  return {
    ticket: id,
    number,
    source,
    kind,
    state,
    title,
    station,
    site,
    customer,
    distributor,
    askedAt: iso(ticket.askedAtMs),
    scheduledAt: isoOrNot(ticket.scheduledAtMs),
    resolvedAt: isoOrNot(ticket.resolvedAtMs),
    outcome: ticket.decision?.outcome,
    handler: { company, user, name },
  };
}

export interface FileViewing {
  readonly known: TicketCase;
  /** All that this hub knows: a till may have decided by an older one. */
  readonly plans: readonly Plan[];
  readonly nowMs: number;
  readonly language: Language;
  readonly person: Entitled;
}

export function ticketFileView(
  { ticket, messages, events, entries, difference }: TicketFile,
  { known, plans, nowMs, language, person }: FileViewing,
): TicketFileView {
  const { decision, promised, settlement, firstLineNote, history } = ticket;
  const said = (made: Decision | undefined) => made && spoken(made, { plans, language });
  return {
    ticket: ticketView(ticket),
    may: rightsOn(person, ticket),
    request: { ...ticket.request },
    decision: said(decision),
    difference: difference && {
      ...difference,
      told: said(difference.told),
      known: said(difference.known),
    },
    firstLineNote,
    countdown: countdownOf(ticket, known, nowMs),
    currency: known.plan?.currency,
    promised,
    settlement,
    history: history.map(({ company, sinceMs, reason }) => {
      return { company, since: iso(sinceMs), reason };
    }),
    messages: messages.map(({ atMs, ...message }) => ({ ...message, at: iso(atMs) })),
    events: events.map(({ atMs, kind, by, body }) => ({ at: iso(atMs), kind, by, body })),
    time: entries.map(({ fromMs, ...entry }) => ({ ...entry, from: iso(fromMs) })),
  };
}

/** Undefined where it was made by a plan that this hub has never had. */
function spoken(
  decision: Decision,
  { plans, language }: Pick<FileViewing, 'plans' | 'language'>,
): DecisionView | undefined {
  const { plan: id, planVersion: version } = decision;
  const plan = plans.find((one) => one.id === id && one.version === version);
  return plan && decisionView(decision, decisionText(decision, plan, language));
}

/** How long it has waited in hours that are covered, and when they go on. */
function countdownOf(
  ticket: Ticket,
  { plan, facts }: TicketCase,
  nowMs: number,
): TicketFileView['countdown'] {
  if (plan === undefined || (plan.hours === undefined && facts.hours === undefined)) {
    return undefined;
  }
  const { calendar } = caseOf({ kind: 'contact', atMs: nowMs }, facts, plan);
  const endMs = ticket.resolvedAtMs ?? nowMs;
  return {
    isOpenNow: isOpen(calendar, nowMs),
    nextOpening: isoOrNot(nextOpening(calendar, nowMs)),
    closesAt: isoOrNot(closingAfter(calendar, nowMs)),
    coveredMinutes: Math.floor(coveredBetween(calendar, ticket.askedAtMs, endMs) / MINUTE_MS),
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function isoOrNot(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : iso(ms);
}
