/**
 * Carries out what the decision about each rollout says: documents are numbered, then signed, then
 * written with their mail and with the rollout's own change in one transaction, unless somebody has
 * acted upon the rollout meanwhile. Then nothing of it is written and the next turn decides anew.
 */
import type { Issuer } from '../licences/vendor.ts';
import { commandBodies } from '../../protocol/commands.ts';
import { takeCounter } from '../store/director-counters.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { addDesired, expireUntaken } from '../store/mailbox.ts';
import { addOrder, strandOrder, withdrawOrder } from '../store/rollout-orders.ts';
import { keepRollout, rolloutById } from '../store/rollouts.ts';
import type { UpdateStation } from '../store/update-fleet.ts';
import { decide, type RolloutChange, type RolloutOrder } from './decide.ts';
import { canDirectAt, signOrder, type DirectorOrder } from './director.ts';
import { readFleet, stationsFor, type FleetFacts, type FleetSources } from './fleet-facts.ts';
import { mayBeRecalled, type RolloutStation } from './outlook.ts';
import type { Rollout } from './rollout.ts';
import { isSameRelease, type ShelvedRelease } from './shelf.ts';

/** Orders that one turn signs and writes: few enough for nobody to wait for the database. */
const ORDERS_PER_TURN = 200;

export interface AdvanceParts extends FleetSources {
  readonly onMail: (station: string) => void;
  /** Told of what a rollout came to by itself, in the transaction that writes it. */
  readonly onChange: (
    database: HubDatabase,
    rollout: string,
    change: RolloutChange,
  ) => Promise<void>;
  /** Told of what failed; nobody else waits for it. */
  readonly onError: (cause: unknown) => void;
}

export interface Advanced {
  /** Whether there is more that could be told at once. */
  readonly hasMore: boolean;
  readonly told: number;
}

/** One turn of every rollout. */
export async function advanceRollouts(parts: AdvanceParts): Promise<Advanced> {
  let facts = await readFleet(parts);
  let told = 0;
  let hasMore = false;
  for (const rollout of facts.rollouts.toReversed()) {
    if (!MOVING.includes(rollout.state)) continue;
    const moved = await advanceSafely(parts, facts, rollout);
    told += moved.told;
    hasMore ||= moved.hasMore;
    // What one has told a station the next must know.
    if (moved.told > 0) facts = await readFleet(parts);
  }
  return { hasMore, told };
}

/** One rollout that cannot be decided holds no other up. */
async function advanceSafely(
  parts: AdvanceParts,
  facts: FleetFacts,
  rollout: Rollout,
): Promise<Advanced> {
  try {
    return await advanceOne(parts, facts, rollout);
  } catch (cause) {
    parts.onError(cause);
    return NOTHING;
  }
}

const MOVING: readonly Rollout['state'][] = ['running', 'paused', 'stopped', 'aborted'];

interface Turn {
  readonly rollout: Rollout;
  readonly changes: readonly RolloutChange[];
  readonly orders: readonly Signed[];
  readonly withdrawals: readonly Withdrawal[];
}

interface Signed extends DirectorOrder {
  readonly group: number;
  readonly document: string;
  readonly after: UpdateStation['standing']['said'];
}

interface Withdrawal {
  readonly station: string;
  /** Names what the station runs: nothing is left to be done. Absent where there is none. */
  readonly document: string | undefined;
  /** What the station runs is not published: there will be none. */
  readonly isStranded: boolean;
}

async function advanceOne(
  parts: AdvanceParts,
  facts: FleetFacts,
  rollout: Rollout,
): Promise<Advanced> {
  const { plan } = rollout;
  const { releases, yanked, nowMs } = facts;
  const isYanked = yanked.some((gone) => isSameRelease(gone, plan));
  const stations = concerned(facts, rollout);
  const decision = decide(rollout, { stations, releases, isYanked }, nowMs);
  const director = parts.vendor?.director;
  const mayDirect = canDirectAt(director, nowMs);
  const due = mayDirect ? decision.orders.slice(0, ORDERS_PER_TURN) : [];
  const gone = decision.withdrawals.slice(0, ORDERS_PER_TURN);
  if (due.length + gone.length + decision.changes.length === 0) return NOTHING;
  const turn: Turn = {
    rollout,
    changes: decision.changes,
    orders: mayDirect ? await signAll({ parts, director, facts, rollout }, due) : [],
    withdrawals: await callBack({ parts, director, facts, rollout }, gone),
  };
  const isWritten = await parts.database
    .transaction()
    .execute((transaction) => write(transaction, parts, turn));
  if (!isWritten) return { hasMore: true, told: 0 };
  for (const { station } of [...turn.orders, ...turn.withdrawals]) parts.onMail(station);
  const left = decision.orders.length - due.length + decision.withdrawals.length - gone.length;
  // Where nothing came of what was due, at once would be no better.
  const hasMoved = turn.orders.length + turn.withdrawals.length > 0;
  return { hasMore: mayDirect && hasMoved && left > 0, told: turn.orders.length };
}

/** Of one that is over only those are looked at that may still have to be called back. */
function concerned(facts: FleetFacts, rollout: Rollout): readonly RolloutStation[] {
  if (rollout.state !== 'stopped' && rollout.state !== 'aborted')
    return stationsFor(facts, rollout);
  const stations = facts.stations.filter(({ station }) =>
    facts.orders
      .get(station)
      ?.some((one) => one.rollout === rollout.rollout && !one.isWithdrawn && !one.isStranded),
  );
  return stationsFor({ ...facts, stations }, rollout).filter(mayBeRecalled);
}

const NOTHING: Advanced = { hasMore: false, told: 0 };

