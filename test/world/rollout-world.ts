/** A fleet, and a hub that brings a release to it: the real store and decisions, minute by minute. */
import { randomBytes } from 'node:crypto';
import { signOn } from '../../sync/hub/fleet/sign-on.ts';
import { HubOffice } from '../../sync/hub/hub-office.ts';
import { openVendor } from '../../sync/hub/licences/vendor.ts';
import { advanceRollouts, type AdvanceParts } from '../../sync/hub/rollouts/advance.ts';
import { KnownLicences } from '../../sync/hub/rollouts/known-licences.ts';
import { RolloutDesk, type RolloutView } from '../../sync/hub/rollouts/rollout-desk.ts';
import type { RolloutPlan } from '../../sync/hub/rollouts/rollout.ts';
import type { ShelvedRelease } from '../../sync/hub/rollouts/shelf.ts';
import { addCode, useCode } from '../../sync/hub/store/enrolments.ts';
import { keepEntitlement } from '../../sync/hub/store/entitlements.ts';
import { openHubDatabase, type HubDatabase } from '../../sync/hub/store/hub-database.ts';
import { setTags } from '../../sync/hub/store/update-fleet.ts';
import { GENESIS } from '../../sync/protocol/fields.ts';
import { shelvedRelease } from '../support/shelved-release.ts';
import { createTestVendor, testEntitlement } from '../support/test-vendor.ts';
import { RolloutTill, type Fate } from './rollout-till.ts';

const MINUTE_MS = 60_000;
const BEGIN_MS = Date.parse('2026-12-01T08:00:00Z');
const OLD = '1.1.0';
export const NEW = '1.2.0';
export const ROLLOUT = 'december';

export interface RolloutWorldSettings {
  readonly seed: number;
  readonly tills: number;
  readonly canaries: number;
  /** So many tills, drawn by the seed, fare like this; the others come up. */
  readonly fates: readonly (readonly [fate: Fate, tills: number])[];
  readonly plan: Pick<RolloutPlan, 'groups' | 'silenceTimeoutMs'>;
}

export class RolloutWorld implements AsyncDisposable {
  readonly tills: readonly RolloutTill[];
  readonly #database: HubDatabase;
  readonly #advance: AdvanceParts;
  readonly #deskOf: (name: string) => RolloutDesk;
  readonly #fates: Map<string, Fate>;
  minutes = 0;
  /** The most that were ever told at once outside the groups that were open. */
  strays = 0;

  private constructor(made: {
    tills: readonly RolloutTill[];
    database: HubDatabase;
    advance: AdvanceParts;
    deskOf: (name: string) => RolloutDesk;
    fates: Map<string, Fate>;
    clock: { nowMs: number };
  }) {
    this.tills = made.tills;
    this.#database = made.database;
    this.#advance = made.advance;
    this.#deskOf = made.deskOf;
    this.#fates = made.fates;
    this.#clock = made.clock;
  }

  readonly #clock: { nowMs: number };

  static async open(settings: RolloutWorldSettings): Promise<RolloutWorld> {
    const random = seeded(settings.seed);
    const clock = { nowMs: BEGIN_MS };
    const nowMs = (): number => clock.nowMs;
    const signer = createTestVendor();
    const { trust } = signer;
    const vendor = await openVendor({ trust, directorKey: await signer.certify('director') });
    const database = await openHubDatabase(':memory:');
    const releases: readonly ShelvedRelease[] = [OLD, NEW].map((version) =>
      shelvedRelease(version),
    );
    const shelf = { releases: () => releases };
    const known = new KnownLicences();
    const office = new HubOffice({ database, nowMs, randomBytes, vendor });
    const deskOf = (name: string): RolloutDesk =>
      new RolloutDesk({
        desk: office.actingAs({ by: { user: name, name }, address: 'world' }).desk(),
        shelf,
        known,
      });
    const fates = new Map<string, Fate>();
    const names = Array.from({ length: settings.tills }, (_, index) => `till-${index}`);
    const drawn = shuffled(names, random);
    for (const [fate, count] of settings.fates) {
      for (const name of drawn.splice(0, count)) fates.set(name, fate);
    }
    const tills = names.map((station) => {
      const { licence } = testEntitlement();
      const entitlement = testEntitlement({
        licence: { ...licence, issuedTo: { ...licence.issuedTo, station } },
      });
      const fateOf = (): Fate => fates.get(station) ?? 'comes-up';
      const common = { station, entitlement, trust, releases, random, fateOf };
      return new RolloutTill({ ...common, version: OLD });
    });
    for (const [index, station] of names.entries()) {
      await enrol(database, { station, isCanary: index < settings.canaries });
    }
    const quiet = { onMail: () => undefined, onChange: async () => undefined, onError: rethrow };
    const advance: AdvanceParts = { database, shelf, known, nowMs, vendor, ...quiet };
    const world = new RolloutWorld({ tills, database, advance, deskOf, fates, clock });
    await world.#begin(settings.plan);
    return world;
  }

