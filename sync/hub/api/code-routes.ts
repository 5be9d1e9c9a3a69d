import { isZone } from '../../../agent/core/calendar.ts';
import type { LicenceTerms } from '../licences/decide.ts';
import { canIssueAt } from '../licences/vendor.ts';
import { may } from '../users/roles.ts';
import { signedInOf } from './guard.ts';
import { instant } from './instant.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import { sendProblem, type Problem } from './problem.ts';
import {
  codeRequestSchema,
  codeSchema,
  errorSchema,
  replacementRequestSchema,
  stationParamsSchema,
} from './schema.ts';
import { asked, officeFor, stationFor } from './station-for.ts';

const tags = ['fleet'];
const response = { 200: codeSchema, '4xx': errorSchema, '5xx': errorSchema };
const MS_PER_HOUR = 3_600_000;

export function addCodeRoutes(server: PeopleServer, parts: PeopleParts): void {
  addMaking(server, parts);
  addReplacing(server, parts);
}

function addMaking(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Make a one-time code with which one more till joins a site, with a licence or not.',
    body: codeRequestSchema,
    response,
  };
  server.post('/v1/codes', { schema }, async (request, reply) => {
    const { person } = signedInOf(request);
    const { name, site, hours, licence } = request.body;
    if (!may(person, 'make-code', site)) return sendProblem(reply, { code: 'forbidden' });
    const problem = licence === undefined ? undefined : problemOfTerms(licence, parts);
    if (problem !== undefined) return sendProblem(reply, problem);
    const validMs = hours * MS_PER_HOUR;
    const expiresAt = instant(parts.clock.wallMs() + validMs);
    const code = await officeFor(request, parts).makeCode({ name, site, validMs, licence });
    return reply.send({ code, expiresAt });
  });
}

function addReplacing(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Make a one-time code that gives this station a new key, and ends the old one.',
    params: stationParamsSchema,
    body: replacementRequestSchema,
    response,
  };
  server.post('/v1/stations/:station/code', { schema }, async (request, reply) => {
    const found = await stationFor(parts, { ...asked(request), action: 'replace-station' });
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const { station, name, site } = found.row;
    const validMs = request.body.hours * MS_PER_HOUR;
    const expiresAt = instant(parts.clock.wallMs() + validMs);
    const code = await officeFor(request, parts).makeCode({ name, site, station, validMs });
    return reply.send({ code, expiresAt });
  });
}

/** A code promises no licence that the hub cannot give. */
function problemOfTerms(
  { zone }: LicenceTerms,
  { vendor, clock }: PeopleParts,
): Problem | undefined {
  if (!isZone(zone)) return { code: 'zone-unknown', details: { zone } };
  return canIssueAt(vendor, clock.wallMs()) ? undefined : { code: 'issuer-key-missing' };
}
