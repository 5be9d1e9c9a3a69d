/** A time of a technician's week, given to a ticket: a visit, a call back or a training. */
export interface PlanEntry {
  /** Made by whoever plans it, and kept on a retry. */
  readonly entry: string;
  readonly ticket: string;
  readonly user: string;
  readonly name: string;
  readonly fromMs: number;
  readonly minutes: number;
  /** The plan whose published time it takes. */
  readonly plan?: string | undefined;
  readonly madeBy: string;
  readonly madeAtMs: number;
  readonly freedAtMs?: number | undefined;
}

const MINUTE_MS = 60_000;

export function endOf({ fromMs, minutes }: Pick<PlanEntry, 'fromMs' | 'minutes'>): number {
  return fromMs + minutes * MINUTE_MS;
}
