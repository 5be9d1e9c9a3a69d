import type { JSX } from 'preact';
import { fieldWords } from '../../../agent/words/field-words.ts';
import { LOCALES, type Language } from '../../../agent/words/language.ts';
import type { PlanningView } from '../api/planning-schema.ts';
import { hoursOf, placedIn, type Placed } from './week-board.ts';

export interface WeekGridProps {
  readonly language: Language;
  readonly week: readonly number[];
  readonly view: PlanningView;
  readonly onFree: (atMs: number) => void;
  readonly onEntry: (entry: Entry) => void;
}

type Entry = PlanningView['entries'][number];

interface Thing {
  readonly key: string;
  readonly atMs: number;
  readonly minutes: number;
  readonly entry?: Entry | undefined;
  /** Of a free time, whose. */
  readonly plan?: string | undefined;
}

/** As long as a free time is drawn: nobody has said how long it is. */
const FREE_MINUTES = 60;
const HOUR_REM = 3.5;
const HOUR_MINUTES = 60;

/** Days beside each other, hours below each other, and everything at its time. */
export function WeekGrid({ language, week, view, onFree, onEntry }: WeekGridProps): JSX.Element {
  const placed = placedIn(week, thingsOf(view));
  const hours = hoursOf(placed);
  const days = week.slice(0, -1);
  return (
    <div class="board">
      <div class="board-head" />
      {days.map((dayMs, day) => (
        <div key={dayMs} class={headClass(week, day)}>
          {new Intl.DateTimeFormat(LOCALES[language], {
            weekday: 'short',
            day: 'numeric',
            month: 'numeric',
          }).format(dayMs)}
        </div>
      ))}
      <div class="board-hours">
        {hours.map((hour) => (
          <div key={hour} class="board-hour">{`${hour}:00`}</div>
        ))}
      </div>
      {days.map((dayMs, day) => (
        <div key={dayMs} class="board-day">
          {hours.map((hour) => (
            <div key={hour} class="board-hour" />
          ))}
          {placed
            .filter((one) => one.day === day)
            .map((one) => (
              <Cell
                key={one.thing.key}
                {...{ language, one, onFree, onEntry }}
                firstHour={hours[0] ?? 0}
              />
            ))}
        </div>
      ))}
    </div>
  );
}

interface CellProps extends Pick<WeekGridProps, 'language' | 'onFree' | 'onEntry'> {
  readonly one: Placed<Thing>;
  readonly firstHour: number;
}

function Cell({ language, one, firstHour, onFree, onEntry }: CellProps): JSX.Element {
  const words = fieldWords(language).planning;
  const { thing, lane, lanes, minutes, fromMinute } = one;
  const { entry, atMs, plan } = thing;
  const rem = (count: number): string => `${(count / HOUR_MINUTES) * HOUR_REM}rem`;
  const style = {
    top: rem(fromMinute - firstHour * HOUR_MINUTES),
    height: rem(minutes),
    left: `${(100 * lane) / lanes}%`,
    width: `${100 / lanes}%`,
  };
  const time = clockText(atMs);
  if (entry === undefined) {
    return (
      <button
        type="button"
        class="board-entry board-free"
        style={style}
        onClick={() => onFree(atMs)}
      >
        <strong>{`${time} ${words.free}`}</strong>
        <span>{plan}</span>
      </button>
    );
  }
  const { title = words.busy, technician, customer } = entry;
  return (
    <button
      type="button"
      class="board-entry"
      style={style}
      title={title}
      onClick={() => onEntry(entry)}
    >
      <strong>{`${time} ${title}`}</strong>
      <span>{technician.name}</span>
      {customer !== undefined && <span>{customer}</span>}
    </button>
  );
}

/** As the hours at the side of the board are written. */
function clockText(atMs: number): string {
  const at = new Date(atMs);
  return `${at.getHours()}:${String(at.getMinutes()).padStart(2, '0')}`;
}

function thingsOf({ entries, free }: PlanningView): readonly Thing[] {
  return [
    ...entries.map((entry) => {
      return { key: entry.visit, atMs: Date.parse(entry.at), minutes: entry.minutes, entry };
    }),
    ...free.map(({ plan, at }) => {
      return { key: `${plan} ${at}`, atMs: Date.parse(at), minutes: FREE_MINUTES, plan };
    }),
  ];
}

function headClass(week: readonly number[], day: number): string {
  const nowMs = Date.now();
  const isToday = (week[day] ?? Infinity) <= nowMs && nowMs < (week[day + 1] ?? -Infinity);
  return isToday ? 'board-head board-today' : 'board-head';
}
