/** A till as far as updates go: the real decisions over an imaginary disk, supervisor and journal. */
import type { LineDraft } from '../../agent/core/journal-line.ts';
import type { Entitlement } from '../../agent/core/entitlement/entitlement.ts';
import type { LicenceStatus } from '../../agent/core/entitlement/licence-status.ts';
import { stepUpdating } from '../../agent/core/update/step-updating.ts';
import type { UpdateOrder } from '../../agent/core/update/update-order.ts';
import {
  NO_UPDATE,
  type Rollback,
  type UpdateEffect,
  type UpdateEvent,
  type UpdateFacts,
  type Updating,
} from '../../agent/core/update/updating.ts';
import type { ShelvedRelease } from '../../sync/hub/rollouts/shelf.ts';
import type { HubDatabase } from '../../sync/hub/store/hub-database.ts';
import { takeLines } from '../../sync/hub/store/line-intake.ts';
import { commandsAfter, noteMailboxTo } from '../../sync/hub/store/mailbox.ts';
import { commandBodies } from '../../sync/protocol/commands.ts';
import type { WireLine } from '../../sync/protocol/lines.ts';
import { verifyDocument } from '../../sync/trust/verify-document.ts';
import type { TrustFile } from '../../sync/trust/trust-file.ts';
import { extended, headOf } from '../support/chain.ts';

/** What becomes of a program that is flipped in. */
export type Fate = 'comes-up' | 'goes-back' | 'never-heard-of-again';

export interface RolloutTillParts {
  readonly station: string;
  readonly entitlement: Entitlement;
  readonly trust: TrustFile;
  readonly releases: readonly ShelvedRelease[];
  readonly version: string;
  readonly random: () => number;
  readonly fateOf: (version: string) => Fate;
}

/** In its free year. */
const ACTIVE: LicenceStatus = {
  state: 'active',
  flags: [],
  clock: 'trusted',
  isTimeSigned: true,
  graceLeftMs: 0,
};

/** In how many of a hundred minutes it is online, and in how many it sells. */
const ONLINE_PERCENT = 60;
const BUSY_PERCENT = 20;

export class RolloutTill {
  readonly #parts: RolloutTillParts;
  #updating: Updating = NO_UPDATE;
  #unsent: readonly WireLine[] = [];
  #head: WireLine | undefined;
  #mailboxTo = 0;
  readonly #effects: UpdateEffect[] = [];
  version: string;
  isSilent = false;
  /** Versions it has ever begun to install. */
  readonly begun: string[] = [];

  constructor(parts: RolloutTillParts) {
    this.#parts = parts;
    this.version = parts.version;
    this.#write([{ kind: 'agent-started', body: { version: this.version } }]);
  }

  /** One minute of its life. */
  async live(hub: HubDatabase, nowMs: number): Promise<void> {
    if (this.isSilent) return;
    const { random } = this.#parts;
    const isOnline = random() * 100 < ONLINE_PERCENT;
    if (isOnline) await this.#takeMail(hub, nowMs);
    const isBusy = random() * 100 < BUSY_PERCENT;
    const effect = this.#effects.shift();
    if (effect === undefined) this.#send({ kind: 'looked' }, { nowMs, isBusy });
    else this.#run(effect, nowMs);
    if (isOnline && !this.#hasFallenSilent()) await this.#upload(hub, nowMs);
  }

  /** Somebody has been there and has switched it on again; it runs what it ran before. */
  repair(nowMs: number): void {
    if (!this.isSilent) return;
    this.isSilent = false;
    this.#start(nowMs, []);
  }

  #hasFallenSilent(): boolean {
    return this.isSilent;
  }

