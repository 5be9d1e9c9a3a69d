/** The weekly plan: who goes where and when, and which times are still free. */
import type { FastifyRequest } from 'fastify';
import { graphAt } from '../books/graph-at.ts';
import { tableCsv } from '../books/csv.ts';
import { PlanningDesk, type PlaceRefusal } from '../desk/planning-desk.ts';
import type { PlanEntry } from '../desk/plan-entry.ts';
import { seesTicket } from '../desk/ticket-sight.ts';
import { isOpen, type Ticket } from '../desk/ticket.ts';
import { listTickets, ticketById } from '../store/tickets.ts';
import { plannedTickets } from '../store/plan-entries.ts';
import { listUsers, userById } from '../store/users.ts';
import { may } from '../users/roles.ts';
import type { Person } from '../users/person.ts';
import { csvSchema } from './balance-schema.ts';
import { signedInOf } from './guard.ts';
import { instant } from './instant.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import {
  newVisitSchema,
  planningQuerySchema,
  planningSchema,
  visitParamsSchema,
  visitSchema,
  type PlanningQuery,
  type PlanningView,
} from './planning-schema.ts';
import { sendProblem, type Problem } from './problem.ts';
import { errorSchema, nothingSchema } from './schema.ts';
import { officeFor } from './station-for.ts';
import { ticketFor } from './ticket-for.ts';

const WEEK_MS = 7 * 24 * 60 * 60_000;
const tags = ['desk'];
const problems = { '4xx': errorSchema, '5xx': errorSchema };

export function addPlanningRoutes(server: PeopleServer, parts: PeopleParts): void {
  addReading(server, parts);
  addPlacing(server, parts);
}

function addReading(server: PeopleServer, parts: PeopleParts): void {
  const board = {
    tags,
    summary: 'A span of the weekly plan: what is planned, what is free, and what waits for a time.',
    querystring: planningQuerySchema,
    response: { 200: planningSchema, ...problems },
  };
  server.get('/v1/planning', { schema: board }, async (request, reply) => {
    const { person } = signedInOf(request);
    if (!may(person, 'plan-work')) return sendProblem(reply, { code: 'forbidden' });
    return reply.send(await viewOf(request, parts, request.query));
  });
  const csv = {
    tags,
    summary: 'What is planned, as a table.',
    querystring: planningQuerySchema,
    response: { 200: csvSchema, ...problems },
  };
  server.get('/v1/planning.csv', { schema: csv }, async (request, reply) => {
    const { person } = signedInOf(request);
    if (!may(person, 'plan-work')) return sendProblem(reply, { code: 'forbidden' });
    const { entries } = await viewOf(request, parts, request.query);
    return reply.type('text/csv; charset=utf-8').send(planningCsv(entries));
  });
}

function addPlacing(server: PeopleServer, parts: PeopleParts): void {
  const place = {
    tags,
    summary: 'Give a ticket a time: once, and not before the lead time that its contract wants.',
    body: newVisitSchema,
    response: { 200: visitSchema, ...problems },
  };
  server.post('/v1/planning', { schema: place }, async (request, reply) => {
    const { person } = signedInOf(request);
    const { id: entry, ticket, at, minutes, technician = person.user } = request.body;
    const found = await ticketFor(parts, { person, ticket, action: 'plan-work' });
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const account = await userById(parts.database, technician);
    if (account === undefined || !isTechnician(account)) {
      return sendProblem(reply, { code: 'not-found' });
    }
    const { user, name } = account;
    const fromMs = Date.parse(at);
    const placing = { entry, ticket, technician: { user, name }, fromMs, minutes };
    const answer = await planningFor(request, parts).place(placing);
    return answer.kind === 'planned'
      ? reply.send(visitView(answer.entry))
      : sendProblem(reply, problemOf(answer.refusal));
  });
  const free = {
    tags,
    summary: 'Give a time back: it is free for others, and the ticket waits for another.',
    params: visitParamsSchema,
    response: { 200: nothingSchema, ...problems },
  };
  server.post('/v1/planning/:visit/free', { schema: free }, async (request, reply) => {
    const { person } = signedInOf(request);
    const desk = planningFor(request, parts);
    const entry = await desk.entry(request.params.visit);
    if (entry === undefined) return sendProblem(reply, { code: 'not-found' });
    const { ticket } = entry;
    const found = await ticketFor(parts, { person, ticket, action: 'plan-work' });
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const answer = await desk.free(entry.entry);
    return answer.kind === 'freed' ? reply.send({}) : sendProblem(reply, { code: answer.code });
  });
}

