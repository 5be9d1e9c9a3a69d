/** A small graph of parties, written as sentences: who is where, and who serves, chose or certifies whom. */
import type {
  Edge,
  EdgeKind,
  GeoPoint,
  Party,
  PartyGraph,
  PartyKind,
} from '../../agent/core/contract/parties.ts';

export function party(kind: PartyKind, id: string, more: Partial<Party> = {}): Party {
  return { kind, id, name: id, ...more };
}

/** `edge('centre part-of school')`, from the first instant on where nothing else is said. */
export function edge(sentence: string, more: Partial<Edge> = {}): Edge {
  const [from = '', kind = '', to = ''] = sentence.split(' ');
  return { from, kind: kind as EdgeKind, to, sinceMs: 0, ...more };
}

/** A certification that was taken away. */
export function revoked(company: string, untilMs: number): Edge {
  return edge(`${company} certified-by vendor`, { untilMs, endReason: 'revoked' });
}

/**
 * The site `centre` of the customer `school` lies in the town, which lies in the region. `near` is
 * preferred in the region, `town-firm` in the town; `far` and `uncertified` work elsewhere.
 */
export function townAndRegion(...edges: readonly Edge[]): PartyGraph {
  const ended = new Set(
    edges.filter(({ kind }) => kind === 'certified-by').map(({ from }) => from),
  );
  const firms = ['near', 'town-firm', 'far'].filter((firm) => !ended.has(firm));
  return {
    parties: [
      party('vendor', 'vendor'),
      party('customer', 'school'),
      party('site', 'centre', { at: MADRID }),
      party('territory', 'town', { areaKm2: 600 }),
      party('territory', 'region', { areaKm2: 8_000 }),
      party('implementer', 'far', { at: SEVILLE }),
      party('implementer', 'near', { at: TOLEDO }),
      party('implementer', 'town-firm', { at: MADRID }),
      party('implementer', 'uncertified', { at: MADRID }),
      party('collaborator', 'ana'),
    ],
    edges: [
      edge('centre part-of school'),
      edge('centre lies-in town'),
      edge('centre lies-in region'),
      ...firms.map((firm) => edge(`${firm} certified-by vendor`)),
      edge('near preferred-in region'),
      edge('town-firm preferred-in town'),
      ...edges,
    ],
  };
}

const MADRID: GeoPoint = { latitude: 40.42, longitude: -3.7 };
const TOLEDO: GeoPoint = { latitude: 39.86, longitude: -4.03 };
const SEVILLE: GeoPoint = { latitude: 37.39, longitude: -5.98 };
