/** What people do about updates at the hub: rollouts, releases that are withdrawn, tags, and what is asked. */
import { highestFloor } from '../../../agent/core/update/release-choice.ts';
import { compareVersions } from '../../../agent/core/update/version.ts';
import type { Desk } from '../contracts/desk.ts';
import { newestDocument, pardonOrders } from '../store/rollout-orders.ts';
import {
  addYanked,
  keepRollout,
  rolloutById,
  type KeptRollout,
  type YankedRelease,
} from '../store/rollouts.ts';
import { setTags, type UpdateStation } from '../store/update-fleet.ts';
import { isInScope, type Scope } from '../users/roles.ts';
import { act, type ActRefusal, type RolloutAct } from './act.ts';
import {
  decide,
  hasHole,
  tallyOf,
  waitingOf,
  type GroupTally,
  type RolloutRow,
  type Waiting,
} from './decide.ts';
import { fiscalDeadlines, type Deadline } from './deadlines.ts';
import { plainStation, readFleet, stationsFor, type FleetFacts } from './fleet-facts.ts';
import { KnownLicences } from './known-licences.ts';
import { isRecallable, outlookOf } from './outlook.ts';
import type { Rollout, RolloutPlan } from './rollout.ts';
import { EMPTY_SHELF, isSameRelease, type ReleaseShelf, type ShelvedRelease } from './shelf.ts';
import { stationReports, type StationReport } from './station-report.ts';

export type RolloutRefusal =
  | ActRefusal
  | 'no-such-rollout'
  /** Nothing of that channel and version is published. */
  | 'release-unknown'
  /** One of its groups picks nobody at all, so that nothing would open behind it. */
  | 'nobody-picked'
  /** Nothing below the security floor goes out any more. */
  | 'below-security-floor';

export type RolloutAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly code: RolloutRefusal };

export interface RolloutView {
  readonly rollout: KeptRollout;
  /** In the order of the groups. */
  readonly tallies: readonly GroupTally[];
  readonly rows: readonly RolloutRow[];
  /** Why nothing opens, where nobody is there to open it. */
  readonly waiting: Waiting | undefined;
}

export interface ShownRelease {
  readonly release: ShelvedRelease;
  /** Why it was withdrawn; absent: it was not. */
  readonly yanked?: string | undefined;
}

export interface ExportedOrder {
  readonly station: string;
  readonly version: string;
  readonly document: string;
}

export interface RolloutDeskParts {
  readonly desk: Desk;
  readonly shelf?: ReleaseShelf | undefined;
  readonly known?: KnownLicences | undefined;
  /** Something may have to be told: whoever runs the hub looks at once. */
  readonly onChanged?: (() => void) | undefined;
}

export class RolloutDesk {
  readonly #desk: Desk;
  readonly #shelf: ReleaseShelf;
  readonly #known: KnownLicences;
  readonly #onChanged: () => void;

  constructor({ desk, shelf, known, onChanged }: RolloutDeskParts) {
    this.#desk = desk;
    this.#shelf = shelf ?? EMPTY_SHELF;
    this.#known = known ?? new KnownLicences();
    this.#onChanged = onChanged ?? (() => undefined);
  }

  /** The newest first. */
  async list(): Promise<readonly RolloutView[]> {
    const facts = await this.#facts();
    return facts.rollouts.map((rollout) => viewOf(facts, rollout));
  }

  async view(rollout: string): Promise<RolloutView | undefined> {
    const facts = await this.#facts();
    const found = facts.rollouts.find((each) => each.rollout === rollout);
    return found === undefined ? undefined : viewOf(facts, found);
  }

  /** Writes a draft, or another plan into one. Whoever writes last has made it. */
  async write(rollout: string, plan: RolloutPlan): Promise<RolloutAnswer> {
    const { database, nowMs, doer, user, note } = this.#desk;
    if (user === undefined) return refuse('nameless');
    const code = await this.#refusalOf(plan);
    if (code !== undefined) return { kind: 'refused', code };
    return database.transaction().execute(async (transaction): Promise<RolloutAnswer> => {
      const before = await rolloutById(transaction, rollout);
      if (before !== undefined && before.state !== 'draft') return refuse('wrong-state');
      const maker = { madeBy: doer, madeByUser: user };
      const draft: Rollout = { rollout, plan, state: 'draft', openGroups: 0, ...maker };
      await keepRollout(transaction, draft, nowMs());
      const { channel, version, mode } = plan;
      const details = { channel, version, mode, groups: plan.groups.length };
      await note(transaction, { act: 'rollout-written', subject: rollout, details });
      return { kind: 'done' };
    });
  }

  async act(rollout: string, asked: Omit<RolloutAct, 'by'>): Promise<RolloutAnswer> {
    const { database, nowMs, doer: name, user, note } = this.#desk;
    const { kind, pardon = 'retry' } = asked;
    const facts = await this.#facts();
    const answer = await database.transaction().execute(async (transaction) => {
      const before = await rolloutById(transaction, rollout);
      if (before === undefined) return refuse('no-such-rollout');
      const isYanked = facts.yanked.some((gone) => isSameRelease(gone, before.plan));
      const acted = act(before, { kind, by: { name, user } }, { isYanked });
      if (acted.kind === 'refused') return acted;
      if (kind === 'submit' && hasHole(before, viewOf(facts, before).rows)) {
        return refuse('nobody-picked');
      }
      if (kind === 'resume') {
        const stations = failedIn(viewOf(facts, before));
        await pardonOrders(transaction, { rollout, stations, pardon });
      }
      await keepRollout(transaction, acted.rollout, nowMs());
      const details = { act: kind, ...(kind === 'resume' ? { pardon } : {}) };
      await note(transaction, { act: 'rollout-acted', subject: rollout, details });
      return DONE;
    });
    if (answer.kind === 'done') this.#onChanged();
    return answer;
  }

