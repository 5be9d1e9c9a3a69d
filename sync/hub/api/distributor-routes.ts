import { z } from 'zod';
import { readBooks } from '../contracts/books.ts';
import { commitmentAt, register } from '../contracts/registration.ts';
import { planOfDistributors } from '../contracts/plan-for.ts';
import { InvariantError } from '../../../agent/core/invariant.ts';
import { idSchema, textSchema } from '../../trust/fields.ts';
import { may } from '../users/roles.ts';
import { signedInOf } from './guard.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import { sendProblem } from './problem.ts';
import { errorSchema } from './schema.ts';
import type { Plan } from '../../../agent/core/contract/plan.ts';
import { knownPlans } from '../store/plans.ts';

const LICENCES_MAX = 100_000;
const tags = ['contracts'];
const problems = { '4xx': errorSchema, '5xx': errorSchema };
const params = z.strictObject({ party: textSchema });

const registrationSchema = z
  .strictObject({
    payment: z.enum(['mandate', 'agreed-alternative']).optional(),
    paymentAgreedBy: textSchema.optional().describe('Who agreed to another way than the mandate.'),
    order: z.strictObject({ id: idSchema, licences: z.int().min(1).max(LICENCES_MAX) }).readonly(),
  })
  .readonly();

const daySchema = z.iso.date();
const registeredSchema = z.strictObject({ registeredOn: daySchema }).readonly();

const commitmentSchema = z
  .strictObject({
    distributor: z.string(),
    registeredOn: daySchema.nullable(),
    running: z
      .strictObject({
        from: daySchema,
        lastDay: daySchema,
        bought: z.int(),
        committed: z.int(),
        short: z.int().describe('Licences missing so far.'),
      })
      .readonly()
      .nullable(),
    closed: z
      .strictObject({ short: z.int(), lastDay: daySchema })
      .readonly()
      .nullable()
      .describe('The year that closed last, where it fell short: a flag, and nothing else.'),
  })
  .readonly()
  .meta({ id: 'Commitment' });

export function addDistributorRoutes(server: PeopleServer, parts: PeopleParts): void {
  addRegistration(server, parts);
  addCommitment(server, parts);
}

function addRegistration(server: PeopleServer, { database, clock }: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Register a distributor: how it pays, and its first order. Repeated, it counts once.',
    params,
    body: registrationSchema,
    response: { 200: registeredSchema, ...problems },
  };
  server.post('/v1/distributors/:party/registration', { schema }, async (request, reply) => {
    const { person } = signedInOf(request);
    if (!may(person, 'manage-distributors')) return sendProblem(reply, { code: 'forbidden' });
    const { payment, paymentAgreedBy, order } = request.body;
    const { user, name } = person;
    const actor = { by: { user, name }, address: request.ip };
    const { party: distributor } = request.params;
    const asked = { distributor, payment, paymentAgreedBy, order: order.id };
    const desk = { database, actor, plan: requirePlan(await knownPlans(database)) };
    const outcome = await register(desk, { ...asked, licences: order.licences }, clock.wallMs());
    switch (outcome.kind) {
      case 'registered':
        return reply.send({ registeredOn: outcome.registeredOn });
      case 'unknown':
        return sendProblem(reply, { code: 'not-found' });
      case 'order-taken':
        return sendProblem(reply, { code: 'name-taken', details: { order: order.id } });
      case 'refused': {
        const { reasons, needs } = outcome.decision;
        const details = { reasons, needs: needs?.what };
        return sendProblem(reply, { code: 'plan-refuses', details });
      }
    }
  });
}

function addCommitment(server: PeopleServer, { database, clock }: PeopleParts): void {
  const schema = {
    tags,
    summary:
      'What a distributor has promised to buy in a year, and what it has bought; shown to itself too.',
    params,
    querystring: z.strictObject({ at: z.iso.datetime().optional() }),
    response: { 200: commitmentSchema, ...problems },
  };
  server.get('/v1/distributors/:party/commitment', { schema }, async (request, reply) => {
    const { person } = signedInOf(request);
    const { party: distributor } = request.params;
    const { at } = request.query;
    const atMs = at === undefined ? clock.wallMs() : Date.parse(at);
    const books = await readBooks(database, { atMs });
    const isKnown = books.parties.some(
      ({ id, kind }) => id === distributor && kind === 'distributor',
    );
    const isSeen = person.sites === 'all' || person.party === distributor;
    if (!isKnown || !isSeen) return sendProblem(reply, { code: 'not-found' });
    if (!may(person, 'read-licences')) return sendProblem(reply, { code: 'forbidden' });
    const {
      registeredOn = null,
      running = null,
      closed,
    } = commitmentAt(books, distributor, {
      plan: requirePlan(await knownPlans(database)),
      atMs,
    });
    const { outcome, count, day } = closed;
    const isFlagged = outcome === 'FLAG' && count !== undefined && day !== undefined;
    const short = isFlagged ? { short: count, lastDay: day } : null;
    return reply.send({ distributor, registeredOn, running, closed: short });
  });
}

function requirePlan(plans: readonly Plan[]): Plan {
  const plan = planOfDistributors(plans);
  if (plan !== undefined) return plan;
  throw new InvariantError('no plan of this program has distributors');
}
