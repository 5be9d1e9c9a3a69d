/** A day and a time of day as a browser's own field has them, where the browser is. */

const MINUTE_MS = 60_000;
/** "2026-11-22T18:30". */
const INPUT_CHARS = 16;

export function localInput(atMs: number): string {
  const offsetMs = new Date(atMs).getTimezoneOffset() * MINUTE_MS;
  return new Date(atMs - offsetMs).toISOString().slice(0, INPUT_CHARS);
}

/** The instant that is meant; undefined where it is none. */
export function momentOf(input: string): string | undefined {
  const atMs = new Date(input).getTime();
  return Number.isFinite(atMs) ? new Date(atMs).toISOString() : undefined;
}
