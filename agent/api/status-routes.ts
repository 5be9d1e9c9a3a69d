import type { ApiServer, ServerParts } from './api-parts.ts';
import { sendProblem } from './problem-reply.ts';
import { errorSchema, healthSchema, statusSchema } from './schema.ts';
import { deviceView, isHealthy, statusView } from './status-view.ts';

const tags = ['status'];
const refusals = { '4xx': errorSchema, '5xx': errorSchema };

export function addStatusRoutes(
  server: ApiServer,
  { shell, version, book, queue }: Pick<ServerParts, 'shell' | 'version' | 'book' | 'queue'>,
): void {
  const health = {
    tags,
    summary: 'Whether the till works; with a token also how each device is.',
    security: [],
    response: { 200: healthSchema, ...refusals },
  };
  const open = { schema: health, config: { isOpen: true } };
  server.get('/v1/health', open, async ({ client }, reply) => {
    const view = shell.view();
    const summary = { status: isHealthy(view) ? 'ok' : 'degraded', version } as const;
    return reply.send(
      client === ''
        ? summary
        : { ...summary, devices: view.devices.map((device) => deviceView(device, view.settings)) },
    );
  });
  const status = {
    tags,
    summary: 'Everything there is to show of the till at this moment.',
    response: { 200: statusSchema, ...refusals },
  };
  server.get('/v1/status', { schema: status }, async (_request, reply) =>
    reply.send(statusView(shell.view(), { book, queue })),
  );
  const events = {
    tags,
    summary:
      'WebSocket: the status at once, after each change, and every few seconds. Browsers send the ' +
      'token as subprotocol: `tillwarden.events.v1, bearer.<token>`.',
    response: refusals,
  };
  server.get('/v1/events', { schema: events }, async (_request, reply) =>
    sendProblem(reply.header('upgrade', 'websocket'), { code: 'websocket-expected' }),
  );
}
