/** The hub's HTTP side, over TLS, or in plaintext on this computer only. */
import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { isIPv6 } from 'node:net';
import { fastify, type FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import {
  ENROL_PATH,
  ENROLMENT_REFUSALS,
  enrolment,
  type EnrolmentRefusal,
} from '../protocol/enrolment.ts';
import { addLogUploadRoutes } from './api/log-upload-routes.ts';
import type { PeopleParts, PeopleServer } from './api/people-parts.ts';
import { addPeopleRoutes } from './api/people-routes.ts';
import { addReleaseFileRoutes } from './api/release-file-routes.ts';
import { pinOfCertificate } from '../trust/pin.ts';
import { enrol } from './fleet/enrol.ts';
import { HubError } from './hub-error.ts';
import type { HubParts } from './hub-parts.ts';
import {
  BODY_MAX_BYTES,
  CONNECTIONS_CHECK_INTERVAL_MS,
  CONNECTIONS_MAX,
  ENROLMENT_MAX_BYTES,
  HEADERS_MAX_BYTES,
  KEEP_ALIVE_TIMEOUT_MS,
  PARAM_MAX_CHARS,
  REQUEST_TIMEOUT_MS,
} from './limits.ts';
import { isRelayUpgrade } from './sessions/relay-doorway.ts';
import { isSyncUpgrade } from './sessions/upgrade.ts';

/** A certificate and its key, as PEM. */
export interface HubTls {
  readonly certificate: string;
  readonly key: string;
}

export interface ListenPlace {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly tls: HubTls | undefined;
}

const LOOPBACK = ['127.0.0.1', '::1'];
const TLS_VERSION_MIN = 'TLSv1.2';

type HubServer = PeopleServer;

/** Every route of the hub, listening nowhere yet. Throws `HubError`. */
export function createHubServer(
  parts: HubParts,
  people: PeopleParts,
  place: ListenPlace,
): HubServer {
  requireSafePlace(place);
  requirePinned(parts.pins, place.tls);
  const server = createBareServer(place);
  addHubRoutes(server, parts, people);
  return server;
}

/** A server without routes, with every limit set. Throws `HubError`. */
export function createBareServer(place: ListenPlace): HubServer {
  requireSafePlace(place);
  const server = fastify({
    bodyLimit: BODY_MAX_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    forceCloseConnections: true,
    // The guard answers while stopping, in our own words.
    return503OnClosing: false,
    routerOptions: { maxParamLength: PARAM_MAX_CHARS },
    serverFactory: (handler) => nodeServer(handler, place.tls),
  }).withTypeProvider<ZodTypeProvider>();
  server.removeContentTypeParser('text/plain');
  server.server.maxConnections = CONNECTIONS_MAX;
  server.server.headersTimeout = REQUEST_TIMEOUT_MS;
  return server;
}

/** What machines ask for, and what people do. */
export function addHubRoutes(server: HubServer, parts: HubParts, people: PeopleParts): void {
  addPeopleRoutes(server, people);
  addReleaseFileRoutes(server, parts);
  addLogUploadRoutes(server, parts);
  const { version, isDemo } = parts;
  const config = { door: 'machines' } as const;
  server.get('/health', { config }, async () => ({ status: 'ok', version, isDemo }));
  const errorHandler = (fault: unknown, _: unknown, reply: FastifyReply): void => {
    const code = refusalOfFault(fault);
    if (code === 'internal') parts.onError(fault);
    refuse(reply, code);
  };
  const bodyLimit = ENROLMENT_MAX_BYTES;
  server.post(ENROL_PATH, { config, errorHandler, bodyLimit }, async (request, reply) => {
    const body = enrolment.request.safeParse(request.body);
    if (!body.success) return refuse(reply, 'invalid-request');
    const outcome = await enrol(body.data, { ...parts, address: request.ip });
    if (outcome.kind === 'enrolled') return reply.send(outcome.result);
    return refuse(reply, outcome.code, outcome.retryAfterMs);
  });
}

/** Listens; the URL it can be reached at. Throws `HubError`. */
export async function listen(server: HubServer, { host, port, tls }: ListenPlace): Promise<string> {
  try {
    await server.listen({ host, port });
  } catch (cause) {
    const isTaken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
    if (isTaken) throw new HubError('port-in-use', `port ${port} is in use`, { cause });
    throw new HubError('listen-failed', `cannot listen on ${host}:${port}`, { cause });
  }
  const address = server.server.address();
  if (address === null || typeof address === 'string') {
    throw new HubError('listen-failed', 'the hub listens on no port');
  }
  const name = isIPv6(address.address) ? `[${address.address}]` : address.address;
  return `${tls === undefined ? 'http' : 'https'}://${name}:${address.port}`;
}

function requireSafePlace({ host, tls }: ListenPlace): void {
  if (tls !== undefined || LOOPBACK.includes(host)) return;
  throw new HubError(
    'plaintext-not-loopback',
    `without a certificate the hub listens on this computer only, not on ${host}`,
  );
}

/** Pins that leave the hub's own key out would lock every till out that enrols. */
function requirePinned(pins: readonly string[], tls: HubTls | undefined): void {
  if (tls === undefined || pins.length === 0) return;
  if (pins.includes(pinOf(tls))) return;
  throw new HubError(
    'pins-exclude-certificate',
    'none of the pins is that of the hub’s own certificate: see tillwarden hub pins',
  );
}

function pinOf({ certificate }: HubTls): string {
  try {
    return pinOfCertificate(certificate);
  } catch (cause) {
    throw new HubError('tls-unreadable', 'the certificate cannot be read', { cause });
  }
}

function nodeServer(
  handler: Parameters<typeof createHttpServer>[1],
  tls: HubTls | undefined,
): Server {
  const options = {
    maxHeaderSize: HEADERS_MAX_BYTES,
    connectionsCheckingInterval: CONNECTIONS_CHECK_INTERVAL_MS,
    shouldUpgradeCallback: (request: IncomingMessage) =>
      isSyncUpgrade(request) || isRelayUpgrade(request),
  };
  if (tls === undefined) return createHttpServer(options, handler);
  const { certificate: cert, key } = tls;
  try {
    return createHttpsServer({ ...options, cert, key, minVersion: TLS_VERSION_MIN }, handler);
  } catch (cause) {
    throw new HubError('tls-unreadable', 'the certificate and its key cannot be used', { cause });
  }
}

const MS_PER_SECOND = 1_000;

function refuse(reply: FastifyReply, code: EnrolmentRefusal, retryAfterMs?: number): FastifyReply {
  if (retryAfterMs !== undefined) {
    reply.header('retry-after', Math.ceil(retryAfterMs / MS_PER_SECOND));
  }
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  return reply.code(ENROLMENT_REFUSALS[code]).send({ error: { code, ...wait } });
}

function refusalOfFault(fault: unknown): EnrolmentRefusal {
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : '';
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return 'body-too-large';
  const isClients =
    fault instanceof Error && 'statusCode' in fault && Number(fault.statusCode) < 500;
  return isClients ? 'invalid-request' : 'internal';
}