async function viewOf(
  request: FastifyRequest,
  parts: PeopleParts,
  { from, to, technician }: PlanningQuery,
): Promise<PlanningView> {
  const { person } = signedInOf(request);
  const { database, clock } = parts;
  const fromMs = from === undefined ? clock.wallMs() : Date.parse(from);
  const span = { fromMs, toMs: to === undefined ? fromMs + WEEK_MS : Date.parse(to) };
  const { entries, free } = await planningFor(request, parts).week(span);
  const atMs = clock.wallMs();
  const at = { graph: await graphAt(database, { atMs }), atMs };
  const shown: PlanningView['entries'][number][] = [];
  for (const entry of entries) {
    if (technician !== undefined && entry.user !== technician) continue;
    const ticket = await ticketById(database, entry.ticket);
    const isSeen = ticket !== undefined && seesTicket(person, ticket, at);
    shown.push({ ...visitView(entry), ...(isSeen ? aboutTicket(ticket) : {}) });
  }
  const planned = await plannedTickets(database);
  const open = await listTickets(database, { isOpen: true });
  const waiting = open.filter(
    (ticket) => isOpen(ticket) && !planned.has(ticket.id) && seesTicket(person, ticket, at),
  );
  return {
    entries: shown,
    free: Object.entries(free).flatMap(([plan, slots]) =>
      slots.map((slotMs) => ({ plan, at: instant(slotMs) })),
    ),
    technicians: (await listUsers(database))
      .filter(isTechnician)
      .map(({ user, name }) => ({ user, name })),
    waiting: waiting.map((ticket) => ({ ticket: ticket.id, ...aboutTicket(ticket) })),
  };
}

/** The vendor's own people go and call. */
function isTechnician(person: Person): boolean {
  return !person.isDisabled && may(person, 'plan-work');
}

function aboutTicket({ kind, title, number, customer, site }: Ticket) {
  return { kind, title, number, customer, site };
}

function visitView({ entry: visit, ticket, user, name, fromMs, minutes, plan }: PlanEntry) {
  const at = instant(fromMs);
  return { visit, ticket, technician: { user, name }, at, minutes, plan };
}

const HEADINGS = ['at', 'minutes', 'technician', 'kind', 'number', 'title', 'customer', 'site'];

function planningCsv(entries: PlanningView['entries']): string {
  const rows = entries.map(({ at, minutes, technician, kind, number, title, customer, site }) => [
    at,
    String(minutes),
    technician.name,
    kind ?? '',
    String(number ?? ''),
    title ?? '',
    customer ?? '',
    site ?? '',
  ]);
  return tableCsv([HEADINGS, ...rows]);
}

function problemOf(refusal: PlaceRefusal): Problem {
  const { code } = refusal;
  switch (code) {
    case 'too-soon': {
      const { earliestMs } = refusal;
      return { code, details: earliestMs === undefined ? {} : { earliest: instant(earliestMs) } };
    }
    case 'plan-refuses': {
      const { reasons, needs } = refusal.decision;
      return { code, details: { reasons, needs: needs?.what } };
    }
    case 'slot-past':
    case 'slot-taken':
    case 'technician-busy':
    case 'ticket-unknown':
    case 'ticket-ended':
    case 'planned-already':
    case 'id-taken':
      return { code };
  }
}

function planningFor(request: FastifyRequest, parts: PeopleParts): PlanningDesk {
  return new PlanningDesk(officeFor(request, parts).desk());
}
