/** Who writes from an address, and where a customer is written to: as the books say. */
import type { Language } from '../../../agent/words/language.ts';
import { customerEntrySchema, type CustomerEntry } from '../books/standing-entry.ts';
import { partyEntrySchema } from '../books/party-entry.ts';
import { entriesAt, entryAt } from '../store/book-entries.ts';
import type { HubDatabase } from '../store/hub-database.ts';

export interface MailCustomer {
  readonly id: string;
  readonly name: string;
}

export interface MailContact {
  readonly address: string | undefined;
  readonly language: Language | undefined;
}

/** Undefined too where two customers claim the same address: nobody is guessed. */
export async function customerWriting(
  database: HubDatabase,
  address: string,
  atMs: number,
): Promise<MailCustomer | undefined> {
  const entries = await entriesAt(database, 'customers', { atMs });
  const owners = entries.filter(({ body }) => standing(body)?.mails?.includes(address) ?? false);
  const [owner] = owners;
  if (owner === undefined || owners.length > 1) return undefined;
  const party = await entryAt(database, { book: 'parties', entry: owner.entry, atMs });
  const name = partyEntrySchema.safeParse(party?.body).data?.name;
  return { id: owner.entry, name: name ?? owner.entry };
}

export async function contactOf(
  database: HubDatabase,
  customer: string | undefined,
  atMs: number,
): Promise<MailContact> {
  const entry =
    customer === undefined
      ? undefined
      : await entryAt(database, { book: 'customers', entry: customer, atMs });
  const { mails, language } = standing(entry?.body) ?? {};
  return { address: mails?.[0], language };
}

function standing(body: unknown): CustomerEntry | undefined {
  return customerEntrySchema.safeParse(body).data;
}
