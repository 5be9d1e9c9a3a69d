import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { Notice } from '../../../agent/ui/notice.tsx';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { rolloutWords } from '../../../agent/words/rollout-words.ts';
import type { ReleasesView, RolloutPlanView } from '../api/update-schema.ts';
import type { KnownNames } from './group-fields.tsx';
import { hasField, isNothing, type HubCalls } from './hub-calls.ts';
import { useOutcome } from './outcome.tsx';
import type { PlanDraft } from './plan-draft.ts';
import { PlanForm } from './plan-form.tsx';
import { PlanQuestion } from './plan-question.tsx';
import { withReason } from './rollout-refusal.ts';
import { usePolled } from './use-polled.ts';

export interface PlanWriterProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly known: KnownNames;
  readonly begun: PlanDraft;
  readonly isKept: boolean;
  readonly onWritten: () => void;
  readonly onClose: () => void;
}

interface Asking {
  readonly rollout: string;
  readonly plan: RolloutPlanView;
}

/** From the empty form to a draft at the hub. */
export function PlanWriter(props: PlanWriterProps): JSX.Element | null {
  const { language, calls, begun, isKept, known, onWritten, onClose } = props;
  const releases = usePolled(calls, '/v1/releases', isReleases);
  const outcome = useOutcome(language);
  const [asking, setAsking] = useState<Asking | undefined>(undefined);
  const words = rolloutWords(language);
  if (releases.view === undefined) return null;
  const write = ({ rollout, plan }: Asking): void => {
    const order = { method: 'PUT', path: `/v1/rollouts/${rollout}`, body: plan } as const;
    outcome.run(withReason(calls.send(order, isNothing), language), onWritten);
  };
  const open = releases.view.releases.filter(({ yanked }) => yanked === undefined);
  if (open.length === 0) {
    return (
      <Notice tone="plain" {...words.form.noRelease}>
        <ActionButton onPress={onClose}>{hubWords(language).dismiss}</ActionButton>
      </Notice>
    );
  }
  return (
    <>
      <PlanForm
        {...{ language, known, isKept, onClose }}
        releases={open}
        begun={begun}
        onPlanned={({ rollout }, plan) => setAsking({ rollout, plan })}
      />
      {asking !== undefined && (
        <PlanQuestion
          {...{ language, outcome, ...asking }}
          onYes={() => write(asking)}
          onNo={() => setAsking(undefined)}
        />
      )}
    </>
  );
}

function isReleases(body: unknown): body is ReleasesView {
  return hasField(body, 'releases');
}
