import { countOf } from '../core/cash/counts.ts';
import { heldAt } from '../core/cash/holdings.ts';
import { DEFAULT_LIMITS, levelOf, type Level, type LevelLimits } from '../core/cash/levels.ts';
import { ownOf, type Place } from '../core/till/till.ts';
import type { TillView } from './till-view.ts';

export interface PlaceLevel extends Place {
  readonly valueMinor: number;
  readonly level: Level;
}

/** How full each place is that holds one value only; of a cashbox nobody can say. */
export function placeLevels({ till, places, settings }: TillView): readonly PlaceLevel[] {
  return places.flatMap(({ valueMinor, ...place }) => {
    if (valueMinor === undefined) return [];
    const count = countOf(heldAt(till.holdings, place.place), valueMinor);
    return [{ ...place, valueMinor, level: levelOf(count, limitsOf(settings, place.place)) }];
  });
}

export function limitsOf({ limits }: TillView['settings'], place: string): LevelLimits {
  return ownOf(limits, place) ?? DEFAULT_LIMITS;
}
