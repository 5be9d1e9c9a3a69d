import type { PartyGraph } from '../../../agent/core/contract/parties.ts';
import { entriesAt, type AsOf } from '../store/book-entries.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { edgeEntrySchema, edgeOf } from './edge-entry.ts';
import { partyEntrySchema } from './party-entry.ts';

/** The parties and edges as the books say they are at an instant. */
export async function graphAt(database: HubDatabase, asOf: AsOf): Promise<PartyGraph> {
  const parties = await entriesAt(database, 'parties', asOf);
  const edges = await entriesAt(database, 'edges', asOf);
  return {
    parties: parties.flatMap(({ body }) => partyEntrySchema.safeParse(body).data ?? []),
    edges: edges.flatMap(({ body }) => {
      const edge = edgeEntrySchema.safeParse(body).data;
      return edge === undefined ? [] : [edgeOf(edge)];
    }),
  };
}
