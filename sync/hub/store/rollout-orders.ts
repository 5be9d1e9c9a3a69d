/** What stations were told by rollouts; each order is one director document. */
import type { DirectorCounter } from '../../../agent/core/update/update-order.ts';
import { PARDONS, type Pardon } from '../rollouts/outlook.ts';
import type { LinePlace } from '../rollouts/update-standing.ts';
import type { HubDatabase } from './hub-database.ts';

export interface KeptOrder {
  readonly station: string;
  readonly counter: DirectorCounter;
  readonly rollout: string;
  readonly version: string;
  readonly group: number;
  readonly document: string;
  readonly toldAtMs: number;
  readonly after: LinePlace | undefined;
  readonly isWithdrawn: boolean;
  /** It should not be done any more, and the hub has nothing to tell the station instead. */
  readonly isStranded: boolean;
  readonly pardon: Pardon | undefined;
}

const COLUMNS = [
  'rollout_orders.station_id',
  'rollout_orders.key_epoch',
  'rollout_orders.n',
  'rollout',
  'version',
  'group_place',
  'told_at_ms',
  'after_epoch',
  'after_seq',
  'is_withdrawn',
  'is_stranded',
  'pardon',
] as const;

/** An order without its document, and whether it still is what its station is to do. */
export interface StandingOrder extends Omit<KeptOrder, 'document'> {
  /** The till says that it has taken a higher one. */
  readonly isPassed: boolean;
}

/** The newest orders of each rollout at each station; of one station the newest first. */
export async function newestOrders(
  database: HubDatabase,
): Promise<ReadonlyMap<string, readonly StandingOrder[]>> {
  const rows = await database
    .selectFrom('rollout_orders')
    .leftJoin('director_counters', (join) =>
      join
        .onRef('director_counters.station_id', '=', 'rollout_orders.station_id')
        .onRef('director_counters.key_epoch', '=', 'rollout_orders.key_epoch'),
    )
    .select(COLUMNS)
    .select('director_counters.seen_n')
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('rollout_orders as later')
            .select('later.n')
            .whereRef('later.station_id', '=', 'rollout_orders.station_id')
            .whereRef('later.rollout', '=', 'rollout_orders.rollout')
            .where((pair) =>
              pair.or([
                pair('later.key_epoch', '>', pair.ref('rollout_orders.key_epoch')),
                pair.and([
                  pair('later.key_epoch', '=', pair.ref('rollout_orders.key_epoch')),
                  pair('later.n', '>', pair.ref('rollout_orders.n')),
                ]),
              ]),
            ),
        ),
      ),
    )
    .orderBy('rollout_orders.station_id')
    .orderBy('rollout_orders.key_epoch', 'desc')
    .orderBy('rollout_orders.n', 'desc')
    .execute();
  const orders = rows.map((row) => ({
    station: row.station_id,
    counter: { keyEpoch: row.key_epoch, n: row.n },
    rollout: row.rollout,
    version: row.version,
    group: row.group_place,
    toldAtMs: row.told_at_ms,
    after: placeOf(row.after_epoch, row.after_seq),
    isWithdrawn: row.is_withdrawn === 1,
    isStranded: row.is_stranded === 1,
    pardon: PARDONS.find((each) => each === row.pardon),
    isPassed: (row.seen_n ?? 0) > row.n,
  }));
  return Map.groupBy(orders, ({ station }) => station);
}

/** In the caller's transaction. */
export async function addOrder(database: HubDatabase, order: KeptOrder): Promise<void> {
  await database
    .insertInto('rollout_orders')
    .values({
      station_id: order.station,
      key_epoch: order.counter.keyEpoch,
      n: order.counter.n,
      rollout: order.rollout,
      version: order.version,
      group_place: order.group,
      document: order.document,
      told_at_ms: order.toldAtMs,
      after_epoch: order.after?.epoch ?? null,
      after_seq: order.after?.seq ?? null,
      is_withdrawn: order.isWithdrawn ? 1 : 0,
      is_stranded: order.isStranded ? 1 : 0,
      pardon: order.pardon ?? null,
    })
    .execute();
}

/** Forgives what these orders of a rollout have come to. */
export async function pardonOrders(
  database: HubDatabase,
  {
    rollout,
    stations,
    pardon,
  }: { readonly rollout: string; readonly stations: readonly string[]; readonly pardon: Pardon },
): Promise<void> {
  for (const station of stations) {
    await database
      .updateTable('rollout_orders')
      .set({ pardon })
      .where('rollout', '=', rollout)
      .where('station_id', '=', station)
      .where('is_withdrawn', '=', 0)
      .execute();
  }
}

/** The newest document of a station that was not withdrawn, with the rollout it is of. */
export async function newestDocument(
  database: HubDatabase,
  station: string,
): Promise<Pick<KeptOrder, 'rollout' | 'version' | 'document'> | undefined> {
  const row = await database
    .selectFrom('rollout_orders')
    .select(['rollout', 'version', 'document', 'is_withdrawn'])
    .where('station_id', '=', station)
    .orderBy('key_epoch', 'desc')
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined || row.is_withdrawn === 1) return undefined;
  const { rollout, version, document } = row;
  return { rollout, version, document };
}

function placeOf(epoch: number | null, seq: number | null): LinePlace | undefined {
  return epoch === null || seq === null ? undefined : { epoch, seq };
}

/** What a rollout told a station is not to be done any more. */
export async function withdrawOrder(
  database: HubDatabase,
  { station, rollout }: Pick<KeptOrder, 'station' | 'rollout'>,
): Promise<void> {
  await database
    .updateTable('rollout_orders')
    .set({ is_withdrawn: 1 })
    .where('station_id', '=', station)
    .where('rollout', '=', rollout)
    .execute();
}

/** It is not tried again to call back what a rollout told a station. */
export async function strandOrder(
  database: HubDatabase,
  { station, rollout }: Pick<KeptOrder, 'station' | 'rollout'>,
): Promise<void> {
  await database
    .updateTable('rollout_orders')
    .set({ is_stranded: 1 })
    .where('station_id', '=', station)
    .where('rollout', '=', rollout)
    .execute();
}
