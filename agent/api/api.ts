/**
 * The local API for POS programs: HTTP for asking, WebSocket for being told. Loopback only. Whatever
 * arrives is done or answered with a typed error; nothing that comes in here can stop the till.
 */
import { isIPv6 } from 'node:net';
import { createTokenLookup } from './access.ts';
import { ApiError } from './api-error.ts';
import type { ApiParts, ApiServer } from './api-parts.ts';
import { Enabling } from './cash-changer/enabling.ts';
import { EventStream } from './event-stream.ts';
import { MachineQueue } from './machine-queue.ts';
import { readPage } from './page-files.ts';
import { OperatorSessions } from './operator-sessions.ts';
import { createServer } from './server.ts';
import { isFree } from './status-view.ts';

export interface Api extends AsyncDisposable {
  /** `http://127.0.0.1:7300` */
  readonly url: string;
}

/** Listens until disposed. Throws `ApiError`. */
export async function startApi(parts: ApiParts): Promise<Api> {
  requireLoopback(parts.host);
  const lifetime = new AbortController();
  const queue = new MachineQueue({
    clock: parts.clock,
    isFree: () => isFree(parts.shell.view()),
    subscribe: (listener) => parts.shell.subscribe(listener),
  });
  const shared = {
    ...parts,
    page: readPage(parts.pageFolder),
    queue,
    enabling: new Enabling(queue),
    nameOf: createTokenLookup(parts.clients),
    sessions: new OperatorSessions(parts.book, parts.clock),
    stopping: lifetime.signal,
  };
  const server = createServer(shared);
  await listen(server, parts);
  const stream = new EventStream(shared);
  server.server.on('upgrade', (request, socket, head) => stream.upgrade(request, socket, head));
  return {
    url: urlOf(server),
    async [Symbol.asyncDispose]() {
      lifetime.abort();
      queue[Symbol.dispose]();
      await stream[Symbol.asyncDispose]();
      await server.close();
    },
  };
}

/** The type says so too; a configuration file does not read types. */
function requireLoopback(host: string): void {
  if (host === '127.0.0.1' || host === '::1') return;
  throw new ApiError('host-not-loopback', `the API listens on this computer only, not on ${host}`);
}

async function listen(server: ApiServer, { host, port }: ApiParts): Promise<void> {
  try {
    await server.listen({ host, port });
  } catch (cause) {
    await server.close();
    const isTaken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
    if (isTaken) throw new ApiError('port-in-use', `port ${port} is in use`, { cause });
    throw new ApiError('listen-failed', `cannot listen on ${host}:${port}`, { cause });
  }
}

function urlOf(server: ApiServer): string {
  const address = server.server.address();
  if (address === null || typeof address === 'string') {
    throw new ApiError('listen-failed', 'the API listens on no port');
  }
  const host = isIPv6(address.address) ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
