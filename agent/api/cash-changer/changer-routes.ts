/** The till as a UnifiedPOS CashChanger: its life cycle, its properties and what it holds. */
import type { ApiServer, ServerParts } from '../api-parts.ts';
import type { Problem } from '../errors.ts';
import { requireSight } from '../operator-access.ts';
import { patienceOf } from '../patience.ts';
import { errorSchema } from '../schema.ts';
import { sendChangerProblem } from './changer-problem.ts';
import { changerView, currencyCodeOf, hasDiscrepancy, heldText } from './changer-view.ts';
import { addAdjustMethods } from './adjust-methods.ts';
import { addDeviceMethods } from './device-methods.ts';
import { addDepositMethods } from './deposit-methods.ts';
import { addDispenseMethods } from './dispense-methods.ts';
import type { Enabling } from './enabling.ts';
import { resultOf } from './result-codes.ts';
import {
  cashCountsSchema,
  changerSchema,
  claimSchema,
  currencyQuerySchema,
  enabledSchema,
  resultSchema,
} from './schema.ts';

const tags = ['cash changer'];
const refusals = { '4xx': errorSchema, '5xx': errorSchema };
const response = { 200: resultSchema, ...refusals };

type RouteParts = Pick<ServerParts, 'shell' | 'queue' | 'enabling' | 'clock' | 'newId'>;

export function addCashChangerRoutes(server: ApiServer, parts: RouteParts): void {
  const { enabling } = parts;
  addProperties(server, parts, enabling);
  addLifeCycle(server, parts, enabling);
  addReadCashCounts(server, parts, enabling);
  addDepositMethods(server, parts);
  addDispenseMethods(server, parts);
  addAdjustMethods(server, parts);
  addDeviceMethods(server, parts);
}

function addProperties(server: ApiServer, { shell }: RouteParts, enabling: Enabling): void {
  const schema = {
    tags,
    summary: 'The properties of the CashChanger in one currency; they need no claim.',
    querystring: currencyQuerySchema,
    response: { 200: changerSchema, ...refusals },
  };
  server.get('/v1/cash-changer', { schema }, async ({ client, query }, reply) => {
    const view = shell.view();
    const code = currencyCodeOf(view, query.currencyCode);
    if (code === undefined) return sendChangerProblem(reply, unknownCode(query));
    const standing = {
      claimed: enabling.isClaimed(client),
      deviceEnabled: enabling.isEnabled(client),
      asyncMode: enabling.isAsync(client),
      asyncResult: enabling.asyncResult(client),
    };
    return reply.send(changerView(view, code, standing));
  });
}

function unknownCode({
  currencyCode: currency,
}: {
  readonly currencyCode?: string | undefined;
}): Problem {
  return { code: 'currency-not-accepted', details: { currency } };
}

function addLifeCycle(server: ApiServer, { queue }: RouteParts, enabling: Enabling): void {
  const claim = { tags, summary: 'Claim.', body: claimSchema, response };
  const claimUrl = '/v1/cash-changer/claim';
  server.post(claimUrl, { schema: claim }, async ({ client, body }, reply) => {
    const problem = await queue.claim(client, patienceOf(reply, body.waitSeconds));
    return problem === undefined
      ? reply.send(resultOf('OPOS_SUCCESS'))
      : sendChangerProblem(reply, problem);
  });
  const release = { tags, summary: 'Release; the device is disabled by it.', response };
  server.post('/v1/cash-changer/release', { schema: release }, async ({ client }, reply) =>
    queue.release(client)
      ? reply.send(resultOf('OPOS_SUCCESS'))
      : sendChangerProblem(reply, { code: 'not-claimed' }),
  );
  const enable = { tags, summary: 'Sets DeviceEnabled.', body: enabledSchema, response };
  const enableUrl = '/v1/cash-changer/device-enabled';
  server.post(enableUrl, { schema: enable }, async ({ client, body }, reply) => {
    const problem = enabling.set(client, body.deviceEnabled);
    return problem === undefined
      ? reply.send(resultOf('OPOS_SUCCESS'))
      : sendChangerProblem(reply, problem);
  });
}

function addReadCashCounts(server: ApiServer, { shell }: RouteParts, enabling: Enabling): void {
  const schema = {
    tags,
    summary: 'ReadCashCounts: what can be paid out, and whether that may be wrong.',
    querystring: currencyQuerySchema,
    response: { 200: cashCountsSchema, ...refusals },
  };
  const url = '/v1/cash-changer/read-cash-counts';
  server.post(url, { schema }, async (request, reply) => {
    const problem = enabling.problemFor(request.client);
    if (problem !== undefined) return sendChangerProblem(reply, problem);
    const view = shell.view();
    const code = currencyCodeOf(view, request.query.currencyCode);
    if (code === undefined) return sendChangerProblem(reply, unknownCode(request.query));
    requireSight(request, view);
    return reply.send({
      ...resultOf('OPOS_SUCCESS'),
      cashCounts: heldText(view, code),
      discrepancy: hasDiscrepancy(view, code),
    });
  });
}
