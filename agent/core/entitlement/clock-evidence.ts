/**
 * What shows that it cannot be earlier than it is. Today is the later of the clock and this
 * evidence, so that turning the clock back gains nothing. A signed time that answers this till's own
 * nonce replaces all of it, downwards too: a clock that once ran far ahead must not lock a till into
 * the future, and nothing else can undo it.
 */
import { dateOfInstant } from '../calendar.ts';

export type EvidenceSource =
  /** When a signed document was issued. */
  | 'document'
  /** When a release was published. */
  | 'release'
  /** When the running program was built. */
  | 'build'
  /** When the last journal line was written. */
  | 'journal';

export interface ClockEvidence {
  /** It is not earlier than this. */
  readonly atMs: number;
  /** What each source said last: the same again after a signed time is no news, and raises nothing. */
  readonly said: Readonly<Partial<Record<EvidenceSource, number>>>;
  readonly signed?: SignedMoment | undefined;
}

/** The last signed time over an own nonce, and what the clock said when it came. */
export interface SignedMoment {
  readonly timeMs: number;
  readonly clockMs: number;
}

export const NO_EVIDENCE: ClockEvidence = { atMs: 0, said: {} };

/** How far clock and evidence may differ before the till calls its clock suspect. */
export const CLOCK_TOLERANCE_MS = 24 * 60 * 60 * 1_000;

/** Takes in what a source says; it can only raise. */
export function withEvidence(
  evidence: ClockEvidence,
  source: EvidenceSource,
  atMs: number,
): ClockEvidence {
  if (evidence.said[source] === atMs) return evidence;
  const said = { ...evidence.said, [source]: atMs };
  return { ...evidence, said, atMs: Math.max(evidence.atMs, atMs) };
}

/** Replaces all earlier evidence. The caller has checked signature, nonce and station. */
export function withSignedTime(evidence: ClockEvidence, signed: SignedMoment): ClockEvidence {
  return { said: evidence.said, atMs: signed.timeMs, signed };
}

/** What the till reckons with instead of its clock. */
export function reckonedMs({ atMs }: ClockEvidence, clockMs: number): number {
  return Math.max(atMs, clockMs);
}

/**
 * The most likely moment. A licence takes the later of clock and evidence, since it must not gain by a
 * clock set back; what only must not be out of date, such as the vendor's word on which release is the
 * latest, is compared with this: where a signed time has shown how far ahead a clock is, that counts.
 */
export function presentMs(evidence: ClockEvidence, clockMs: number): number {
  const { signed } = evidence;
  if (signed === undefined || !isTimeSigned(evidence, clockMs))
    return reckonedMs(evidence, clockMs);
  const aheadMs = Math.max(0, signed.clockMs - signed.timeMs);
  return reckonedMs(evidence, clockMs - aheadMs);
}

export const CLOCK_STANDINGS = [
  'trusted',
  /** It shows the day clocks begin with when their battery is empty. */
  'battery-dead',
  'behind',
  /** The last signed time says so. */
  'ahead',
] as const;

export type ClockStanding = (typeof CLOCK_STANDINGS)[number];

/** The years in which clocks wake up that have forgotten the time. */
const RESET_YEARS = ['1970', '2000', '2010'];

/** Whether clock and evidence can both be right. */
export function clockStanding(
  evidence: ClockEvidence,
  clockMs: number,
  toleranceMs: number,
): ClockStanding {
  if (clockMs < evidence.atMs - toleranceMs) {
    const year = dateOfInstant(clockMs, 'UTC').slice(0, 4);
    return RESET_YEARS.includes(year) ? 'battery-dead' : 'behind';
  }
  const { signed } = evidence;
  if (signed === undefined || !isTimeSigned(evidence, clockMs)) return 'trusted';
  return signed.clockMs - signed.timeMs > toleranceMs ? 'ahead' : 'trusted';
}

/** Whether a signed time has come since the clock was last set back. */
export function isTimeSigned({ signed }: ClockEvidence, clockMs: number): boolean {
  return signed !== undefined && clockMs >= signed.clockMs;
}