  async #begin(plan: RolloutWorldSettings['plan']): Promise<void> {
    const whole = { ...plan, channel: 'stable', version: NEW, mode: 'forced' } as const;
    must(await this.#deskOf('Ana').write(ROLLOUT, whole));
    must(await this.#deskOf('Ana').act(ROLLOUT, { kind: 'submit' }));
    must(await this.#deskOf('Berta').act(ROLLOUT, { kind: 'approve' }));
  }

  /** Lives on, whatever becomes of the rollout. */
  async live(minutes: number): Promise<void> {
    for (let lived = 0; lived < minutes; lived += 1) await this.#minute();
  }

  /** Lives until the rollout is in another state than running; what it is then. */
  async liveUntilSettled(minutesMax: number): Promise<RolloutView> {
    const end = this.minutes + minutesMax;
    while (this.minutes < end) {
      const view = await this.#minute();
      if (view.rollout.state !== 'running') return view;
    }
    return this.view();
  }

  async #minute(): Promise<RolloutView> {
    this.minutes += 1;
    this.#clock.nowMs += MINUTE_MS;
    while ((await advanceRollouts(this.#advance)).hasMore);
    for (const till of this.tills) await till.live(this.#database, this.#clock.nowMs);
    const view = await this.view();
    const { rollout, rows } = view;
    const told = rows.filter(({ outlook }) => !UNTOLD.includes(outlook.kind));
    this.strays += told.filter(({ group }) => group >= rollout.openGroups).length;
    return view;
  }

  async view(): Promise<RolloutView> {
    const view = await this.#deskOf('Ana').view(ROLLOUT);
    if (view === undefined) throw new TypeError('the rollout is not there');
    return view;
  }

  /** What made tills fail is gone, and somebody has been at those that were silent. */
  async repair(): Promise<void> {
    this.#fates.clear();
    for (const till of this.tills) till.repair(this.#clock.nowMs);
    must(await this.#deskOf('Berta').act(ROLLOUT, { kind: 'resume', pardon: 'retry' }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#database.destroy();
  }
}

const UNTOLD: readonly string[] = ['due', 'barred', 'unheard', 'elsewhere'];

async function enrol(
  database: HubDatabase,
  { station, isCanary }: { readonly station: string; readonly isCanary: boolean },
): Promise<void> {
  const code = { codeSha256Hex: station, name: station, site: 'Centro', station: undefined };
  await addCode(database, { ...code, expiresAtMs: 10 });
  const use = { codeSha256Hex: station, publicKey: 'k', agentVersion: OLD };
  await useCode(database, { ...use, newStation: station, atMs: 5 });
  const hello = { station, epoch: 1, versions: { agent: OLD, protocol: 1 }, capabilities: [] };
  const signed = { nonce: 'n'.repeat(22), signature: 's'.repeat(86) };
  const journal = { head: GENESIS, trail: [] };
  await signOn(database, { ...hello, ...signed, journal, platform: 'linux-x64' }, 6);
  if (isCanary) await setTags(database, station, ['canary']);
  const { licence } = testEntitlement();
  const entitlement = testEntitlement({
    licence: { ...licence, issuedTo: { ...licence.issuedTo, station } },
  });
  await keepEntitlement(database, { document: 'd', entitlement, origin: 'sent', issuedAtMs: 6 });
}

function rethrow(cause: unknown): never {
  throw cause;
}

function must({ kind }: { readonly kind: string }): void {
  if (kind !== 'done') throw new TypeError('it was not done');
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** Numbers in [0, 1) from a seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