  async #takeMail(hub: HubDatabase, nowMs: number): Promise<void> {
    const { station, trust } = this.#parts;
    const mail = await commandsAfter(hub, station, this.#mailboxTo);
    if (mail.length === 0) return;
    for (const { seq, kind, body, notAfterMs } of mail) {
      this.#mailboxTo = seq;
      if (kind !== 'director' || (notAfterMs !== undefined && nowMs > notAfterMs)) continue;
      const { document } = commandBodies.director.parse(body);
      const verified = await verifyDocument(document, 'director', trust);
      if (verified.kind === 'refused') throw new TypeError(`${station}: ${verified.detail}`);
      this.#send({ kind: 'ordered', order: verified.payload, source: 'hub' }, { nowMs });
    }
    await noteMailboxTo(hub, station, this.#mailboxTo);
  }

  async #upload(hub: HubDatabase, receivedAtMs: number): Promise<void> {
    const [first] = this.#unsent;
    if (first === undefined) return;
    const { station } = this.#parts;
    const upload = { station, epoch: 1, from: first.seq, lines: this.#unsent, receivedAtMs };
    const { kind } = await takeLines(hub, upload);
    if (kind !== 'stored') throw new TypeError(`${station}: the hub said ${kind}`);
    this.#unsent = [];
  }

  #run(effect: UpdateEffect, nowMs: number): void {
    switch (effect.kind) {
      case 'check-release':
        return this.#check(effect.order, nowMs);
      case 'fetch-release': {
        const { application, counter: of } = effect.order;
        return this.#send({ kind: 'fetched', of, version: application.version }, { nowMs });
      }
      case 'hand-over':
        return this.#flip(effect.version, nowMs);
      case 'look-at-releases':
      case 'confirm-trial':
      case 'forget-rollbacks':
    }
  }

  #check({ application: { version }, counter: of }: UpdateOrder, nowMs: number): void {
    const release = this.#parts.releases.find((one) => one.version === version);
    if (release === undefined) throw new TypeError(`there is no ${version}`);
    const { releases } = this.#parts;
    this.#send({ kind: 'checked', of, release, releases }, { nowMs });
  }

  #flip(version: string, nowMs: number): void {
    this.begun.push(version);
    const from = this.version;
    switch (this.#parts.fateOf(version)) {
      case 'comes-up':
        this.version = version;
        this.#start(nowMs, [], { version, from });
        this.#send({ kind: 'healthy' }, { nowMs });
        return;
      case 'goes-back':
        return this.#start(nowMs, [{ version, to: from, cause: 'crash-loop', evidence: 'trap' }]);
      case 'never-heard-of-again':
        this.isSilent = true;
    }
  }

  #start(
    nowMs: number,
    rollbacks: readonly Rollback[],
    trial?: { readonly version: string; readonly from: string },
  ): void {
    this.#effects.length = 0;
    this.#write([{ kind: 'agent-started', body: { version: this.version } }]);
    this.#send({ kind: 'started', trial, rollbacks }, { nowMs });
  }

  #send(event: UpdateEvent, { nowMs, isBusy = false }: { nowMs: number; isBusy?: boolean }): void {
    const step = stepUpdating(this.#updating, event, this.#facts(nowMs, isBusy));
    this.#updating = step.updating;
    this.#write(step.lines);
    this.#effects.push(...step.effects);
  }

  #facts(nowMs: number, isBusy: boolean): UpdateFacts {
    const { station, entitlement } = this.#parts;
    return {
      nowMs,
      station,
      installed: this.version,
      isInstalled: true,
      platform: 'linux-x64',
      previous: undefined,
      entitlement,
      status: ACTIVE,
      isBusy,
    };
  }

  #write(drafts: readonly LineDraft[]): void {
    const before = this.#head === undefined ? [] : [this.#head];
    const contents = drafts.map(({ kind, body }) => ({
      kind,
      body: JSON.parse(JSON.stringify(body)) as Record<string, unknown>,
    }));
    const chain = extended(before, contents);
    if (headOf(chain).seq === (this.#head?.seq ?? 0)) return;
    this.#unsent = [...this.#unsent, ...chain.slice(before.length)];
    this.#head = chain.at(-1);
  }
}
