/** What the hub's page says where somebody writes a rollout, tags a till or withdraws a release. */
import type { NoticeText } from './page-text.ts';

export type PlanMode = 'forced' | 'soft' | 'download-only';

export type PickKind = 'percent' | 'tag' | 'site' | 'partner';

/** Why a field cannot be what it says. */
export type PlanFault =
  | 'needed'
  | 'id-unfit'
  | 'too-long'
  | 'name-twice'
  | 'count-unfit'
  | 'percent-unfit'
  | 'minutes-unfit'
  | 'zone-unknown'
  | 'hour-unfit';

/** Why the hub did not do what was asked of a rollout or release. */
export type RolloutRefusalWord =
  | 'wrong-state'
  | 'own-rollout'
  | 'nameless'
  | 'yanked'
  | 'release-unknown'
  | 'nobody-picked'
  | 'below-security-floor';

interface Question {
  readonly title: (name: string) => string;
  readonly yes: string;
}

export interface RolloutWords {
  readonly write: string;
  readonly change: string;
  readonly form: {
    readonly name: string;
    readonly nameHint: string;
    readonly release: string;
    readonly noRelease: NoticeText;
    readonly mode: string;
    readonly modes: Readonly<Record<PlanMode, string>>;
    readonly silence: string;
    readonly silenceHint: string;
    readonly hours: string;
    readonly anyHour: string;
    readonly someHours: string;
    readonly days: string;
    readonly from: string;
    readonly to: string;
    readonly zone: string;
    readonly zoneHint: string;
    readonly group: (number: string) => string;
    readonly groupName: string;
    readonly pick: string;
    readonly picks: Readonly<Record<PickKind, string>>;
    /** What stands behind the pick. */
    readonly who: Readonly<Record<PickKind, string>>;
    readonly whoHint: string;
    readonly successes: string;
    readonly errors: string;
    readonly unit: string;
    readonly units: Readonly<Record<'percent' | 'count', string>>;
    readonly addGroup: string;
    readonly removeGroup: string;
    readonly goOn: string;
    readonly faulty: NoticeText;
    readonly tooRich: NoticeText;
  };
  readonly faults: Readonly<Record<PlanFault, string>>;
  readonly refusals: Readonly<Record<RolloutRefusalWord, string>>;
  readonly confirm: Question & {
    readonly text: (version: string, mode: string) => string;
    readonly group: (name: string, who: string) => string;
    readonly opens: (amount: string) => string;
    readonly stops: (amount: string) => string;
    readonly percent: (percent: string) => string;
    readonly count: (count: string) => string;
    readonly everyone: string;
    readonly share: (percent: string) => string;
    readonly written: NoticeText;
  };
  readonly submit: Question & { readonly text: (version: string, groups: string) => string };
  readonly approve: Question & {
    readonly text: (version: string, group: string, size: string) => string;
    readonly after: (groups: string) => string;
  };
  readonly resume: Question & {
    readonly text: (version: string) => string;
    readonly pardon: string;
    readonly pardons: Readonly<Record<'retry' | 'leave', string>>;
  };
  readonly tags: {
    readonly tags: string;
    readonly change: string;
    readonly title: (till: string) => string;
    readonly text: string;
    readonly field: string;
    readonly hint: string;
    readonly save: string;
  };
  readonly releases: {
    readonly heading: string;
    readonly none: NoticeText;
    readonly channel: string;
    readonly platform: string;
    readonly kind: string;
    readonly kinds: Readonly<Record<'feature' | 'fix' | 'security' | 'fiscal', string>>;
    readonly released: string;
    readonly withdraw: string;
    readonly withdrawn: (reason: string) => string;
    readonly title: (version: string) => string;
    readonly text: (version: string, channel: string) => string;
    readonly running: (count: string) => string;
    readonly stopped: (rollouts: string) => string;
    readonly reason: string;
    readonly reasonHint: string;
  };
}
