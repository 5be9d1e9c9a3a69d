/** How full a place is, in the words of UnifiedPOS, and what is missing to what it should begin a day with. */
import { countOf, type CashCounts } from './counts.ts';

export const LEVELS = ['empty', 'near-empty', 'ok', 'near-full', 'full'] as const;
export type Level = (typeof LEVELS)[number];

/** What an installation says of a place; counts are pieces. */
export interface LevelLimits {
  /** At so many pieces or fewer it is near-empty. */
  readonly nearEmptyCount: number;
  /** At so many pieces or more it is near-full. */
  readonly nearFullCount?: number | undefined;
  /** It holds no more. */
  readonly fullCount?: number | undefined;
  /** The start float: so many pieces should lie there before the day begins. */
  readonly floatCount?: number | undefined;
}

/** Where nothing is said of a place, it is only told when it runs out. */
export const DEFAULT_LIMITS: LevelLimits = { nearEmptyCount: 5 };

export function levelOf(count: number, limits: LevelLimits): Level {
  if (limits.fullCount !== undefined && count >= limits.fullCount) return 'full';
  if (limits.nearFullCount !== undefined && count >= limits.nearFullCount) return 'near-full';
  if (count <= 0) return 'empty';
  return count <= limits.nearEmptyCount ? 'near-empty' : 'ok';
}

/** Pieces to put in (positive) or to take out (negative) to bring a place to its float. */
export function toFloat(held: CashCounts, valueMinor: number, limits: LevelLimits): number {
  return limits.floatCount === undefined ? 0 : limits.floatCount - countOf(held, valueMinor);
}
