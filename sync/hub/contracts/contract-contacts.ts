/** Whom a till may call, as its contract and the graph say. Pure. */
import type { PartyGraph } from '../../../agent/core/contract/parties.ts';
import { certifiedService } from '../../../agent/core/contract/routing.ts';
import type { Contact, ContactRole } from '../../../agent/core/entitlement/entitlement.ts';
import { CONTACTS_MAX } from '../../trust/contract-schema.ts';
import type { ContractEntry } from '../books/contract-entry.ts';

export interface ContactQuestion {
  readonly entry: ContractEntry;
  readonly site: string;
  readonly seller: string | undefined;
}

/** The customer's own in the order of the contract, then whoever sold to, serves and stands behind them. */
export function contactsOf(
  graph: PartyGraph,
  { entry, site, seller }: ContactQuestion,
  atMs: number,
): readonly Contact[] {
  const own = (entry.contacts ?? []).map(({ id, isAbsent }, index): Wanted => {
    return { id, isAbsent, role: index === 0 ? 'admin' : 'deputy' };
  });
  const service = certifiedService(graph, { site }, atMs);
  const behind = graph.parties.filter(({ kind }) => kind === 'vendor').map(({ id }) => id);
  const chain: readonly Wanted[] = [
    ...(seller === undefined ? [] : [{ id: seller, role: 'distributor' as const }]),
    ...[service?.collaborator, service?.company].flatMap((id): readonly Wanted[] =>
      id === undefined ? [] : [{ id, role: 'implementer' }],
    ),
    ...behind.map((id): Wanted => ({ id, role: 'vendor' })),
  ];
  const wanted = [...own.slice(0, CONTACTS_MAX - CHAIN_MAX), ...chain];
  const named = wanted.filter(({ id }, index) => {
    return wanted.findIndex((other) => other.id === id) === index;
  });
  return named.slice(0, CONTACTS_MAX).map((contact) => withName(graph, contact));
}

/** Places that are kept for those behind the customer. */
const CHAIN_MAX = 4;

interface Wanted {
  readonly id: string;
  readonly role: ContactRole;
  readonly isAbsent?: boolean | undefined;
}

function withName({ parties }: PartyGraph, { id, role, isAbsent }: Wanted): Contact {
  const { name = id, phone, email } = parties.find((party) => party.id === id) ?? {};
  return { name, id, role, isAbsent, phone, email };
}
