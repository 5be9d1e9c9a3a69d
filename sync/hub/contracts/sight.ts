/** What a user sees of the books: their own sites, and all that those are part of. */
import { withOwners, type PartyGraph } from '../../../agent/core/contract/parties.ts';
import { isInScope, type Entitled } from '../users/roles.ts';

/** Whether a customer has a site in the user's scope. */
export function seesCustomer(
  { sites }: Entitled,
  graph: PartyGraph,
  of: { readonly customer: string; readonly atMs: number },
): boolean {
  const { customer, atMs } = of;
  return (
    sites === 'all' ||
    sites.some((site) => withOwners(graph, site, atMs).some(({ id }) => id === customer))
  );
}

/** Whether every site of a customer is in the user's scope, and there is one. */
export function seesAllOf(
  { sites }: Entitled,
  graph: PartyGraph,
  of: { readonly customer: string; readonly atMs: number },
): boolean {
  if (sites === 'all') return true;
  const own = sitesOf(graph, of.customer, of.atMs);
  return own.length > 0 && own.every((site) => isInScope(sites, site));
}

/** The sites of a customer or a group. */
export function sitesOf(graph: PartyGraph, owner: string, atMs: number): readonly string[] {
  return graph.parties
    .filter(({ kind }) => kind === 'site')
    .filter(({ id }) => withOwners(graph, id, atMs).some((party) => party.id === owner))
    .map(({ id }) => id);
}
