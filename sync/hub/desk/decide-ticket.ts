/** What the contract says of a ticket: by the same `decide` that the till has asked. */
import { decide } from '../../../agent/core/contract/decide.ts';
import type { Decision, Hold } from '../../../agent/core/contract/decision.ts';
import type { PartyGraph } from '../../../agent/core/contract/parties.ts';
import { withOwners } from '../../../agent/core/contract/parties.ts';
import type { Plan } from '../../../agent/core/contract/plan.ts';
import type { AccountFacts, DecisionFacts } from '../../../agent/core/contract/request.ts';
import type { DecisionRequest } from '../../../agent/core/contract/request.ts';
import { graphAt } from '../books/graph-at.ts';
import { factsOf, type FactsQuestion } from '../contracts/facts-of.ts';
import { planOf, planOfDistributors } from '../contracts/plan-for.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { knownPlans } from '../store/plans.ts';
import { openTrainings } from '../store/tickets.ts';
import type { Ticket } from './ticket.ts';

/** All that a ticket is decided by. */
export interface TicketCase {
  readonly facts: DecisionFacts;
  readonly graph: PartyGraph;
  readonly plan: Plan | undefined;
  /** The version of that plan that the ticket was decided by, where the hub knows it. */
  readonly decidedBy?: Plan | undefined;
  readonly contract?: string | undefined;
  /** Whose balances it is about. */
  readonly customer: string | undefined;
}

export function caseOfTicket(
  database: HubDatabase,
  ticket: Ticket,
  atMs: number,
): Promise<TicketCase> {
  return caseAt(database, ticket, { atMs });
}

/** As it was then, its licence and balances included. */
export function caseAsThen(
  database: HubDatabase,
  ticket: Ticket,
  atMs: number,
): Promise<TicketCase> {
  return caseAt(database, ticket, { atMs, isAsThen: true });
}

async function caseAt(
  database: HubDatabase,
  ticket: Ticket,
  { atMs, isAsThen }: Pick<FactsQuestion, 'atMs' | 'isAsThen'>,
): Promise<TicketCase> {
  const { station, site, distributor } = ticket;
  const owner = ticket.customer ?? ownerOf(await graphAt(database, { atMs }), site, atMs);
  const subject = { station, site, customer: owner, distributor };
  const question = { subject, atMs, ticket: ticket.id, isAsThen };
  const { facts, books, contract } = await factsOf(database, question);
  const graph: PartyGraph = { parties: books.parties, edges: books.edges };
  const plans = await knownPlans(database);
  const plan = contract === undefined ? planOfAsker(plans, ticket) : planOf(plans, contract);
  const { decision } = ticket;
  return {
    facts: {
      ...facts,
      accounts: withPromised(facts.accounts ?? {}, ticket.promised),
      distributor: await withPending(database, ticket, facts.distributor),
    },
    graph,
    plan,
    decidedBy: plans.find(
      ({ id, version }) =>
        id === plan?.id && id === decision?.plan && version === decision.planVersion,
    ),
    contract: contract?.id,
    customer: contract?.customer ?? owner,
  };
}

/** Undefined where no plan speaks of it: then people decide. */
export function decideTicket(
  { plan, facts }: TicketCase,
  ticket: Ticket,
  asked: Partial<DecisionRequest> & Pick<DecisionRequest, 'atMs'>,
): Decision | undefined {
  const request = requestOf(ticket, asked);
  return plan === undefined || request === undefined ? undefined : decide(request, facts, plan);
}

/** Undefined for what asks nothing of a contract by itself. */
export function requestOf(
  ticket: Ticket,
  asked: Partial<DecisionRequest> & Pick<DecisionRequest, 'atMs'>,
): DecisionRequest | undefined {
  const isUndecided = ticket.kind === 'chat' || ticket.kind === 'work';
  if (isUndecided && asked.kind === undefined) return undefined;
  const kind = ticket.kind === 'chat' || ticket.kind === 'work' ? 'contact' : ticket.kind;
  const { firstLineNote } = ticket;
  return { ...ticket.request, kind, firstLineNote, ...asked };
}

/** A distributor asks for its own training and integrations under the plan that it has registered by. */
function planOfAsker(
  plans: readonly Plan[],
  { kind, distributor, customer, site, station }: Ticket,
): Plan | undefined {
  const isOwn = customer === undefined && site === undefined && station === undefined;
  const isPartners = kind === 'training' || kind === 'integration';
  return isPartners && isOwn && distributor !== undefined ? planOfDistributors(plans) : undefined;
}

/** A free training that is on its way is no longer free for another (IMA-27). */
async function withPending(
  database: HubDatabase,
  { id, kind }: Ticket,
  distributor: DecisionFacts['distributor'],
): Promise<DecisionFacts['distributor']> {
  if (kind !== 'training' || distributor === undefined) return distributor;
  const pending = (await openTrainings(database, distributor.id)).filter(
    (ticket) => ticket.id !== id && ticket.decision?.outcome === 'COVERED',
  );
  return { ...distributor, trainingsGiven: (distributor.trainingsGiven ?? 0) + pending.length };
}

/** What the till has set aside for it counts as held here too. */
function withPromised(
  accounts: Readonly<Record<string, AccountFacts>>,
  promised: readonly Hold[],
): Readonly<Record<string, AccountFacts>> {
  return promised.reduce((all, { account, amount }) => {
    const { available = 0, held = 0, ...rest } = all[account] ?? {};
    return { ...all, [account]: { ...rest, available, held: held + amount } };
  }, accounts);
}

function ownerOf(graph: PartyGraph, site: string | undefined, atMs: number): string | undefined {
  if (site === undefined) return undefined;
  return withOwners(graph, site, atMs).find(({ kind }) => kind === 'customer')?.id;
}
