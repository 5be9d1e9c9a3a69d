import { createHash } from 'node:crypto';
import { isInScope } from '../users/roles.ts';
import type { GroupPick, Rollout } from './rollout.ts';

/** What a group can pick a station by. */
export interface Pickable {
  readonly station: string;
  readonly site: string;
  readonly tags: readonly string[];
  /** The parties that see its site. */
  readonly partners: readonly string[];
}

/** The place of the first group that takes the station in; undefined: it is in none. */
export function groupOf(
  { rollout, plan }: Pick<Rollout, 'rollout' | 'plan'>,
  station: Pickable,
): number | undefined {
  const place = plan.groups.findIndex(({ picks }) =>
    picks.some((pick) => isPicked(pick, station, rollout)),
  );
  return place === -1 ? undefined : place;
}

function isPicked(pick: GroupPick, station: Pickable, rollout: string): boolean {
  switch (pick.kind) {
    case 'percent':
      return spreadOf(station.station, rollout) < pick.percent * PLACES_PER_PERCENT;
    case 'tag':
      return station.tags.includes(pick.tag);
    case 'partner':
      return station.partners.includes(pick.partner);
    case 'site':
      return isInScope([pick.site], station.site);
  }
}

const PLACES_PER_PERCENT = 1_000;
const PLACES = 100 * PLACES_PER_PERCENT;

/**
 * A place from the station's id, the same for ever, and another for every rollout: nobody is always
 * among the first.
 */
function spreadOf(station: string, rollout: string): number {
  const hash = createHash('sha256')
    .update(JSON.stringify([rollout, station]))
    .digest();
  return hash.readUIntBE(0, HASH_BYTES) % PLACES;
}

/** As many as a number holds exactly. */
const HASH_BYTES = 6;
