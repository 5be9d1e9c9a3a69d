/** What the hub shows of a station, read from its lines. */
import type { Sums } from '../fleet/line-effect.ts';
import type { HubDatabase } from './hub-database.ts';
import type { TotalsRow } from './tables.ts';

const LINES_LISTED_MAX = 500;
/** More than there are currencies in the world. */
const CURRENCIES_LISTED_MAX = 250;

export interface StoredLine {
  readonly epoch: number;
  readonly seq: number;
  readonly atMs: number;
  readonly kind: string;
  readonly body: unknown;
}

/** The newest lines of these kinds, newest first; a line held under two epochs is shown once. */
export async function latestLines(
  database: HubDatabase,
  station: string,
  kinds: readonly string[],
): Promise<readonly StoredLine[]> {
  const rows = await database
    .selectFrom('lines')
    .select(['epoch', 'seq', 'at_ms', 'kind', 'body'])
    .where('station_id', '=', station)
    .where('kind', 'in', [...kinds])
    .where('is_echo', '=', 0)
    .orderBy('epoch', 'desc')
    .orderBy('seq', 'desc')
    .limit(LINES_LISTED_MAX)
    .execute();
  return rows.map(({ epoch, seq, at_ms: atMs, kind, body }): StoredLine => {
    const parsed: unknown = JSON.parse(body);
    return { epoch, seq, atMs, kind, body: parsed };
  });
}

/** What a currency that is not the till's own adds up to. */
interface CurrencySums extends Sums {
  readonly currency: string;
}

export interface StationAccount {
  readonly totals: Omit<TotalsRow, 'station_id'>;
  /** By their codes. */
  readonly foreign: readonly CurrencySums[];
  readonly branches: readonly {
    readonly epoch: number;
    readonly parentEpoch: number | undefined;
    readonly forkSeq: number;
    readonly durableTo: number;
    readonly openedAtMs: number;
    readonly isEnrolment: boolean;
    readonly isExplained: boolean;
  }[];
  readonly quarantined: readonly {
    readonly epoch: number;
    readonly seq: number;
    readonly reason: string;
  }[];
}

/** What the lines of a station add up to, its branches, and what was set aside of it. */
export async function stationAccount(
  database: HubDatabase,
  station: string,
): Promise<StationAccount | undefined> {
  const totals = await database
    .selectFrom('totals')
    .select(['lines_applied', 'inserted_minor', 'dispensed_minor', 'sales_settled'])
    .where('station_id', '=', station)
    .executeTakeFirst();
  if (totals === undefined) return undefined;
  const branches = await database
    .selectFrom('branches')
    .select(['epoch', 'parent_epoch', 'fork_seq', 'durable_to'])
    .select(['opened_at_ms', 'is_enrolment', 'explained_at_ms'])
    .where('station_id', '=', station)
    .orderBy('epoch')
    .execute();
  const quarantined = await database
    .selectFrom('quarantine')
    .select(['epoch', 'seq', 'reason'])
    .where('station_id', '=', station)
    .orderBy('epoch')
    .orderBy('seq')
    .limit(LINES_LISTED_MAX)
    .execute();
  return {
    totals,
    foreign: await foreignSums(database, station),
    quarantined,
    branches: branches.map((row) => ({
      epoch: row.epoch,
      parentEpoch: row.parent_epoch ?? undefined,
      forkSeq: row.fork_seq,
      durableTo: row.durable_to,
      openedAtMs: row.opened_at_ms,
      isEnrolment: row.is_enrolment === 1,
      isExplained: row.explained_at_ms !== null,
    })),
  };
}

async function foreignSums(
  database: HubDatabase,
  station: string,
): Promise<readonly CurrencySums[]> {
  const rows = await database
    .selectFrom('currency_totals')
    .select(['currency', 'inserted_minor', 'dispensed_minor', 'sales_settled'])
    .where('station_id', '=', station)
    .orderBy('currency')
    .limit(CURRENCIES_LISTED_MAX)
    .execute();
  return rows.map((row) => ({
    currency: row.currency,
    insertedMinor: row.inserted_minor,
    dispensedMinor: row.dispensed_minor,
    salesSettled: row.sales_settled,
  }));
}
