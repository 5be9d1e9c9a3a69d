/** The contract plans this hub knows: those that come with the program, and those it has sent. */
import type { Kysely } from 'kysely';
import type { Plan } from '../../../agent/core/contract/plan.ts';
import { PLANS } from '../../../agent/plans/plans.ts';
import { planSchema } from '../../trust/plan-schema.ts';
import { addOnly } from './business-migration.ts';
import type { HubDatabase } from './hub-database.ts';
import type { HubTables } from './tables.ts';

/** What the program brings is as it is: a version that it has is not taken from the database. */
export async function knownPlans(database: HubDatabase): Promise<readonly Plan[]> {
  const rows = await database
    .selectFrom('plans')
    .select(['plan', 'version', 'body'])
    .orderBy('plan')
    .orderBy('version')
    .execute();
  const sent = rows
    .filter((row) => !PLANS.some(({ id, version }) => id === row.plan && version === row.version))
    .flatMap(({ body }) => planSchema.safeParse(JSON.parse(body)).data ?? []);
  return [...PLANS, ...sent];
}

export interface SentPlan {
  readonly plan: Plan;
  /** As it was signed. */
  readonly document: string;
  readonly sentAtMs: number;
}

export async function addPlan(
  database: HubDatabase,
  { plan, document, sentAtMs }: SentPlan,
): Promise<void> {
  await database
    .insertInto('plans')
    .values({
      plan: plan.id,
      version: plan.version,
      body: JSON.stringify(plan),
      document,
      sent_at_ms: sentAtMs,
    })
    .execute();
}

/** The signed document of a plan that this hub has sent; undefined for one of the program. */
export async function sentPlan(
  database: HubDatabase,
  { id, version }: Pick<Plan, 'id' | 'version'>,
): Promise<string | undefined> {
  const row = await database
    .selectFrom('plans')
    .select('document')
    .where('plan', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return row?.document;
}

/** A version of a plan is what it is: rows are only ever added. */
export async function createPlanTable(database: Kysely<HubTables>): Promise<void> {
  await database.schema
    .createTable('plans')
    .addColumn('plan', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addColumn('sent_at_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('plans_key', ['plan', 'version'])
    .execute();
  await addOnly(database, 'plans');
}
