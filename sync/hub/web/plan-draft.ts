/** A rollout's plan as the texts of a form, and back; what a text cannot be is said of its field. */
import type { RolloutPlanView } from '../api/update-schema.ts';
import type { PickKind, PlanFault, PlanMode } from '../../../agent/words/rollout-text.ts';
import { hoursOf, NO_HOURS, windowOf, type HoursDraft } from './plan-hours.ts';

type RolloutGroup = RolloutPlanView['groups'][number];
type GroupPick = RolloutGroup['picks'][number];
type Threshold = RolloutGroup['successes'];

export interface ThresholdDraft {
  readonly amount: string;
  readonly unit: Threshold['kind'];
}

export interface GroupDraft {
  readonly name: string;
  readonly pick: PickKind;
  /** A number of percent, or names with commas between them. */
  readonly who: string;
  readonly successes: ThresholdDraft;
  readonly errors: ThresholdDraft;
}

export interface PlanDraft {
  readonly rollout: string;
  readonly channel: string;
  readonly version: string;
  readonly mode: PlanMode;
  readonly silenceMinutes: string;
  readonly hours: HoursDraft;
  readonly groups: readonly GroupDraft[];
}

/** By field, such as `groups.0.who`. */
export type PlanFaults = Readonly<Record<string, PlanFault>>;

export type Planned =
  | { readonly kind: 'plan'; readonly plan: RolloutPlanView }
  | { readonly kind: 'faulty'; readonly faults: PlanFaults };

const MINUTE_MS = 60_000;
const SILENCE_MINUTES_MAX = 14 * 24 * 60;
const NAME_MAX_CHARS = 64;
const COUNT_MAX = 1_000_000;
const PERCENT_MAX = 100;
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

const NEW_GROUP: GroupDraft = {
  name: '',
  pick: 'percent',
  who: '100',
  successes: { amount: '95', unit: 'percent' },
  errors: { amount: '1', unit: 'count' },
};

/** A cautious beginning: a few tills first, then all. */
export function newDraft(zone: string): PlanDraft {
  return {
    rollout: '',
    channel: '',
    version: '',
    mode: 'forced',
    silenceMinutes: '60',
    hours: { ...NO_HOURS, zone },
    groups: [NEW_GROUP],
  };
}

export function withGroup(draft: PlanDraft): PlanDraft {
  return { ...draft, groups: [...draft.groups, NEW_GROUP] };
}

export function planOf(draft: PlanDraft): Planned {
  const faults: Record<string, PlanFault> = {};
  const take = <Value>(field: string, read: Value | { readonly fault: PlanFault }) => {
    if (!isFaulty(read)) return read;
    faults[field] = read.fault;
    return undefined;
  };
  take('rollout', idOf(draft.rollout));
  if (draft.version === '') faults['release'] = 'needed';
  const minutes = take(
    'silence',
    wholeOf(draft.silenceMinutes, SILENCE_MINUTES_MAX, 'minutes-unfit'),
  );
  const { window, faults: hourly } = windowOf(draft.hours);
  Object.assign(faults, hourly);
  const groups = draft.groups.map((group, at): RolloutGroup => {
    const isTwice = draft.groups.slice(0, at).some(({ name }) => name.trim() === group.name.trim());
    return {
      name:
        take(`groups.${at}.name`, isTwice && group.name !== '' ? TWICE : nameOf(group.name)) ?? '',
      picks: take(`groups.${at}.who`, picksOf(group)) ?? [],
      successes: take(`groups.${at}.successes`, thresholdOf(group.successes)) ?? NO_THRESHOLD,
      errors: take(`groups.${at}.errors`, thresholdOf(group.errors)) ?? NO_THRESHOLD,
    };
  });
  if (Object.keys(faults).length > 0) return { kind: 'faulty', faults };
  const { channel, version, mode } = draft;
  const silenceTimeoutMs = (minutes ?? 0) * MINUTE_MS;
  const plan = { channel, version, mode, silenceTimeoutMs, groups };
  return { kind: 'plan', plan: window === undefined ? plan : { ...plan, window } };
}

