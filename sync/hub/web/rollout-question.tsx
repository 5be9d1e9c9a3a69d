import type { JSX } from 'preact';
import type { Language } from '../../../agent/words/language.ts';
import { rolloutWords } from '../../../agent/words/rollout-words.ts';
import type { UpdateAct } from '../../../agent/words/update-text.ts';
import { updateWords } from '../../../agent/words/update-words.ts';
import { ChoiceField } from './choice-field.tsx';
import { FormDialog } from './form-dialog.tsx';
import type { Outcome } from './outcome.tsx';
import type { RolloutRow } from './rollout-table.tsx';

/** What moves tills, or cannot be taken back, is asked about first. */
export type AskedAct = Extract<UpdateAct, 'submit' | 'approve' | 'resume' | 'abort'>;

export function isAsked(what: UpdateAct): what is AskedAct {
  return what === 'submit' || what === 'approve' || what === 'resume' || what === 'abort';
}

export interface RolloutQuestionProps {
  readonly language: Language;
  readonly row: RolloutRow;
  readonly what: AskedAct;
  readonly outcome: Outcome;
  readonly onYes: (body: object) => void;
  readonly onNo: () => void;
}

/** Names what will happen to which tills, and only then it does. */
export function RolloutQuestion(props: RolloutQuestionProps): JSX.Element {
  const { language, row, what, outcome, onYes, onNo } = props;
  const words = rolloutWords(language);
  const pardons = words.resume.pardons;
  return (
    <FormDialog
      {...questionOf(row, what, language)}
      isDangerous={what === 'abort'}
      no={updateWords(language).no}
      {...{ outcome, onNo }}
      onYes={(field) =>
        onYes(what === 'resume' ? { act: what, pardon: field('pardon') } : { act: what })
      }
    >
      {what === 'resume' && (
        <ChoiceField
          label={words.resume.pardon}
          name="pardon"
          options={[
            { value: 'retry', text: pardons.retry },
            { value: 'leave', text: pardons.leave },
          ]}
        />
      )}
    </FormDialog>
  );
}

interface Question {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
}

function questionOf(
  { rollout, version, groups }: RolloutRow,
  what: AskedAct,
  language: Language,
): Question {
  const { submit, approve, resume } = rolloutWords(language);
  const words = updateWords(language);
  const names = groups.map(({ name }) => name);
  const [first] = groups;
  const rest = names.slice(1).join(', ');
  switch (what) {
    case 'submit':
      return {
        title: submit.title(rollout),
        text: submit.text(version, names.join(', ')),
        yes: submit.yes,
      };
    case 'approve': {
      const now = approve.text(version, first?.name ?? '', String(first?.size ?? 0));
      const text = rest === '' ? now : `${now} ${approve.after(rest)}`;
      return { title: approve.title(rollout), text, yes: approve.yes };
    }
    case 'resume':
      return { title: resume.title(rollout), text: resume.text(version), yes: resume.yes };
    case 'abort':
      return { title: words.abortTitle, text: words.abortText(rollout), yes: words.acts.abort };
  }
}
