/** Contracts and prices in a hub's books, written as whoever keeps them does. */
import { addBookEntry, type NewBookEntry } from '../../sync/hub/store/book-entries.ts';
import type { HubDatabase } from '../../sync/hub/store/hub-database.ts';

export interface WrittenContract {
  readonly id: string;
  readonly customer: string;
  readonly plan: 'inn' | 'omn' | 'sds' | 'ima';
  readonly planVersion?: number;
  readonly variant?: string;
  readonly stations?: readonly string[];
  readonly site?: string;
  readonly start?: string;
  readonly endsOn?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

export async function writeContract(
  database: HubDatabase,
  { plan, planVersion = 1, start = '2026-01-01', stations = [], ...contract }: WrittenContract,
): Promise<void> {
  const renewing = { autoRenew: true, ...contract.parameters };
  const body = {
    ...contract,
    plan: { id: plan, version: planVersion },
    start,
    stations,
    parameters: renewing,
  };
  await writeEntry(database, { book: 'contracts', entry: contract.id, body });
}

/** A customer with its sites. */
export async function writeCustomer(
  database: HubDatabase,
  customer: string,
  sites: readonly string[],
): Promise<void> {
  const body = { id: customer, kind: 'customer', name: customer };
  await writeEntry(database, { book: 'parties', entry: customer, body });
  for (const site of sites) {
    const party = { id: site, kind: 'site', name: site };
    await writeEntry(database, { book: 'parties', entry: site, body: party });
    const edge = { kind: 'part-of', from: site, to: customer, since: '2026-01-01T00:00:00.000Z' };
    await writeEntry(database, { book: 'edges', entry: `${site} of ${customer}`, body: edge });
  }
}

export async function writePrice(
  database: HubDatabase,
  code: string,
  minor: number,
): Promise<void> {
  await writeEntry(database, { book: 'prices', entry: code, body: { minor, currency: 'EUR' } });
}

/** One entry of a book, from the beginning on. */
export async function writeEntry(
  database: HubDatabase,
  written: Pick<NewBookEntry, 'book' | 'entry' | 'body'>,
): Promise<void> {
  await addBookEntry(database, { ...written, sinceMs: 0, recordedAtMs: 0, recordedBy: 'Ada' });
}
