import type { JSX } from 'preact';
import type { Language } from '../../../agent/words/language.ts';
import { rolloutWords } from '../../../agent/words/rollout-words.ts';
import { PlanChoice, PlanField } from './plan-field.tsx';
import type { PlanFaults } from './plan-draft.ts';
import type { HoursDraft } from './plan-hours.ts';

export interface HoursFieldsProps {
  readonly language: Language;
  readonly hours: HoursDraft;
  readonly faults: PlanFaults;
  readonly onHours: (hours: HoursDraft) => void;
}

/** A Monday. */
const MONDAY_MS = Date.UTC(2026, 0, 5);
const DAY_MS = 24 * 60 * 60 * 1_000;
const DAYS = [1, 2, 3, 4, 5, 6, 7];

/** When a till may begin, by its own clock and zone. */
export function HoursFields({ language, hours, faults, onHours }: HoursFieldsProps): JSX.Element {
  const words = rolloutWords(language).form;
  const change = (part: Partial<HoursDraft>): void => onHours({ ...hours, ...part });
  const field = (name: 'from' | 'to' | 'zone') => ({
    language,
    name,
    label: words[name],
    value: hours[name],
    fault: faults[name],
    onText: (text: string) => change({ [name]: text }),
  });
  return (
    <div class="plan-hours">
      <PlanChoice
        language={language}
        label={words.hours}
        name="hours"
        value={hours.isAnyHour ? 'any' : 'some'}
        options={[
          ['any', words.anyHour],
          ['some', words.someHours],
        ]}
        onChoice={(choice) => change({ isAnyHour: choice === 'any' })}
      />
      {!hours.isAnyHour && (
        <>
          <DayBoxes {...{ language, hours, faults, onHours }} />
          <div class="plan-columns">
            <PlanField {...field('from')} />
            <PlanField {...field('to')} />
            <PlanField {...field('zone')} hint={words.zoneHint} />
          </div>
        </>
      )}
    </div>
  );
}

function DayBoxes({ language, hours, faults, onHours }: HoursFieldsProps): JSX.Element {
  const words = rolloutWords(language);
  const fault = faults['days'];
  return (
    <fieldset class="plan-days">
      <legend class="field-label">{words.form.days}</legend>
      {DAYS.map((day) => (
        <label key={day} class="check">
          <input
            type="checkbox"
            name="days"
            value={day}
            checked={hours.days.includes(day)}
            onChange={({ currentTarget }) => {
              const others = hours.days.filter((one) => one !== day);
              onHours({
                ...hours,
                days: currentTarget.checked ? sorted([...others, day]) : others,
              });
            }}
          />
          {dayName(day, language)}
        </label>
      ))}
      {fault !== undefined && <span class="field-fault">{words.faults[fault]}</span>}
    </fieldset>
  );
}

function sorted(days: readonly number[]): readonly number[] {
  return days.toSorted((a, b) => a - b);
}

function dayName(day: number, language: Language): string {
  const format = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  return format.format(MONDAY_MS + (day - 1) * DAY_MS);
}
