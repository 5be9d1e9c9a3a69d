import { partyOf } from '../../../agent/core/contract/parties.ts';
import type { Technician } from '../../../agent/core/support/remote-session.ts';
import { graphAt } from '../books/graph-at.ts';
import type { Person } from '../users/person.ts';
import type { PeopleParts } from './people-parts.ts';

/** As whom people at a till are shown somebody: their name, and the company that they are of. */
export async function personShown(
  { database, clock }: Pick<PeopleParts, 'database' | 'clock'>,
  { name, party }: Person,
): Promise<Technician> {
  const graph = await graphAt(database, { atMs: clock.wallMs() });
  const own = party === undefined ? undefined : partyOf(graph, party);
  const vendor = graph.parties.find(({ kind }) => kind === 'vendor');
  return { name, company: own?.name ?? vendor?.name ?? 'Support' };
}
