/** Asks of a till's request what the hub would have said at that instant. */
import { NO_LEASES } from '../../../agent/core/contract/lease.ts';
import { tillFacts } from '../../../agent/core/contract/till-facts.ts';
import { NO_EVIDENCE } from '../../../agent/core/entitlement/clock-evidence.ts';
import type { Entitlement } from '../../../agent/core/entitlement/entitlement.ts';
import type { Plan } from '../../../agent/core/contract/plan.ts';
import { licenceReport } from '../fleet/licence-report.ts';
import { chainLines } from '../store/chain-lines.ts';
import { entitlementAt, entitlementThen } from '../store/entitlements.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { enrolledAtMs } from '../store/stations.ts';
import { knownPlans } from '../store/plans.ts';
import { caseAsThen, requestOf } from './decide-ticket.ts';
import {
  promisedBy,
  toldDifference,
  type Knowledge,
  type ToldDifference,
} from './told-difference.ts';
import type { Ticket } from './ticket.ts';

/** Undefined where the till has said the same, or has left it to the hub. */
export async function compareTold(
  database: HubDatabase,
  ticket: Ticket,
  nowMs: number,
): Promise<ToldDifference | undefined> {
  const { source, station, decision: told, askedAtMs } = ticket;
  if (source !== 'till' || station === undefined || told === undefined) return undefined;
  // By a clock that cannot be right, it was asked when it was heard of.
  const isLikely = ((await enrolledAtMs(database, station)) ?? 0) <= askedAtMs;
  const atMs = isLikely ? Math.min(askedAtMs, nowMs) : nowMs;
  const request = requestOf(ticket, { atMs });
  if (request === undefined) return undefined;
  const plans = await knownPlans(database);
  const held = await heldByTill(database, station, askedAtMs);
  const till = {
    plan: plans.find(({ id, version }) => id === told.plan && version === told.planVersion),
    facts: held && { ...factsIn(held, atMs), accounts: promisedBy(told.holds) },
  };
  const known = await knowledgeOf(database, { ticket, station, atMs }, plans);
  return toldDifference({ request, told, hub: known, till });
}

interface Asked {
  readonly ticket: Ticket;
  readonly station: string;
  readonly atMs: number;
}

/** By the books; where they have no contract, by the one that was signed elsewhere and sent on. */
async function knowledgeOf(
  database: HubDatabase,
  { ticket, station, atMs }: Asked,
  plans: readonly Plan[],
): Promise<Knowledge | undefined> {
  const { plan, facts } = await caseAsThen(database, ticket, atMs);
  if (plan !== undefined) return { plan, facts };
  const entitlement = await entitlementThen(database, station, atMs);
  const agreed = entitlement?.contract?.plan;
  const sent = plans.find(({ id, version }) => id === agreed?.id && version === agreed.version);
  if (entitlement === undefined || sent === undefined) return undefined;
  return { plan: sent, facts: { ...factsIn(entitlement, atMs), accounts: facts.accounts } };
}

/** As a till reads it out of what it was signed. */
function factsIn(entitlement: Entitlement, clockMs: number): Knowledge['facts'] {
  return tillFacts({ entitlement, leasing: NO_LEASES, evidence: NO_EVIDENCE, clockMs }).facts;
}

/** The entitlement that the till has written down as accepted before it was asked. */
async function heldByTill(
  database: HubDatabase,
  station: string,
  atMs: number,
): Promise<Entitlement | undefined> {
  const lines = await chainLines(database, station, ['entitlement-accepted']);
  const before = lines.filter((line) => line.atMs <= atMs);
  const { accepted } = licenceReport(before.toReversed());
  if (accepted === undefined) return undefined;
  return (await entitlementAt(database, station, accepted.generation))?.entitlement;
}
