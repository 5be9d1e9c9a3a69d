import { sql, type Kysely } from 'kysely';
import type { HubTables } from './tables.ts';

/** Sums of the currencies that are not a till's own, those of the lines already held among them. */
export async function createCurrencyTotals(database: Kysely<HubTables>): Promise<void> {
  await database.schema
    .createTable('currency_totals')
    .addColumn('station_id', 'text', (column) => column.notNull().references('stations.station_id'))
    .addColumn('currency', 'text', (column) => column.notNull())
    .addColumn('inserted_minor', 'bigint', (column) => column.notNull())
    .addColumn('dispensed_minor', 'bigint', (column) => column.notNull())
    .addColumn('sales_settled', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('currency_totals_key', ['station_id', 'currency'])
    .execute();
  await addHeldLines(database);
}

/**
 * Every line that has had its effect, once: no echo, and none that is set aside. `total` and not
 * `sum`, which fails where what a till says is above 64 bits; `CASE`, since a body that is nested
 * deeper than the database reads must not be read at all.
 */
async function addHeldLines(database: Kysely<HubTables>): Promise<void> {
  await sql`
    INSERT INTO currency_totals
      (station_id, currency, inserted_minor, dispensed_minor, sales_settled)
    SELECT
      station_id,
      json_extract(body, '$.currency') AS currency,
      CAST(total(CASE kind WHEN 'cash-inserted' THEN json_extract(body, '$.valueMinor') END)
        AS INTEGER),
      CAST(total(CASE kind WHEN 'dispense-settled' THEN
        json_extract(body, '$.valueMinor') * json_extract(body, '$.paid') END) AS INTEGER),
      CAST(total(kind = 'sale-settled') AS INTEGER)
    FROM lines
    WHERE is_echo = 0
      AND kind IN ('cash-inserted', 'dispense-settled', 'sale-settled')
      AND CASE WHEN json_valid(body) AND json_type(body, '$.currency') = 'text'
        THEN json_extract(body, '$.currency') GLOB '[A-Z][A-Z][A-Z]' ELSE 0 END
      AND NOT EXISTS (
        SELECT 1 FROM quarantine AS aside
        WHERE aside.station_id = lines.station_id AND aside.epoch = lines.epoch
          AND aside.seq = lines.seq AND aside.hash = lines.hash
      )
    GROUP BY station_id, json_extract(body, '$.currency')
  `.execute(database);
}
