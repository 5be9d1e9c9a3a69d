/** Who stands behind the name a plan gives to whoever should help. */
import type { Case } from './case.ts';
import { questionOf, serviceOf } from './conditions.ts';
import type { Route } from './decision.ts';
import type { RouteTarget } from './plan.ts';
import { assignedService, candidates, preferredCompany } from './routing.ts';

/** The most that are proposed at once. */
const PROPOSALS_MAX = 3;

export function routeOf(of: Case, target: RouteTarget, isBinding: boolean): Route {
  const proposals = proposalsFor(of);
  const bare = { to: target, proposals: [], isBinding };
  switch (target) {
    case 'distributor':
      return { ...bare, party: of.facts.distributor?.id };
    case 'implementer':
    case 'managing-implementer': {
      const service = serviceOf(of);
      return { ...bare, party: service?.company, copyTo: service?.collaborator };
    }
    case 'replacement':
      return replacement(of, isBinding);
    case 'chosen':
      return { ...bare, party: of.request.chosen, proposals };
    case 'preferred':
      return proposals.length === 0
        ? { ...bare, to: 'vendor' }
        : { ...bare, party: proposals[0], proposals };
    case 'admin':
    case 'machine-service':
    case 'vendor':
      return bare;
  }
}

/** After a revocation: the preferred of the territory, else the nearest certified, else the vendor. */
function replacement(of: Case, isBinding: boolean): Route {
  const [party, ...others] = proposalsFor(of);
  if (party === undefined) return { to: 'vendor', proposals: [], isBinding };
  return { to: 'replacement', party, proposals: others, isBinding };
}

function proposalsFor(of: Case): readonly string[] {
  const { graph } = of.facts;
  if (graph === undefined) return [];
  const question = questionOf(of);
  const { atMs } = of.request;
  const leaving = assignedService(graph, question, atMs)?.company;
  const preferred = preferredCompany(graph, question, atMs)?.id;
  const others = candidates(graph, question, atMs).map(({ id }) => id);
  const inOrder = [...new Set(preferred === undefined ? others : [preferred, ...others])];
  const stays = of.request.kind === 'change-implementer' ? leaving : undefined;
  return inOrder.filter((id) => id !== stays).slice(0, PROPOSALS_MAX);
}
