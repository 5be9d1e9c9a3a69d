/**
 * A till knows by name the latest release it is entitled to, whether or not it was ever ordered any: it
 * looks at what its vendor has signed once a day, and as soon as its licence is another. Looking
 * installs nothing; for that it takes an order.
 */
import type { Generation } from '../entitlement/entitlement.ts';
import { compareGenerations } from '../entitlement/licensing.ts';
import { highestFloor, latestEntitled } from './release-choice.ts';
import type { Release } from './release.ts';
import type { UpdateEffect, UpdateFacts, UpdateFault, Updating } from './updating.ts';

export interface Look {
  /** Of the entitlement that the answer was for; with another one the answer means nothing. */
  readonly generation: Generation;
  readonly nextAtMs: number;
  /** Why the last one came to nothing. */
  readonly fault?: UpdateFault | undefined;
}

const LOOK_EVERY_MS = 24 * 60 * 60 * 1_000;
/** Where nobody has answered. */
const LOOK_AGAIN_MS = 30 * 60 * 1_000;

/** A look that is to be made now; its answer comes as `releases-seen` or as a fault. */
export interface Looking {
  readonly updating: Updating;
  readonly effects: readonly Extract<UpdateEffect, { kind: 'look-at-releases' }>[];
}

/** Looks where it is time to, and where nothing is under way that a look would break off. */
export function lookIfDue(updating: Updating, facts: UpdateFacts): Looking {
  const { entitlement, nowMs } = facts;
  const { look } = updating;
  if (entitlement === undefined) return { updating: withoutLatest(updating), effects: [] };
  const isOfLicence = look !== undefined && isOf(look, entitlement.generation);
  const known = isOfLicence ? updating : withoutLatest(updating);
  if (isOfLicence && isAhead(look.nextAtMs, nowMs)) return { updating: known, effects: [] };
  return lookNow(known, facts);
}

/** Looks at once, in a folder or at the hub. */
export function lookNow(
  updating: Updating,
  { entitlement, isInstalled, nowMs }: UpdateFacts,
  folder?: string,
): Looking {
  if (entitlement === undefined || !isInstalled || !isResting(updating)) {
    return { updating, effects: [] };
  }
  const { generation } = entitlement;
  const look: Look = { generation, nextAtMs: nowMs + LOOK_AGAIN_MS };
  const { order } = updating;
  return {
    updating: { ...updating, look },
    effects: [{ kind: 'look-at-releases', order, folder }],
  };
}

/** What there is says what the till may have of it, and below what nothing may be installed. */
export function withReleasesSeen(
  updating: Updating,
  releases: readonly Release[],
  { entitlement, status, platform, nowMs }: UpdateFacts,
): Updating {
  const all = { entitlement, platform, releases, securityFloor: updating.securityFloor };
  const latest = status.state === 'revoked' ? undefined : latestEntitled(all)?.version;
  const known: Updating = { ...updating, securityFloor: highestFloor(all), latest };
  if (entitlement === undefined) return known;
  const { generation } = entitlement;
  return { ...known, look: { generation, nextAtMs: nowMs + LOOK_EVERY_MS } };
}

/** It looks again by itself; what it knew until then it still knows. */
export function withLookFailed(updating: Updating, fault: UpdateFault): Updating {
  const { look } = updating;
  return look === undefined ? updating : { ...updating, look: { ...look, fault } };
}

function withoutLatest(updating: Updating): Updating {
  if (updating.latest === undefined && updating.look === undefined) return updating;
  const { latest: _, look: __, ...rest } = updating;
  return rest;
}

function isOf({ generation }: Look, held: Generation): boolean {
  return compareGenerations(generation, held) === 0;
}

/** What a clock far ahead has put off is not waited for once that is put right. */
function isAhead(nextAtMs: number, nowMs: number): boolean {
  return nowMs < nextAtMs && nextAtMs - nowMs <= LOOK_EVERY_MS;
}

/** One question at a time is put to a repository, and only the last counts. */
function isResting({ phase }: Updating): boolean {
  return phase.kind === 'idle' || phase.kind === 'ready' || phase.kind === 'waiting-to-retry';
}
