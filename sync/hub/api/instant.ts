const LATEST_MS = Date.UTC(9_999, 11, 31);

/** A moment as the API writes it. What a till says of its clock may be any number. */
export function instant(atMs: number): string {
  return new Date(Math.min(Math.max(atMs, 0), LATEST_MS)).toISOString();
}
