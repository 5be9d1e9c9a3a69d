/** What the machine says of its values, and what of that somebody should look at. */
import type { ChangerAlert, ChangerDenomination } from '../../kit/device.ts';
import type { PieceLevel } from './frame.ts';

/** What it says of a value beside how many pieces there are. */
export interface Standing {
  readonly denominations: readonly ChangerDenomination[];
  readonly alerts: readonly ChangerAlert[];
}

export const UNKNOWN: Standing = { denominations: [], alerts: [] };

/** Of the other types, notes have been seen under 1 and under 3. */
const COINS = 2;

/** The states of a value, after the manual; -1 is in order. */
const ALERT_OF_STATE: Readonly<Record<number, ChangerAlert['code']>> = {
  0: 'piece-critical',
  1: 'piece-inhibited',
  2: 'piece-below-minimum',
  3: 'piece-above-maximum',
  5: 'piece-empty',
};

/** `alerts`: how many it shows on its own screen; undefined where it did not say. */
export function standingOf(
  currency: string,
  levels: readonly PieceLevel[],
  alerts: number | undefined,
): Standing {
  const ours = levels.filter((level) => (level.currency ?? currency) === currency);
  const byValue = new Map(ours.map((level) => [level.valueMinor, level]));
  const pieces = [...byValue.values()].toSorted((a, b) => a.valueMinor - b.valueMinor);
  const own: readonly ChangerAlert[] =
    alerts === undefined || alerts === 0 ? [] : [{ code: 'alerts-at-machine', count: alerts }];
  return {
    denominations: pieces.map((piece) => ({
      valueMinor: piece.valueMinor,
      isNote: piece.type !== undefined && piece.type !== COINS,
      isRecycled: piece.recyclerLimit !== 0,
    })),
    alerts: [...pieces.flatMap(alertOf), ...own],
  };
}

/** A value that it only takes is never empty: there is nothing to pay it from. */
function alertOf({ valueMinor, state, recyclerLimit }: PieceLevel): readonly ChangerAlert[] {
  const code = state === undefined ? undefined : ALERT_OF_STATE[state];
  if (code === undefined || (code === 'piece-empty' && recyclerLimit === 0)) return [];
  return [{ code, valueMinor }];
}
