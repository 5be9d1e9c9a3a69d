/**
 * What an admin does at the hub; beside a running hub too, since the database is shared. Each act is
 * in the audit, in one transaction with itself: neither is there without the other.
 */
import { join } from 'node:path';
import type { Plan } from '../../agent/core/contract/plan.ts';
import type { Entitlement, Generation } from '../../agent/core/entitlement/entitlement.ts';
import { codeSha256Hex } from '../trust/code-hash.ts';
import { CODE_BYTES, codeText } from './fleet/enrolment-code.ts';
import type { Desk } from './contracts/desk.ts';
import { sendPlan, type PlanOrder, type PlanSent } from './contracts/plan-desk.ts';
import { HubError } from './hub-error.ts';
import {
  draftNext,
  type IssueRefused,
  type LicenceChanges,
  type LicenceTerms,
} from './licences/decide.ts';
import { issue, type IssueOrder } from './licences/issue.ts';
import { LifeDesk } from './licences/life-desk.ts';
import {
  addEntitlementCommand,
  keepIssued,
  sendGenuine,
  type SendOutcome,
  type SendParts,
} from './licences/send.ts';
import { requireTerms } from './licences/terms.ts';
import type { HubVendor } from './licences/vendor.ts';
import { KnownLicences } from './rollouts/known-licences.ts';
import { TicketDesk } from './desk/ticket-desk.ts';
import { RolloutDesk } from './rollouts/rollout-desk.ts';
import type { ReleaseShelf } from './rollouts/shelf.ts';
import { addAudit, CONSOLE, type Actor, type AuditNote } from './store/audit.ts';
import { addCodeTerms } from './store/code-licences.ts';
import { addCode } from './store/enrolments.ts';
import { lastEntitlement } from './store/entitlements.ts';
import {
  latestLines,
  stationAccount,
  type StationAccount,
  type StoredLine,
} from './store/fleet-view.ts';
import { openHubDatabase, type HubDatabase } from './store/hub-database.ts';
import { explainFork } from './store/forks.ts';
import { beginNewHubEpoch } from './store/meta.ts';
import {
  quarantinedLines,
  reapplyLine,
  type LinePlace,
  type QuarantinedLine,
  type Reapplied,
} from './store/quarantine.ts';
import { knownPlans } from './store/plans.ts';
import { listStations, type ListedStation } from './store/station-list.ts';
import { revokeStation, stationById } from './store/stations.ts';
import { userByName } from './store/users.ts';
import { may, type Action } from './users/roles.ts';

export interface OfficeParts {
  readonly database: HubDatabase;
  readonly nowMs: () => number;
  readonly randomBytes: (count: number) => Uint8Array;
  /** By it everything that is sent is verified; absent where there is no trust file. */
  readonly vendor?: HubVendor | undefined;
  /** Whose acts the audit calls them; whoever sits at the hub's own computer, unless said. */
  readonly actor?: Actor;
  /** Tells the sockets of this process; beside a running hub they look by themselves. */
  readonly onMail?: (station: string) => void;
  /** Called when the desk has taken a ticket up for good, before anybody is told of it. */
  readonly onTakenUp?: () => void;
  readonly onRevoked?: (station: string) => void;
  /** What the vendor has published. */
  readonly shelf?: ReleaseShelf | undefined;
  /** Something about updates was decided that tills may have to be told. */
  readonly onRollout?: () => void;
}

export interface CodeTerms {
  readonly name: string;
  readonly site: string;
  /** A known station that is to get a new key. */
  readonly station?: string;
  readonly validMs: number;
  /** What the till is granted when it enrols. */
  readonly licence?: LicenceTerms | undefined;
}

export type HubIssue =
  | { readonly kind: 'issued'; readonly seq: number; readonly entitlement: Entitlement }
  | IssueRefused;

export type ForkExplained =
  | { readonly kind: 'explained' }
  | { readonly kind: 'refused'; readonly code: 'no-such-fork' };

export class HubOffice implements AsyncDisposable {
  readonly #parts: OfficeParts;
  readonly #known: KnownLicences;

  constructor(parts: OfficeParts, known = new KnownLicences()) {
    this.#parts = parts;
    this.#known = known;
  }

  /** The hub's database of a folder. Throws `HubError`. */
  static async open(folder: string, around: Omit<OfficeParts, 'database'>): Promise<HubOffice> {
    return new HubOffice({ ...around, database: await openHubDatabase(databasePath(folder)) });
  }

