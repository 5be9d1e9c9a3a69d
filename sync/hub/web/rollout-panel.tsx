import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { Notice } from '../../../agent/ui/notice.tsx';
import type { Language } from '../../../agent/words/language.ts';
import type { UpdateAct, UpdateState } from '../../../agent/words/update-text.ts';
import { updateWords } from '../../../agent/words/update-words.ts';
import type { RolloutsView } from '../api/update-schema.ts';
import { FormDialog } from './form-dialog.tsx';
import { hasField, isNothing, type HubCalls } from './hub-calls.ts';
import { useOutcome, type Outcome } from './outcome.tsx';
import { usePolled } from './use-polled.ts';

type Row = RolloutsView['rollouts'][number];

export interface RolloutPanelProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly mayManage: boolean;
}

/** What can be done to a rollout in each of its states; the hub says where it cannot by this person. */
const ACTS: Readonly<Record<UpdateState, readonly UpdateAct[]>> = {
  draft: ['submit', 'abort'],
  'awaiting-approval': ['approve', 'return', 'abort'],
  running: ['pause', 'abort'],
  paused: ['resume', 'abort'],
  stopped: ['resume', 'abort'],
  done: [],
  aborted: [],
};

/** Releases on their way, group by group, and what can be done about them. */
export function RolloutPanel({ language, calls, mayManage }: RolloutPanelProps): JSX.Element {
  const rollouts = usePolled(calls, '/v1/rollouts', isRollouts);
  const outcome = useOutcome(language);
  const words = updateWords(language);
  const rows = rollouts.view?.rollouts ?? [];
  const [aborting, setAborting] = useState<string | undefined>(undefined);
  const onDone = (): void => {
    setAborting(undefined);
    rollouts.refresh();
  };
  const act = (rollout: string, what: UpdateAct): void => {
    const path = `/v1/rollouts/${rollout}/acts`;
    outcome.run(calls.send({ path, body: { act: what } }, isNothing), onDone);
  };
  return (
    <section class="card">
      <h2 class="sub-heading">{words.rollouts}</h2>
      {aborting === undefined && outcome.notice}
      {aborting !== undefined && (
        <AbortQuestion
          {...{ language, outcome }}
          rollout={aborting}
          onYes={() => act(aborting, 'abort')}
          onNo={() => setAborting(undefined)}
        />
      )}
      {rollouts.view !== undefined && rows.length === 0 && (
        <Notice tone="plain" {...words.noRollouts} />
      )}
      {rows.length > 0 && (
        <table class={rollouts.link === 'live' ? 'table' : 'table table-old'}>
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
                    <Acts
                      {...{ language, row }}
                      isBusy={outcome.isBusy}
                      onAct={(what) => {
                        if (what === 'abort') setAborting(row.rollout);
                        else act(row.rollout, what);
                      }}
                    />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

interface AbortQuestionProps {
  readonly language: Language;
  readonly rollout: string;
  readonly outcome: Outcome;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** There is no way back from it. */
function AbortQuestion({ language, rollout, ...asked }: AbortQuestionProps): JSX.Element {
  const words = updateWords(language);
  return (
    <FormDialog
      isDangerous
      title={words.abortTitle}
      text={words.abortText(rollout)}
      yes={words.acts.abort}
      no={words.no}
      {...asked}
    />
  );
}

interface ActsProps {
  readonly language: Language;
  readonly row: Row;
  readonly isBusy: boolean;
  readonly onAct: (what: UpdateAct) => void;
}

function Acts({ language, row, isBusy, onAct }: ActsProps): JSX.Element {
  const words = updateWords(language);
  return (
    <span class="marks">
      {ACTS[row.state].map((what) => (
        <ActionButton key={what} isDisabled={isBusy} onPress={() => onAct(what)}>
          {words.acts[what]}
        </ActionButton>
      ))}
    </span>
  );
}

interface CellsProps {
  readonly language: Language;
  readonly row: Row;
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

function Groups({ language, row }: CellsProps) {
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

function isRollouts(body: unknown): body is RolloutsView {
  return hasField(body, 'rollouts');
}
