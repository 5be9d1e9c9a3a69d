/** Cash drawers, scales, scanners and card readers, with the words of UnifiedPOS. */
import type { FastifyReply } from 'fastify';
import { SALE_OPENINGS_MAX } from '../core/till/drawer-turn.ts';
import type { DrawerAnswer } from '../shell/drawers.ts';
import { weigh, type Weighing } from '../shell/weighing.ts';
import type { ApiServer, ServerParts } from './api-parts.ts';
import { operationHeadersSchema } from './basic-schema.ts';
import { problemOf, type Problem } from './errors.ts';
import { operationUnder } from './operation-key.ts';
import { operatorOf } from './operator-access.ts';
import {
  claimSchema,
  dataEventsSchema,
  deviceParamsSchema,
  drawerOpenSchema,
  peripheralSchema,
  peripheralsSchema,
  weighQuerySchema,
  weightSchema,
} from './peripheral-schema.ts';
import { peripheralView } from './peripheral-view.ts';
import { sendProblem } from './problem-reply.ts';
import { errorSchema } from './schema.ts';

const tags = ['peripherals'];
const refusals = { '4xx': errorSchema, '5xx': errorSchema };
const params = deviceParamsSchema;

type PeripheralParts = Pick<ServerParts, 'peripherals'>;

export function addPeripheralRoutes(server: ApiServer, parts: PeripheralParts): void {
  const schema = {
    tags,
    summary: 'Cash drawers, scales, scanners and card readers, and how each is.',
    response: { 200: peripheralsSchema, ...refusals },
  };
  server.get('/v1/peripherals', { schema }, async (_request, reply) =>
    reply.send({ peripherals: parts.peripherals.statuses().map(peripheralView) }),
  );
  addDrawerRoute(server, parts);
  addScaleRoute(server, parts);
  addDeviceClaimRoutes(server, parts);
  addDataEventsRoute(server, parts);
}

function addDrawerRoute(server: ApiServer, { peripherals }: PeripheralParts): void {
  const schema = {
    tags,
    summary: `Open a drawer: as part of a sale, at most ${SALE_OPENINGS_MAX} times, or by an operator who may. It is in the journal before the pulse. With an \`Idempotency-Key\`, sending it again opens nothing.`,
    headers: operationHeadersSchema,
    params,
    body: drawerOpenSchema,
    response: { 200: peripheralSchema, ...refusals },
  };
  server.post('/v1/drawers/:device/open', { schema }, async (request, reply) => {
    const {
      client,
      headers,
      params: { device },
      body,
    } = request;
    const { saleId, note } = body;
    if (!peripherals.drawers.has(device)) return notFound(reply, device);
    const cause =
      saleId === undefined
        ? ({ kind: 'operator', operator: operatorOf(request, 'open-drawer'), note } as const)
        : ({ kind: 'sale', saleId } as const);
    const operation = operationUnder(headers['idempotency-key'], { openDrawer: device, body });
    const asked = { device, client, cause, operation };
    const problem = drawerProblem(await peripherals.drawers.open(asked));
    if (problem !== undefined) return sendProblem(reply, problem);
    return sendStatus(reply, peripherals, device);
  });
}

function drawerProblem(answer: DrawerAnswer): Problem | undefined {
  switch (answer.kind) {
    case 'opened':
      return undefined;
    case 'refused':
      return problemOf(answer.refusal);
    case 'not-opened': {
      const { detail, isOffline } = answer;
      if (isOffline)
        return { code: 'peripheral-not-ready', details: { result: 'E_OFFLINE', detail } };
      return { code: 'drawer-not-opened', details: { result: 'E_FAILURE', detail } };
    }
  }
}

function addScaleRoute(server: ApiServer, { peripherals }: PeripheralParts): void {
  const schema = {
    tags,
    summary: 'What lies on the scale now, once it has come to rest (ReadWeight).',
    params,
    querystring: weighQuerySchema,
    response: { 200: weightSchema, ...refusals },
  };
  server.get('/v1/scales/:device/weight', { schema }, async (request, reply) => {
    const {
      client,
      params: { device },
      query: { timeoutMs },
    } = request;
    const scale = peripherals.find(device);
    if (scale?.kind !== 'scale') return notFound(reply, device);
    const holder = peripherals.claims.holder(device) ?? client;
    if (holder !== client) return claimed(reply);
    const weighing = await weigh(scale, timeoutMs);
    if (weighing.kind === 'refused') return sendProblem(reply, weightProblem(weighing));
    const { weight, unit } = weighing;
    return reply.send({ device, weight, unit });
  });
}

