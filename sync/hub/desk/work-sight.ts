/** Who sees a work order, and who may work on it: along the chain, as tickets are. Pure. */
import { isRevoked, withOwners } from '../../../agent/core/contract/parties.ts';
import { viewOf } from '../books/party-scope.ts';
import { seesAllOf } from '../contracts/sight.ts';
import { isInScope, may, type Entitled } from '../users/roles.ts';
import type { SightAt } from './ticket-sight.ts';
import type { WorkOrder } from './work-order.ts';

/** Where work is to be done. */
export type WorkPlace = Pick<WorkOrder, 'customer' | 'site'>;

/** Whether somebody sees all of a place: its site, or a customer that they are, sell to or serve. */
export function seesPlace(
  { sites, party }: Entitled,
  { customer, site }: WorkPlace,
  { graph, atMs }: SightAt,
): boolean {
  if (sites === 'all') return true;
  if (site !== undefined) return isInScope(sites, site);
  const own = party === undefined ? undefined : viewOf(graph, { sites: [], party }, atMs);
  const isTheirs = own !== undefined && own !== 'all' && own.has(customer);
  return isTheirs || seesAllOf({ sites, role: 'customer-admin' }, graph, { customer, atMs });
}

/** Whether a site belongs to a customer. */
export function isOfCustomer({ customer, site }: WorkPlace, { graph, atMs }: SightAt): boolean {
  return site === undefined || withOwners(graph, site, atMs).some(({ id }) => id === customer);
}

export function seesWork(person: Entitled, order: WorkOrder, at: SightAt): boolean {
  if (!may(person, 'read-tickets')) return false;
  if (person.sites === 'all') return true;
  return isHandsOn(person, order, at) || isMaker(person, order, at) || seesPlace(person, order, at);
}

/** Whoever plans, and whoever it was given to. */
export function mayDoWork(person: Entitled, order: WorkOrder, at: SightAt): boolean {
  return may(person, 'plan-work') || isHandsOn(person, order, at);
}

/** What somebody has ordered they may call off. */
export function mayCancelWork(person: Entitled, order: WorkOrder, at: SightAt): boolean {
  return may(person, 'plan-work') || isMaker(person, order, at);
}

function isHandsOn(person: Entitled, { company }: WorkOrder, at: SightAt): boolean {
  const isOwn = company !== undefined && company === person.party;
  return isOwn && may(person, 'answer-tickets') && !isLost(company, at);
}

function isMaker(person: Entitled, { madeParty }: WorkOrder, at: SightAt): boolean {
  const isOwn = madeParty !== undefined && madeParty === person.party;
  return isOwn && may(person, 'order-work') && !isLost(madeParty, at);
}

/** Its certification was taken away: what it had is no longer its affair. */
function isLost(party: string, { graph, atMs }: SightAt): boolean {
  return isRevoked(graph, party, atMs);
}
