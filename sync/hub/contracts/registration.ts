/**
 * A distributor is registered once the way of paying is settled and its first order is large enough;
 * both are written down together with the day, and the day never moves.
 */
import { dateOfInstant } from '../../../agent/core/calendar.ts';
import { caseOf, commitmentOf } from '../../../agent/core/contract/case.ts';
import type { CommitmentYear } from '../../../agent/core/contract/commitment.ts';
import { decide } from '../../../agent/core/contract/decide.ts';
import { ownOf } from '../../../agent/core/till/till.ts';
import type { Decision } from '../../../agent/core/contract/decision.ts';
import type { Plan } from '../../../agent/core/contract/plan.ts';
import type { PurchaseEntry } from '../books/purchase-entry.ts';
import type { DistributorEntry } from '../books/standing-entry.ts';
import { addAudit, type Actor } from '../store/audit.ts';
import { addBookEntry } from '../store/book-entries.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { readBooks, type Books } from './books.ts';
import { distributorFacts } from './hub-facts.ts';

export interface RegistrationOrder extends Pick<DistributorEntry, 'payment' | 'paymentAgreedBy'> {
  readonly distributor: string;
  /** The first order, by an id of whoever asks: the same again changes nothing. */
  readonly order: string;
  readonly licences: number;
}

export type Registered =
  | { readonly kind: 'registered'; readonly registeredOn: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'order-taken' }
  | { readonly kind: 'refused'; readonly decision: Decision };

/** Registers a distributor by the plan's own rows, in one transaction. */
export async function register(
  { database, plan, actor }: { database: HubDatabase; plan: Plan; actor: Actor },
  asked: RegistrationOrder,
  atMs: number,
): Promise<Registered> {
  const { distributor } = asked;
  return database.transaction().execute(async (transaction): Promise<Registered> => {
    const books = await readBooks(transaction, { atMs });
    const party = books.parties.find(({ id }) => id === distributor);
    if (party?.kind !== 'distributor') return { kind: 'unknown' };
    const before = distributorFacts(books, distributor);
    const { registeredOn } = before;
    if (registeredOn !== undefined) return { kind: 'registered', registeredOn };
    if (books.purchases.some(({ id }) => id === asked.order)) return { kind: 'order-taken' };
    const { payment, paymentAgreedBy, licences } = asked;
    const facts = { distributor: { ...before, payment, paymentAgreedBy } };
    const request = { kind: 'register', atMs, licences, caller: 'vendor' } as const;
    const decision = decide(request, facts, plan);
    if (decision.outcome !== 'COVERED') return { kind: 'refused', decision };
    const on = dateOfInstant(atMs, plan.zone);
    const standing = ownOf(books.distributors, distributor);
    await write(transaction, { asked, standing, on, atMs, actor });
    return { kind: 'registered', registeredOn: on };
  });
}

interface Writing {
  readonly asked: RegistrationOrder;
  /** What is noted of it already, which stays. */
  readonly standing: DistributorEntry | undefined;
  readonly on: string;
  readonly atMs: number;
  readonly actor: Actor;
}

async function write(
  database: HubDatabase,
  { asked, standing, on, atMs, actor }: Writing,
): Promise<void> {
  const { distributor, order, licences, payment, paymentAgreedBy } = asked;
  const recorded = { sinceMs: atMs, recordedAtMs: atMs, recordedBy: actor.by?.name ?? 'unknown' };
  const purchase: PurchaseEntry = { id: order, distributor, on, licences, purpose: 'registration' };
  const entry: DistributorEntry = {
    ...standing,
    payment,
    paymentAgreedBy,
    registeredOn: on,
    firstOrderLicences: licences,
  };
  await addBookEntry(database, { ...recorded, book: 'purchases', entry: order, body: purchase });
  await addBookEntry(database, {
    ...recorded,
    book: 'distributors',
    entry: distributor,
    body: entry,
  });
  const details = { order, licences, payment };
  await addAudit(database, {
    ...actor,
    atMs,
    act: 'distributor-registered',
    subject: distributor,
    details,
  });
}

export interface Commitment {
  readonly registeredOn: string | undefined;
  readonly running: CommitmentYear | undefined;
  /** The flag of the year that closed last; nothing else follows from a shortfall. */
  readonly closed: Decision;
}

/** What a distributor has promised to buy, and has bought, at an instant. */
export function commitmentAt(
  books: Books,
  distributor: string,
  { plan, atMs }: { readonly plan: Plan; readonly atMs: number },
): Commitment {
  const facts = { distributor: distributorFacts(books, distributor) };
  const closing = { kind: 'timer', timer: 'commitment-year-closed', atMs } as const;
  return {
    registeredOn: facts.distributor.registeredOn,
    running: commitmentOf(caseOf({ kind: 'renew', atMs }, facts, plan)),
    closed: decide(closing, facts, plan),
  };
}