/** Undefined where the plan says more than the form can show. */
export function draftOf(rollout: string, plan: RolloutPlanView): PlanDraft | undefined {
  const hours = hoursOf(plan.window);
  const groups = plan.groups.flatMap((group) => groupDraftOf(group) ?? []);
  if (hours === undefined || groups.length < plan.groups.length) return undefined;
  const { channel, version, mode, silenceTimeoutMs } = plan;
  const silenceMinutes = String(silenceTimeoutMs / MINUTE_MS);
  return { rollout, channel, version, mode, silenceMinutes, hours, groups };
}

const NO_THRESHOLD: Threshold = { kind: 'count', count: 1 };
const TWICE = { fault: 'name-twice' } as const;

interface Faulty {
  readonly fault: PlanFault;
}

function isFaulty(read: unknown): read is Faulty {
  return typeof read === 'object' && read !== null && 'fault' in read;
}

function idOf(text: string): string | Faulty {
  if (text.trim() === '') return { fault: 'needed' };
  return ID.test(text.trim()) ? text.trim() : { fault: 'id-unfit' };
}

function nameOf(text: string): string | Faulty {
  const name = text.trim();
  if (name === '') return { fault: 'needed' };
  return name.length > NAME_MAX_CHARS ? { fault: 'too-long' } : name;
}

function wholeOf(text: string, max: number, fault: PlanFault): number | Faulty {
  const number = /^\d{1,9}$/.test(text.trim()) ? Number(text) : 0;
  return number >= 1 && number <= max ? number : { fault };
}

function thresholdOf({ amount, unit }: ThresholdDraft): Threshold | Faulty {
  const isPercent = unit === 'percent';
  const whole = isPercent
    ? wholeOf(amount, PERCENT_MAX, 'percent-unfit')
    : wholeOf(amount, COUNT_MAX, 'count-unfit');
  if (isFaulty(whole)) return whole;
  return isPercent ? { kind: 'percent', percent: whole } : { kind: 'count', count: whole };
}

/** Names as a form has them, with commas between. */
export function namesIn(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))];
}

/** Why these cannot be tags. */
export function tagsFault(tags: readonly string[]): PlanFault | undefined {
  return tags.every((tag) => ID.test(tag)) ? undefined : 'id-unfit';
}

function picksOf({ pick, who }: GroupDraft): readonly GroupPick[] | Faulty {
  if (pick === 'percent') {
    const percent = wholeOf(who, PERCENT_MAX, 'percent-unfit');
    return isFaulty(percent) ? percent : [{ kind: 'percent', percent }];
  }
  const names = namesIn(who);
  if (names.length === 0) return { fault: 'needed' };
  if (names.some((name) => name.length > NAME_MAX_CHARS)) return { fault: 'too-long' };
  switch (pick) {
    case 'tag': {
      const fault = tagsFault(names);
      return fault === undefined ? names.map((tag) => ({ kind: 'tag', tag })) : { fault };
    }
    case 'site':
      return names.map((site) => ({ kind: 'site', site }));
    case 'partner':
      return names.map((partner) => ({ kind: 'partner', partner }));
  }
}

function groupDraftOf({ name, picks, successes, errors }: RolloutGroup): GroupDraft | undefined {
  const [first] = picks;
  const isOneKind = picks.every(({ kind }) => kind === first?.kind);
  const texts = picks.map(whoOf);
  const isPlain = first?.kind !== 'percent' || picks.length === 1;
  if (first === undefined || !isOneKind || !isPlain || texts.some((text) => text.includes(','))) {
    return undefined;
  }
  return {
    name,
    pick: first.kind,
    who: texts.join(', '),
    successes: amountOf(successes),
    errors: amountOf(errors),
  };
}

function whoOf(pick: GroupPick): string {
  switch (pick.kind) {
    case 'percent':
      return String(pick.percent);
    case 'tag':
      return pick.tag;
    case 'site':
      return pick.site;
    case 'partner':
      return pick.partner;
  }
}

function amountOf(threshold: Threshold): ThresholdDraft {
  return threshold.kind === 'count'
    ? { amount: String(threshold.count), unit: 'count' }
    : { amount: String(threshold.percent), unit: 'percent' };
}
