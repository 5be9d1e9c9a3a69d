import { inspectDocument } from '../../trust/inspect-document.ts';
import { DOCUMENT_MAX_CHARS } from '../../protocol/limits.ts';
import { addAudit, type AuditNote } from '../store/audit.ts';
import { FLEET_ROWS_MAX, fleetRows, type FleetRow } from '../store/fleet-list.ts';
import { explainFork } from '../store/forks.ts';
import { may, type Action } from '../users/roles.ts';
import { signedInOf } from './guard.ts';
import { instant } from './instant.ts';
import type { PeopleParts, PeopleServer, SignedIn } from './people-parts.ts';
import { sendProblem, type Problem } from './problem.ts';
import {
  branchParamsSchema,
  codeRequestSchema,
  codeSchema,
  entitlementRequestSchema,
  errorSchema,
  explanationSchema,
  nothingSchema,
  replacementRequestSchema,
  sentSchema,
  stationParamsSchema,
  stationSchema,
  stationsSchema,
} from './schema.ts';
import { stationView, summaryView } from './station-view.ts';

const tags = ['fleet'];
const problems = { '4xx': errorSchema, '5xx': errorSchema };
const params = stationParamsSchema;
const MS_PER_HOUR = 3_600_000;

/** A document, and the little JSON around it. */
const ENTITLEMENT_BODY_MAX_BYTES = DOCUMENT_MAX_CHARS + 1_024;

export function addStationRoutes(server: PeopleServer, parts: PeopleParts): void {
  addReading(server, parts);
  addCodes(server, parts);
  addEntitlement(server, parts);
  addRevocation(server, parts);
  addExplanation(server, parts);
}

function addReading(server: PeopleServer, parts: PeopleParts): void {
  const { database, clock, fleet } = parts;
  const schema = {
    tags,
    summary: 'The stations at the sites of whoever asks.',
    response: { 200: stationsSchema, ...problems },
  };
  server.get('/v1/stations', { schema }, async (request, reply) => {
    const rows = await fleetRows(database, { sites: signedInOf(request).person.sites });
    const stations = rows
      .slice(0, FLEET_ROWS_MAX)
      .map((row) => summaryView(row, fleet.isConnected(row.station)));
    const isCut = rows.length > FLEET_ROWS_MAX;
    return reply.send({ at: instant(clock.wallMs()), stations, isCut });
  });
  const one = {
    tags,
    summary: 'One station: its sales, licence, branches, and what was set aside of it.',
    params,
    response: { 200: stationSchema, ...problems },
  };
  server.get('/v1/stations/:station', { schema: one }, async (request, reply) => {
    const found = await stationFor(parts, { ...asked(request), action: 'read-fleet' });
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const isConnected = fleet.isConnected(found.row.station);
    return reply.send(
      await stationView(database, found.row, { isConnected, nowMs: clock.wallMs() }),
    );
  });
}

function addCodes(server: PeopleServer, parts: PeopleParts): void {
  const { database, clock, fleet } = parts;
  const response = { 200: codeSchema, ...problems };
  const schema = {
    tags,
    summary: 'Make a one-time code with which one more till joins a site.',
    body: codeRequestSchema,
    response,
  };
  server.post('/v1/codes', { schema }, async (request, reply) => {
    const { person } = signedInOf(request);
    const { name, site, hours } = request.body;
    if (!may(person, 'make-code', site)) return sendProblem(reply, { code: 'forbidden' });
    const validMs = hours * MS_PER_HOUR;
    const expiresAt = instant(clock.wallMs() + validMs);
    const details = { name, site, expiresAt };
    await addAudit(database, { ...doing(request, parts), act: 'code-made', details });
    return reply.send({ code: await fleet.office.makeCode({ name, site, validMs }), expiresAt });
  });
  const replacing = {
    tags,
    summary: 'Make a one-time code that gives this station a new key, and ends the old one.',
    params,
    body: replacementRequestSchema,
    response,
  };
  const url = '/v1/stations/:station/code';
  server.post(url, { schema: replacing }, async (request, reply) => {
    const found = await stationFor(parts, { ...asked(request), action: 'replace-station' });
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const { station, name, site } = found.row;
    const validMs = request.body.hours * MS_PER_HOUR;
    const expiresAt = instant(clock.wallMs() + validMs);
    const note = { ...doing(request, parts), act: 'code-made', subject: station } as const;
    await addAudit(database, { ...note, details: { name, site, expiresAt } });
    const code = await fleet.office.makeCode({ name, site, station, validMs });
    return reply.send({ code, expiresAt });
  });
}

