/** The desk: requests for help, from tills and elsewhere, and all that is done about them. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { partyOf } from '../../../agent/core/contract/parties.ts';
import type { CallerRole } from '../../../agent/core/contract/request.ts';
import { preferredLanguage } from '../../../agent/words/language.ts';
import { graphAt } from '../books/graph-at.ts';
import { caseOfTicket } from '../desk/decide-ticket.ts';
import type { TicketAnswer, TicketDesk } from '../desk/ticket-desk.ts';
import { mayNote, mayPassTo, seesTicket } from '../desk/ticket-sight.ts';
import type { MessageSide, Ticket } from '../desk/ticket.ts';
import { knownPlans } from '../store/plans.ts';
import { markRead, unreadBy } from '../store/ticket-reads.ts';
import { may, type Action } from '../users/roles.ts';
import type { Person } from '../users/person.ts';
import { signedInOf } from './guard.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import { personShown } from './person-shown.ts';
import { sendProblem, type Problem } from './problem.ts';
import { errorSchema, nothingSchema } from './schema.ts';
import { officeFor, stationFor } from './station-for.ts';
import { ticketFor } from './ticket-for.ts';
import {
  acceptanceBodySchema,
  assignmentBodySchema,
  handlerBodySchema,
  messageBodySchema,
  newTicketSchema,
  noteBodySchema,
  readBodySchema,
  resolutionBodySchema,
  resolvedSchema,
  scheduleBodySchema,
  ticketFileSchema,
  ticketParamsSchema,
  ticketQuerySchema,
  ticketSchema,
  ticketsSchema,
  timeBodySchema,
  type NewTicketBody,
} from './ticket-schema.ts';
import { ticketFileView, ticketView } from './ticket-view.ts';

const tags = ['desk'];
const problems = { '4xx': errorSchema, '5xx': errorSchema };
const params = ticketParamsSchema;
const response = { 200: ticketSchema, ...problems };

export function addTicketRoutes(server: PeopleServer, parts: PeopleParts): void {
  addReading(server, parts);
  addOpening(server, parts);
  addTalking(server, parts);
  addSeeing(server, parts);
  addDeciding(server, parts);
  addWork(server, parts);
  addHanding(server, parts);
  addSchedule(server, parts);
  addResolving(server, parts);
}

function addReading(server: PeopleServer, parts: PeopleParts): void {
  const list = {
    tags,
    summary: 'The tickets that somebody sees, the newest first.',
    querystring: ticketQuerySchema,
    response: { 200: ticketsSchema, ...problems },
  };
  server.get('/v1/tickets', { schema: list }, async (request, reply) => {
    const { person } = signedInOf(request);
    const { open, station } = request.query;
    const isOpen = open === undefined ? undefined : open === 'true';
    const all = await deskFor(request, parts).list({ isOpen, station });
    const at = await sightAt(parts);
    const seen = all.filter((ticket) => seesTicket(person, ticket, at));
    const unread = await unreadBy(parts.database, person.user);
    const tickets = seen.map((ticket) => {
      return { ...ticketView(ticket), unread: unread.get(ticket.id) ?? 0 };
    });
    return reply.send({ tickets });
  });
  const one = {
    tags,
    summary: 'A ticket with its decision, what was said and done, and how long it has waited.',
    params,
    response: { 200: ticketFileSchema, ...problems },
  };
  server.get('/v1/tickets/:ticket', { schema: one }, async (request, reply) => {
    const found = await ticketFor(parts, asked(request, 'read-tickets'));
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const nowMs = parts.clock.wallMs();
    const file = await deskFor(request, parts).file(found.ticket.id);
    if (file === undefined) return sendProblem(reply, { code: 'not-found' });
    const known = await caseOfTicket(parts.database, file.ticket, nowMs);
    const language = preferredLanguage(request.raw.headers['accept-language']);
    const { person } = signedInOf(request);
    const plans = await knownPlans(parts.database);
    return reply.send(ticketFileView(file, { known, plans, nowMs, language, person }));
  });
}

function addOpening(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Open a ticket: decided at once, and handed to whoever the contract says.',
    body: newTicketSchema,
    response,
  };
  server.post('/v1/tickets', { schema }, async (request, reply) => {
    const { person } = signedInOf(request);
    const { body } = request;
    const before = await deskFor(request, parts).ticket(body.id);
    if (before !== undefined) {
      const found = await ticketFor(parts, { person, ticket: body.id, action: 'open-ticket' });
      return found.kind === 'problem'
        ? sendProblem(reply, { code: 'id-taken' })
        : reply.send(ticketView(found.ticket));
    }
    const place = await placeFor(parts, person, body);
    if (place.kind === 'problem') return sendProblem(reply, place.problem);
    const opened = await deskFor(request, parts).open({
      ...ticketOf(body, person),
      ...place.about,
    });
    return reply.send(ticketView(opened));
  });
}

function addTalking(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Write to whoever asked, or to whoever helps.',
    params,
    body: messageBodySchema,
    response,
  };
  server.post('/v1/tickets/:ticket/messages', { schema }, async (request, reply) => {
    const found = await ticketFor(parts, asked(request, 'open-ticket'));
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const { person } = signedInOf(request);
    const { id: message, text } = request.body;
    const from = await personShown(parts, person);
    const writing = { message, text, from, side: sideOf(person) };
    return sendTicket(reply, await deskFor(request, parts).write(found.ticket.id, writing));
  });
}

function addSeeing(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Say how much of the conversation was shown: the rest is unread.',
    params,
    body: readBodySchema,
    response: { 200: nothingSchema, ...problems },
  };
  server.post('/v1/tickets/:ticket/read', { schema }, async (request, reply) => {
    const found = await ticketFor(parts, asked(request, 'read-tickets'));
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const { user } = signedInOf(request).person;
    const { messages } = request.body;
    await markRead(parts.database, { ticket: found.ticket.id, user, messages });
    return reply.send({});
  });
}

function addDeciding(server: PeopleServer, parts: PeopleParts): void {
  const note = {
    tags,
    summary: 'Note what the first line has tried: it is decided again with that.',
    params,
    body: noteBodySchema,
    response,
  };
  server.post('/v1/tickets/:ticket/note', { schema: note }, async (request, reply) => {
    const found = await ticketFor(parts, asked(request, 'open-ticket'));
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    if (!mayNote(signedInOf(request).person, found.ticket)) {
      return sendProblem(reply, { code: 'forbidden' });
    }
    const { id: note, text } = request.body;
    return sendTicket(reply, await deskFor(request, parts).note(found.ticket.id, { note, text }));
  });
  const accept = {
    tags,
    summary: 'Agree to what it costs: it is decided again with that.',
    params,
    body: acceptanceBodySchema,
    response,
  };
  server.post('/v1/tickets/:ticket/acceptance', { schema: accept }, async (request, reply) => {
    const found = await ticketFor(parts, asked(request, 'accept-cost'));
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const desk = deskFor(request, parts);
    return sendTicket(reply, await desk.accept(found.ticket.id, request.body.accept));
  });
}

function addWork(server: PeopleServer, parts: PeopleParts): void {
  const time = {
    tags,
    summary: 'Enter time worked on it.',
    params,
    body: timeBodySchema,
    response,
  };
  server.post('/v1/tickets/:ticket/time', { schema: time }, async (request, reply) => {
    const found = await ticketFor(parts, asked(request, 'answer-tickets'));
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const { id: entry, mode, minutes, from } = request.body;
    const by = signedInOf(request).person.name;
    const work = { entry, mode, minutes, fromMs: Date.parse(from), by };
    return sendTicket(reply, await deskFor(request, parts).addTime(found.ticket.id, work));
  });
  const assign = {
    tags,
    summary: 'Take a ticket, or let it go.',
    params,
    body: assignmentBodySchema,
    response,
  };
  server.post('/v1/tickets/:ticket/assignment', { schema: assign }, async (request, reply) => {
    const found = await ticketFor(parts, asked(request, 'answer-tickets'));
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const { user, name } = signedInOf(request).person;
    const to = request.body.to === 'me' ? { user, name } : {};
    return sendTicket(reply, await deskFor(request, parts).assign(found.ticket.id, to));
  });
}

function addHanding(server: PeopleServer, parts: PeopleParts): void {
  const handler = {
    tags,
    summary: 'Pass a ticket on: to a company of its chain, or to the vendor’s own desk.',
    params,
    body: handlerBodySchema,
    response,
  };
  server.post('/v1/tickets/:ticket/handler', { schema: handler }, async (request, reply) => {
    const { person } = signedInOf(request);
    const { company } = request.body;
    const isUp = company === null && person.sites !== 'all';
    const action = isUp ? 'open-ticket' : 'answer-tickets';
    const found = await ticketFor(parts, asked(request, action));
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const { ticket } = found;
    const desk = deskFor(request, parts);
    if (isUp) {
      return mayPassUp(person, ticket)
        ? sendTicket(reply, await desk.passUp(ticket.id, callerOf(person)))
        : sendProblem(reply, { code: 'forbidden' });
    }
    const at = await sightAt(parts);
    if (company === null) return sendTicket(reply, await desk.passTo(ticket.id, {}));
    if (!mayPassTo(person, { ticket, company }, at)) {
      return sendProblem(reply, { code: 'not-found' });
    }
    const name = partyOf(at.graph, company)?.name;
    return sendTicket(reply, await desk.passTo(ticket.id, { company, name }));
  });
}

function addSchedule(server: PeopleServer, parts: PeopleParts): void {
  const schedule = {
    tags,
    summary: 'Say when somebody calls back or comes.',
    params,
    body: scheduleBodySchema,
    response,
  };
  server.post('/v1/tickets/:ticket/schedule', { schema: schedule }, async (request, reply) => {
    const found = await ticketFor(parts, asked(request, 'answer-tickets'));
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const atMs = Date.parse(request.body.at);
    return sendTicket(reply, await deskFor(request, parts).schedule(found.ticket.id, atMs));
  });
}

/** Whoever has it: the company it was handed to, or the admin that cashiers ask first. */
function mayPassUp({ role, party }: Person, { handlerCompany, decision }: Ticket): boolean {
  if (role === 'customer-admin') return decision?.routeTo?.to === 'admin';
  return party !== undefined && handlerCompany === party;
}

