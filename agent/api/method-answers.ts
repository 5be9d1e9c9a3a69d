import type { ApiServer } from './api-parts.ts';
import { sendProblem } from './problem-reply.ts';

/**
 * Notes every address from now on; what it returns adds, to each of them, an answer for the methods
 * it has no route for.
 */
export function addMethodAnswers(server: ApiServer): () => void {
  const methodsByUrl = new Map<string, Set<string>>();
  let isNoting = true;
  server.addHook('onRoute', ({ url, method }) => {
    if (!isNoting) return;
    const methods = methodsByUrl.get(url) ?? new Set();
    for (const each of [method].flat()) methods.add(each);
    methodsByUrl.set(url, methods);
  });
  return () => {
    isNoting = false;
    for (const [url, methods] of methodsByUrl) addMethodAnswer(server, url, methods);
  };
}

function addMethodAnswer(server: ApiServer, url: string, methods: ReadonlySet<string>): void {
  const others = server.supportedMethods.filter((method) => !methods.has(method));
  const allow = [...methods].toSorted().join(', ');
  server.route({
    method: others,
    url,
    config: { isOpen: true },
    // Before the body is read: it does not matter what is in it.
    onRequest: async (_request, reply) =>
      sendProblem(reply.header('allow', allow), { code: 'method-not-allowed', details: { allow } }),
    handler: async () => undefined,
  });
}
