/** Programs that are told of what happens. */
import { WEBHOOK_KINDS } from '../store/announcements.ts';
import {
  DELIVERIES_MAX,
  deliveriesOf,
  listWebhooks,
  webhookById,
  type Webhook,
  type WebhookDelivery,
} from '../store/webhooks.ts';
import { may } from '../users/roles.ts';
import { allowedAddresses, problemOfUrl } from '../webhooks/outside-address.ts';
import { dropWebhook, makeWebhook } from '../webhooks/webhook-desk.ts';
import { signedInOf } from './guard.ts';
import {
  deliveriesSchema,
  deliveryQuerySchema,
  madeWebhookSchema,
  newWebhookSchema,
  webhookParamsSchema,
  webhooksSchema,
  type WebhooksView,
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
    summary: 'Who is told of what, and how it went with the newest of it.',
    response: { 200: webhooksSchema, ...problems },
  };
  server.get('/v1/webhooks', { schema: list }, async (request, reply) => {
    if (!mayManage(request)) return sendProblem(reply, { code: 'forbidden' });
    const webhooks: WebhooksView['webhooks'][number][] = [];
    for (const webhook of await listWebhooks(parts.database)) {
      const [newest] = await deliveriesOf(parts.database, webhook.webhook, { max: 1 });
      webhooks.push({ ...webhookView(webhook), newest: newest && standingView(newest) });
    }
    return reply.send({ webhooks, hasKey: parts.keys !== undefined });
  });
  const deliveries = {
    tags,
    summary: 'What was delivered, waits, or was given up, the newest first.',
    params: webhookParamsSchema,
    querystring: deliveryQuerySchema,
    response: { 200: deliveriesSchema, ...problems },
  };
  const path = '/v1/webhooks/:webhook/deliveries';
  server.get(path, { schema: deliveries }, async (request, reply) => {
    if (!mayManage(request)) return sendProblem(reply, { code: 'forbidden' });
    const webhook = await webhookById(parts.database, request.params.webhook);
    if (webhook === undefined) return sendProblem(reply, { code: 'not-found' });
    const { before } = request.query;
    const found = await deliveriesOf(parts.database, webhook.webhook, { before });
    const isMore = found.length === DELIVERIES_MAX;
    return reply.send({
      webhook: webhookView(webhook),
      deliveries: found.map((each) => {
        return { delivery: each.delivery, kind: each.kind, ...standingView(each) };
      }),
      nextBefore: (isMore ? found.at(-1)?.delivery : undefined) ?? null,
      hasKey: parts.keys !== undefined,
    });
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
    const { id, kinds } = request.body;
    const asked = { id, url, kinds: WEBHOOK_KINDS.filter((kind) => kinds.includes(kind)) };
    const made = await makeWebhook(officeFor(request, parts).desk(), asked, keys);
    if (made === 'id-taken') return sendProblem(reply, { code: 'id-taken' });
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

function standingView({ atMs, state, attempts, dueAtMs, lastError }: WebhookDelivery) {
  return { at: iso(atMs), state, attempts, dueAt: iso(dueAtMs), lastError };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
