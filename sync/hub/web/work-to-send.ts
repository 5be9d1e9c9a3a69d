/** Work that was entered and of which no answer says that it has arrived. */
export interface WorkSent {
  /** Kept on a retry: by it the hub counts it once. */
  readonly id: string;
  readonly mode: string;
  readonly minutes: number;
  readonly from: string;
}

interface Fresh {
  readonly id: string;
  readonly nowMs: number;
  /** What was sent before is in the list. */
  readonly isThere: boolean;
}

const MINUTE_MS = 60_000;

/**
 * Work that ended now, or once more what was sent before. What was changed since keeps its id until
 * the first is seen to be there: should it have arrived, the hub says so, and does not charge both.
 */
export function workToSend(
  before: WorkSent | undefined,
  typed: Pick<WorkSent, 'mode' | 'minutes'>,
  { id, nowMs, isThere }: Fresh,
): WorkSent {
  const { mode, minutes } = typed;
  if (before?.mode === mode && before.minutes === minutes) return before;
  const from = new Date(nowMs - minutes * MINUTE_MS).toISOString();
  return { id: isThere ? id : (before?.id ?? id), mode, minutes, from };
}
