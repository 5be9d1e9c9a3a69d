import { graphAt } from '../books/graph-at.ts';
import { balanceOverview, type ContractBalance } from '../contracts/balance-overview.ts';
import { seesAllOf } from '../contracts/sight.ts';
import { may } from '../users/roles.ts';
import { balancesSchema, type BalancesView } from './balance-schema.ts';
import { signedInOf } from './guard.ts';
import { instant } from './instant.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import { sendProblem } from './problem.ts';
import { errorSchema } from './schema.ts';

/** What every customer has left that whoever asks may see, by contract. */
export function addBalanceOverviewRoutes(
  server: PeopleServer,
  { database, clock }: PeopleParts,
): void {
  const schema = {
    tags: ['balances'],
    summary: 'The contracts that work with a balance, and what is left of it.',
    response: { 200: balancesSchema, '4xx': errorSchema, '5xx': errorSchema },
  };
  server.get('/v1/balances', { schema }, async (request, reply) => {
    const { person } = signedInOf(request);
    if (!may(person, 'read-balance')) return sendProblem(reply, { code: 'forbidden' });
    const atMs = clock.wallMs();
    const graph = await graphAt(database, { atMs });
    const found = await balanceOverview(database, atMs, (customer) =>
      seesAllOf(person, graph, { customer, atMs }),
    );
    return reply.send({ at: instant(atMs), contracts: found.map(contractView) });
  });
}

function contractView({ terms, accounts }: ContractBalance): BalancesView['contracts'][number] {
  const { contract, plan, isInForce } = terms;
  const { id, customer, variant, start, endsOn, stations } = contract;
  return {
    contract: id,
    customer,
    plan: plan.id,
    ...(variant === undefined ? {} : { variant }),
    start,
    ...(endsOn === undefined ? {} : { endsOn }),
    isInForce,
    currency: plan.currency,
    packs: plan.packs.map(({ credits, priceMinor }) => ({ credits, priceMinor })),
    stations,
    accounts,
  };
}
