import { fastify } from 'fastify';
import {
  createJsonSchemaTransform,
  createJsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { PeopleServer } from './people-parts.ts';

/** Readonly is a promise to our own code; in OpenAPI `readOnly` would forbid a field in requests. */
const zodToJsonConfig = {
  override: ({ jsonSchema }: { readonly jsonSchema: { readOnly?: boolean | undefined } }) => {
    delete jsonSchema.readOnly;
  },
};

/**
 * Describes the routes that `addRoutes` adds. They are added once more to a server that never
 * listens, so that nobody pays for the description but who asks for it.
 */
export async function describeRoutes(
  addRoutes: (server: PeopleServer) => void,
  version: string,
): Promise<unknown> {
  const { default: swagger } = await import('@fastify/swagger');
  await using server = fastify({ exposeHeadRoutes: false }).withTypeProvider<ZodTypeProvider>();
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Tillwarden hub', version, description: DESCRIPTION },
      components: {
        securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-tillwarden' } },
      },
      security: [{ session: [] }],
    },
    transform: createJsonSchemaTransform({ zodToJsonConfig }),
    transformObject: createJsonSchemaTransformObject({ zodToJsonConfig }),
  });
  addRoutes(server);
  await server.ready();
  return server.swagger();
}

const DESCRIPTION =
  'The vendor’s people and their tills. Whatever changes something needs our own origin and the ' +
  'header x-tillwarden-csrf with the token of the session. Amounts are integers in minor units.';
