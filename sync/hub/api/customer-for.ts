import { graphAt } from '../books/graph-at.ts';
import { seesAllOf } from '../contracts/sight.ts';
import { leaseById, type CutLease } from '../store/lease-rows.ts';
import { may, type Action } from '../users/roles.ts';
import type { PeopleParts, SignedIn } from './people-parts.ts';
import type { Problem } from './problem.ts';

interface Asked {
  readonly person: SignedIn['person'];
  readonly customer: string;
  readonly action: Action;
}

/**
 * Why somebody may not do this for a customer. A balance is one for all sites of a customer: whoever
 * does not see all of them does not see it, as if the customer were not there.
 */
export async function problemOfCustomer(
  { database, clock }: PeopleParts,
  { person, customer, action }: Asked,
): Promise<Problem | undefined> {
  const atMs = clock.wallMs();
  const graph = await graphAt(database, { atMs });
  if (!seesAllOf(person, graph, { customer, atMs })) return { code: 'not-found' };
  return may(person, action) ? undefined : { code: 'forbidden' };
}

type FoundLease =
  | { readonly kind: 'found'; readonly lease: CutLease }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** A lease, for whoever sees the balance it was cut from. */
export async function leaseFor(
  parts: PeopleParts,
  { person, lease: id, action }: Omit<Asked, 'customer'> & { readonly lease: string },
): Promise<FoundLease> {
  const lease = await leaseById(parts.database, id);
  if (lease === undefined) return { kind: 'problem', problem: { code: 'not-found' } };
  const { customer } = lease;
  const problem = await problemOfCustomer(parts, { person, customer, action });
  return problem === undefined ? { kind: 'found', lease } : { kind: 'problem', problem };
}
