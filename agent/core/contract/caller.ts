/** Who is calling: what the graph says of a person at this site, or what the request says. */
import { rolesAt } from './parties.ts';
import {
  CALLER_ROLES,
  type CallerRole,
  type DecisionFacts,
  type DecisionRequest,
} from './request.ts';

/** A person has the role of this site and of no other; of several, the one that may most. */
export function callerOf(
  { caller, person, atMs }: DecisionRequest,
  { graph, site }: DecisionFacts,
): CallerRole | undefined {
  if (person === undefined || graph === undefined) return caller;
  const roles = rolesAt(graph, { person, site: site ?? '' }, atMs);
  return CALLER_ROLES.findLast((role) => roles.includes(role));
}
