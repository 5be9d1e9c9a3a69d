import type { RolloutPlanView } from '../api/update-schema.ts';
import type { JSX } from 'preact';
import type { Language } from '../../../agent/words/language.ts';
import { rolloutWords } from '../../../agent/words/rollout-words.ts';
import { updateWords } from '../../../agent/words/update-words.ts';
import { FormDialog } from './form-dialog.tsx';
import type { Outcome } from './outcome.tsx';

type RolloutGroup = RolloutPlanView['groups'][number];
type GroupPick = RolloutGroup['picks'][number];
type Threshold = RolloutGroup['successes'];

export interface PlanQuestionProps {
  readonly language: Language;
  readonly rollout: string;
  readonly plan: RolloutPlanView;
  readonly outcome: Outcome;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** Says in sentences what the plan will do, before it is written. */
export function PlanQuestion(props: PlanQuestionProps): JSX.Element {
  const { language, rollout, plan, outcome, onYes, onNo } = props;
  const { confirm, form } = rolloutWords(language);
  return (
    <FormDialog
      title={confirm.title(rollout)}
      text={confirm.text(plan.version, form.modes[plan.mode])}
      yes={confirm.yes}
      no={updateWords(language).no}
      {...{ outcome, onYes, onNo }}
    >
      <ol class="plan-steps">
        {plan.groups.map((group, at) => (
          <li key={group.name}>
            {confirm.group(group.name, whoText(group, language))}
            <span class="sub-line">
              {at + 1 < plan.groups.length &&
                `${confirm.opens(amountText(group.successes, language))} `}
              {confirm.stops(amountText(group.errors, language))}
            </span>
          </li>
        ))}
      </ol>
    </FormDialog>
  );
}

function whoText({ picks }: RolloutGroup, language: Language): string {
  const { confirm, form } = rolloutWords(language);
  const [first] = picks;
  if (first === undefined) return '';
  if (first.kind === 'percent') {
    return first.percent === 100 ? confirm.everyone : confirm.share(String(first.percent));
  }
  return `${form.picks[first.kind]}: ${picks.map(nameOf).join(', ')}`;
}

function nameOf(pick: GroupPick): string {
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

function amountText(threshold: Threshold, language: Language): string {
  const { confirm } = rolloutWords(language);
  return threshold.kind === 'percent'
    ? confirm.percent(String(threshold.percent))
    : confirm.count(String(threshold.count));
}
