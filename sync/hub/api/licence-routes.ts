import { z } from 'zod';
import { planNamed, planOfDistributors } from '../contracts/plan-for.ts';
import { LICENCE_SORTS, licenceCsv, sortedLicences } from '../licences/licence-list.ts';
import type { LifeOutcome } from '../licences/life-desk.ts';
import { may } from '../users/roles.ts';
import { signedInOf } from './guard.ts';
import { instant } from './instant.ts';
import {
  licenceActDoneSchema,
  licenceActSchema,
  licencesSchema,
  purchaseSchema,
} from './licence-schema.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import { sendProblem, type Problem } from './problem.ts';
import { errorSchema, nothingSchema, stationParamsSchema } from './schema.ts';
import { asked, officeFor, stationFor } from './station-for.ts';
import { knownPlans } from '../store/plans.ts';

const tags = ['licences'];
const problems = { '4xx': errorSchema, '5xx': errorSchema };
export function addLicenceRoutes(server: PeopleServer, parts: PeopleParts): void {
  addList(server, parts);
  addPurchase(server, parts);
  addAct(server, parts);
}

function addList(server: PeopleServer, { fleet, clock }: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Licences with their maintenance expiries, sorted; as CSV with `format=csv`.',
    querystring: z.strictObject({
      sort: z.enum(LICENCE_SORTS).default('expiry'),
      format: z.enum(['json', 'csv']).default('json'),
    }),
    response: { 200: z.union([licencesSchema, z.string()]), ...problems },
  };
  server.get('/v1/licences', { schema }, async (request, reply) => {
    const { person } = signedInOf(request);
    if (!may(person, 'read-licences')) return sendProblem(reply, { code: 'forbidden' });
    const { sort, format } = request.query;
    const nowMs = clock.wallMs();
    const { sites } = person;
    const licences = sortedLicences(await fleet.office.life().list(sites), sort);
    if (format === 'json') return reply.send({ at: instant(nowMs), licences });
    return reply
      .header('content-disposition', 'attachment; filename="licences.csv"')
      .type('text/csv; charset=utf-8')
      .serializer((text) => String(text))
      .send(licenceCsv(licences));
  });
}

function addPurchase(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Record a licence that was bought; no clock runs before it is installed.',
    body: purchaseSchema,
    response: { 200: nothingSchema, ...problems },
  };
  server.post('/v1/licences', { schema }, async (request, reply) => {
    const { person } = signedInOf(request);
    if (!may(person, 'manage-licences') || person.sites !== 'all') {
      return sendProblem(reply, { code: 'forbidden' });
    }
    const { plan: name, ...licence } = request.body;
    const plans = await knownPlans(parts.database);
    const plan =
      name === undefined ? planOfDistributors(plans) : planNamed(plans, name, parts.clock.wallMs());
    if (plan === undefined) {
      return sendProblem(reply, { code: 'invalid-request', details: { reason: 'plan' } });
    }
    const isNew = await officeFor(request, parts).life().buy(licence, plan.zone);
    return isNew
      ? reply.send({})
      : sendProblem(reply, { code: 'name-taken', details: { licence: licence.id } });
  });
}

function addAct(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary:
      'Install, renew, decline, reinstate, replace, move, rebind or revoke the licence of a station.',
    params: stationParamsSchema,
    body: licenceActSchema,
    response: { 200: licenceActDoneSchema, ...problems },
  };
  server.post('/v1/stations/:station/licence-acts', { schema }, async (request, reply) => {
    const found = await stationFor(parts, { ...asked(request), action: 'manage-licences' });
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const { paidAt, ...order } = request.body;
    const paidAtMs = paidAt === undefined ? undefined : Date.parse(paidAt);
    const { station } = found.row;
    const outcome = await officeFor(request, parts)
      .life()
      .do({ ...order, station, paidAtMs });
    if (outcome.kind !== 'done' && outcome.kind !== 'repeated') {
      return sendProblem(reply, problemOf(outcome));
    }
    const { licence, lastCoveredDay } = outcome.act;
    const { cover, costLines } = outcome.kind === 'done' ? outcome : { costLines: [] };
    return reply.send({ kind: outcome.kind, licence, lastCoveredDay, cover, costLines });
  });
}

function problemOf(outcome: Exclude<LifeOutcome, { kind: 'done' | 'repeated' }>): Problem {
  const { code: reason } = outcome;
  if (reason === 'issuer-key-missing') return { code: reason };
  if (outcome.kind !== 'refused' || !('decision' in outcome)) {
    return { code: 'plan-refuses', details: { reason } };
  }
  const { reasons, options, needs } = outcome.decision ?? {};
  return { code: 'plan-refuses', details: { reason, reasons, options, needs: needs?.what } };
}
