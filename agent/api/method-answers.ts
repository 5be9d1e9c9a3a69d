import findMyWay from 'find-my-way';
import type { ApiServer } from './api-parts.ts';
import { PARAM_MAX_CHARS } from './limits.ts';
import { sendProblem } from './problem-reply.ts';

/** An address that has routes, as whoever asks for another method there is told. */
interface Address {
  readonly url: string;
  /** The methods it has routes for. */
  readonly allow: string;
}

/** An address like others, but for a part of it that is too long. */
const UNREADABLE = { code: 'invalid-request', details: { reason: 'address' } } as const;

/** All addresses stand under one method: which it is does not matter. */
const ANY_METHOD = 'GET';

/**
 * Answers requests whose address has routes, but none for their method. To be added before the
 * routes. The addresses are sorted at the first such request: a route of its own for each method
 * that is missing would be most of what a start and the router's memory cost.
 */
export function addMethodAnswers(server: ApiServer): void {
  const methodsByUrl = new Map<string, Set<string>>();
  server.addHook('onRoute', ({ url, method }) => {
    const methods = methodsByUrl.get(url) ?? new Set();
    for (const each of [method].flat()) methods.add(each);
    methodsByUrl.set(url, methods);
  });
  let addressOf: AddressFinder | undefined;
  server.decorateRequest('missedUrl', '');
  // Before the body is read: it does not matter what is in it.
  server.addHook('onRequest', async (request, reply) => {
    if (!request.is404 || !server.supportedMethods.includes(request.method)) return undefined;
    addressOf ??= addressFinder(methodsByUrl);
    const address = addressOf(request.raw.url ?? '');
    if (address === undefined) return undefined;
    if (address === 'unreadable') return sendProblem(reply, UNREADABLE);
    request.missedUrl = address.url;
    const { allow } = address;
    const problem = { code: 'method-not-allowed', details: { allow } } as const;
    return sendProblem(reply.header('allow', allow), problem);
  });
}

type AddressFinder = (path: string) => Address | 'unreadable' | undefined;

/** By the server's own rules: the same router, with the same limits. */
function addressFinder(methodsByUrl: ReadonlyMap<string, ReadonlySet<string>>): AddressFinder {
  const router = findMyWay({
    maxParamLength: PARAM_MAX_CHARS,
    onMaxParamLength: () => undefined,
  });
  const addresses = new Map<string, Address>();
  for (const [url, methods] of methodsByUrl) {
    router.on(ANY_METHOD, url, nothing, url);
    addresses.set(url, { url, allow: [...methods].toSorted().join(', ') });
  }
  return (path) => {
    const found = router.find(ANY_METHOD, path);
    return found === null ? undefined : (addresses.get(String(found.store)) ?? 'unreadable');
  };
}

/** Found, and never called. */
function nothing(): void {}