interface Signing {
  readonly parts: AdvanceParts;
  readonly director: Issuer | undefined;
  readonly facts: FleetFacts;
  readonly rollout: Rollout;
}

async function signAll(
  { parts, director, facts, rollout }: Signing,
  due: readonly RolloutOrder[],
): Promise<readonly Signed[]> {
  if (director === undefined) return [];
  const { plan } = rollout;
  const found = due.flatMap(({ station: id, group, version }) => {
    const station = stationNamed(facts, id);
    const release = releaseOf(facts.releases, station, { channel: plan.channel, version });
    return station === undefined || release === undefined ? [] : [{ station, group, release }];
  });
  const numbered = await parts.database.transaction().execute(async (transaction) => {
    const orders = [];
    for (const { station, group, release } of found) {
      const counter = await takeCounter(
        transaction,
        station.station,
        director.certificate.keyEpoch,
      );
      if (counter !== undefined) orders.push({ station, group, release, counter });
    }
    return orders;
  });
  const signed: Signed[] = [];
  for (const { station, group, release, counter } of numbered) {
    const issuedAtMs = facts.nowMs;
    const order = { station: station.station, counter, rollout: rollout.rollout, plan, release };
    const document = await signSafely(parts, director, { ...order, issuedAtMs });
    if (document === undefined) continue;
    signed.push({ ...order, issuedAtMs, group, document, after: station.standing.said });
  }
  return signed;
}

/** One station's order that cannot be signed is no reason to tell the others nothing. */
async function signSafely(
  { onError }: AdvanceParts,
  director: Issuer,
  order: DirectorOrder,
): Promise<string | undefined> {
  try {
    return await signOrder(director, order);
  } catch (cause) {
    onError(cause);
    return undefined;
  }
}

async function callBack(
  { parts, director, facts, rollout }: Signing,
  stations: readonly string[],
): Promise<readonly Withdrawal[]> {
  const found: Withdrawal[] = [];
  for (const id of stations) {
    const station = stationNamed(facts, id);
    const { channel } = rollout.plan;
    const version = station?.standing.running ?? station?.agentVersion ?? '';
    // A release that was withdrawn itself may well be what runs there.
    const release = releaseOf(parts.shelf.releases(), station, { channel, version });
    const isPossible = release !== undefined && canDirectAt(director, facts.nowMs);
    if (!isPossible) {
      found.push({ station: id, document: undefined, isStranded: release === undefined });
      continue;
    }
    const counter = await parts.database
      .transaction()
      .execute((transaction) => takeCounter(transaction, id, director.certificate.keyEpoch));
    const document =
      counter &&
      (await signSafely(parts, director, {
        station: id,
        counter,
        rollout: rollout.rollout,
        plan: { mode: 'download-only' },
        release,
        issuedAtMs: facts.nowMs,
      }));
    found.push({ station: id, document, isStranded: document === undefined });
  }
  return found;
}

function stationNamed({ stations }: FleetFacts, id: string): UpdateStation | undefined {
  return stations.find(({ station }) => station === id);
}

function releaseOf(
  releases: readonly ShelvedRelease[],
  station: UpdateStation | undefined,
  name: { readonly channel: string; readonly version: string },
): ShelvedRelease | undefined {
  return releases.find((one) => one.platform === station?.platform && isSameRelease(one, name));
}

/** Whether it was written; not where the rollout is not what the decision was about any more. */
async function write(database: HubDatabase, parts: AdvanceParts, turn: Turn): Promise<boolean> {
  const { rollout, changes, orders, withdrawals } = turn;
  const now = await rolloutById(database, rollout.rollout);
  if (now?.state !== rollout.state || now.openGroups !== rollout.openGroups) return false;
  const atMs = parts.nowMs();
  for (const order of orders) await tell(database, order, atMs);
  for (const withdrawal of withdrawals) await recall(database, rollout, { withdrawal, atMs });
  if (changes.length > 0) await keepRollout(database, changes.reduce(changed, now), atMs);
  for (const change of changes) await parts.onChange(database, rollout.rollout, change);
  return true;
}

async function tell(database: HubDatabase, order: Signed, atMs: number): Promise<void> {
  const { station, counter, rollout, release, group, document, after } = order;
  await addOrder(database, {
    station,
    counter,
    rollout,
    version: release.version,
    group,
    document,
    toldAtMs: atMs,
    after,
    isWithdrawn: false,
    isStranded: false,
    pardon: undefined,
  });
  await mail(database, { station, document, atMs });
}

async function recall(
  database: HubDatabase,
  { rollout }: Rollout,
  { withdrawal, atMs }: { readonly withdrawal: Withdrawal; readonly atMs: number },
): Promise<void> {
  const { station, document, isStranded } = withdrawal;
  if (document !== undefined) await mail(database, { station, document, atMs });
  const isGone =
    document !== undefined || (await expireUntaken(database, { station, kind: 'director' }));
  if (isGone) await withdrawOrder(database, { station, rollout });
  else if (isStranded) await strandOrder(database, { station, rollout });
}

async function mail(
  database: HubDatabase,
  { station, document, atMs }: { station: string; document: string; atMs: number },
): Promise<void> {
  const body = { ...commandBodies.director.parse({ document }) };
  const command = { station, kind: 'director', body, notAfterMs: undefined } as const;
  await addDesired(database, { ...command, issuedAtMs: atMs });
}

function changed(rollout: Rollout, change: RolloutChange): Rollout {
  switch (change.kind) {
    case 'group-opened':
      return { ...rollout, openGroups: Math.max(rollout.openGroups, change.group + 1) };
    case 'stopped':
      return { ...rollout, state: 'stopped', halt: change.halt };
    case 'done':
      return { ...rollout, state: 'done' };
  }
}
