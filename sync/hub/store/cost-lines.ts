/** What is charged, each line once; exports for invoicing, each line in one of them, and kept as they went out. */
import type { ChargedLine } from '../contracts/cost-line.ts';
import type { HubDatabase } from './hub-database.ts';

/** Lines of one answer, and of one export. */
export const COST_LINES_MAX = 10_000;

/** Whether it is new: the same line is charged once. */
export async function addCostLine(database: HubDatabase, charged: ChargedLine): Promise<boolean> {
  const { line, customer, atMs, ...charge } = charged;
  const { numInsertedOrUpdatedRows } = await database
    .insertInto('cost_lines')
    .values({ line, customer, at_ms: atMs, body: JSON.stringify(charge) })
    .onConflict((conflict) => conflict.column('line').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function costLineOf(
  database: HubDatabase,
  line: string,
): Promise<ChargedLine | undefined> {
  const row = await database
    .selectFrom('cost_lines')
    .select(['line', 'customer', 'at_ms', 'body'])
    .where('line', '=', line)
    .executeTakeFirst();
  return row === undefined ? undefined : chargedLineOf(row);
}

export interface ListedCost extends ChargedLine {
  /** The export it went out with. */
  readonly export?: number;
}

export interface CostPeriod {
  readonly fromMs: number;
  /** The first instant that is not in it. */
  readonly toMs: number;
}

/** In the order they were charged; one more than the maximum says that there are more. */
export async function costLinesIn(
  database: HubDatabase,
  { fromMs, toMs }: CostPeriod,
): Promise<readonly ListedCost[]> {
  const rows = await database
    .selectFrom('cost_lines')
    .leftJoin('cost_export_lines', 'cost_export_lines.line', 'cost_lines.line')
    .select(['cost_lines.line', 'customer', 'at_ms', 'body', 'export'])
    .where('at_ms', '>=', fromMs)
    .where('at_ms', '<', toMs)
    .orderBy('cost_lines.position')
    .limit(COST_LINES_MAX + 1)
    .execute();
  return rows.map((row) => ({
    ...chargedLineOf(row),
    ...(row.export === null ? {} : { export: row.export }),
  }));
}

/** Those that no export has, in the order they were charged; at most an export full. */
export async function costLinesToExport(
  database: HubDatabase,
  { fromMs, toMs }: CostPeriod,
): Promise<readonly ChargedLine[]> {
  const rows = await database
    .selectFrom('cost_lines')
    .leftJoin('cost_export_lines', 'cost_export_lines.line', 'cost_lines.line')
    .select(['cost_lines.line', 'customer', 'at_ms', 'body'])
    .where('cost_export_lines.export', 'is', null)
    .where('at_ms', '>=', fromMs)
    .where('at_ms', '<', toMs)
    .orderBy('cost_lines.position')
    .limit(COST_LINES_MAX)
    .execute();
  return rows.map(chargedLineOf);
}

export interface CostExport extends CostPeriod {
  readonly number: number;
  readonly request: string;
  readonly madeAtMs: number;
  readonly madeBy: string;
  readonly lines: number;
}

/** Keeps an export as it goes out, in the caller's transaction; its number. */
export async function addCostExport(
  database: HubDatabase,
  made: Omit<CostExport, 'number' | 'lines'> & { readonly csv: string },
  lines: readonly ChargedLine[],
): Promise<number> {
  const { number } = await database
    .insertInto('cost_exports')
    .values({
      request: made.request,
      from_ms: made.fromMs,
      to_ms: made.toMs,
      made_at_ms: made.madeAtMs,
      made_by: made.madeBy,
      lines: lines.length,
      csv: made.csv,
    })
    .returning('number')
    .executeTakeFirstOrThrow();
  for (const { line } of lines) {
    await database.insertInto('cost_export_lines').values({ line, export: number }).execute();
  }
  return number;
}

export async function costExportOf(
  database: HubDatabase,
  request: string,
): Promise<CostExport | undefined> {
  const row = await exports(database).where('request', '=', request).executeTakeFirst();
  return row === undefined ? undefined : costExport(row);
}

/** Newest first. */
export async function costExports(database: HubDatabase): Promise<readonly CostExport[]> {
  const rows = await exports(database)
    .orderBy('number', 'desc')
    .limit(EXPORTS_LISTED_MAX)
    .execute();
  return rows.map(costExport);
}

/** The text of an export as it first went out. */
export async function costExportText(
  database: HubDatabase,
  number: number,
): Promise<string | undefined> {
  const row = await database
    .selectFrom('cost_exports')
    .select('csv')
    .where('number', '=', number)
    .executeTakeFirst();
  return row?.csv;
}

const EXPORTS_LISTED_MAX = 500;

function exports(database: HubDatabase) {
  return database
    .selectFrom('cost_exports')
    .select(['number', 'request', 'from_ms', 'to_ms', 'made_at_ms', 'made_by', 'lines']);
}

function costExport(row: {
  readonly number: number;
  readonly request: string;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly made_at_ms: number;
  readonly made_by: string;
  readonly lines: number;
}): CostExport {
  const { number, request, lines, made_by: madeBy } = row;
  return {
    number,
    request,
    fromMs: row.from_ms,
    toMs: row.to_ms,
    madeAtMs: row.made_at_ms,
    madeBy,
    lines,
  };
}

function chargedLineOf(row: {
  readonly line: string;
  readonly customer: string;
  readonly at_ms: number;
  readonly body: string;
}): ChargedLine {
  const { line, customer, at_ms: atMs } = row;
  const charge: Omit<ChargedLine, 'line' | 'customer' | 'atMs'> = JSON.parse(row.body);
  return { ...charge, line, customer, atMs };
}
