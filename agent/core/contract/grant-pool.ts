/**
 * The grants of a balance with what is free of them, kept in burn order and by their expiry as they
 * change: a balance of ten thousand grants is not sorted for every entry. What is done to a pool is
 * done in place; whoever wants the pool of before copies it first.
 */
import { LayeredMap, type SharedMap } from './layered-map.ts';
import type { GrantEntry } from './ledger-entry.ts';

export interface Grant extends Pick<GrantEntry, 'id' | 'amount' | 'source'> {
  readonly priority: number;
  readonly grantedMs: number;
  readonly expiresMs: number | undefined;
  /** Neither held, settled nor expired. */
  readonly free: number;
  readonly expired: number;
}

export interface GrantPool {
  readonly grants: SharedMap<Grant>;
  /** Of those with anything free, by priority, earliest expiry, age and id. */
  readonly burnOrder: readonly string[];
  /** Of those that have not been looked at since they ran out, the earliest first. */
  readonly expiring: readonly Expiry[];
  readonly freeTotal: number;
}

interface Expiry {
  readonly id: string;
  readonly expiresMs: number;
}

export interface OpenPool extends GrantPool {
  readonly grants: LayeredMap<Grant>;
  readonly burnOrder: string[];
  readonly expiring: Expiry[];
  freeTotal: number;
}

export function copyPool(pool: GrantPool): OpenPool {
  const { grants, burnOrder, expiring, freeTotal } = pool;
  return {
    grants: grants.copy(),
    burnOrder: [...burnOrder],
    expiring: [...expiring],
    freeTotal,
  };
}

export function emptyPool(): OpenPool {
  return { grants: LayeredMap.empty(), burnOrder: [], expiring: [], freeTotal: 0 };
}

/** What is free at an instant that is no earlier than the last one that was looked at. */
export function freeAt({ grants, expiring, freeTotal }: GrantPool, atMs: number): number {
  let gone = 0;
  for (const { id, expiresMs } of expiring) {
    if (expiresMs > atMs) break;
    gone += grants.get(id)?.free ?? 0;
  }
  return freeTotal - gone;
}

/** Puts a grant in, or in the place of what it was before. */
export function putGrant(pool: OpenPool, after: Grant): void {
  const before = pool.grants.get(after.id);
  const freeBefore = before?.free ?? 0;
  pool.grants.set(after.id, after);
  pool.freeTotal += after.free - freeBefore;
  if (after.free > 0 && freeBefore === 0) enter(pool, after);
  if (after.free === 0 && freeBefore > 0) leave(pool, after);
  if (after.free > freeBefore) awaitExpiry(pool, after);
}

function enter({ grants, burnOrder }: OpenPool, grant: Grant): void {
  burnOrder.splice(
    placeOf(burnOrder, (id) => compareGrants(grants.get(id) ?? grant, grant)),
    0,
    grant.id,
  );
}

function leave({ grants, burnOrder }: OpenPool, grant: Grant): void {
  burnOrder.splice(
    placeOf(burnOrder, (id) => compareGrants(grants.get(id) ?? grant, grant)),
    1,
  );
}

/** What is given back to a grant that was looked at may run out once more. */
function awaitExpiry({ expiring }: OpenPool, { id, expiresMs }: Grant): void {
  if (expiresMs === undefined) return;
  const place = placeOf(
    expiring,
    (each) => compare(each.expiresMs, expiresMs) || compare(each.id, id),
  );
  if (expiring[place]?.id !== id) expiring.splice(place, 0, { id, expiresMs });
}

/** The first place whose item does not come before. */
function placeOf<Item>(items: readonly Item[], compareTo: (item: Item) => number): number {
  let from = 0;
  let to = items.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const item = items[middle];
    if (item !== undefined && compareTo(item) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The next to be used; undefined where nothing is free. */
export function firstToBurn({ grants, burnOrder }: GrantPool): Grant | undefined {
  const [id] = burnOrder;
  return id === undefined ? undefined : grants.get(id);
}

/** Those that have run out by an instant and were not looked at since. */
export function takeExpired(pool: OpenPool, atMs: number): readonly string[] {
  let count = 0;
  while ((pool.expiring[count]?.expiresMs ?? Number.POSITIVE_INFINITY) <= atMs) count += 1;
  return count === 0 ? [] : pool.expiring.splice(0, count).map(({ id }) => id);
}

function compareGrants(a: Grant, b: Grant): number {
  const never = Number.POSITIVE_INFINITY;
  return (
    a.priority - b.priority ||
    compare(a.expiresMs ?? never, b.expiresMs ?? never) ||
    a.grantedMs - b.grantedMs ||
    compare(a.id, b.id)
  );
}

/** Two that never expire are equal; their difference would be no number. */
function compare<Value extends number | string>(a: Value, b: Value): number {
  return a < b ? -1 : Number(a > b);
}
