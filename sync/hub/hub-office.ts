/** What an admin does at the hub; beside a running hub too, since the database is shared. */
import { join } from 'node:path';
import type { Entitlement } from '../../agent/core/entitlement/entitlement.ts';
import { CODE_BYTES, codeSha256Hex, codeText } from './fleet/enrolment-code.ts';
import { HubError } from './hub-error.ts';
import {
  draftNext,
  type IssueRefused,
  type LicenceChanges,
  type LicenceTerms,
} from './licences/decide.ts';
import { issue, type IssueOrder } from './licences/issue.ts';
import {
  addEntitlementCommand,
  keepIssued,
  sendGenuine,
  type SendOutcome,
} from './licences/send.ts';
import { requireTerms } from './licences/terms.ts';
import type { HubVendor } from './licences/vendor.ts';
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
import { listStations, type ListedStation } from './store/station-list.ts';
import { revokeStation, stationById } from './store/stations.ts';

export interface OfficeParts {
  readonly database: HubDatabase;
  readonly nowMs: () => number;
  readonly randomBytes: (count: number) => Uint8Array;
  /** By it everything that is sent is verified; absent where there is no trust file. */
  readonly vendor?: HubVendor | undefined;
  /** Tells the sockets of this process; beside a running hub they look by themselves. */
  readonly onMail?: (station: string) => void;
  readonly onRevoked?: (station: string) => void;
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

  constructor(parts: OfficeParts) {
    this.#parts = parts;
  }

  /** The hub's database of a folder. Throws `HubError`. */
  static async open(folder: string, around: Omit<OfficeParts, 'database'>): Promise<HubOffice> {
    return new HubOffice({ ...around, database: await openHubDatabase(databasePath(folder)) });
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
    });
    return code;
  }

  /** Puts an entitlement that was signed offline into a station's mailbox. Throws `HubError`. */
  async sendEntitlement(station: string, document: string): Promise<SendOutcome> {
    const { database, nowMs, vendor, onMail } = this.#parts;
    await this.#require(station);
    if (vendor === undefined) throw trustMissing();
    const parts = { database, nowMs, trust: vendor.trust };
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
        return { kind: 'issued', seq, entitlement: signed.entitlement };
      },
    });
    if (outcome.kind === 'issued') onMail?.(station);
    return outcome;
  }

  /** The newest entitlement that a station was given through this hub. */
  entitlement(station: string): Promise<Entitlement | undefined> {
    return lastEntitlement(this.#parts.database, station);
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
    await revokeStation(this.#parts.database, station);
    this.#parts.onRevoked?.(station);
  }

  /** Notes that a fork is understood: it is not shown as something to look at any more. */
  async explainFork(station: string, epoch: number): Promise<ForkExplained> {
    const { database, nowMs } = this.#parts;
    await this.#require(station);
    const isExplained = await explainFork(database, { station, epoch }, nowMs());
    return isExplained ? { kind: 'explained' } : { kind: 'refused', code: 'no-such-fork' };
  }

  /** The lines of a station that were set aside, oldest first. */
  async quarantined(station: string): Promise<readonly QuarantinedLine[]> {
    await this.#require(station);
    return quarantinedLines(this.#parts.database, station);
  }

  /** Gives a line that was set aside its effect, once, if it is good by now. */
  async reapply(place: LinePlace): Promise<Reapplied> {
    await this.#require(place.station);
    return reapplyLine(this.#parts.database, place);
  }

  /** To be said before the first start after a backup was put back. */
  noteRestored(fresh: string): Promise<void> {
    return beginNewHubEpoch(this.#parts.database, fresh);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.database.destroy();
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

function trustMissing(): HubError {
  const why = 'nothing is sent to a till that has not been verified';
  return new HubError('trust-missing', `${why}: say by which trust file with --trust FILE`);
}

function issuerMissing(): HubError {
  return new HubError('issuer-key-missing', 'to sign licences takes a key: --issuer-key FILE');
}
