import { auditBefore, AUDIT_PAGE_ROWS, type AuditEntry } from '../store/audit.ts';
import { listUsers } from '../store/users.ts';
import { may } from '../users/roles.ts';
import { addToBook, changeInBook, type Doer, type UserProblem } from '../users/user-book.ts';
import { signedInOf } from './guard.ts';
import { instant } from './instant.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import { sendProblem, type Problem } from './problem.ts';
import {
  auditQuerySchema,
  auditSchema,
  errorSchema,
  newUserSchema,
  oneUserSchema,
  userChangeSchema,
  userParamsSchema,
  usersSchema,
  type AuditEntryView,
} from './schema.ts';

const tags = ['users'];
const problems = { '4xx': errorSchema, '5xx': errorSchema };

/** Users and the audit, for the vendor's admins alone. */
export function addUserRoutes(server: PeopleServer, parts: PeopleParts): void {
  addListing(server, parts);
  addChanging(server, parts);
  addAuditReading(server, parts);
}

function addListing(server: PeopleServer, { database }: PeopleParts): void {
  const response = { 200: usersSchema, ...problems };
  const schema = { tags, summary: 'All users, those who are disabled among them.', response };
  server.get('/v1/users', { schema }, async (request, reply) => {
    const { person } = signedInOf(request);
    if (!may(person, 'manage-users')) return sendProblem(reply, { code: 'forbidden' });
    return reply.send({ users: await listUsers(database) });
  });
}

function addChanging(server: PeopleServer, parts: PeopleParts): void {
  const response = { 200: oneUserSchema, ...problems };
  const adding = { tags, summary: 'Add a user.', body: newUserSchema, response };
  server.post('/v1/users', { schema: adding }, async (request, reply) => {
    const { person } = signedInOf(request);
    if (!may(person, 'manage-users')) return sendProblem(reply, { code: 'forbidden' });
    const outcome = await addToBook(parts, request.body, doerOf(request, parts));
    if (outcome.kind === 'refused') return sendProblem(reply, problemOf(outcome.code));
    return reply.send({ user: outcome.person });
  });
  const changing = {
    tags,
    summary: 'Change or disable a user, who is then signed out everywhere. Nobody is deleted.',
    params: userParamsSchema,
    body: userChangeSchema,
    response,
  };
  server.patch('/v1/users/:user', { schema: changing }, async (request, reply) => {
    const { person } = signedInOf(request);
    if (!may(person, 'manage-users')) return sendProblem(reply, { code: 'forbidden' });
    const change = { ...request.body, user: request.params.user };
    const outcome = await changeInBook(parts, change, doerOf(request, parts));
    if (outcome.kind === 'refused') return sendProblem(reply, problemOf(outcome.code));
    return reply.send({ user: outcome.person });
  });
}

function addAuditReading(server: PeopleServer, { database }: PeopleParts): void {
  const schema = {
    tags: ['audit'],
    summary: 'What people did at the hub, the newest first.',
    querystring: auditQuerySchema,
    response: { 200: auditSchema, ...problems },
  };
  server.get('/v1/audit', { schema }, async (request, reply) => {
    const { person } = signedInOf(request);
    if (!may(person, 'read-audit')) return sendProblem(reply, { code: 'forbidden' });
    const entries = await auditBefore(database, request.query.before);
    const isMore = entries.length === AUDIT_PAGE_ROWS;
    const nextBefore = (isMore ? entries.at(-1)?.seq : undefined) ?? null;
    return reply.send({ entries: entries.map(entryView), nextBefore });
  });
}

function doerOf(request: Parameters<typeof signedInOf>[0], { clock }: PeopleParts): Doer {
  const { user, name } = signedInOf(request).person;
  return { by: { user, name }, address: request.ip, atMs: clock.wallMs() };
}

function problemOf(code: UserProblem): Problem {
  if (code !== 'scope-unfit' && code !== 'party-unknown') return { code };
  return { code: 'invalid-request', details: { reason: code } };
}

function entryView({ seq, atMs, act, by, address, subject, details }: AuditEntry): AuditEntryView {
  return {
    seq,
    at: instant(atMs),
    act,
    by: by?.name ?? null,
    address,
    subject: subject ?? null,
    details: { ...details },
  };
}
