/**
 * Money that was decided on this long ago is not paid out by itself any more: there may be nobody in
 * front of the machine. It becomes owed, and a person decides.
 */
export const ATTENDED_WITHIN_MS = 120_000;

/** A clock that went back says nothing about who is still there: the safe side is to owe. */
export function isUnattended(decidedAtMs: number, nowMs: number): boolean {
  const ageMs = nowMs - decidedAtMs;
  return ageMs < 0 || ageMs > ATTENDED_WITHIN_MS;
}
