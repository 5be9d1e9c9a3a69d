/** Nights that an admin grants by a few presses, as the windows the till keeps. */

export const NIGHT_COUNTS = [1, 7, 14] as const;
export const FROM_HOURS = [20, 21, 22, 23] as const;
export const UNTIL_HOURS = [5, 6, 7, 8] as const;

export interface NightChoice {
  readonly count: number;
  /** On the clock of the shop. */
  readonly fromHour: number;
  /** On the morning after. */
  readonly untilHour: number;
}

export const DEFAULT_NIGHTS: NightChoice = { count: 1, fromHour: 22, untilHour: 6 };

export interface HoursSpan {
  readonly from: string;
  readonly until: string;
}

/** From the night that begins today. A clock that changes makes a night longer or shorter, no other. */
export function nightsFrom(
  nowMs: number,
  { count, fromHour, untilHour }: NightChoice,
): readonly HoursSpan[] {
  const today = new Date(nowMs);
  const at = (daysOn: number, hour: number): string =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() + daysOn, hour).toISOString();
  return Array.from({ length: count }, (_, night) => {
    return { from: at(night, fromHour), until: at(night + 1, untilHour) };
  });
}
