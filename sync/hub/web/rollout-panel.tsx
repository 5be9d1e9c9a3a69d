import type { JSX } from 'preact';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { Notice } from '../../../agent/ui/notice.tsx';
import type { Language } from '../../../agent/words/language.ts';
import type { UpdateAct, UpdateState } from '../../../agent/words/update-text.ts';
import { updateWords } from '../../../agent/words/update-words.ts';
import type { RolloutsView } from '../api/update-schema.ts';
import { hasField, isNothing, type HubCalls } from './hub-calls.ts';
import { useOutcome } from './outcome.tsx';
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
  const act = (rollout: string, what: UpdateAct): void => {
    const path = `/v1/rollouts/${rollout}/acts`;
    outcome.run(calls.send({ path, body: { act: what } }, isNothing), rollouts.refresh);
  };
  return (
    <section class="card">
      <h2 class="sub-heading">{words.rollouts}</h2>
      {outcome.notice}
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
                {mayManage && (
                  <td>
                    <span class="marks">
                      {ACTS[row.state].map((what) => (
                        <ActionButton
                          key={what}
                          isDisabled={outcome.isBusy}
                          onPress={() => act(row.rollout, what)}
                        >
                          {words.acts[what]}
                        </ActionButton>
                      ))}
                    </span>
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

function Groups({ language, row }: { readonly language: Language; readonly row: Row }) {
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
