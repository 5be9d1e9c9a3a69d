import { DOCUMENT_MAX_CHARS } from '../../protocol/limits.ts';
import { FLEET_ROWS_MAX, fleetRows } from '../store/fleet-list.ts';
import type { Reapplied } from '../store/quarantine.ts';
import { signedInOf } from './guard.ts';
import { instant } from './instant.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import { sendProblem, type Problem } from './problem.ts';
import {
  branchParamsSchema,
  entitlementRequestSchema,
  errorSchema,
  explanationSchema,
  lineParamsSchema,
  nothingSchema,
  sentSchema,
  stationParamsSchema,
  stationSchema,
  stationsSchema,
} from './schema.ts';
import { asked, officeFor, stationFor } from './station-for.ts';
import { stationView, summaryView } from './station-view.ts';

const tags = ['fleet'];
const problems = { '4xx': errorSchema, '5xx': errorSchema };
const params = stationParamsSchema;

/** A document, and the little JSON around it. */
const ENTITLEMENT_BODY_MAX_BYTES = DOCUMENT_MAX_CHARS + 1_024;

export function addStationRoutes(server: PeopleServer, parts: PeopleParts): void {
  addReading(server, parts);
  addEntitlement(server, parts);
  addRevocation(server, parts);
  addExplanation(server, parts);
  addReapplying(server, parts);
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
    const outcome = await officeFor(request, parts).sendEntitlement(station, document);
    if (outcome.kind === 'refused') {
      return sendProblem(reply, { code: 'licence-unfit', details: { reason: outcome.code } });
    }
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
    await officeFor(request, parts).revoke(found.row.station);
    return reply.send({});
  });
}

function addExplanation(server: PeopleServer, parts: PeopleParts): void {
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
    const { epoch } = request.params;
    const office = officeFor(request, parts);
    const outcome = await office.explainFork(found.row.station, epoch, request.body.note);
    return outcome.kind === 'explained'
      ? reply.send({})
      : sendProblem(reply, { code: 'not-found' });
  });
}

function addReapplying(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Check a line that was set aside once more; if it is good by now it counts.',
    params: lineParamsSchema,
    body: nothingSchema,
    response: { 200: nothingSchema, ...problems },
  };
  const url = '/v1/stations/:station/quarantine/:epoch/:seq/reapply';
  server.post(url, { schema }, async (request, reply) => {
    const found = await stationFor(parts, { ...asked(request), action: 'reapply-line' });
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const { epoch, seq } = request.params;
    const place = { station: found.row.station, epoch, seq };
    const outcome = await officeFor(request, parts).reapply(place);
    return outcome.kind === 'applied'
      ? reply.send({})
      : sendProblem(reply, problemOfLine(outcome.code));
  });
}

function problemOfLine(reason: Extract<Reapplied, { kind: 'refused' }>['code']): Problem {
  if (reason === 'not-quarantined') return { code: 'not-found' };
  if (reason === 'forked') return { code: 'line-forked' };
  return { code: 'line-still-bad', details: { reason } };
}
