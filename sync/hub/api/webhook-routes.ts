/** Programs that are told of what happens. */
import { deliveriesOf, listWebhooks, type Webhook } from '../store/webhooks.ts';
import { may } from '../users/roles.ts';
import { allowedAddresses, problemOfUrl } from '../webhooks/outside-address.ts';
import { dropWebhook, makeWebhook } from '../webhooks/webhook-desk.ts';
import { signedInOf } from './guard.ts';
import {
  deliveriesSchema,
  madeWebhookSchema,
  newWebhookSchema,
  webhookParamsSchema,
  webhooksSchema,
  type WebhookView,
} from './mail-schema.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import { sendProblem } from './problem.ts';
import { errorSchema, nothingSchema } from './schema.ts';
import { officeFor } from './station-for.ts';

const tags = ['webhooks'];
const problems = { '4xx': errorSchema, '5xx': errorSchema };

export function addWebhookRoutes(server: PeopleServer, parts: PeopleParts): void {
  addReading(server, parts);
  addWriting(server, parts);
}

function addReading(server: PeopleServer, parts: PeopleParts): void {
  const list = {
    tags,
    summary: 'Who is told of what.',
    response: { 200: webhooksSchema, ...problems },
  };
  server.get('/v1/webhooks', { schema: list }, async (request, reply) => {
    if (!mayManage(request)) return sendProblem(reply, { code: 'forbidden' });
    const webhooks = await listWebhooks(parts.database);
    return reply.send({ webhooks: webhooks.map(webhookView) });
  });
  const deliveries = {
    tags,
    summary: 'What was delivered, waits, or was given up, the newest first.',
    params: webhookParamsSchema,
    response: { 200: deliveriesSchema, ...problems },
  };
  const path = '/v1/webhooks/:webhook/deliveries';
  server.get(path, { schema: deliveries }, async (request, reply) => {
    if (!mayManage(request)) return sendProblem(reply, { code: 'forbidden' });
    const { webhook } = request.params;
    const known = await listWebhooks(parts.database);
    if (!known.some((each) => each.webhook === webhook)) {
      return sendProblem(reply, { code: 'not-found' });
    }
    const found = await deliveriesOf(parts.database, webhook);
    const shown = found.map(({ delivery, kind, atMs, state, attempts, dueAtMs, lastError }) => {
      const times = { at: iso(atMs), dueAt: iso(dueAtMs) };
      return { delivery, kind, ...times, state, attempts, lastError };
    });
    return reply.send({ deliveries: shown });
  });
}

function addWriting(server: PeopleServer, parts: PeopleParts): void {
  const add = {
    tags,
    summary: 'Tell a program of what happens; its secret is shown this once.',
    body: newWebhookSchema,
    response: { 200: madeWebhookSchema, ...problems },
  };
  server.post('/v1/webhooks', { schema: add }, async (request, reply) => {
    if (!mayManage(request)) return sendProblem(reply, { code: 'forbidden' });
    const { keys, webhookAllowed = allowedAddresses([]) } = parts;
    const { url } = request.body;
    const reason = problemOfUrl(url, webhookAllowed);
    if (reason !== undefined) {
      return sendProblem(reply, { code: 'webhook-unfit', details: { reason } });
    }
    if (keys === undefined) return sendProblem(reply, { code: 'vault-key-missing' });
    const asked = { url, kinds: [...new Set(request.body.kinds)] };
    const made = await makeWebhook(officeFor(request, parts).desk(), asked, keys);
    return reply.send({ webhook: webhookView(made.webhook), secret: made.secret });
  });
  const remove = {
    tags,
    summary: 'Tell it no more; what was on its way is dropped.',
    params: webhookParamsSchema,
    response: { 200: nothingSchema, ...problems },
  };
  server.delete('/v1/webhooks/:webhook', { schema: remove }, async (request, reply) => {
    if (!mayManage(request)) return sendProblem(reply, { code: 'forbidden' });
    const desk = officeFor(request, parts).desk();
    const isDropped = await dropWebhook(desk, request.params.webhook);
    return isDropped ? reply.send({}) : sendProblem(reply, { code: 'not-found' });
  });
}

function mayManage(request: Parameters<typeof signedInOf>[0]): boolean {
  return may(signedInOf(request).person, 'manage-mail');
}

function webhookView({ webhook, url, kinds, madeAtMs, madeBy }: Webhook): WebhookView {
  return { webhook, url, kinds, madeAt: iso(madeAtMs), madeBy };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
