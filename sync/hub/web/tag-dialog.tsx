import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { PlanFault } from '../../../agent/words/rollout-text.ts';
import { rolloutWords } from '../../../agent/words/rollout-words.ts';
import type { StationUpdatesView } from '../api/update-schema.ts';
import { FormDialog } from './form-dialog.tsx';
import { isNothing, type HubCalls } from './hub-calls.ts';
import { useOutcome } from './outcome.tsx';
import { namesIn, tagsFault } from './plan-draft.ts';
import { PlanField } from './plan-field.tsx';

export interface TagDialogProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly row: StationUpdatesView['updates'][number];
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** The tags by which rollouts pick a till. */
export function TagDialog({ language, calls, row, onDone, onClose }: TagDialogProps): JSX.Element {
  const outcome = useOutcome(language);
  const [text, setText] = useState(row.tags.join(', '));
  const [fault, setFault] = useState<PlanFault | undefined>(undefined);
  const words = rolloutWords(language).tags;
  const save = (): void => {
    const tags = namesIn(text);
    const found = tagsFault(tags);
    setFault(found);
    if (found !== undefined) return;
    const order = {
      method: 'PUT',
      path: `/v1/stations/${row.station}/tags`,
      body: { tags },
    } as const;
    outcome.run(calls.send(order, isNothing), onDone);
  };
  return (
    <FormDialog
      title={words.title(row.name)}
      text={words.text}
      yes={words.save}
      no={hubWords(language).cancel}
      outcome={outcome}
      onYes={save}
      onNo={onClose}
    >
      <PlanField
        {...{ language, fault }}
        label={words.field}
        name="tags"
        value={text}
        hint={words.hint}
        onText={setText}
      />
    </FormDialog>
  );
}
