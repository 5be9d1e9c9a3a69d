import { canIssueAt } from '../licences/vendor.ts';
import { addAudit } from '../store/audit.ts';
import { endSession, sessionOf } from '../store/web-sessions.ts';
import { csrfTokenOf } from '../users/request-source.ts';
import { ACTIONS, may } from '../users/roles.ts';
import { IDLE_MAX_MS } from '../users/session-life.ts';
import { signIn } from '../users/sign-in.ts';
import { signedInOf } from './guard.ts';
import type { PeopleParts, PeopleServer, SignedIn } from './people-parts.ts';
import { sendProblem } from './problem.ts';
import {
  errorSchema,
  nothingSchema,
  sessionSchema,
  signInSchema,
  type SessionView,
} from './schema.ts';
import { endedCookie, sessionCookie, sessionToken } from './session-cookie.ts';

const tags = ['session'];
const response = { 200: sessionSchema, '4xx': errorSchema, '5xx': errorSchema };

export function addSessionRoutes(server: PeopleServer, parts: PeopleParts): void {
  addSignIn(server, parts);
  addSignOut(server, parts);
  const summary = 'Who is signed in, and what they may do.';
  server.get('/v1/session', { schema: { tags, summary, response } }, async (request, reply) =>
    reply.send(sessionView(signedInOf(request), parts)),
  );
}

function addSignIn(server: PeopleServer, parts: PeopleParts): void {
  const { clock, isTls, onEvent } = parts;
  const summary = 'Sign in; the session comes as a cookie. A new one each time, never a given one.';
  const options = {
    schema: { tags, summary, body: signInSchema, response },
    config: { door: 'open' },
  } as const;
  server.post('/v1/session', options, async ({ body, headers, ip: address }, reply) => {
    const tokenBefore = sessionToken(headers, isTls);
    const outcome = await signIn(parts, { ...body, address, tokenBefore });
    switch (outcome.kind) {
      case 'signed-in': {
        const { person, token } = outcome;
        onEvent({ kind: 'signed-in', user: person.user, address });
        reply.header('set-cookie', sessionCookie(token, isTls));
        const endsAtMs = clock.wallMs() + IDLE_MAX_MS;
        return reply.send(sessionView({ person, token, endsAtMs }, parts));
      }
      case 'locked':
        onEvent({ kind: 'sign-in-refused', reason: 'too-many-attempts', address });
        return sendProblem(reply, { code: 'too-many-attempts', retryAfterMs: outcome.waitMs });
      case 'overloaded':
        return sendProblem(reply, { code: 'overloaded' });
      case 'refused':
        onEvent({ kind: 'sign-in-refused', reason: 'sign-in-refused', address });
        return sendProblem(reply, { code: 'sign-in-refused' });
    }
  });
}

function addSignOut(server: PeopleServer, { database, clock, isTls }: PeopleParts): void {
  const summary = 'Sign out: the session ends at the hub, whoever else has its cookie.';
  const schema = {
    tags,
    summary,
    body: nothingSchema,
    response: { ...response, 200: nothingSchema },
  };
  server.post('/v1/session/end', { schema }, async (request, reply) => {
    const { person, token } = signedInOf(request);
    await database.transaction().execute(async (transaction) => {
      const isThere = (await sessionOf(transaction, token)) !== undefined;
      await endSession(transaction, token);
      const by = { user: person.user, name: person.name };
      const note = { atMs: clock.wallMs(), by, address: request.ip };
      if (isThere) await addAudit(transaction, { ...note, act: 'signed-out' });
    });
    return reply.header('set-cookie', endedCookie(isTls)).send({});
  });
}

function sessionView(
  { person, token, endsAtMs }: SignedIn,
  { version, isDemo, vendor, clock }: PeopleParts,
): SessionView {
  return {
    user: person,
    actions: ACTIONS.filter((action) => may(person, action)),
    csrfToken: csrfTokenOf(token),
    endsAt: new Date(endsAtMs).toISOString(),
    hub: { version, isDemo, canIssue: canIssueAt(vendor, clock.wallMs()) },
  };
}
