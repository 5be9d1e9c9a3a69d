import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import type { Language } from '../../../agent/words/language.ts';
import { rolloutWords } from '../../../agent/words/rollout-words.ts';
import type { UpdateAct } from '../../../agent/words/update-text.ts';
import { updateWords } from '../../../agent/words/update-words.ts';
import type { RolloutDetailsView, RolloutPlanView, RolloutsView } from '../api/update-schema.ts';
import type { KnownNames } from './group-fields.tsx';
import { hasField, isNothing, type HubCalls } from './hub-calls.ts';
import { useOutcome } from './outcome.tsx';
import { draftOf, newDraft, type PlanDraft } from './plan-draft.ts';
import { PlanWriter } from './plan-writer.tsx';
import { isAsked, RolloutQuestion, type AskedAct } from './rollout-question.tsx';
import { withReason } from './rollout-refusal.ts';
import { RolloutTable, type RolloutRow } from './rollout-table.tsx';
import { usePolled } from './use-polled.ts';

export interface RolloutPanelProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly mayManage: boolean;
  readonly known: KnownNames;
}

type Task =
  | { readonly kind: 'ask'; readonly row: RolloutRow; readonly what: AskedAct }
  | { readonly kind: 'write'; readonly begun: PlanDraft; readonly isKept: boolean };

/** Releases on their way, group by group, and what can be done about them. */
export function RolloutPanel({
  language,
  calls,
  mayManage,
  known,
}: RolloutPanelProps): JSX.Element {
  const rollouts = usePolled(calls, '/v1/rollouts', isRollouts);
  const outcome = useOutcome(language);
  const [task, setTask] = useState<Task | undefined>(undefined);
  const words = rolloutWords(language);
  const rows = rollouts.view?.rollouts ?? [];
  const end = (): void => {
    setTask(undefined);
    rollouts.refresh();
  };
  const act = ({ rollout }: RolloutRow, body: object): void => {
    const asked = calls.send({ path: `/v1/rollouts/${rollout}/acts`, body }, isNothing);
    outcome.run(withReason(asked, language), end);
  };
  const change = ({ rollout }: RolloutRow): void =>
    outcome.run(calls.look(`/v1/rollouts/${rollout}`, isDetails), ({ plan }) => {
      const begun = draftOf(rollout, plan);
      if (begun === undefined) outcome.say(words.form.tooRich);
      else setTask({ kind: 'write', begun, isKept: true });
    });
  const begin = (row: RolloutRow, what: UpdateAct | 'change'): void => {
    if (what === 'change') change(row);
    else if (isAsked(what)) setTask({ kind: 'ask', row, what });
    else act(row, { act: what });
  };
  return (
    <section class="card card-stack">
      <Head
        language={language}
        onWrite={
          mayManage && task?.kind !== 'write'
            ? () => setTask({ kind: 'write', begun: newDraft(ownZone()), isKept: false })
            : undefined
        }
      />
      {task?.kind !== 'ask' && outcome.notice}
      {task?.kind === 'ask' && (
        <RolloutQuestion
          {...{ language, outcome, ...task }}
          onYes={(body) => act(task.row, body)}
          onNo={() => setTask(undefined)}
        />
      )}
      {task?.kind === 'write' && (
        <PlanWriter
          {...{ language, calls, known, ...task }}
          onWritten={() => {
            end();
            outcome.say(words.confirm.written);
          }}
          onClose={() => setTask(undefined)}
        />
      )}
      {rollouts.view !== undefined && (
        <RolloutTable
          {...{ language, rows, mayManage }}
          isOld={rollouts.link !== 'live'}
          isBusy={outcome.isBusy}
          onAct={begin}
        />
      )}
    </section>
  );
}

interface HeadProps {
  readonly language: Language;
  /** Absent for somebody who may not, or does. */
  readonly onWrite: (() => void) | undefined;
}

function Head({ language, onWrite }: HeadProps): JSX.Element {
  return (
    <div class="screen-head">
      <h2 class="sub-heading">{updateWords(language).rollouts}</h2>
      {onWrite !== undefined && (
        <ActionButton onPress={onWrite}>{rolloutWords(language).write}</ActionButton>
      )}
    </div>
  );
}

/** Of whoever writes: most tills are where they are. */
function ownZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function isRollouts(body: unknown): body is RolloutsView {
  return hasField(body, 'rollouts');
}

/** Our own hub, of the same release, has read the plan by its schema. */
function isDetails(
  body: unknown,
): body is Omit<RolloutDetailsView, 'plan'> & { readonly plan: RolloutPlanView } {
  return hasField(body, 'plan');
}
