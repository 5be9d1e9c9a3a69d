/** What was known when stays known: an entry is followed by versions and never changed. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addBookEntry, entriesAt, entryHistory } from './book-entries.ts';
import { openHubDatabase, type HubDatabase } from './hub-database.ts';

let database: HubDatabase;

beforeEach(async () => {
  database = await openHubDatabase(':memory:');
});

afterEach(() => database.destroy());

async function write(entry: string, since: number | readonly [number, number], body: unknown) {
  const [sinceMs, recordedAtMs] = typeof since === 'number' ? [since, since] : since;
  return addBookEntry(database, {
    book: 'prices',
    entry,
    sinceMs,
    recordedAtMs,
    recordedBy: 'ada',
    body,
  });
}

describe('a book', () => {
  it('takes no change and no removal of what is written', async () => {
    await write('hour', 1, { minor: 60 });
    const changed = database.updateTable('book_entries').set({ body: '{}' }).execute();
    await expect(changed).rejects.toThrow('only added to');
    await expect(database.deleteFrom('book_entries').execute()).rejects.toThrow('only added to');
  });

  it('says at each instant what held then', async () => {
    expect(await write('hour', 10, { minor: 60 })).toBe(1);
    expect(await write('hour', 20, { minor: 70 })).toBe(2);
    expect(await entriesAt(database, 'prices', { atMs: 9 })).toEqual([]);
    expect(await entriesAt(database, 'prices', { atMs: 19 })).toMatchObject([
      { body: { minor: 60 } },
    ]);
    expect(await entriesAt(database, 'prices', { atMs: 20 })).toMatchObject([
      { body: { minor: 70 } },
    ]);
    expect(await entriesAt(database, 'others', { atMs: 20 })).toEqual([]);
  });

  it('still knows what was known before a later correction', async () => {
    await write('hour', [10, 10], { minor: 60 });
    await write('hour', [10, 30], { minor: 65 });
    expect(await entriesAt(database, 'prices', { atMs: 15, knownAtMs: 20 })).toMatchObject([
      { body: { minor: 60 } },
    ]);
    expect(await entriesAt(database, 'prices', { atMs: 15 })).toMatchObject([
      { body: { minor: 65 } },
    ]);
  });

  it('corrected behind a change that stands ahead leaves that change as it is', async () => {
    await write('hour', [10, 10], { minor: 60 });
    await write('hour', [50, 11], { minor: 80 });
    await write('hour', [10, 12], { minor: 65 });
    expect(await entriesAt(database, 'prices', { atMs: 15 })).toMatchObject([
      { body: { minor: 65 } },
    ]);
    expect(await entriesAt(database, 'prices', { atMs: 60 })).toMatchObject([
      { body: { minor: 80 } },
    ]);
  });

  it('leaves an ended entry out from then on, and keeps its history', async () => {
    await write('hour', 10, { minor: 60 });
    await write('hour', 20, undefined);
    expect(await entriesAt(database, 'prices', { atMs: 25 })).toEqual([]);
    expect(await entriesAt(database, 'prices', { atMs: 15 })).toHaveLength(1);
    expect(await entryHistory(database, 'prices', 'hour')).toMatchObject([
      { version: 1, body: { minor: 60 } },
      { version: 2, body: undefined },
    ]);
  });
});
