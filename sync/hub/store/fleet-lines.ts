/** The newest lines of a station, by kind: each read is a few rows of one index, however many lines. */
import type { HubDatabase } from './hub-database.ts';

export interface KindLine {
  readonly epoch: number;
  readonly seq: number;
  readonly atMs: number;
  readonly kind: string;
  readonly body: unknown;
}

export interface NewestQuery {
  readonly station: string;
  readonly kinds: readonly string[];
  /** So many of each kind. */
  readonly max: number;
}

/** Newest first: the chain the till goes on with before the one it left; each line once. */
export async function newestLines(
  database: HubDatabase,
  { station, kinds, max }: NewestQuery,
): Promise<readonly KindLine[]> {
  const found = await Promise.all(
    kinds.map((kind) =>
      database
        .selectFrom('lines')
        .select(['epoch', 'seq', 'at_ms', 'kind', 'body'])
        .where('station_id', '=', station)
        .where('kind', '=', kind)
        .where('is_echo', '=', 0)
        .orderBy('epoch', 'desc')
        .orderBy('seq', 'desc')
        .limit(max)
        .execute(),
    ),
  );
  return found
    .flat()
    .map(({ epoch, seq, at_ms: atMs, kind, body }): KindLine => {
      const parsed: unknown = JSON.parse(body);
      return { epoch, seq, atMs, kind, body: parsed };
    })
    .toSorted((a, b) => b.epoch - a.epoch || b.seq - a.seq);
}
