import type { ApiServer } from './api-parts.ts';
import { errorCatalogue } from './errors.ts';
import { languageOf } from './problem-reply.ts';
import { catalogueSchema } from './catalogue-schema.ts';

/** What there is to know about the API itself; it says nothing of this till and needs no token. */
export function addReferenceRoutes(server: ApiServer): void {
  const schema = {
    tags: ['reference'],
    summary: 'Every error the API knows: its status, what it means and what to do.',
    security: [],
    response: { 200: catalogueSchema },
  };
  server.get('/v1/errors', { schema, config: { isOpen: true } }, async (request, reply) =>
    reply.send(errorCatalogue(languageOf(request.raw.headers))),
  );
}
