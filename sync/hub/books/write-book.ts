/**
 * Versions are added to books, all of a change or none of it, each with its audit in one transaction.
 * Nothing is written that the checks refuse.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Plan } from '../../../agent/core/contract/plan.ts';
import { addAudit, type AuditNote } from '../store/audit.ts';
import { addBookEntry, entryAt, versionsIn } from '../store/book-entries.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import type { Person } from '../users/person.ts';
import { may } from '../users/roles.ts';
import { CHECKED_BOOKS } from './all-books.ts';
import type { AnyBook } from './book.ts';
import { caseEntrySchema } from './case-entry.ts';
import { problemOfCase, type CaseProblem } from './case-rules.ts';
import { partyField } from './entry-fields.ts';
import { faultsOfWriting, type BookFaultCode } from './decide.ts';
import { graphAt } from './graph-at.ts';
import { isInView, viewOf, type View } from './party-scope.ts';
import { registrationFaults } from './standing-rules.ts';

export interface BookParts {
  readonly database: HubDatabase;
  readonly plans: readonly Plan[];
  readonly nowMs: () => number;
}

/** Who writes, and from where. */
export interface Writer {
  readonly person: Person;
  readonly address: string;
}

/** What is wrong with which field of which entry. */
export interface EntryFault {
  readonly entry: string;
  readonly field: string;
  readonly code: BookFaultCode | 'field-unfit' | 'name-unfit' | 'row-twice';
  /** The party, entry or plan it is about, or how the field is unfit. */
  readonly about: string;
}

export interface EntryWish {
  readonly entry: string;
  readonly sinceMs: number;
  /** As it came; undefined: the entry is to end. */
  readonly body: unknown;
}

export interface WriteOrder {
  readonly book: AnyBook;
  readonly wishes: readonly EntryWish[];
  readonly act: Extract<AuditNote['act'], 'book-written' | 'book-ended' | 'book-imported'>;
  /** Only looked at: nothing is written. */
  readonly isDryRun?: boolean;
}

export type WriteOutcome =
  /** How many versions were added; the others were there already. */
  | { readonly kind: 'done'; readonly written: number }
  | { readonly kind: 'unfit'; readonly faults: readonly EntryFault[] }
  | { readonly kind: 'refused'; readonly code: CaseProblem | 'not-found' };

export async function writeBook(
  { database, plans, nowMs }: BookParts,
  order: WriteOrder,
  writer: Writer,
): Promise<WriteOutcome> {
  return database.transaction().execute(async (transaction): Promise<WriteOutcome> => {
    const atMs = nowMs();
    const view = viewOf(await graphAt(transaction, { atMs }), writer.person, atMs);
    const around = { database: transaction, plans, atMs, view, writer };
    const changes: EntryWish[] = [];
    const faults: EntryFault[] = [];
    for (const wish of order.wishes) {
      const found = await examine(around, order, wish);
      if (found.kind === 'refused') return found;
      if (found.kind === 'unfit') faults.push(...found.faults);
      if (found.kind === 'change') changes.push(found.change);
    }
    faults.push(...(await clashes(around, order.book, changes)));
    if (faults.length > 0) return { kind: 'unfit', faults };
    if (order.isDryRun !== true) await keep(around, order, changes);
    return { kind: 'done', written: changes.length };
  });
}

interface Around {
  readonly database: HubDatabase;
  readonly plans: readonly Plan[];
  readonly atMs: number;
  readonly view: View;
  readonly writer: Writer;
}

type Examined =
  | { readonly kind: 'change'; readonly change: EntryWish }
  | { readonly kind: 'unchanged' }
  | Exclude<WriteOutcome, { readonly kind: 'done' }>;