function addEntitlement(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary:
      'Put a licence into the station’s mailbox; it is verified here, and again by the till.',
    params,
    body: entitlementRequestSchema,
    response: { 200: sentSchema, ...problems },
  };
  const options = { schema, bodyLimit: ENTITLEMENT_BODY_MAX_BYTES };
  server.post('/v1/stations/:station/entitlement', options, async (request, reply) => {
    const found = await stationFor(parts, { ...asked(request), action: 'send-entitlement' });
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const { station } = found.row;
    const document = request.body.document.trim();
    const claim = claimOf(document, station);
    if (claim.kind === 'unfit') {
      return sendProblem(reply, { code: 'licence-unfit', details: { reason: claim.reason } });
    }
    const outcome = await parts.fleet.office.sendEntitlement(station, document);
    if (outcome.kind === 'refused') {
      return sendProblem(reply, { code: 'licence-unfit', details: { reason: outcome.code } });
    }
    // Only now is it known that it was sent; the hub has kept the licence itself, too.
    const note = { ...doing(request, parts), act: 'entitlement-sent', subject: station } as const;
    await addAudit(parts.database, { ...note, details: claim.details });
    return reply.send({ command: outcome.seq });
  });
}

function addRevocation(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Revoke a station: it may still upload, and gets nothing any more.',
    params,
    body: nothingSchema,
    response: { 200: nothingSchema, ...problems },
  };
  server.post('/v1/stations/:station/revoke', { schema }, async (request, reply) => {
    const found = await stationFor(parts, { ...asked(request), action: 'revoke-station' });
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const { station } = found.row;
    const note = { ...doing(request, parts), act: 'station-revoked', subject: station } as const;
    await addAudit(parts.database, note);
    await parts.fleet.office.revoke(station);
    return reply.send({});
  });
}

function addExplanation(server: PeopleServer, parts: PeopleParts): void {
  const { database, clock } = parts;
  const schema = {
    tags,
    summary: 'Say what a fork comes from; it is marked no longer.',
    params: branchParamsSchema,
    body: explanationSchema,
    response: { 200: nothingSchema, ...problems },
  };
  const url = '/v1/stations/:station/branches/:epoch/explain';
  server.post(url, { schema }, async (request, reply) => {
    const found = await stationFor(parts, { ...asked(request), action: 'explain-fork' });
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const { station } = found.row;
    const { epoch } = request.params;
    const isExplained = await database.transaction().execute(async (transaction) => {
      const place = { station, epoch };
      if (!(await explainFork(transaction, place, clock.wallMs()))) return false;
      const note = { ...doing(request, parts), act: 'fork-explained', subject: station } as const;
      await addAudit(transaction, { ...note, details: { epoch, note: request.body.note } });
      return true;
    });
    return isExplained ? reply.send({}) : sendProblem(reply, { code: 'not-found' });
  });
}

interface Asked {
  readonly person: SignedIn['person'];
  readonly station: string;
  readonly action: Action;
}

type FoundStation =
  | { readonly kind: 'found'; readonly row: FleetRow }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** A station of another site is not there; one of ours may still not be for this role. */
async function stationFor(
  { database }: PeopleParts,
  { person, station, action }: Asked,
): Promise<FoundStation> {
  const [row] = await fleetRows(database, { sites: person.sites, station });
  if (row === undefined) return { kind: 'problem', problem: { code: 'not-found' } };
  if (may(person, action, row.site)) return { kind: 'found', row };
  return { kind: 'problem', problem: { code: 'forbidden' } };
}

type StationRequest = Parameters<typeof signedInOf>[0] & {
  readonly params: { readonly station: string };
};

function asked(request: StationRequest): Pick<Asked, 'person' | 'station'> {
  return { person: signedInOf(request).person, station: request.params.station };
}

/** Who does it; written down before it is done, so that nothing is done unseen. */
function doing(
  request: Parameters<typeof signedInOf>[0],
  { clock }: PeopleParts,
): Pick<AuditNote, 'by' | 'address' | 'atMs'> {
  const { user, name } = signedInOf(request).person;
  return { by: { user, name }, address: request.ip, atMs: clock.wallMs() };
}

type Claim =
  | { readonly kind: 'fit'; readonly details: Readonly<Record<string, unknown>> }
  | { readonly kind: 'unfit'; readonly reason: string };

/** What the document says of itself; sent to the wrong till it would only be refused there. */
function claimOf(document: string, station: string): Claim {
  const seen = inspectDocument(document, 'entitlement');
  if (seen.kind === 'refused') return { kind: 'unfit', reason: seen.code };
  const { licence, generation } = seen.payload;
  if (licence.issuedTo.station !== station) return { kind: 'unfit', reason: 'wrong-station' };
  return { kind: 'fit', details: { licence: licence.id, generation } };
}
