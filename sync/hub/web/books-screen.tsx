import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { QuestionDialog } from '../../../agent/ui/question-dialog.tsx';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { BooksView, EntriesView } from '../api/book-schema.ts';
import { BookTable, type EntryTask } from './book-table.tsx';
import { DecisionForm } from './decision-form.tsx';
import { DayField, EntryForm, type EntryWish } from './entry-form.tsx';
import { FaultList, faultsIn, type ShownFault } from './fault-list.tsx';
import { hasField, isNothing, type HubCalls, type Order } from './hub-calls.ts';
import { ImportPanel } from './import-panel.tsx';
import { LinkNotice } from './link-notice.tsx';
import { useOutcome } from './outcome.tsx';
import { hashOf } from './place.ts';
import { usePolled } from './use-polled.ts';

export interface BooksScreenProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly book: string;
}

type Task = EntryTask | { readonly kind: 'add' } | { readonly kind: 'import' };

/** The books: choose one, see what it says on a day, and write in it. */
export function BooksScreen({ language, calls, book: name }: BooksScreenProps): JSX.Element {
  const [day, setDay] = useState(today);
  const [task, setTask] = useState<Task | undefined>(undefined);
  const books = usePolled(calls, '/v1/books', isBooks);
  const at = `at=${day}T23:59:59.999Z`;
  const entries = usePolled(calls, `/v1/books/${name}?${at}`, isEntries);
  const words = hubWords(language).books;
  const known = books.view?.books ?? [];
  const book = known.find((each) => each.book === name);
  return (
    <>
      <div class="screen-head">
        <h1 class="heading">{titleOf(name, language)}</h1>
        <a class="button button-plain button-normal" href={`/v1/books/${name}.csv?${at}`} download>
          {words.exportFile}
        </a>
        {book?.mayWrite === true && (
          <>
            <ActionButton onPress={() => setTask({ kind: 'import' })}>
              {words.importFile}
            </ActionButton>
            <ActionButton onPress={() => setTask({ kind: 'add' })}>{words.add}</ActionButton>
          </>
        )}
      </div>
      <Choice {...{ language, name }} books={known} />
      <DayField label={words.at} name="at" day={day} onDay={setDay} />
      <LinkNotice polled={entries} language={language} />
      {book !== undefined && (
        <Work
          {...{ language, calls, book, day, task }}
          onClose={() => setTask(undefined)}
          onDone={entries.refresh}
        />
      )}
      {book !== undefined && entries.view !== undefined && (
        <BookTable {...{ language, book }} entries={entries.view.entries} onTask={setTask} />
      )}
    </>
  );
}

interface ChoiceProps {
  readonly language: Language;
  readonly name: string;
  readonly books: BooksView['books'];
}

function Choice({ language, name, books }: ChoiceProps): JSX.Element {
  return (
    <nav class="areas">
      {books.map(({ book }) => (
        <a
          key={book}
          class="area"
          href={hashOf({ screen: 'books', book })}
          aria-current={book === name ? 'page' : undefined}
        >
          {titleOf(book, language)}
        </a>
      ))}
    </nav>
  );
}

interface WorkProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly book: BooksView['books'][number];
  readonly day: string;
  readonly task: Task | undefined;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** What is being done to the book, and what came of it. */
function Work(props: WorkProps): JSX.Element {
  const { language, calls, book, day, task, onClose, onDone } = props;
  const { notice, isBusy, run, say } = useOutcome(language);
  const [faults, setFaults] = useState<readonly ShownFault[]>([]);
  const words = hubWords(language).books;
  const send = (order: Order): void => {
    const answer = calls.send(order, isNothing).then((result) => {
      setFaults(faultsIn(result));
      return result;
    });
    run(answer, () => {
      onClose();
      onDone();
      say(words.saved);
    });
  };
  return (
    <>
      {notice}
      <FaultList {...{ faults, language }} />
      {task?.kind === 'import' && (
        <ImportPanel {...{ language, calls, day, onClose }} book={book.book} onTaken={onDone} />
      )}
      {task !== undefined && task.kind !== 'import' && (
        <TaskForm {...{ language, book, day, task, isBusy, onClose }} onSend={send} />
      )}
    </>
  );
}

interface TaskFormProps extends Pick<WorkProps, 'language' | 'book' | 'day' | 'onClose'> {
  readonly task: Exclude<Task, { readonly kind: 'import' }>;
  readonly isBusy: boolean;
  readonly onSend: (order: Order) => void;
}

function TaskForm({ task, onSend, ...props }: TaskFormProps): JSX.Element {
  const { language, book, day, isBusy, onClose } = props;
  const placeOf = (entry: string): string => `/v1/books/${book.book}/${encodeURIComponent(entry)}`;
  const save = ({ entry, ...body }: EntryWish): void =>
    onSend({ method: 'PUT', path: placeOf(entry), body });
  switch (task.kind) {
    case 'add':
      return <EntryForm key="" {...props} entry={undefined} onSave={save} />;
    case 'change':
      return <EntryForm key={task.entry.entry} {...props} entry={task.entry} onSave={save} />;
    case 'decide': {
      const { entry } = task.entry;
      const path = `${placeOf(entry)}/decision`;
      const decide = (body: object): void => onSend({ path, body });
      return <DecisionForm {...{ language, entry, isBusy, onClose }} onDecide={decide} />;
    }
    case 'end': {
      const path = `${placeOf(task.entry.entry)}/end`;
      const body = { since: `${day}T00:00:00.000Z` };
      return (
        <QuestionDialog
          {...hubWords(language).books.endQuestion(task.entry.entry)}
          isDangerous
          onYes={() => onSend({ path, body })}
          onNo={onClose}
        />
      );
    }
  }
}

function titleOf(book: string, language: Language): string {
  const names: Readonly<Record<string, string | undefined>> = hubWords(language).books.names;
  return names[book] ?? book;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function isBooks(body: unknown): body is BooksView {
  return hasField(body, 'books');
}

function isEntries(body: unknown): body is EntriesView {
  return hasField(body, 'entries');
}
