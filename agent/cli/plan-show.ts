/** A plan for reading: its hours, what its parameters say, and its rows with what they rest on. */
import type { WeeklyWindow } from '../core/contract/hours.ts';
import { parametersOf } from '../core/contract/parameters.ts';
import type { Condition, Plan, PlanRow } from '../core/contract/plan.ts';
import type { Language } from '../words/language.ts';
import { moneyText } from '../words/money.ts';
import { tableText } from './table.ts';

export function planText(plan: Plan, language: Language): string {
  const { id, version, title, zone, currency, hours, prices, packs, rows } = plan;
  const money = (minor: number) => moneyText(minor, currency, language);
  return [
    `${title[language]}\n${id}, version ${version}, ${zone}, ${currency}\n`,
    ...section('Hours', hours?.map((window) => `${windowText(window)}\n`) ?? ['always\n']),
    ...section('Parameters', [tableText(parameterRows(plan))]),
    ...section(
      'Prices before tax',
      Object.entries(prices).map(([code, minor]) => `${code}  ${money(minor)}\n`),
    ),
    ...section(
      'Packs before tax',
      packs.map(({ credits, priceMinor }) => `${credits} credits  ${money(priceMinor)}\n`),
    ),
    ...section(
      'Rows: of a kind, the first whose conditions all hold decides',
      rows.map((row) => rowText(row, plan, language)),
    ),
  ].join('');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`\n${title}\n`, ...lines];
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

function windowText({ days, fromMinute, toMinute }: WeeklyWindow): string {
  const names = days.map((day) => DAYS[day - 1] ?? '?').join(', ');
  return `${names}  ${timeText(fromMinute)} to ${timeText(toMinute)}`;
}

function timeText(minute: number): string {
  const parts = [Math.floor(minute / 60), minute % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/** What the plan itself says first; the rest as it holds where nobody says otherwise. */
function parameterRows({ parameters }: Plan): readonly (readonly string[])[] {
  const own = new Set(Object.keys(parameters));
  return Object.entries(parametersOf(parameters))
    .toSorted(([a], [b]) => Number(own.has(b)) - Number(own.has(a)))
    .map(([name, value]) => [name, String(value), own.has(name) ? '' : '(default)']);
}

function rowText(row: PlanRow, { clauses }: Plan, language: Language): string {
  const when = row.when.map(conditionText).join(' and ') || 'always';
  const { outcome, ...rest } = row.then;
  const details = Object.entries(rest).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const cited = Object.entries(clauses).filter(([id]) => row.clauses.includes(id));
  return [
    `${row.id}: ${row.kinds.join(', ')}; ${when}\n`,
    `    ${[outcome, ...details].join(' ')}\n`,
    ...cited.map(([id, sentence]) => `    ${id}  ${sentence[language]}\n`),
  ].join('');
}

function conditionText(condition: Condition): string {
  if (condition.is === 'not') return `not ${conditionText(condition.that)}`;
  const { is, ...rest } = condition;
  const values = Object.values(rest).map((value) => [value].flat().join(' or '));
  return [is, ...values].join(' ');
}
