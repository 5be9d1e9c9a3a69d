/** The tables of updates as queries see them; update-migration.ts makes them. */
export interface UpdateTables {
  readonly rollouts: RolloutTableRow;
  readonly rollout_orders: RolloutOrderRow;
  readonly director_counters: DirectorCounterRow;
  readonly update_standings: UpdateStandingRow;
  readonly station_tags: StationTagRow;
  readonly yanked_releases: YankedReleaseRow;
}

interface RolloutTableRow {
  readonly rollout: string;
  /** What is approved, as JSON. */
  readonly plan: string;
  readonly state: string;
  readonly open_groups: number;
  readonly made_by: string;
  readonly made_by_user: string;
  readonly approved_by: string | null;
  /** Why it stopped by itself, as JSON. */
  readonly halt: string | null;
  readonly made_at_ms: number;
}

/** What a station was told; the newest of a rollout counts. */
interface RolloutOrderRow {
  readonly station_id: string;
  readonly key_epoch: number;
  readonly n: number;
  readonly rollout: string;
  readonly version: string;
  readonly group_place: number;
  /** As it was signed. */
  readonly document: string;
  readonly told_at_ms: number;
  /** The last line of updates that was known of the station then. */
  readonly after_epoch: number | null;
  readonly after_seq: number | null;
  readonly is_withdrawn: number;
  /** It should have been called back and could not be. */
  readonly is_stranded: number;
  readonly pardon: string | null;
}

/** The highest number of a key epoch at a station. */
interface DirectorCounterRow {
  readonly station_id: string;
  readonly key_epoch: number;
  /** That was taken here. */
  readonly n: number;
  /** The highest that the till itself has told of. */
  readonly seen_n: number;
}

/** A view of the station's lines. */
interface UpdateStandingRow {
  readonly station_id: string;
  /** As JSON. */
  readonly standing: string;
}

interface StationTagRow {
  readonly station_id: string;
  readonly tag: string;
}

interface YankedReleaseRow {
  readonly channel: string;
  readonly version: string;
  readonly reason: string;
  readonly yanked_at_ms: number;
}
