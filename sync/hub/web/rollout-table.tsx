import type { JSX } from 'preact';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { Notice } from '../../../agent/ui/notice.tsx';
import type { Language } from '../../../agent/words/language.ts';
import { rolloutWords } from '../../../agent/words/rollout-words.ts';
import type { UpdateAct, UpdateState } from '../../../agent/words/update-text.ts';
import { updateWords } from '../../../agent/words/update-words.ts';
import type { RolloutsView } from '../api/update-schema.ts';

export type RolloutRow = RolloutsView['rollouts'][number];

export interface RolloutTableProps {
  readonly language: Language;
  readonly rows: readonly RolloutRow[];
  readonly isOld: boolean;
  readonly mayManage: boolean;
  readonly isBusy: boolean;
  readonly onAct: (row: RolloutRow, what: UpdateAct | 'change') => void;
}

/** What can be done to a rollout in each of its states; the hub says where it cannot by this person. */
const ACTS: Readonly<Record<UpdateState, readonly (UpdateAct | 'change')[]>> = {
  draft: ['submit', 'change', 'abort'],
  'awaiting-approval': ['approve', 'return', 'abort'],
  running: ['pause', 'abort'],
  paused: ['resume', 'abort'],
  stopped: ['resume', 'abort'],
  done: [],
  aborted: [],
};

/** Every rollout, how far each of its groups is, and what can be done about it. */
export function RolloutTable(props: RolloutTableProps): JSX.Element {
  const { language, rows, isOld, mayManage, isBusy, onAct } = props;
  const words = updateWords(language);
  if (rows.length === 0) return <Notice tone="plain" {...words.noRollouts} />;
  return (
    <table class={isOld ? 'table table-old' : 'table'}>
      <thead>
        <tr>
          <th scope="col">{words.rollout}</th>
          <th scope="col">{words.version}</th>
          <th scope="col">{words.state}</th>
          <th scope="col">{words.groups}</th>
          {mayManage && <th />}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.rollout}>
            <Cells {...{ language, row }} />
            {mayManage && (
              <td>
                <Acts {...{ language, row, isBusy }} onAct={(what) => onAct(row, what)} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface ActsProps extends CellsProps {
  readonly isBusy: boolean;
  readonly onAct: (what: UpdateAct | 'change') => void;
}

function Acts({ language, row, isBusy, onAct }: ActsProps): JSX.Element {
  const words = updateWords(language);
  return (
    <span class="marks">
      {ACTS[row.state].map((what) => (
        <ActionButton key={what} isDisabled={isBusy} onPress={() => onAct(what)}>
          {what === 'change' ? rolloutWords(language).change : words.acts[what]}
        </ActionButton>
      ))}
    </span>
  );
}

interface CellsProps {
  readonly language: Language;
  readonly row: RolloutRow;
}

function Cells({ language, row }: CellsProps): JSX.Element {
  const words = updateWords(language);
  return (
    <>
      <td class="text-cell who">
        {row.rollout}
        <span class="sub-line">{row.madeBy}</span>
      </td>
      <td class="nowrap">{row.version}</td>
      <td class={row.state === 'stopped' ? 'tone-alert' : ''}>
        {words.states[row.state]}
        {row.halt !== null && <span class="sub-line">{words.halts[row.halt]}</span>}
        {row.waiting !== null && (
          <span class="sub-line tone-warning">{words.waits[row.waiting]}</span>
        )}
      </td>
      <td class="text-cell who">
        <Groups {...{ language, row }} />
      </td>
    </>
  );
}

function Groups({ language, row }: CellsProps): JSX.Element {
  const words = updateWords(language);
  return (
    <>
      {row.groups.map(({ name, isOpen, successes, size, errors }) => (
        <span key={name} class={isOpen ? 'sub-line' : 'sub-line quiet'}>
          {`${name}: ${words.tally(String(successes), String(size))}`}
          {errors > 0 && <span class="tone-alert">{` (${words.failed(String(errors))})`}</span>}
        </span>
      ))}
    </>
  );
}
