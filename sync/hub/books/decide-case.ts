import { isDeepStrictEqual } from 'node:util';
import { addAudit } from '../store/audit.ts';
import { addBookEntry, entryAt } from '../store/book-entries.ts';
import { bookNamed } from './books.ts';
import { caseEntrySchema, type CaseEntry } from './case-entry.ts';
import { graphAt } from './graph-at.ts';
import { viewOf } from './party-scope.ts';
import { isSeen, type BookParts, type Writer } from './write-book.ts';

export type DecideOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly code: 'not-found' | 'case-decided' };

export interface CaseDecision {
  readonly entry: string;
  readonly decision: NonNullable<CaseEntry['decision']>;
}

/** Writes down what the vendor has decided, from now on; the same once more changes nothing. */
export async function decideCase(
  { database, nowMs }: Omit<BookParts, 'plans'>,
  { entry, decision }: CaseDecision,
  { person, address }: Writer,
): Promise<DecideOutcome> {
  return database.transaction().execute(async (transaction): Promise<DecideOutcome> => {
    const atMs = nowMs();
    const view = viewOf(await graphAt(transaction, { atMs }), person, atMs);
    const held = await entryAt(transaction, { book: 'cases', entry, atMs });
    const asked = caseEntrySchema.safeParse(held?.body).data;
    const book = bookNamed('cases');
    if (asked === undefined || book === undefined || !isSeen(book, { entry, body: asked }, view)) {
      return { kind: 'refused', code: 'not-found' };
    }
    if (asked.decision !== undefined) {
      const isSame = isDeepStrictEqual(asked.decision, decision);
      return isSame ? { kind: 'done' } : { kind: 'refused', code: 'case-decided' };
    }
    const { user, name } = person;
    const body = { ...asked, decision };
    const recorded = { recordedAtMs: atMs, recordedBy: name };
    await addBookEntry(transaction, { book: 'cases', entry, sinceMs: atMs, body, ...recorded });
    const note = { by: { user, name }, address, act: 'case-decided', atMs } as const;
    const details = { book: 'cases', entry, ...decision };
    await addAudit(transaction, { ...note, details });
    return { kind: 'done' };
  });
}
