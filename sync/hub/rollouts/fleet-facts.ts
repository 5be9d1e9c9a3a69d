/** Puts together what is known of the fleet, as the decision about a rollout wants it. */
import type { LicenceStatus } from '../../../agent/core/entitlement/licence-status.ts';
import { graphAt } from '../books/graph-at.ts';
import { sitesOfParty } from '../books/party-scope.ts';
import { licenceStanding } from '../fleet/licence-report.ts';
import type { HubVendor } from '../licences/vendor.ts';
import { spentStations } from '../store/director-counters.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { newestOrders, type StandingOrder } from '../store/rollout-orders.ts';
import {
  rolloutList,
  yankedReleases,
  type KeptRollout,
  type YankedRelease,
} from '../store/rollouts.ts';
import { updateStations, type UpdateStation } from '../store/update-fleet.ts';
import type { KnownLicences } from './known-licences.ts';
import { runsIt, wordOn, type RolloutStation, type Told } from './outlook.ts';
import type { Rollout } from './rollout.ts';
import { isSameRelease, type ReleaseShelf, type ShelvedRelease } from './shelf.ts';

export interface FleetFacts {
  readonly stations: readonly UpdateStation[];
  readonly rollouts: readonly KeptRollout[];
  /** Of each station, the newest of each rollout, the newest first. */
  readonly orders: ReadonlyMap<string, readonly StandingOrder[]>;
  /** All but those that were withdrawn. */
  readonly releases: readonly ShelvedRelease[];
  readonly yanked: readonly YankedRelease[];
  /** The sites that each party sees whom a rollout names. */
  readonly partnerSites: ReadonlyMap<string, ReadonlySet<string>>;
  readonly known: KnownLicences;
  /** The stations of which nothing can be ordered with the hub's key any more. */
  readonly spent: ReadonlySet<string>;
  readonly nowMs: number;
}

export interface FleetSources {
  readonly database: HubDatabase;
  readonly shelf: ReleaseShelf;
  readonly known: KnownLicences;
  readonly vendor: HubVendor | undefined;
  readonly nowMs: () => number;
}

export async function readFleet(sources: FleetSources): Promise<FleetFacts> {
  const { database, shelf, known, vendor } = sources;
  const keyEpoch = vendor?.director?.certificate.keyEpoch;
  const nowMs = sources.nowMs();
  const rollouts = await rolloutList(database);
  const yanked = await yankedReleases(database);
  return {
    stations: await updateStations(database, known),
    rollouts,
    orders: await newestOrders(database),
    releases: shelf.releases().filter((one) => !yanked.some((gone) => isSameRelease(gone, one))),
    yanked,
    partnerSites: await partnerSites(database, rollouts, nowMs),
    known,
    spent: keyEpoch === undefined ? new Set() : await spentStations(database, keyEpoch),
    nowMs,
  };
}

/** Every station as this rollout sees it. */
export function stationsFor(facts: FleetFacts, rollout: Rollout): readonly RolloutStation[] {
  return facts.stations.map((station) => stationFor(facts, station, rollout));
}

/** A station as nobody's order sees it. */
export function plainStation(facts: FleetFacts, station: UpdateStation): RolloutStation {
  const { entitlement, standing } = station;
  const partners = [...facts.partnerSites].flatMap(([party, sites]) =>
    sites.has(station.site) ? [party] : [],
  );
  return {
    station: station.station,
    site: station.site,
    tags: station.tags,
    partners,
    platform: station.platform,
    isRevoked: station.isRevoked,
    running: standing.running ?? station.agentVersion,
    standing,
    entitlement,
    status: stationStatus(facts.known, station, facts.nowMs),
    isElsewhere: false,
    isSpent: facts.spent.has(station.station),
  };
}

/** Where its licence stands; whether it is still the machine it was made out for, the till says. */
export function stationStatus(
  known: KnownLicences,
  station: Pick<UpdateStation, 'station' | 'entitlement' | 'licence'> | undefined,
  nowMs: number,
): LicenceStatus {
  const isUnbound = licenceStanding(station?.licence)?.flags.includes('rebind-needed') ?? false;
  return known.status(station?.station ?? '', station?.entitlement, { isUnbound, nowMs });
}

function stationFor(facts: FleetFacts, station: UpdateStation, rollout: Rollout): RolloutStation {
  const orders = facts.orders.get(station.station) ?? [];
  const [newest] = orders;
  const own = orders.find((order) => order.rollout === rollout.rollout);
  const plain = plainStation(facts, station);
  if (newest === undefined || own === undefined) {
    return { ...plain, isElsewhere: isUnderWay(facts, plain, newest) };
  }
  const isOvertaken = own !== newest || isLost(own, plain);
  const isElsewhere = own !== newest && isUnderWay(facts, plain, newest);
  return { ...plain, isElsewhere, told: toldOf(own, isOvertaken) };
}

function toldOf(order: StandingOrder, isOvertaken: boolean): Told {
  const { version, group, toldAtMs: atMs, after, isWithdrawn, isStranded, pardon } = order;
  return { version, group, atMs, after, isWithdrawn, isStranded, pardon, isOvertaken };
}

/** The till has taken a higher one than this and says nothing of it: it will not take this one. */
function isLost({ isPassed, version }: StandingOrder, { standing }: RolloutStation): boolean {
  return isPassed && standing.said?.version !== version;
}

/** Whether the order of another rollout may still come to something. */
function isUnderWay(
  { rollouts, nowMs }: FleetFacts,
  station: RolloutStation,
  order: StandingOrder | undefined,
): boolean {
  if (order === undefined || order.isWithdrawn || runsIt(station, order.version)) return false;
  const other = rollouts.find(({ rollout }) => rollout === order.rollout);
  if (other === undefined || (other.state !== 'running' && other.state !== 'paused')) return false;
  const { kind } = wordOn(toldOf(order, false), station.standing, { plan: other.plan, nowMs });
  return kind !== 'failed' && kind !== 'barred' && kind !== 'has';
}

async function partnerSites(
  database: HubDatabase,
  rollouts: readonly Rollout[],
  atMs: number,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const named = new Set(
    rollouts.flatMap(({ plan }) =>
      plan.groups.flatMap(({ picks }) =>
        picks.flatMap((pick) => (pick.kind === 'partner' ? [pick.partner] : [])),
      ),
    ),
  );
  if (named.size === 0) return new Map();
  const graph = await graphAt(database, { atMs });
  return new Map([...named].map((party) => [party, new Set(sitesOfParty(graph, party, atMs))]));
}
