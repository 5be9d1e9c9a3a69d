import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { Notice } from '../../../agent/ui/notice.tsx';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { PlanMode } from '../../../agent/words/rollout-text.ts';
import { rolloutWords } from '../../../agent/words/rollout-words.ts';
import type { ReleasesView, RolloutPlanView } from '../api/update-schema.ts';
import { onForm, SubmitButton } from './fields.tsx';
import { GroupFields, type KnownNames } from './group-fields.tsx';
import { HoursFields } from './hours-fields.tsx';
import { PlanChoice, PlanField } from './plan-field.tsx';
import {
  planOf,
  withGroup,
  type GroupDraft,
  type PlanDraft,
  type PlanFaults,
} from './plan-draft.ts';

export interface PlanFormProps {
  readonly language: Language;
  readonly releases: ReleasesView['releases'];
  readonly known: KnownNames;
  readonly begun: PlanDraft;
  /** It is there already, so that its name stays. */
  readonly isKept: boolean;
  readonly onPlanned: (draft: PlanDraft, plan: RolloutPlanView) => void;
  readonly onClose: () => void;
}

/** A rollout's plan, field by field; what does not fit is said where it stands. */
export function PlanForm(props: PlanFormProps): JSX.Element {
  const { language, begun, onPlanned, onClose } = props;
  const [draft, setDraft] = useState(begun);
  const [isTried, setTried] = useState(false);
  const words = rolloutWords(language).form;
  const planned = planOf(draft);
  const faults = isTried && planned.kind === 'faulty' ? planned.faults : {};
  const change = (part: Partial<PlanDraft>): void => setDraft({ ...draft, ...part });
  const submit = onForm(() => {
    setTried(true);
    if (planned.kind === 'plan') onPlanned(draft, planned.plan);
  });
  return (
    <form class="form plan-form" noValidate onSubmit={submit}>
      {Object.keys(faults).length > 0 && <Notice tone="alert" {...words.faulty} />}
      <Head {...props} {...{ draft, faults, change }} />
      <HoursFields
        {...{ language, faults }}
        hours={draft.hours}
        onHours={(hours) => change({ hours })}
      />
      <Groups {...props} {...{ draft, faults, change }} />
      <div class="form-line">
        <ActionButton onPress={() => setDraft(withGroup(draft))}>{words.addGroup}</ActionButton>
        <span class="top-gap" />
        <ActionButton onPress={onClose}>{hubWords(language).cancel}</ActionButton>
        <SubmitButton>{words.goOn}</SubmitButton>
      </div>
    </form>
  );
}

interface PartProps extends PlanFormProps {
  readonly draft: PlanDraft;
  readonly faults: PlanFaults;
  readonly change: (part: Partial<PlanDraft>) => void;
}

function Head({ language, draft, faults, releases, isKept, change }: PartProps): JSX.Element {
  const words = rolloutWords(language).form;
  const modes = Object.entries(words.modes).map(([mode, text]) => [modeOf(mode), text] as const);
  return (
    <div class="form-columns">
      <PlanField
        {...{ language, fault: faults['rollout'], isFixed: isKept }}
        label={words.name}
        name="rollout"
        value={draft.rollout}
        hint={words.nameHint}
        onText={(rollout) => change({ rollout: rollout.trim() })}
      />
      <PlanChoice
        {...{ language, fault: faults['release'] }}
        label={words.release}
        name="release"
        value={releaseName(draft)}
        options={releaseOptions(releases, draft)}
        onChoice={(name) => {
          const [channel = '', version = ''] = name.split(' ');
          change({ channel, version });
        }}
      />
      <PlanChoice
        {...{ language }}
        label={words.mode}
        name="mode"
        value={draft.mode}
        options={modes}
        onChoice={(mode) => change({ mode })}
      />
      <PlanField
        {...{ language, fault: faults['silence'] }}
        isNumber
        label={words.silence}
        name="silence"
        value={draft.silenceMinutes}
        hint={words.silenceHint}
        onText={(silenceMinutes) => change({ silenceMinutes })}
      />
    </div>
  );
}

function modeOf(text: string): PlanMode {
  return text === 'soft' || text === 'download-only' ? text : 'forced';
}

function releaseName({ channel, version }: Pick<PlanDraft, 'channel' | 'version'>): string {
  return version === '' ? '' : `${channel} ${version}`;
}

/** Each once, whatever platforms it is built for; a draft keeps its own, to be refused by name. */
function releaseOptions(
  releases: ReleasesView['releases'],
  draft: PlanDraft,
): readonly (readonly [string, string])[] {
  const names = releases.filter(({ yanked }) => yanked === undefined).map(releaseName);
  const all = new Set([releaseName(draft), ...names]);
  return [...all].map((name) => [
    name,
    name === '' ? '–' : name.split(' ').toReversed().join(' · '),
  ]);
}

function Groups({ language, draft, faults, known, change }: PartProps): JSX.Element {
  const replace = (at: number, groups: readonly GroupDraft[]): void =>
    change({ groups: draft.groups.toSpliced(at, 1, ...groups) });
  return (
    <>
      {draft.groups.map((group, at) => (
        <GroupFields
          // Its place is what it is: groups open in their order.
          key={at}
          {...{ language, group, at, faults, known }}
          onGroup={(one) => replace(at, [one])}
          {...(draft.groups.length > 1 ? { onRemove: () => replace(at, []) } : {})}
        />
      ))}
    </>
  );
}
