/**
 * AdjustCashCounts: a person's count, in the machine's own words. It is entered for each place as any
 * count is, by an operator who may count; a whole machine counts by itself, and then it is ignored, as
 * the standard says.
 */
import type { FastifyRequest } from 'fastify';
import { canonicalJson } from '../../core/canonical/canonical-json.ts';
import { cashCounts, type CashCount } from '../../core/cash/counts.ts';
import { foreignOf, ofCurrency } from '../../core/cash/currency.ts';
import type { Operator } from '../../core/operators/operator.ts';
import type { TillView } from '../../shell/till-view.ts';
import type { ApiServer } from '../api-parts.ts';
import { idempotencySchema } from '../basic-schema.ts';
import { problemOf, type Problem } from '../errors.ts';
import { operatorOf } from '../operator-access.ts';
import { errorSchema } from '../schema.ts';
import { sendChangerProblem } from './changer-problem.ts';
import { currencyCodeOf } from './changer-view.ts';
import { parseCountEntries } from './counts-text.ts';
import type { ChangerParts } from './deposit-methods.ts';
import { resultOf } from './result-codes.ts';
import { adjustResultSchema, adjustSchema } from './schema.ts';

export function addAdjustMethods(server: ApiServer, parts: ChangerParts): void {
  const { shell, enabling } = parts;
  const schema = {
    tags: ['cash changer'],
    summary:
      'AdjustCashCounts: what a person has counted, by value. Repeated with the same key it is entered once.',
    headers: idempotencySchema,
    body: adjustSchema,
    response: { 200: adjustResultSchema, '4xx': errorSchema, '5xx': errorSchema },
  };
  server.post('/v1/cash-changer/adjust-cash-counts', { schema }, async (request, reply) => {
    const problem = enabling.problemFor(request.client);
    if (problem !== undefined) return sendChangerProblem(reply, problem);
    const operator = operatorOf(request, 'count');
    const { cashCounts: text, currencyCode } = request.body;
    const view = shell.view();
    const success = resultOf('OPOS_SUCCESS');
    if (view.devices.some(({ kind }) => kind === 'cash-changer')) {
      return reply.send({ ...success, places: [], isIgnored: true });
    }
    const planned = plan(view, text, currencyCode);
    if ('code' in planned) return sendChangerProblem(reply, planned);
    const refusal = await enter(parts, { request, operator, counts: planned.counts });
    if (refusal !== undefined) return sendChangerProblem(reply, refusal);
    const places = planned.counts.map(({ place }) => place);
    return reply.send({ ...success, places, isIgnored: false });
  });
}

interface PlaceCount extends CashCount {
  readonly place: string;
}

/** Each value has to lie in one place only, or nobody could say which of them was counted. */
function plan(
  view: TillView,
  text: string,
  currencyCode: string | undefined,
): { readonly counts: readonly PlaceCount[] } | Problem {
  const code = currencyCodeOf(view, currencyCode);
  if (code === undefined) {
    return { code: 'currency-not-accepted', details: { currency: currencyCode } };
  }
  const entries = parseCountEntries(text);
  if (entries === undefined) return { code: 'invalid-request', details: { reason: 'cashCounts' } };
  const places = ofCurrency(view.places, foreignOf(code, view.settings.currency));
  const counts = entries.map((entry) => ({
    ...entry,
    places: places.filter(({ valueMinor }) => valueMinor === entry.valueMinor),
  }));
  const unclear = counts.find((entry) => entry.places.length !== 1);
  if (unclear === undefined) {
    return {
      counts: counts.flatMap(({ valueMinor, count, places: [one] }) =>
        one === undefined ? [] : [{ valueMinor, count, place: one.place }],
      ),
    };
  }
  const { valueMinor } = unclear;
  const found = unclear.places.map(({ place }) => place);
  return { code: 'invalid-request', details: { reason: 'cashCounts', valueMinor, places: found } };
}

interface Counted {
  readonly request: FastifyRequest;
  readonly operator: Operator;
  readonly counts: readonly PlaceCount[];
}

/** One entry a place; a refusal leaves those before it entered, and the same key enters the rest. */
async function enter(
  { shell }: ChangerParts,
  { request, operator, counts }: Counted,
): Promise<Problem | undefined> {
  const { client } = request;
  const key = String(request.headers['idempotency-key']);
  for (const { place, valueMinor, count } of counts) {
    const counted = cashCounts([{ valueMinor, count }]);
    const operation = {
      idempotencyKey: `${key}/${place}`,
      terms: canonicalJson({ adjust: { place, valueMinor, count } }),
    };
    const who = { client, operator, operation };
    const answer = await shell.ask({
      kind: 'count-entered',
      place,
      counted,
      isDeviceGone: false,
      ...who,
    });
    if (answer.kind === 'refused') return problemOf(answer.refusal);
  }
  return undefined;
}
