import type { JSX } from 'preact';
import type { Language } from '../../../agent/words/language.ts';
import { instantText } from '../../../agent/words/time.ts';
import { rolloutWords } from '../../../agent/words/rollout-words.ts';
import { updateWords } from '../../../agent/words/update-words.ts';
import type { StationUpdatesView } from '../api/update-schema.ts';
import { hashOf } from './place.ts';
import { codeText, reasonText, textOf } from './update-reason.ts';

export type UpdateRow = StationUpdatesView['updates'][number];

export interface UpdateTableProps {
  readonly language: Language;
  readonly rows: readonly UpdateRow[];
  readonly isOld: boolean;
  /** Absent for somebody who may not tag tills. */
  readonly onTag?: ((row: UpdateRow) => void) | undefined;
}

/** One line a till: what it runs, may run, was told and says, and why it has not the newest. */
export function UpdateTable({ language, rows, isOld, onTag }: UpdateTableProps): JSX.Element {
  const words = updateWords(language);
  return (
    <section class="card">
      <h2 class="sub-heading">{words.tills}</h2>
      <table class={isOld ? 'table table-old' : 'table'}>
        <thead>
          <tr>
            <th scope="col">{words.till}</th>
            <th scope="col">{words.runs}</th>
            <th scope="col">{words.mayRun}</th>
            <th scope="col">{words.told}</th>
            <th scope="col">{words.said}</th>
            <th scope="col">{words.why}</th>
            <th scope="col">{rolloutWords(language).tags.tags}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <UpdateLine key={row.station} {...{ language, row, onTag }} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface UpdateLineProps extends Pick<UpdateTableProps, 'language' | 'onTag'> {
  readonly row: UpdateRow;
}

function UpdateLine({ language, row, onTag }: UpdateLineProps): JSX.Element {
  const words = updateWords(language);
  const { told, said, bar, lock } = row;
  return (
    <tr>
      <td class="text-cell who">
        <StationLink station={row.station} name={row.name} />
        <span class="sub-line">{row.site}</span>
      </td>
      <td class="nowrap">
        {row.running}
        {row.isOnTrial && <span class="sub-line">{words.onTrial}</span>}
      </td>
      <td class="nowrap">{row.mayRun ?? ''}</td>
      <td class="text-cell who">
        {told !== null && !told.isWithdrawn && told.version}
        {told !== null && !told.isWithdrawn && <span class="sub-line">{told.rollout}</span>}
        {told?.isStranded === true && (
          <span class="sub-line tone-warning">{words.reasons['cannot-be-called-back']}</span>
        )}
      </td>
      <td class="text-cell who">
        {said !== null && `${said.version}: ${textOf(words.words, said.word)}`}
        {said?.code !== undefined && (
          <span class="sub-line">{codeText({ word: said.word, code: said.code }, language)}</span>
        )}
        {said?.detail !== undefined && said.detail !== '' && (
          <details class="sub-line">
            <summary>{words.detail}</summary>
            {said.detail}
          </details>
        )}
        {lock !== null && (
          <span class="sub-line tone-warning">
            {words.locked(lock.reason, instantText(Date.parse(lock.until), language))}
          </span>
        )}
      </td>
      <td class="tone-warning">{bar !== null && reasonText(bar, language)}</td>
      <td>
        <span class="marks">
          {row.tags.map((tag) => (
            <span key={tag} class="mark">
              {tag}
            </span>
          ))}
        </span>
        {onTag !== undefined && (
          <button type="button" class="sub-action" onClick={() => onTag(row)}>
            {rolloutWords(language).tags.change}
          </button>
        )}
      </td>
    </tr>
  );
}

export function StationLink(props: {
  readonly station: string;
  readonly name: string;
}): JSX.Element {
  return (
    <a class="till-link" href={hashOf({ screen: 'till', station: props.station })}>
      {props.name}
    </a>
  );
}
