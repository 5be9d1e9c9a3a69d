import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { instantMs } from '../../../agent/core/calendar.ts';
import type { AnyBook } from '../books/book.ts';
import { BOOKS, bookNamed } from '../books/books.ts';
import { cellsOf } from '../books/columns.ts';
import { guarded } from '../books/formula-guard.ts';
import { csvText } from '../books/csv.ts';
import { graphAt } from '../books/graph-at.ts';
import { ENTRY_COLUMN } from '../books/import-rows.ts';
import { viewOf, type View } from '../books/party-scope.ts';
import { isSeen } from '../books/write-book.ts';
import { entriesAt, entryHistory, type BookEntry } from '../store/book-entries.ts';
import { may, type Action } from '../users/roles.ts';
import {
  asOfSchema,
  bookParamsSchema,
  booksSchema,
  entriesSchema,
  entryParamsSchema,
  historySchema,
} from './book-schema.ts';
import { signedInOf } from './guard.ts';
import { instant } from './instant.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import { sendProblem, type Problem } from './problem.ts';
import { errorSchema } from './schema.ts';

const tags = ['books'];
const problems = { '4xx': errorSchema, '5xx': errorSchema };

/** Reading the books: each sees the entries that concern who they see, and no others. */
export function addBookRoutes(server: PeopleServer, parts: PeopleParts): void {
  addListOfBooks(server);
  addEntries(server, parts);
  addHistory(server, parts);
  for (const book of BOOKS) addFile(server, parts, book);
}

type FoundBook =
  | { readonly kind: 'found'; readonly book: AnyBook }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** A book by its name, where whoever asks may do this to it. */
export function bookFor(
  request: FastifyRequest,
  name: string,
  actionOf: (book: AnyBook) => Action,
): FoundBook {
  const book = bookNamed(name);
  if (book === undefined) return { kind: 'problem', problem: { code: 'not-found' } };
  if (may(signedInOf(request).person, actionOf(book))) return { kind: 'found', book };
  return { kind: 'problem', problem: { code: 'forbidden' } };
}

function addListOfBooks(server: PeopleServer): void {
  const summary = 'The books that whoever asks may read, and their columns.';
  const schema = { tags, summary, response: { 200: booksSchema, ...problems } };
  server.get('/v1/books', { schema }, async (request, reply) => {
    const { person } = signedInOf(request);
    const books = BOOKS.filter(({ read }) => may(person, read)).map((book) => ({
      book: book.name,
      columns: book.columns.map(({ isRequired = false, ...column }) => {
        const choices = column.choices === undefined ? {} : { choices: [...column.choices] };
        return { field: column.field, type: column.type, isRequired, ...choices };
      }),
      hasFreeNames: !book.namesItself,
      mayWrite: may(person, book.write),
      mayDecide: book.name === 'cases' && may(person, 'decide-cases'),
    }));
    return reply.send({ books });
  });
}

function addEntries(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'What a book says at an instant, as far as it was known at another.',
    params: bookParamsSchema,
    querystring: asOfSchema,
    response: { 200: entriesSchema, ...problems },
  };
  server.get('/v1/books/:book', { schema }, async (request, reply) => {
    const found = bookFor(request, request.params.book, ({ read }) => read);
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const { at = instant(parts.clock.wallMs()) } = request.query;
    const entries = await seenEntries(request, parts, { ...request.query, book: found.book });
    return reply.send({ book: found.book.name, at, entries: entries.map(entryView) });
  });
}

function addHistory(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Every version of an entry, the first first; none is ever changed.',
    params: entryParamsSchema,
    response: { 200: historySchema, ...problems },
  };
  server.get('/v1/books/:book/:entry/history', { schema }, async (request, reply) => {
    const found = bookFor(request, request.params.book, ({ read }) => read);
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const { book } = found;
    const view = await viewFor(request, parts);
    const versions = await entryHistory(parts.database, book.name, request.params.entry);
    const seen = versions.filter((each) => each.body !== undefined && isSeen(book, each, view));
    if (seen.length === 0) return sendProblem(reply, { code: 'not-found' });
    const shown = versions.filter((each) => each.body === undefined || seen.includes(each));
    return reply.send({
      versions: shown.map((each) => ({ ...entryView(each), isEnd: each.body === undefined })),
    });
  });
}

function addFile(server: PeopleServer, parts: PeopleParts, book: AnyBook): void {
  const schema = {
    tags,
    summary: `The book ${book.name} as a file, which an import takes back.`,
    querystring: asOfSchema,
    response: { 200: z.string(), ...problems },
  };
  // A route each: a name with a dot is no parameter.
  server.get(`/v1/books/${book.name}.csv`, { schema }, async (request, reply) => {
    const found = bookFor(request, book.name, ({ read }) => read);
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const entries = await seenEntries(request, parts, { ...request.query, book });
    const header = [ENTRY_COLUMN, ...book.columns.map(({ field }) => field)];
    const rows = entries.map(({ entry, body }) => [guarded(entry), ...cellsOf(body, book.columns)]);
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${book.name}.csv"`)
      .serializer(String)
      .send(csvText([header, ...rows]));
  });
}

interface Question {
  readonly book: AnyBook;
  readonly at?: string | undefined;
  readonly knownAt?: string | undefined;
}

async function seenEntries(
  request: FastifyRequest,
  parts: PeopleParts,
  { book, at, knownAt }: Question,
): Promise<readonly BookEntry[]> {
  const view = await viewFor(request, parts);
  const entries = await entriesAt(parts.database, book.name, {
    atMs: at === undefined ? parts.clock.wallMs() : instantMs(at),
    knownAtMs: knownAt === undefined ? undefined : instantMs(knownAt),
  });
  return entries.filter((each) => isSeen(book, each, view));
}

/** Whom somebody sees now, whatever time they ask about: what they have lost they do not look up. */
async function viewFor(request: FastifyRequest, { database, clock }: PeopleParts): Promise<View> {
  const { person } = signedInOf(request);
  if (person.sites === 'all') return 'all';
  const atMs = clock.wallMs();
  return viewOf(await graphAt(database, { atMs }), person, atMs);
}

function entryView({ entry, version, sinceMs, recordedAtMs, recordedBy, body }: BookEntry) {
  const times = { since: instant(sinceMs), recordedAt: instant(recordedAtMs) };
  return { entry, version, ...times, recordedBy, body };
}