/** With the result codes of a UnifiedPOS scale. */
function weightProblem({
  reason,
  detail,
}: Extract<Weighing, { readonly kind: 'refused' }>): Problem {
  switch (reason) {
    case 'in-motion':
      return { code: 'weight-in-motion', details: { result: 'E_TIMEOUT', reason, detail } };
    case 'under-zero': {
      const details = { result: 'E_EXTENDED', extended: 'ESCAL_UNDER_ZERO', reason, detail };
      return { code: 'weight-under-zero', details };
    }
    case 'over-limit': {
      const details = { result: 'E_EXTENDED', extended: 'ESCAL_OVERWEIGHT', reason, detail };
      return { code: 'weight-over-limit', details };
    }
    case 'needs-zero':
    case 'needs-calibration':
    case 'fault':
      return { code: 'scale-needs-service', details: { result: 'E_FAILURE', reason, detail } };
    case 'offline':
      return { code: 'peripheral-not-ready', details: { result: 'E_OFFLINE', reason, detail } };
  }
}

function addDeviceClaimRoutes(server: ApiServer, { peripherals }: PeripheralParts): void {
  const response = { 200: peripheralSchema, ...refusals };
  const claim = {
    tags,
    summary:
      'Claim a device for this program, which has to listen to /v1/events; its end releases it.',
    params,
    body: claimSchema,
    response,
  };
  server.post('/v1/peripherals/:device/claim', { schema: claim }, async (request, reply) => {
    const {
      client,
      params: { device },
      body: { timeoutMs, dataEvents },
    } = request;
    const { claims } = peripherals;
    if (peripherals.find(device) === undefined) return notFound(reply, device);
    const deaf = { code: 'events-not-heard', details: { result: 'E_ILLEGAL' } } as const;
    if (!peripherals.isListening(client)) return sendProblem(reply, deaf);
    if (!(await claims.claim(device, client, timeoutMs))) return claimed(reply);
    claims.want(device, client, dataEvents);
    return sendStatus(reply, peripherals, device);
  });
  const release = { tags, summary: 'Release a device.', params, response };
  server.post('/v1/peripherals/:device/release', { schema: release }, async (request, reply) => {
    const {
      client,
      params: { device },
    } = request;
    if (peripherals.find(device) === undefined) return notFound(reply, device);
    if (!peripherals.claims.release(device, client)) return notClaimed(reply);
    return sendStatus(reply, peripherals, device);
  });
}

function addDataEventsRoute(server: ApiServer, { peripherals }: PeripheralParts): void {
  const schema = {
    tags,
    summary: 'Whether a scanner or card reader that is claimed tells what it reads, on /v1/events.',
    params,
    body: dataEventsSchema,
    response: { 200: peripheralSchema, ...refusals },
  };
  server.post('/v1/peripherals/:device/data-events', { schema }, async (request, reply) => {
    const {
      client,
      params: { device },
      body: { dataEvents },
    } = request;
    if (peripherals.find(device) === undefined) return notFound(reply, device);
    if (!peripherals.claims.want(device, client, dataEvents)) return notClaimed(reply);
    return sendStatus(reply, peripherals, device);
  });
}

function sendStatus(
  reply: FastifyReply,
  peripherals: ServerParts['peripherals'],
  device: string,
): FastifyReply {
  const status = peripherals.statuses().find((one) => one.device === device);
  return status === undefined ? notFound(reply, device) : reply.send(peripheralView(status));
}

function notFound(reply: FastifyReply, device: string): FastifyReply {
  return sendProblem(reply, {
    code: 'peripheral-not-found',
    details: { result: 'E_NOEXIST', device },
  });
}

function claimed(reply: FastifyReply): FastifyReply {
  return sendProblem(reply, { code: 'peripheral-claimed', details: { result: 'E_CLAIMED' } });
}

function notClaimed(reply: FastifyReply): FastifyReply {
  return sendProblem(reply, {
    code: 'peripheral-not-claimed',
    details: { result: 'E_NOTCLAIMED' },
  });
}
