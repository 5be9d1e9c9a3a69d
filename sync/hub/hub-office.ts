/** What an admin does at the hub; beside a running hub too, since the database is shared. */
import { join } from 'node:path';
import { commandBodies } from '../protocol/commands.ts';
import { CODE_BYTES, codeSha256Hex, codeText } from './fleet/enrolment-code.ts';
import { HubError } from './hub-error.ts';
import { addCode } from './store/enrolments.ts';
import {
  latestLines,
  stationAccount,
  type StationAccount,
  type StoredLine,
} from './store/fleet-view.ts';
import { openHubDatabase, type HubDatabase } from './store/hub-database.ts';
import { addCommand } from './store/mailbox.ts';
import { beginNewHubEpoch } from './store/meta.ts';
import { listStations, revokeStation, stationById, type Station } from './store/stations.ts';

export interface OfficeParts {
  readonly database: HubDatabase;
  readonly nowMs: () => number;
  readonly randomBytes: (count: number) => Uint8Array;
}

export interface CodeTerms {
  readonly name: string;
  readonly site: string;
  /** A known station that is to get a new key. */
  readonly station?: string;
  readonly validMs: number;
}

export class HubOffice implements AsyncDisposable {
  readonly #parts: OfficeParts;

  constructor(parts: OfficeParts) {
    this.#parts = parts;
  }

  /** The hub's database of a folder. Throws `HubError`. */
  static async open(folder: string, around: Omit<OfficeParts, 'database'>): Promise<HubOffice> {
    return new HubOffice({ ...around, database: await openHubDatabase(databasePath(folder)) });
  }

  /** Makes a one-time code, which is nowhere else and is not shown again. */
  async makeCode({ name, site, station, validMs }: CodeTerms): Promise<string> {
    const { database, nowMs, randomBytes } = this.#parts;
    if (station !== undefined) await this.#require(station);
    const code = codeText(randomBytes(CODE_BYTES));
    const expiresAtMs = nowMs() + validMs;
    await addCode(database, {
      codeSha256Hex: codeSha256Hex(code),
      name,
      site,
      station,
      expiresAtMs,
    });
    return code;
  }

  /** Puts an entitlement into a station's mailbox; its number there. */
  async sendEntitlement(station: string, document: string): Promise<number> {
    await this.#require(station);
    return addCommand(this.#parts.database, {
      station,
      kind: 'entitlement',
      body: commandBodies.entitlement.parse({ document }),
      notAfterMs: undefined,
      issuedAtMs: this.#parts.nowMs(),
    });
  }

  stations(): Promise<readonly Station[]> {
    return listStations(this.#parts.database);
  }

  account(station: string): Promise<StationAccount | undefined> {
    return stationAccount(this.#parts.database, station);
  }

  latestLines(station: string, kinds: readonly string[]): Promise<readonly StoredLine[]> {
    return latestLines(this.#parts.database, station, kinds);
  }

  revoke(station: string): Promise<void> {
    return revokeStation(this.#parts.database, station);
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