/** One wish by itself: is it well formed, in view, allowed, and new. */
async function examine(
  around: Around,
  { book, act }: WriteOrder,
  wish: EntryWish,
): Promise<Examined> {
  const { database, view } = around;
  const { entry, sinceMs } = wish;
  if (!partyField.safeParse(entry).success) {
    return unfit([{ entry, field: '', code: 'name-unfit', about: entry }]);
  }
  const before = await entryAt(database, { book: book.name, entry, atMs: sinceMs });
  if (before !== undefined && !isSeen(book, before, view)) return notFound();
  if (wish.body === undefined && before === undefined) {
    const ended = await entryAt(database, { book: book.name, entry, atMs: sinceMs - 1 });
    const isEnded = ended !== undefined && isSeen(book, ended, view);
    return isEnded ? { kind: 'unchanged' } : notFound();
  }
  const parsed = wish.body === undefined ? undefined : book.parse(wish.body, entry);
  if (parsed?.kind === 'bad') return unfit(parsed.faults.map((each) => fieldFault(entry, each)));
  if (parsed?.key !== undefined && parsed.key !== entry) {
    return unfit([{ entry, field: '', code: 'name-unfit', about: parsed.key }]);
  }
  // What somebody does not see is for them not there.
  const hidden = parsed?.concerns.filter((id) => !isInView(view, [id])) ?? [];
  if (hidden.length > 0) {
    const code = 'party-unknown';
    return unfit(hidden.map((about) => ({ entry, field: '', code, about })));
  }
  const body = plain(parsed?.body);
  const moved = book.name === 'distributors' ? registrationFaults(before?.body, body) : [];
  if (moved.length > 0) return unfit(moved.map((each) => fieldFault(entry, each)));
  const problem = book.name === 'cases' ? await caseProblem(around, entry, body) : undefined;
  if (problem !== undefined) return { kind: 'refused', code: problem };
  const isThere = before !== undefined && isDeepStrictEqual(before.body, body);
  // A file says what a book is to say; what it says already is not said again.
  const isSame = isThere && (before.sinceMs === sinceMs || act === 'book-imported');
  return isSame ? { kind: 'unchanged' } : { kind: 'change', change: { entry, sinceMs, body } };
}

/** Whether somebody with this view sees an entry; what cannot be read any more is seen by the vendor. */
export function isSeen(
  book: AnyBook,
  { entry, body }: Pick<EntryWish, 'entry' | 'body'>,
  view: View,
): boolean {
  const parsed = book.parse(body, entry);
  return parsed.kind === 'good' ? isInView(view, parsed.concerns) : view === 'all';
}

/** What is decided, from whatever instant on, is not dated back either. */
async function caseProblem(
  { database, writer }: Around,
  entry: string,
  after: unknown,
): Promise<CaseProblem | undefined> {
  const last = await entryAt(database, { book: 'cases', entry, atMs: Number.MAX_SAFE_INTEGER });
  return problemOfCase({
    before: caseEntrySchema.safeParse(last?.body).data,
    after: caseEntrySchema.safeParse(after).data,
    isVendor: may(writer.person, 'decide-cases'),
    party: writer.person.party,
  });
}

/** What the changes together make of all the books. */
async function clashes(
  { database, plans }: Around,
  { name: book }: AnyBook,
  changes: readonly EntryWish[],
): Promise<readonly EntryFault[]> {
  if (changes.length === 0) return [];
  const known = (await versionsIn(database, CHECKED_BOOKS)).flatMap((each) => {
    const name = CHECKED_BOOKS.find((checked) => checked === each.book);
    return name === undefined ? [] : [{ ...each, book: name }];
  });
  // Later than all that is there, as it will be once it is written.
  const version = Number.MAX_SAFE_INTEGER;
  const written = changes.map((change) => ({ ...change, book, version }));
  const faults = faultsOfWriting({ versions: [...known, ...written], written, plans });
  return faults.map((fault) => {
    const { entry, field, code, about } = fault;
    // A fault in a neighbour is told as one of what is written.
    if (fault.book === book) return { entry, field, code, about };
    return { entry: about, field, code, about: `${fault.book} ${entry}` };
  });
}

async function keep(
  { database, atMs, writer }: Around,
  { book, act, wishes }: WriteOrder,
  changes: readonly EntryWish[],
): Promise<void> {
  const { user, name } = writer.person;
  for (const change of changes) {
    const recorded = { recordedAtMs: atMs, recordedBy: name };
    await addBookEntry(database, { book: book.name, ...change, ...recorded });
  }
  const [only] = changes;
  if (only === undefined) return;
  const since = new Date(only.sinceMs).toISOString();
  const isMany = act === 'book-imported';
  const what = isMany ? { rows: wishes.length, written: changes.length } : { entry: only.entry };
  const details = { book: book.name, ...what, since };
  await addAudit(database, { by: { user, name }, address: writer.address, act, atMs, details });
}

/** As it comes back from the database. */
function plain(body: unknown): unknown {
  return body === undefined ? undefined : JSON.parse(JSON.stringify(body));
}

function fieldFault(
  entry: string,
  { field, message }: { readonly field: string; readonly message: string },
): EntryFault {
  return { entry, field, code: 'field-unfit', about: message };
}

function unfit(faults: readonly EntryFault[]): Examined {
  return { kind: 'unfit', faults };
}

function notFound(): Examined {
  return { kind: 'refused', code: 'not-found' };
}
