import { fastify } from 'fastify';
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { InvariantError } from '../core/invariant.ts';
import type { ApiServer, ServerParts } from './api-parts.ts';
import { isEventsUpgrade } from './event-stream.ts';
import { addFaultAnswers, answerBadAddress, answerBrokenRequest } from './fault.ts';
import { addGuard } from './guard.ts';
import {
  BODY_MAX_BYTES,
  CONNECTIONS_CHECK_INTERVAL_MS,
  CONNECTIONS_MAX,
  HEADERS_MAX_BYTES,
  KEEP_ALIVE_TIMEOUT_MS,
  PARAM_MAX_CHARS,
  REQUEST_TIMEOUT_MS,
} from './limits.ts';
import { addMethodAnswers } from './method-answers.ts';
import { addPageRoutes } from './page-files.ts';
import { addRoutes } from './routes.ts';

/** An HTTP server with every route of the API, listening nowhere yet. */
export function createServer(parts: ServerParts): ApiServer {
  const server = createBareServer(parts);
  addGuard(server, parts);
  addMethodAnswers(server);
  addFaultAnswers(server, parts);
  addRoutes(server, parts);
  addPageRoutes(server, parts.page);
  return server;
}

function createBareServer({ onEvent }: ServerParts): ApiServer {
  const server = fastify({
    bodyLimit: BODY_MAX_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    forceCloseConnections: true,
    // The guard answers while stopping, in our own words.
    return503OnClosing: false,
    routerOptions: { maxParamLength: PARAM_MAX_CHARS },
    // Those of zod are set below. Without a word here Fastify loads its own all the same.
    schemaController: {
      compilersFactory: { buildValidator: neverAsked, buildSerializer: neverAsked },
    },
    frameworkErrors: answerBadAddress,
    clientErrorHandler: (fault, socket) => {
      onEvent({ kind: 'connection-refused', reason: fault.code });
      answerBrokenRequest(fault, socket);
    },
    http: {
      maxHeaderSize: HEADERS_MAX_BYTES,
      connectionsCheckingInterval: CONNECTIONS_CHECK_INTERVAL_MS,
      shouldUpgradeCallback: isEventsUpgrade,
    },
  }).withTypeProvider<ZodTypeProvider>();
  server.server.maxConnections = CONNECTIONS_MAX;
  server.server.headersTimeout = REQUEST_TIMEOUT_MS;
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  addJsonParser(server);
  return server;
}

function neverAsked(): never {
  throw new InvariantError('the compilers of schemas are those of zod');
}

/** JSON is all that is taken; no body at all is fine where a route asks for none. */
function addJsonParser(server: ApiServer): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string' },
    (request, body, done) => {
      if (body === '') done(null, undefined);
      else void parse(request, body, done);
    },
  );
}
