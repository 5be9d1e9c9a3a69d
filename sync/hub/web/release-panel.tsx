import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { Notice } from '../../../agent/ui/notice.tsx';
import type { Language } from '../../../agent/words/language.ts';
import { rolloutWords } from '../../../agent/words/rollout-words.ts';
import { dayText } from '../../../agent/words/time.ts';
import { updateWords } from '../../../agent/words/update-words.ts';
import type { ReleasesView, RolloutsView, StationUpdatesView } from '../api/update-schema.ts';
import { Field } from './fields.tsx';
import { FormDialog } from './form-dialog.tsx';
import { hasField, isNothing, type HubCalls } from './hub-calls.ts';
import { useOutcome } from './outcome.tsx';
import { withReason } from './rollout-refusal.ts';
import { usePolled } from './use-polled.ts';

type Release = ReleasesView['releases'][number];

export interface ReleasePanelProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly tills: StationUpdatesView['updates'];
}

const DAY_CHARS = 'yyyy-mm-dd'.length;

/** What is published, and what of it was withdrawn or is to be. */
export function ReleasePanel({ language, calls, tills }: ReleasePanelProps): JSX.Element {
  const releases = usePolled(calls, '/v1/releases', isReleases);
  const rollouts = usePolled(calls, '/v1/rollouts', isRollouts);
  const outcome = useOutcome(language);
  const [asked, setAsked] = useState<Release | undefined>(undefined);
  const { releases: words } = rolloutWords(language);
  const rows = releases.view?.releases ?? [];
  const withdraw = ({ channel, version }: Release, reason: string): void => {
    const order = { path: `/v1/releases/${channel}/${version}/yank`, body: { reason } };
    outcome.run(withReason(calls.send(order, isNothing), language), () => {
      setAsked(undefined);
      releases.refresh();
    });
  };
  return (
    <section class="card">
      <h2 class="sub-heading">{words.heading}</h2>
      {asked !== undefined && (
        <FormDialog
          isDangerous
          title={words.title(asked.version)}
          text={withdrawalText(asked, { language, tills, rollouts: rollouts.view })}
          yes={words.withdraw}
          no={updateWords(language).no}
          outcome={outcome}
          onYes={(field) => withdraw(asked, field('reason').trim())}
          onNo={() => setAsked(undefined)}
        >
          <Field label={words.reason} name="reason" hint={words.reasonHint} />
        </FormDialog>
      )}
      {releases.view !== undefined && rows.length === 0 && <Notice tone="plain" {...words.none} />}
      {rows.length > 0 && (
        <ReleaseTable
          {...{ language, rows }}
          isOld={releases.link !== 'live'}
          onWithdraw={setAsked}
        />
      )}
    </section>
  );
}

interface Around {
  readonly language: Language;
  readonly tills: StationUpdatesView['updates'];
  readonly rollouts: RolloutsView | undefined;
}

const MOVING: ReadonlySet<string> = new Set(['running', 'paused']);

/** What comes of it, for whom. */
function withdrawalText({ version, channel }: Release, around: Around): string {
  const { releases: words } = rolloutWords(around.language);
  const running = around.tills.filter((till) => till.running === version).length;
  const stopped = (around.rollouts?.rollouts ?? [])
    .filter((one) => one.version === version && one.channel === channel && MOVING.has(one.state))
    .map(({ rollout }) => rollout);
  return [
    words.text(version, channel),
    ...(stopped.length === 0 ? [] : [words.stopped(stopped.join(', '))]),
    ...(running === 0 ? [] : [words.running(String(running))]),
  ].join(' ');
}

interface ReleaseTableProps {
  readonly language: Language;
  readonly rows: readonly Release[];
  readonly isOld: boolean;
  readonly onWithdraw: (release: Release) => void;
}

function ReleaseTable({ language, rows, isOld, onWithdraw }: ReleaseTableProps): JSX.Element {
  const { releases: words } = rolloutWords(language);
  return (
    <table class={isOld ? 'table table-old' : 'table'}>
      <thead>
        <tr>
          <th scope="col">{updateWords(language).version}</th>
          <th scope="col">{words.channel}</th>
          <th scope="col">{words.platform}</th>
          <th scope="col">{words.kind}</th>
          <th scope="col">{words.released}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.channel} ${row.version} ${row.platform}`}>
            <td class="nowrap">{row.version}</td>
            <td class="text-cell">{row.channel}</td>
            <td class="text-cell">{row.platform}</td>
            <td>{words.kinds[row.class]}</td>
            <td class="nowrap">{dayText(row.releasedAt.slice(0, DAY_CHARS), language)}</td>
            <td class={row.yanked === undefined ? 'row-actions' : 'text-cell tone-warning'}>
              {row.yanked === undefined ? (
                <ActionButton onPress={() => onWithdraw(row)}>{words.withdraw}</ActionButton>
              ) : (
                words.withdrawn(row.yanked)
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function isReleases(body: unknown): body is ReleasesView {
  return hasField(body, 'releases');
}

function isRollouts(body: unknown): body is RolloutsView {
  return hasField(body, 'rollouts');
}
