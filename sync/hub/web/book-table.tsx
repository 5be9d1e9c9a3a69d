import type { JSX } from 'preact';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { Notice } from '../../../agent/ui/notice.tsx';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { BooksView, EntriesView } from '../api/book-schema.ts';
import { textOfField } from './entry-body.ts';

export type Entry = EntriesView['entries'][number];

/** What may be done to an entry. */
export interface EntryTask {
  readonly kind: 'change' | 'end' | 'decide';
  readonly entry: Entry;
}

export interface BookTableProps {
  readonly language: Language;
  readonly book: BooksView['books'][number];
  readonly entries: readonly Entry[];
  readonly onTask: (task: EntryTask) => void;
}

/** The entries of a book; a column that says nothing of any of them is left out. */
export function BookTable({ language, book, entries, onTask }: BookTableProps): JSX.Element {
  const words = hubWords(language).books;
  if (entries.length === 0) return <Notice tone="plain" {...words.none} />;
  const columns = book.columns.filter((column) =>
    entries.some(({ body }) => textOfField(body, column) !== ''),
  );
  return (
    <table class="table">
      <thead>
        <tr>
          {book.hasFreeNames && <th scope="col">{words.entry}</th>}
          {columns.map(({ field }) => (
            <th key={field} scope="col">
              {field}
            </th>
          ))}
          <th scope="col">{words.since}</th>
          <th scope="col">{words.by}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.entry}>
            {book.hasFreeNames && <td class="text-cell">{entry.entry}</td>}
            {columns.map((column) => (
              <td key={column.field} class={column.type === 'number' ? 'number' : 'text-cell'}>
                {textOfField(entry.body, column)}
              </td>
            ))}
            <td class="nowrap">{entry.since.slice(0, 10)}</td>
            <td class="text-cell quiet">{entry.recordedBy}</td>
            <td class="row-actions">
              <EntryActions {...{ language, book, entry, onTask }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type EntryActionsProps = Omit<BookTableProps, 'entries'> & { readonly entry: Entry };

function EntryActions({ language, book, entry, onTask }: EntryActionsProps): JSX.Element {
  const words = hubWords(language).books;
  const isDecided = textOfField(entry.body, DECISION) !== '';
  return (
    <>
      {book.mayDecide && !isDecided && (
        <ActionButton onPress={() => onTask({ kind: 'decide', entry })}>
          {words.decide}
        </ActionButton>
      )}
      {book.mayWrite && !isDecided && (
        <>
          <ActionButton onPress={() => onTask({ kind: 'change', entry })}>
            {words.change}
          </ActionButton>
          <ActionButton onPress={() => onTask({ kind: 'end', entry })}>{words.end}</ActionButton>
        </>
      )}
    </>
  );
}

const DECISION = { field: 'decision.outcome', type: 'text', isRequired: false } as const;
