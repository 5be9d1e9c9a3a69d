import type { FastifyReply, FastifyRequest } from 'fastify';
import { instantMs } from '../../../agent/core/calendar.ts';
import { decideCase } from '../books/decide-case.ts';
import { readRows, type LineFault } from '../books/import-rows.ts';
import { writeBook, type BookParts, type WriteOrder, type Writer } from '../books/write-book.ts';
import { knownPlans } from '../store/plans.ts';
import { may } from '../users/roles.ts';
import { bookFor } from './book-routes.ts';
import {
  bookParamsSchema,
  caseParamsSchema,
  CSV_MAX_CHARS,
  decisionSchema,
  endSchema,
  entryParamsSchema,
  importedSchema,
  importSchema,
  writeSchema,
  writtenSchema,
} from './book-schema.ts';
import { signedInOf } from './guard.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import { sendProblem } from './problem.ts';
import { errorSchema, nothingSchema } from './schema.ts';

const tags = ['books'];
const problems = { '4xx': errorSchema, '5xx': errorSchema };

/** A contract with all the stations it may name. */
const ENTRY_MAX_BYTES = 64 * 1_024;
/** JSON escapes what is not plain; a quote is two bytes, and so are most letters with an accent. */
const IMPORT_MAX_BYTES = 2 * CSV_MAX_CHARS;

/** Writing the books: what does not fit is told, field by field, and nothing of it is taken. */
export function addBookWritingRoutes(server: PeopleServer, parts: PeopleParts): void {
  addWriting(server, parts);
  addEnding(server, parts);
  addImport(server, parts);
  addDeciding(server, parts);
}

function addWriting(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Say what an entry is from an instant on; the same once more adds nothing.',
    params: entryParamsSchema,
    body: writeSchema,
    response: { 200: writtenSchema, ...problems },
  };
  const options = { schema, bodyLimit: ENTRY_MAX_BYTES };
  server.put('/v1/books/:book/:entry', options, async (request, reply) => {
    const found = bookFor(request, request.params.book, ({ write }) => write);
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const { since, body } = request.body;
    const wish = { entry: request.params.entry, sinceMs: instantMs(since), body };
    const order: WriteOrder = { book: found.book, wishes: [wish], act: 'book-written' };
    return sendWritten(request, reply, { parts, order });
  });
}

function addEnding(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'End an entry from an instant on; what it said before stays.',
    params: entryParamsSchema,
    body: endSchema,
    response: { 200: writtenSchema, ...problems },
  };
  server.post('/v1/books/:book/:entry/end', { schema }, async (request, reply) => {
    const found = bookFor(request, request.params.book, ({ write }) => write);
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const sinceMs = instantMs(request.body.since);
    const wish = { entry: request.params.entry, sinceMs, body: undefined };
    const order: WriteOrder = { book: found.book, wishes: [wish], act: 'book-ended' };
    return sendWritten(request, reply, { parts, order });
  });
}

function addImport(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Take a file of rows, all or none of them; a dry run only says what is wrong.',
    params: bookParamsSchema,
    body: importSchema,
    response: { 200: importedSchema, ...problems },
  };
  const options = { schema, bodyLimit: IMPORT_MAX_BYTES };
  server.post('/v1/books/:book/import', options, async (request, reply) => {
    const found = bookFor(request, request.params.book, ({ write }) => write);
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const { book } = found;
    const { csv, since, isDryRun } = request.body;
    const { wishes, lines, faults: ofRows } = readRows(csv, book, instantMs(since));
    const isTried = isDryRun || ofRows.length > 0;
    const order = { book, wishes, act: 'book-imported', isDryRun: isTried } as const;
    const outcome = await writeBook(await bookParts(parts), order, writerOf(request));
    if (outcome.kind === 'refused') return sendProblem(reply, { code: outcome.code });
    const together = outcome.kind === 'unfit' ? outcome.faults : [];
    const faults: readonly LineFault[] = [
      ...ofRows,
      ...together.map((fault) => ({ ...fault, line: lines.get(fault.entry) ?? 1 })),
    ].toSorted((a, b) => a.line - b.line);
    if (faults.length > 0 && !isDryRun) {
      return sendProblem(reply, { code: 'book-unfit', details: { faults } });
    }
    const written = outcome.kind === 'done' && faults.length === 0 ? outcome.written : 0;
    return reply.send({ rows: wishes.length, written, isDryRun, faults });
  });
}

function addDeciding(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Approve or refuse a case, once, with the reason; the vendor’s own people do.',
    params: caseParamsSchema,
    body: decisionSchema,
    response: { 200: nothingSchema, ...problems },
  };
  server.post('/v1/books/cases/:entry/decision', { schema }, async (request, reply) => {
    if (!may(signedInOf(request).person, 'decide-cases')) {
      return sendProblem(reply, { code: 'forbidden' });
    }
    const decision = { entry: request.params.entry, decision: request.body };
    const outcome = await decideCase(await bookParts(parts), decision, writerOf(request));
    return outcome.kind === 'done' ? reply.send({}) : sendProblem(reply, { code: outcome.code });
  });
}

async function sendWritten(
  request: FastifyRequest,
  reply: FastifyReply,
  { parts, order }: { readonly parts: PeopleParts; readonly order: WriteOrder },
): Promise<FastifyReply> {
  const outcome = await writeBook(await bookParts(parts), order, writerOf(request));
  switch (outcome.kind) {
    case 'done':
      return reply.send({ written: outcome.written });
    case 'unfit':
      return sendProblem(reply, { code: 'book-unfit', details: { faults: outcome.faults } });
    case 'refused':
      return sendProblem(reply, { code: outcome.code });
  }
}

async function bookParts({ database, clock }: PeopleParts): Promise<BookParts> {
  return { database, plans: await knownPlans(database), nowMs: () => clock.wallMs() };
}

function writerOf(request: FastifyRequest): Writer {
  return { person: signedInOf(request).person, address: request.ip };
}
