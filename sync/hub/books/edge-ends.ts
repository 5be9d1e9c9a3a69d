import type { EdgeKind, PartyKind } from '../../../agent/core/contract/parties.ts';

const COMPANIES: readonly PartyKind[] = ['distributor', 'implementer', 'collaborator'];

interface Ends {
  readonly from: readonly PartyKind[];
  readonly to: readonly PartyKind[];
}

/** Between which kinds of parties an edge makes sense; `part-of` has pairs of its own. */
const ENDS: Readonly<Record<Exclude<EdgeKind, 'part-of'>, Ends>> = {
  'sold-by': { from: ['customer', 'group'], to: ['distributor', 'vendor'] },
  'certified-by': { from: COMPANIES, to: ['vendor'] },
  'lies-in': { from: ['site', ...COMPANIES, 'territory'], to: ['territory'] },
  'preferred-in': { from: COMPANIES, to: ['territory'] },
  chose: { from: ['customer', 'group', 'site'], to: COMPANIES },
  'served-by': { from: ['site'], to: COMPANIES },
  'has-role': { from: ['person'], to: ['site'] },
};

const PART_OF: Readonly<Partial<Record<PartyKind, readonly PartyKind[]>>> = {
  station: ['site'],
  site: ['customer'],
  customer: ['group'],
  group: ['group'],
  collaborator: ['implementer', 'distributor'],
  person: COMPANIES,
  territory: ['territory'],
};

/** Whether an edge of this kind may lead from one kind of party to the other. */
export function fitsEdge(kind: EdgeKind, from: PartyKind, to: PartyKind): boolean {
  if (kind === 'part-of') return PART_OF[from]?.includes(to) === true;
  return ENDS[kind].from.includes(from) && ENDS[kind].to.includes(to);
}
