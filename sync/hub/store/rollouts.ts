/** Rollouts as the hub keeps them, and the releases that were withdrawn. */
import { z } from 'zod';
import { planSchema } from '../rollouts/rollout-schema.ts';
import { ROLLOUT_STATES, type Halt, type Rollout } from '../rollouts/rollout.ts';
import type { ReleaseName } from '../rollouts/shelf.ts';
import type { HubDatabase } from './hub-database.ts';

/** More rollouts than one vendor has under way or remembers; the newest are listed. */
const ROLLOUTS_LISTED_MAX = 500;

const COLUMNS = [
  'rollout',
  'plan',
  'state',
  'open_groups',
  'made_by',
  'made_by_user',
  'approved_by',
  'halt',
  'made_at_ms',
] as const;

export interface KeptRollout extends Rollout {
  readonly madeAtMs: number;
}

/** The newest first. */
export async function rolloutList(database: HubDatabase): Promise<readonly KeptRollout[]> {
  const rows = await database
    .selectFrom('rollouts')
    .select(COLUMNS)
    .orderBy('made_at_ms', 'desc')
    .orderBy('rollout')
    .limit(ROLLOUTS_LISTED_MAX)
    .execute();
  return rows.map(rolloutOf);
}

export async function rolloutById(
  database: HubDatabase,
  rollout: string,
): Promise<KeptRollout | undefined> {
  const row = await database
    .selectFrom('rollouts')
    .select(COLUMNS)
    .where('rollout', '=', rollout)
    .executeTakeFirst();
  return row === undefined ? undefined : rolloutOf(row);
}

/** Writes a rollout as it is now; one that is there keeps the day it was made. */
export async function keepRollout(
  database: HubDatabase,
  { rollout, plan, state, openGroups, madeBy, madeByUser, approvedBy, halt }: Rollout,
  atMs: number,
): Promise<void> {
  const row = {
    plan: JSON.stringify(plan),
    state,
    open_groups: openGroups,
    made_by: madeBy,
    made_by_user: madeByUser,
    approved_by: approvedBy ?? null,
    halt: halt === undefined ? null : JSON.stringify(halt),
  };
  await database
    .insertInto('rollouts')
    .values({ rollout, ...row, made_at_ms: atMs })
    .onConflict((conflict) => conflict.column('rollout').doUpdateSet(row))
    .execute();
}

export interface YankedRelease extends ReleaseName {
  readonly reason: string;
}

export async function yankedReleases(database: HubDatabase): Promise<readonly YankedRelease[]> {
  return database
    .selectFrom('yanked_releases')
    .select(['channel', 'version', 'reason'])
    .orderBy('channel')
    .orderBy('version')
    .execute();
}

/** Whether it is news. */
export async function addYanked(
  database: HubDatabase,
  { channel, version, reason }: YankedRelease,
  atMs: number,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await database
    .insertInto('yanked_releases')
    .values({ channel, version, reason, yanked_at_ms: atMs })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

const haltSchema: z.ZodType<Halt> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('errors'), group: z.int(), errors: z.int(), size: z.int() }),
  z.object({ kind: z.literal('yanked') }),
]);

const stateSchema = z.enum(ROLLOUT_STATES);

function rolloutOf(row: {
  readonly rollout: string;
  readonly plan: string;
  readonly state: string;
  readonly open_groups: number;
  readonly made_by: string;
  readonly made_by_user: string;
  readonly approved_by: string | null;
  readonly halt: string | null;
  readonly made_at_ms: number;
}): KeptRollout {
  return {
    rollout: row.rollout,
    plan: planSchema.parse(JSON.parse(row.plan)),
    state: stateSchema.parse(row.state),
    openGroups: row.open_groups,
    madeBy: row.made_by,
    madeByUser: row.made_by_user,
    approvedBy: row.approved_by ?? undefined,
    halt: row.halt === null ? undefined : haltSchema.parse(JSON.parse(row.halt)),
    madeAtMs: row.made_at_ms,
  };
}