  /** The same office, where somebody else does it. */
  actingAs(actor: Actor): HubOffice {
    return new HubOffice({ ...this.#parts, actor }, this.#known);
  }

  /** The same office, where a user does it who is at the hub's own computer. Throws `HubError`. */
  async actingAsUser(name: string, action: Action): Promise<HubOffice> {
    const account = await userByName(this.#parts.database, name);
    if (account === undefined || account.isDisabled || !may(account, action)) {
      throw new HubError('user-unknown', `there is no user ${name} who may do this`);
    }
    const by = { user: account.user, name: account.name };
    return this.actingAs({ ...(this.#parts.actor ?? CONSOLE), by });
  }

  /** Makes a one-time code, which is nowhere else and is not shown again. Throws `HubError`. */
  async makeCode({ name, site, station, validMs, licence }: CodeTerms): Promise<string> {
    const { database, nowMs, randomBytes } = this.#parts;
    if (station !== undefined) await this.#require(station);
    if (licence !== undefined) requireTerms(licence, site);
    const code = codeText(randomBytes(CODE_BYTES));
    const codeHash = codeSha256Hex(code);
    const expiresAtMs = nowMs() + validMs;
    await database.transaction().execute(async (transaction) => {
      if (licence !== undefined && station !== undefined) await requireNone(transaction, station);
      await addCode(transaction, { codeSha256Hex: codeHash, name, site, station, expiresAtMs });
      if (licence !== undefined) await addCodeTerms(transaction, codeHash, licence);
      const about = station === undefined ? {} : { subject: station };
      const expiresAt = new Date(expiresAtMs).toISOString();
      const details = { name, site, expiresAt, ...licence };
      await this.#note(transaction, { act: 'code-made', ...about, details });
    });
    return code;
  }

  /** Puts an entitlement that was signed offline into a station's mailbox. Throws `HubError`. */
  async sendEntitlement(station: string, document: string): Promise<SendOutcome> {
    const { database, nowMs, vendor, onMail } = this.#parts;
    await this.#require(station);
    if (vendor === undefined) throw trustMissing();
    const parts: SendParts = {
      database,
      nowMs,
      trust: vendor.trust,
      onSent: (transaction, sent) =>
        this.#note(transaction, {
          act: 'entitlement-sent',
          subject: station,
          details: licenceDetails(sent),
        }),
    };
    const outcome = await sendGenuine(parts, station, document);
    if (outcome.kind === 'sent') onMail?.(station);
    return outcome;
  }

  /** Signs the next entitlement of a station and puts it into its mailbox. Throws `HubError`. */
  async issue(station: string, changes: LicenceChanges): Promise<HubIssue> {
    const { database, nowMs, vendor, onMail } = this.#parts;
    await this.#require(station);
    if (vendor === undefined) throw trustMissing();
    const { issuer } = vendor;
    if (issuer === undefined) throw issuerMissing();
    const order: IssueOrder = {
      station,
      draft: (last, issuedAt) => draftNext(changes, last, issuedAt),
    };
    const outcome = await issue<HubIssue>({ database, nowMs, issuer }, order, {
      keep: async (transaction, signed, isOvertaken) => {
        if (isOvertaken) return undefined;
        await keepIssued(transaction, signed);
        const seq = await addEntitlementCommand(transaction, signed);
        const details = { ...licenceDetails(signed.entitlement), ...changeDetails(changes) };
        await this.#note(transaction, { act: 'entitlement-issued', subject: station, details });
        return { kind: 'issued', seq, entitlement: signed.entitlement };
      },
    });
    if (outcome.kind === 'issued') onMail?.(station);
    return outcome;
  }

  /** Where licences are bought, renewed, moved and ended. */
  life(): LifeDesk {
    return new LifeDesk(this.#parts);
  }

  /** The newest entitlement that a station was given through this hub. */
  entitlement(station: string): Promise<Entitlement | undefined> {
    return lastEntitlement(this.#parts.database, station);
  }

  /** What the business is done with: balances, leases, and what is charged. */
  desk(): Desk {
    const { database, nowMs, vendor, actor = CONSOLE, onMail, onTakenUp } = this.#parts;
    return {
      database,
      nowMs,
      vendor,
      doer: actor.by?.name ?? 'nobody',
      user: actor.by?.user,
      onMail: (station) => onMail?.(station),
      onTakenUp,
      note: (transaction, note) => this.#note(transaction, note),
    };
  }

  /** Where requests for help are worked on. */
  tickets(): TicketDesk {
    return new TicketDesk(this.desk());
  }

  /** Where it is decided which till is to run what. */
  rollouts(): RolloutDesk {
    const { shelf, onRollout: onChanged } = this.#parts;
    return new RolloutDesk({ desk: this.desk(), shelf, known: this.#known, onChanged });
  }

  /** The contract plans this hub knows. */
  plans(): Promise<readonly Plan[]> {
    return knownPlans(this.#parts.database);
  }

  /** Keeps a signed contract plan and puts it into mailboxes. Throws `HubError`. */
  async sendPlan(order: PlanOrder): Promise<PlanSent> {
    const { vendor } = this.#parts;
    if (vendor === undefined) throw trustMissing();
    return sendPlan(this.desk(), vendor.trust, order);
  }

  stations(): Promise<readonly ListedStation[]> {
    return listStations(this.#parts.database);
  }

  account(station: string): Promise<StationAccount | undefined> {
    return stationAccount(this.#parts.database, station);
  }

  latestLines(station: string, kinds: readonly string[]): Promise<readonly StoredLine[]> {
    return latestLines(this.#parts.database, station, kinds);
  }

  /** Leaves a station nothing but the upload of its last lines. Throws `HubError`. */
  async revoke(station: string): Promise<void> {
    await this.#parts.database.transaction().execute(async (transaction) => {
      await revokeStation(transaction, station);
      await this.#note(transaction, { act: 'station-revoked', subject: station });
    });
    this.#parts.onRevoked?.(station);
  }

  /** Notes that a fork is understood: it is not shown as something to look at any more. */
  async explainFork(station: string, epoch: number, note?: string): Promise<ForkExplained> {
    const { database, nowMs } = this.#parts;
    await this.#require(station);
    return database.transaction().execute(async (transaction): Promise<ForkExplained> => {
      const isExplained = await explainFork(transaction, { station, epoch }, nowMs());
      if (!isExplained) return { kind: 'refused', code: 'no-such-fork' };
      const details = { epoch, ...(note === undefined ? {} : { note }) };
      await this.#note(transaction, { act: 'fork-explained', subject: station, details });
      return { kind: 'explained' };
    });
  }

  /** The lines of a station that were set aside, oldest first. */
  async quarantined(station: string): Promise<readonly QuarantinedLine[]> {
    await this.#require(station);
    return quarantinedLines(this.#parts.database, station);
  }

  /** Gives a line that was set aside its effect, once, if it is good by now. */
  async reapply(place: LinePlace): Promise<Reapplied> {
    const { station: subject, epoch, seq } = place;
    await this.#require(subject);
    return this.#parts.database.transaction().execute(async (transaction) => {
      const outcome = await reapplyLine(transaction, place);
      if (outcome.kind === 'refused') return outcome;
      await this.#note(transaction, { act: 'line-reapplied', subject, details: { epoch, seq } });
      return outcome;
    });
  }

  /** To be said before the first start after a backup was put back. */
  async noteRestored(fresh: string): Promise<void> {
    await this.#parts.database.transaction().execute(async (transaction) => {
      await beginNewHubEpoch(transaction, fresh);
      await this.#note(transaction, { act: 'hub-restored' });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.database.destroy();
  }

  async #note(
    transaction: HubDatabase,
    note: Omit<AuditNote, keyof Actor | 'atMs'>,
  ): Promise<void> {
    const { nowMs, actor = CONSOLE } = this.#parts;
    await addAudit(transaction, { ...actor, ...note, atMs: nowMs() });
  }

  async #require(station: string): Promise<void> {
    if ((await stationById(this.#parts.database, station)) !== undefined) return;
    throw new HubError('station-unknown', `there is no station ${station}`);
  }
}

/** Where the hub's database lies in its folder. */
export function databasePath(folder: string): string {
  return join(folder, 'hub.db');
}

/** New terms would begin a free year anew. */
async function requireNone(database: HubDatabase, station: string): Promise<void> {
  if ((await lastEntitlement(database, station)) === undefined) return;
  const cure = 'leave the terms out, and change it with hub issue';
  throw new HubError('licence-kept', `${station} has a licence and keeps it: ${cure}`);
}

/** Which licence it was; never the document, which is as good as the licence. */
function licenceDetails({ licence, generation }: Entitlement): Readonly<Record<string, string>> {
  return { licence: licence.id, generation: generationText(generation) };
}

function generationText({ keyEpoch, n }: Generation): string {
  return `${keyEpoch}.${n}`;
}

function changeDetails({ addedMaintenance, revocation }: LicenceChanges) {
  const maintenance = addedMaintenance.map(({ from, to }) => `${from}/${to}`);
  return {
    ...(maintenance.length === 0 ? {} : { maintenance }),
    ...(revocation === undefined ? {} : { revocation: revocationText(revocation) }),
  };
}

function revocationText(revocation: NonNullable<LicenceChanges['revocation']>): string {
  return revocation === 'take-back' ? revocation : revocation.reason;
}

function trustMissing(): HubError {
  const why = 'nothing is sent to a till that has not been verified';
  return new HubError('trust-missing', `${why}: say by which trust file with --trust FILE`);
}

function issuerMissing(): HubError {
  return new HubError('issuer-key-missing', 'to sign licences takes a key: --issuer-key FILE');
}