function addResolving(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'It is solved: what it took is booked, and the customer told what is left.',
    params,
    body: resolutionBodySchema,
    response: { 200: resolvedSchema, ...problems },
  };
  server.post('/v1/tickets/:ticket/resolution', { schema }, async (request, reply) => {
    const found = await ticketFor(parts, asked(request, 'answer-tickets'));
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const { person } = signedInOf(request);
    const { used, class: serviceClass, text } = request.body;
    // What a partner's work took is the time they have entered: it names no price of its own.
    if (used !== undefined && person.sites !== 'all') {
      return sendProblem(reply, { code: 'forbidden', details: { reason: 'used' } });
    }
    const order = { ticket: found.ticket.id, used, serviceClass, text };
    const answer = await deskFor(request, parts).resolve(order);
    if (answer.kind === 'refused') return sendProblem(reply, { code: answer.code });
    const { cost } = answer;
    const { balances, low } = may(person, 'read-balance') ? answer : NO_BALANCES;
    return reply.send({ accounts: cost.accounts, balances, low });
  });
}

/** For whoever does the work and does not see what the customer has. */
const NO_BALANCES = { balances: [], low: [] };

type Place =
  | {
      readonly kind: 'found';
      readonly about: Pick<Ticket, 'station' | 'site' | 'customer' | 'distributor'>;
    }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** Whom it is about; of what somebody does not see they cannot open a ticket either. */
