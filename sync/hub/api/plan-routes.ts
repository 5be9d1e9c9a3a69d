import { z } from 'zod';
import { nameField, planField } from '../../protocol/fields.ts';
import { PLAN_MAX_CHARS } from '../../protocol/limits.ts';
import { may } from '../users/roles.ts';
import { signedInOf } from './guard.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import { sendProblem } from './problem.ts';
import { errorSchema } from './schema.ts';
import { officeFor } from './station-for.ts';

/** A document with its line's end, and the little JSON around it. */
const PLAN_BODY_MAX_BYTES = PLAN_MAX_CHARS + 1_024;

const sendingSchema = z
  .strictObject({
    document: planField,
    station: nameField.optional().describe('One till; without it, all that contracts name.'),
  })
  .readonly();

const planSentSchema = z
  .strictObject({
    version: z.int(),
    stations: z.array(z.string()).readonly().describe('In whose mailboxes it lies.'),
  })
  .readonly()
  .meta({ id: 'PlanSent' });

/** New contract plans for tills, with no new release. */
export function addPlanRoutes(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags: ['contracts'],
    summary: 'Take a signed plan in, and send it to a till or to all whose contracts are under it.',
    params: z.strictObject({ plan: nameField }),
    body: sendingSchema,
    response: { 200: planSentSchema, '4xx': errorSchema, '5xx': errorSchema },
  };
  const options = { schema, bodyLimit: PLAN_BODY_MAX_BYTES };
  server.post('/v1/plans/:plan/send', options, async (request, reply) => {
    const { person } = signedInOf(request);
    if (!may(person, 'send-plan') || person.sites !== 'all') {
      return sendProblem(reply, { code: 'forbidden' });
    }
    const { document, station } = request.body;
    const order = { plan: request.params.plan, document: document.trim(), station };
    const outcome = await officeFor(request, parts).sendPlan(order);
    if (outcome.kind === 'refused') {
      return sendProblem(reply, { code: 'plan-unfit', details: { reason: outcome.code } });
    }
    const { version, stations } = outcome;
    return reply.send({ version, stations });
  });
}
