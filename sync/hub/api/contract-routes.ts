import { z } from 'zod';
import { nameField } from '../../protocol/fields.ts';
import { sendContract } from '../contracts/send-contract.ts';
import { may } from '../users/roles.ts';
import { signedInOf } from './guard.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import { sendProblem } from './problem.ts';
import { errorSchema, nothingSchema } from './schema.ts';
import { officeFor } from './station-for.ts';

const sentSchema = z
  .strictObject({
    stations: z
      .array(
        z
          .strictObject({
            station: z.string(),
            result: z
              .string()
              .describe('`sent`, `withdrawn`, `unchanged`, or why nothing was sent to it.'),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly()
  .meta({ id: 'ContractSent' });

export function addContractRoutes(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags: ['contracts'],
    summary: 'Send what a contract says to its stations, and take it back from former ones.',
    params: z.strictObject({ contract: nameField }).readonly(),
    body: nothingSchema,
    response: { 200: sentSchema, '4xx': errorSchema, '5xx': errorSchema },
  };
  server.post('/v1/contracts/:contract/send', { schema }, async (request, reply) => {
    const { person } = signedInOf(request);
    if (!may(person, 'manage-licences') || person.sites !== 'all') {
      return sendProblem(reply, { code: 'forbidden' });
    }
    const outcome = await sendContract(officeFor(request, parts).desk(), request.params.contract);
    if (outcome.kind === 'sent') return reply.send({ stations: outcome.stations });
    const { code } = outcome;
    return sendProblem(reply, { code: code === 'contract-unknown' ? 'not-found' : code });
  });
}
