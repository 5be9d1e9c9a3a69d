import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Notice } from '../../../agent/ui/notice.tsx';
import { dayText } from '../../../agent/words/time.ts';
import type { Language } from '../../../agent/words/language.ts';
import { updateWords } from '../../../agent/words/update-words.ts';
import type { SessionView } from '../api/schema.ts';
import type { DeadlinesView, StationUpdatesView } from '../api/update-schema.ts';
import type { KnownNames } from './group-fields.tsx';
import { hasField, type HubCalls } from './hub-calls.ts';
import { LinkNotice } from './link-notice.tsx';
import { RolloutPanel } from './rollout-panel.tsx';
import { ReleasePanel } from './release-panel.tsx';
import { TagDialog } from './tag-dialog.tsx';
import { StationLink, UpdateTable, type UpdateRow } from './update-table.tsx';
import { reasonText } from './update-reason.ts';
import { usePolled } from './use-polled.ts';

export interface UpdatesScreenProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly session: SessionView;
}

/** Who runs what, who will not have in time what the law asks for, and what is on its way. */
export function UpdatesScreen({ language, calls, session }: UpdatesScreenProps): JSX.Element {
  const updates = usePolled(calls, '/v1/updates', isUpdates);
  const deadlines = usePolled(calls, '/v1/updates/deadlines', isDeadlines);
  const [tagging, setTagging] = useState<UpdateRow | undefined>(undefined);
  const words = updateWords(language);
  const rows = updates.view?.updates ?? [];
  const mayManage = session.actions.includes('manage-rollouts');
  return (
    <>
      <div class="screen-head">
        <h1 class="heading">{words.nav}</h1>
      </div>
      <LinkNotice polled={updates} language={language} />
      {deadlines.view?.deadlines.map((deadline) => (
        <Deadline
          key={`${deadline.channel} ${deadline.version}`}
          {...{ language, deadline }}
          isOld={deadlines.link !== 'live'}
        />
      ))}
      {session.actions.includes('read-rollouts') && (
        <RolloutPanel {...{ language, calls }} mayManage={mayManage} known={namesOf(rows)} />
      )}
      {updates.view?.updates.length === 0 && <Notice tone="plain" {...words.noTills} />}
      {tagging !== undefined && (
        <TagDialog
          key={tagging.station}
          {...{ language, calls }}
          row={tagging}
          onDone={() => {
            setTagging(undefined);
            updates.refresh();
          }}
          onClose={() => setTagging(undefined)}
        />
      )}
      {rows.length > 0 && (
        <UpdateTable
          {...{ language, rows }}
          isOld={updates.link !== 'live'}
          onTag={session.actions.includes('tag-station') ? setTagging : undefined}
        />
      )}
      {mayManage && <ReleasePanel {...{ language, calls }} tills={rows} />}
    </>
  );
}

interface DeadlineProps {
  readonly language: Language;
  readonly deadline: DeadlinesView['deadlines'][number];
  readonly isOld: boolean;
}

function Deadline({ language, deadline, isOld }: DeadlineProps): JSX.Element {
  const words = updateWords(language);
  const { version, inForceOn, lacking } = deadline;
  return (
    <section class="card">
      <h2 class="sub-heading">
        {`${words.deadlines}: ${words.inForce(version, dayText(inForceOn, language))}`}
      </h2>
      {lacking.length === 0 && <Notice tone="plain" {...words.nobodyLacks} />}
      {lacking.length > 0 && (
        <table class={isOld ? 'table table-old' : 'table'}>
          <thead>
            <tr>
              <th scope="col">{words.till}</th>
              <th scope="col">{words.site}</th>
              <th scope="col">{words.runs}</th>
              <th scope="col">{words.why}</th>
            </tr>
          </thead>
          <tbody>
            {lacking.map(({ station, site, running, reason, step }) => (
              <tr key={station}>
                <td>
                  <StationLink station={station} name={station} />
                </td>
                <td class="text-cell">{site}</td>
                <td class="nowrap">{running}</td>
                <td class={reason === 'on-the-way' ? 'tone-quiet' : 'tone-alert'}>
                  {reasonText({ reason, step }, language)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** What tills can be picked by, from those that are there. */
function namesOf(rows: readonly UpdateRow[]): KnownNames {
  return {
    tags: [...new Set(rows.flatMap(({ tags }) => tags))],
    sites: [...new Set(rows.map(({ site }) => site))],
  };
}

function isUpdates(body: unknown): body is StationUpdatesView {
  return hasField(body, 'updates');
}

function isDeadlines(body: unknown): body is DeadlinesView {
  return hasField(body, 'deadlines');
}