  /** Every release there is, those that were withdrawn among them. */
  async releases(): Promise<readonly ShownRelease[]> {
    const { yanked } = await this.#facts();
    return this.#shelf.releases().map((release) => ({
      release,
      yanked: yanked.find((gone) => isSameRelease(gone, release))?.reason,
    }));
  }

  /** Withdraws a release: no station is told of it any more, nor may it be fetched. */
  async yank(gone: YankedRelease): Promise<RolloutAnswer> {
    const { database, nowMs, note } = this.#desk;
    if (!this.#shelf.releases().some((one) => isSameRelease(one, gone))) {
      return refuse('release-unknown');
    }
    await database.transaction().execute(async (transaction) => {
      if (!(await addYanked(transaction, gone, nowMs()))) return;
      const { channel, version, reason } = gone;
      const details = { channel, version, reason };
      await note(transaction, { act: 'release-yanked', subject: version, details });
    });
    this.#onChanged();
    return DONE;
  }

  async tag(station: string, tags: readonly string[]): Promise<void> {
    const { database, note } = this.#desk;
    await database.transaction().execute(async (transaction) => {
      await setTags(transaction, station, tags);
      await note(transaction, { act: 'station-tagged', subject: station, details: { tags } });
    });
    this.#onChanged();
  }

  /** What each station at these sites runs, may run, was told and why not. */
  async stations(sites: Scope, channel: string): Promise<readonly StationReport[]> {
    return stationReports(within(await this.#facts(), sites), channel);
  }

  async deadlines(sites: Scope): Promise<readonly Deadline[]> {
    const facts = within(await this.#facts(), sites);
    const rollouts = facts.rollouts.map((rollout) => {
      const { rows } = viewOf(facts, rollout);
      return { rollout, outlooks: new Map(rows.map((row) => [row.station, row.outlook])) };
    });
    const stations = facts.stations.map((station) => plainStation(facts, station));
    return fiscalDeadlines({ releases: facts.releases, stations, rollouts, nowMs: facts.nowMs });
  }

  /** The orders of a site's stations that are still to be done, for a medium. */
  async exportOrders(site: string): Promise<readonly ExportedOrder[]> {
    const { database, note } = this.#desk;
    const facts = within(await this.#facts(), [site]);
    const orders: ExportedOrder[] = [];
    for (const row of facts.stations) {
      const { station, isRevoked } = row;
      const newest = isRevoked ? undefined : await newestDocument(database, station);
      const state = facts.rollouts.find(({ rollout }) => rollout === newest?.rollout)?.state;
      const isHeld = state === 'stopped' || state === 'aborted';
      if (newest === undefined || isHeld || !isLeftToDo(facts, row, newest.rollout)) continue;
      orders.push({ station, version: newest.version, document: newest.document });
    }
    await database.transaction().execute(async (transaction) => {
      const details = { stations: orders.map(({ station }) => station) };
      await note(transaction, { act: 'orders-exported', subject: site, details });
    });
    return orders;
  }

  #facts(): Promise<FleetFacts> {
    const { database, nowMs, vendor } = this.#desk;
    return readFleet({ database, nowMs, vendor, shelf: this.#shelf, known: this.#known });
  }

  async #refusalOf(plan: RolloutPlan): Promise<RolloutRefusal | undefined> {
    const { releases, yanked } = await this.#facts();
    if (yanked.some((gone) => isSameRelease(gone, plan))) return 'yanked';
    if (!releases.some((one) => isSameRelease(one, plan))) return 'release-unknown';
    const own = releases.filter(({ channel }) => channel === plan.channel);
    const floor = highestFloor({ securityFloor: undefined, releases: own });
    return compareVersions(plan.version, floor) < 0 ? 'below-security-floor' : undefined;
  }
}

const DONE: RolloutAnswer = { kind: 'done' };

function refuse(code: RolloutRefusal): RolloutAnswer {
  return { kind: 'refused', code };
}

function within(facts: FleetFacts, sites: Scope): FleetFacts {
  return { ...facts, stations: facts.stations.filter(({ site }) => isInScope(sites, site)) };
}

function viewOf(facts: FleetFacts, rollout: KeptRollout): RolloutView {
  const { releases, nowMs } = facts;
  const fleet = { stations: stationsFor(facts, rollout), releases, isYanked: false };
  const { rows } = decide(rollout, fleet, nowMs);
  const tallies = rollout.plan.groups.map((_, group) => tallyOf(rows, group));
  return { rollout, rows, tallies, waiting: waitingOf(rollout, rows) };
}

/** Nothing has come of it yet, good or bad, and the till has not taken a later one. */
function isLeftToDo(facts: FleetFacts, row: UpdateStation, rollout: string): boolean {
  const found = facts.rollouts.find((each) => each.rollout === rollout);
  if (found === undefined) return false;
  const stations = stationsFor({ ...facts, stations: [row] }, found);
  return stations.some((station) => isRecallable(outlookOf(found, station, facts)));
}

function failedIn({ rows }: RolloutView): readonly string[] {
  return rows.filter(({ outlook }) => outlook.kind === 'failed').map(({ station }) => station);
}