async function placeFor(
  parts: PeopleParts,
  person: Person,
  { station, site, customer, distributor }: NewTicketBody,
): Promise<Place> {
  if (station !== undefined) {
    const found = await stationFor(parts, { person, station, action: 'open-ticket' });
    if (found.kind === 'problem') return found;
    return { kind: 'found', about: { station, site: found.row.site } };
  }
  if (site !== undefined) {
    return may(person, 'open-ticket', site) ? { kind: 'found', about: { site } } : NOT_THERE;
  }
  if (person.sites === 'all') return { kind: 'found', about: { customer, distributor } };
  // Without a place it is about whoever asks.
  const { party, role } = person;
  if (party === undefined) return NOT_THERE;
  const isOwn = [customer, distributor].every((one) => one === undefined || one === party);
  if (!isOwn) return NOT_THERE;
  const about = role === 'customer-admin' ? { customer: party } : { distributor: party };
  return { kind: 'found', about };
}

const NOT_THERE: Place = { kind: 'problem', problem: { code: 'not-found' } };

function ticketOf(body: NewTicketBody, person: Person) {
  const { id, kind, topic, channel, class: serviceClass, mode, slot, words, firstLineNote } = body;
  const { justification } = body;
  const side = sideOf(person);
  const slotMs = slot === undefined ? undefined : Date.parse(slot);
  const request = { caller: callerOf(person), topic, channel, serviceClass, mode, slotMs };
  return {
    id,
    kind,
    source: side === 'desk' ? 'hub' : 'portal',
    request: { ...request, justification, station: body.station },
    words,
    firstLineNote,
    from: { name: person.name, company: person.party ?? '' },
    side,
  } as const;
}

function callerOf({ role }: Person): CallerRole {
  switch (role) {
    case 'vendor-admin':
    case 'vendor-support':
      return 'vendor';
    case 'distributor':
    case 'implementer':
      return role;
    case 'customer-admin':
      return 'admin';
  }
}

function sideOf({ role }: Person): MessageSide {
  switch (role) {
    case 'vendor-admin':
    case 'vendor-support':
      return 'desk';
    case 'distributor':
    case 'implementer':
      return 'partner';
    case 'customer-admin':
      return 'customer';
  }
}

async function sightAt({ database, clock }: PeopleParts) {
  const atMs = clock.wallMs();
  return { graph: await graphAt(database, { atMs }), atMs };
}

function asked(
  request: FastifyRequest & { readonly params: { readonly ticket: string } },
  action: Action,
) {
  const { person } = signedInOf(request);
  return { person, ticket: request.params.ticket, action };
}

function deskFor(request: FastifyRequest, parts: PeopleParts): TicketDesk {
  return officeFor(request, parts).tickets();
}

function sendTicket(reply: FastifyReply, answer: TicketAnswer): FastifyReply {
  if (answer.kind === 'refused') return sendProblem(reply, { code: answer.code });
  return reply.send(ticketView(answer.ticket));
}
