/** Who stands behind the name a plan gives to whoever should help. */
import type { Case } from './case.ts';
import { questionOf, serviceOf } from './conditions.ts';
import type { Route } from './decision.ts';
import { reached, withOwners } from './parties.ts';
import type { RouteTarget } from './plan.ts';
import { candidates, preferredCompany } from './routing.ts';

/** The most that are proposed at once. */
const PROPOSALS_MAX = 3;

/** A preferred company is only ever proposed: the customer decides (IMT-02, IMT-08). */
export function routeOf(of: Case, target: RouteTarget, isBinding: boolean): Route {
  const bare = { to: target, proposals: [], isBinding };
  switch (target) {
    case 'distributor':
      return { ...bare, party: distributorOf(of) };
    case 'implementer':
    case 'managing-implementer': {
      const service = serviceOf(of);
      return { ...bare, party: service?.company, copyTo: service?.collaborator };
    }
    case 'replacement':
      return replacement(of, isBinding);
    case 'chosen':
      return { ...bare, party: of.request.chosen, proposals: adviceBeside(of) };
    case 'preferred': {
      const proposals = proposalsFor(of);
      const to = proposals.length === 0 ? 'vendor' : target;
      return { to, party: proposals[0], proposals, isBinding: false };
    }
    case 'vendor':
      return isBinding ? bare : { ...bare, proposals: proposalsFor(of) };
    case 'admin':
      return adminRoute(of, isBinding);
    case 'machine-service':
      return bare;
  }
}

/** Whom the facts name, else whoever sold to the owner of the site. */
function distributorOf({ facts, request }: Case): string | undefined {
  const { distributor, graph, site } = facts;
  if (distributor !== undefined || graph === undefined || site === undefined) {
    return distributor?.id;
  }
  return withOwners(graph, site, request.atMs)
    .flatMap(({ id }) => reached(graph, { kind: 'sold-by', from: id }, request.atMs).at(-1) ?? [])
    .at(0)?.id;
}

/** The admin, else a deputy who is there; where nobody is, all of them are still named. */
function adminRoute({ facts }: Case, isBinding: boolean): Route {
  const contacts = facts.contract?.contacts ?? [];
  const [party, ...others] = contacts.flatMap(({ id, isAbsent }) => (isAbsent === true ? [] : id));
  return party === undefined
    ? { to: 'admin', proposals: contacts.map(({ id }) => id), isBinding }
    : { to: 'admin', party, proposals: others, isBinding };
}

/** After a revocation: the preferred of the territory, else the nearest certified, else the vendor. */
function replacement(of: Case, isBinding: boolean): Route {
  const [party, ...others] = proposalsFor(of);
  if (party === undefined) return { to: 'vendor', proposals: [], isBinding };
  return { to: 'replacement', party, proposals: others, isBinding };
}

/** The preferred company, where the customer has chosen another. */
function adviceBeside({ facts, request }: Case): readonly string[] {
  if (facts.graph === undefined) return [];
  const preferred = preferredCompany(facts.graph, questionOf({ facts }), request.atMs)?.id;
  return preferred === undefined || preferred === request.chosen ? [] : [preferred];
}

/** Whoever is to be changed is not proposed again. */
function proposalsFor(of: Case): readonly string[] {
  const { graph } = of.facts;
  if (graph === undefined) return [];
  const leaving = of.request.kind === 'change-implementer' ? serviceOf(of)?.company : undefined;
  return candidates(graph, questionOf(of), of.request.atMs)
    .map(({ id }) => id)
    .filter((id) => id !== leaving)
    .slice(0, PROPOSALS_MAX);
}
