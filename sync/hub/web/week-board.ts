/** Where the things of a week stand on its board: by the wall clock of whoever looks. Pure but for the zone. */
const DAYS = 7;
const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;

/** The hours that are always there; earlier and later ones come with what is planned in them. */
const FIRST_HOUR = 8;
const LAST_HOUR = 18;

/** The midnights of a week, from its Monday, and the one after it; a day may have 23 or 25 hours. */
export function weekOf(atMs: number, weeks = 0): readonly number[] {
  const day = new Date(atMs);
  const sinceMonday = (day.getDay() + 6) % DAYS;
  const date = day.getDate() - sinceMonday + weeks * DAYS;
  return Array.from({ length: DAYS + 1 }, (_, place) =>
    new Date(day.getFullYear(), day.getMonth(), date + place).getTime(),
  );
}

export interface Timed {
  readonly atMs: number;
  readonly minutes: number;
}

export interface Placed<Thing> {
  readonly thing: Thing;
  readonly day: number;
  /** After midnight, as the clock on the wall shows it. */
  readonly fromMinute: number;
  readonly minutes: number;
  /** Which of those that stand beside each other, and of how many. */
  readonly lane: number;
  readonly lanes: number;
}

/** Puts each on its day; what is at the same time stands side by side. */
export function placedIn<Thing extends Timed>(
  week: readonly number[],
  things: readonly Thing[],
): readonly Placed<Thing>[] {
  const days = Array.from({ length: DAYS }, (_, day) =>
    things.filter(({ atMs }) => isOn(week, day, atMs)).toSorted((a, b) => a.atMs - b.atMs),
  );
  return days.flatMap((own, day) => clusters(own).flatMap((cluster) => sideBySide(cluster, day)));
}

/** From which hour to which the board has to reach. */
export function hoursOf(
  placed: readonly Pick<Placed<unknown>, 'fromMinute' | 'minutes'>[],
): readonly number[] {
  const first = Math.min(
    FIRST_HOUR,
    ...placed.map(({ fromMinute }) => Math.floor(fromMinute / HOUR_MINUTES)),
  );
  const last = Math.max(
    LAST_HOUR,
    ...placed.map(({ fromMinute, minutes }) => Math.ceil((fromMinute + minutes) / HOUR_MINUTES)),
  );
  return Array.from({ length: Math.min(last, 24) - first }, (_, hour) => first + hour);
}

function isOn(week: readonly number[], day: number, atMs: number): boolean {
  return (week[day] ?? Infinity) <= atMs && atMs < (week[day + 1] ?? -Infinity);
}

/** Runs of things of which each begins before one before it is over. */
function clusters<Thing extends Timed>(things: readonly Thing[]): readonly (readonly Thing[])[] {
  const found: Thing[][] = [];
  let endMs = -Infinity;
  for (const thing of things) {
    if (thing.atMs >= endMs) found.push([]);
    found.at(-1)?.push(thing);
    endMs = Math.max(endMs, thing.atMs + thing.minutes * MINUTE_MS);
  }
  return found;
}

function sideBySide<Thing extends Timed>(
  cluster: readonly Thing[],
  day: number,
): readonly Placed<Thing>[] {
  const ends: number[] = [];
  const inLanes = cluster.map((thing) => {
    const free = ends.findIndex((endMs) => endMs <= thing.atMs);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = thing.atMs + thing.minutes * MINUTE_MS;
    return { thing, lane };
  });
  return inLanes.map(({ thing, lane }) => {
    const at = new Date(thing.atMs);
    const fromMinute = at.getHours() * HOUR_MINUTES + at.getMinutes();
    return { thing, day, fromMinute, minutes: thing.minutes, lane, lanes: ends.length };
  });
}
