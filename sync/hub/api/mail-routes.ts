/** Mails both ways, and notices of termination that came so. */
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { confirmNotice, markNotice } from '../mail/notice-desk.ts';
import { unmarkedSubject } from '../mail/ticket-token.ts';
import { listMailsIn, MAILS_IN_MAX, type MailIn } from '../store/mails-in.ts';
import { listMailsOut, MAILS_OUT_MAX, queueAgain, type MailOut } from '../store/mails-out.ts';
import { ticketsMentioned, type TicketMention } from '../store/tickets.ts';
import { may, type Action } from '../users/roles.ts';
import { signedInOf } from './guard.ts';
import {
  confirmedSchema,
  mailParamsSchema,
  mailQuerySchema,
  mailsSchema,
  noticeBodySchema,
  type MailsView,
} from './mail-schema.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import { sendProblem, type Problem } from './problem.ts';
import { errorSchema, nothingSchema } from './schema.ts';
import { officeFor } from './station-for.ts';
import { ticketFor } from './ticket-for.ts';
import { ticketParamsSchema, ticketSchema } from './ticket-schema.ts';
import { ticketView } from './ticket-view.ts';

const tags = ['mail'];
const problems = { '4xx': errorSchema, '5xx': errorSchema };

export function addMailRoutes(server: PeopleServer, parts: PeopleParts): void {
  addQueue(server, parts);
  addNotices(server, parts);
}

function addQueue(server: PeopleServer, parts: PeopleParts): void {
  const list = {
    tags,
    summary: 'Mails that came, with what came of them, and those that go out.',
    querystring: mailQuerySchema,
    response: { 200: mailsSchema, ...problems },
  };
  server.get('/v1/mail', { schema: list }, async (request, reply) => {
    const problem = problemOf(request, 'manage-mail');
    if (problem !== undefined) return sendProblem(reply, problem);
    return reply.send(await mailsView(parts, request.query));
  });
  const again = {
    tags,
    summary: 'Queue a mail again that was set aside.',
    params: mailParamsSchema,
    body: nothingSchema,
    response: { 200: nothingSchema, ...problems },
  };
  server.post('/v1/mail/:mail/again', { schema: again }, async (request, reply) => {
    const problem = problemOf(request, 'manage-mail');
    if (problem !== undefined) return sendProblem(reply, problem);
    const { mail } = request.params;
    const { note, nowMs } = officeFor(request, parts).desk();
    const isQueued = await parts.database.transaction().execute(async (database) => {
      const isThere = await queueAgain(database, mail, nowMs());
      if (isThere) await note(database, { act: 'mail-queued-again', subject: mail });
      return isThere;
    });
    return isQueued ? reply.send({}) : sendProblem(reply, { code: 'not-found' });
  });
}

function addNotices(server: PeopleServer, parts: PeopleParts): void {
  const mark = {
    tags,
    summary: 'This mail is a notice of termination: it is decided as of when it reached us.',
    params: mailParamsSchema,
    body: noticeBodySchema,
    response: { 200: ticketSchema, ...problems },
  };
  server.post('/v1/mail/:mail/notice', { schema: mark }, async (request, reply) => {
    const problem = problemOf(request, 'manage-mail');
    if (problem !== undefined) return sendProblem(reply, problem);
    const marking = { mail: request.params.mail, customer: request.body.customer };
    const answer = await markNotice(officeFor(request, parts).desk(), marking);
    if (answer.kind === 'refused') return sendProblem(reply, { code: answer.code });
    return reply.send(ticketView(answer.ticket));
  });
  const confirm = {
    tags,
    summary: 'Write the end that a notice was decided to make into the contract book.',
    params: ticketParamsSchema,
    body: nothingSchema,
    response: { 200: confirmedSchema, ...problems },
  };
  const path = '/v1/tickets/:ticket/notice-confirmation';
  server.post(path, { schema: confirm }, async (request, reply) => {
    const { person } = signedInOf(request);
    const asked = { person, ticket: request.params.ticket, action: 'read-tickets' } as const;
    const found = await ticketFor(parts, asked);
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const problem = problemOf(request, 'write-books');
    if (problem !== undefined) return sendProblem(reply, problem);
    const writer = { person, address: request.ip };
    const desk = officeFor(request, parts).desk();
    const answer = await confirmNotice(desk, found.ticket, writer);
    if (answer.kind === 'confirmed') {
      return reply.send({ contract: answer.contract, endsOn: answer.endsOn });
    }
    if (answer.kind === 'refused') return sendProblem(reply, { code: answer.code });
    return sendProblem(reply, { code: 'book-unfit', details: { faults: answer.faults } });
  });
}

async function mailsView(
  { database, mail }: PeopleParts,
  { inBefore, outBefore }: z.output<typeof mailQuerySchema>,
): Promise<MailsView> {
  const came = await listMailsIn(database, inBefore);
  const gone = await listMailsOut(database, outBefore);
  const ids = [...came, ...gone].flatMap(({ ticket }) => ticket ?? []);
  const tickets = await ticketsMentioned(database, ids);
  return {
    from: mail?.from.address,
    isRead: mail?.imap !== undefined,
    in: came.map((each) => mailInView(each, tickets)),
    nextInBefore: (came.length === MAILS_IN_MAX ? came.at(-1)?.mail : undefined) ?? null,
    out: gone.map((each) => mailOutView(each, tickets)),
    nextOutBefore: (gone.length === MAILS_OUT_MAX ? gone.at(-1)?.mail : undefined) ?? null,
  };
}

type Tickets = ReadonlyMap<string, TicketMention>;

function problemOf(request: FastifyRequest, action: Action): Problem | undefined {
  return may(signedInOf(request).person, action) ? undefined : { code: 'forbidden' };
}

function mailInView(found: MailIn, tickets: Tickets): MailsView['in'][number] {
  const { mail, from, subject, receivedAtMs, sentAtMs, effect, reason, ticket } = found;
  const times = { receivedAt: iso(receivedAtMs), sentAt: isoOrNot(sentAtMs) };
  const about = tickets.get(ticket ?? '');
  return { mail, from, subject: unmarkedSubject(subject), ...times, effect, reason, ticket, about };
}

function mailOutView(found: MailOut, tickets: Tickets): MailsView['out'][number] {
  const { mail, to, subject, state, attempts, lastError, ticket } = found;
  const times = {
    queuedAt: iso(found.queuedAtMs),
    dueAt: iso(found.dueAtMs),
    sentAt: isoOrNot(found.sentAtMs),
  };
  const about = tickets.get(ticket ?? '');
  return {
    mail,
    to,
    subject: unmarkedSubject(subject),
    state,
    attempts,
    ...times,
    lastError,
    ticket,
    about,
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function isoOrNot(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : iso(ms);
}
