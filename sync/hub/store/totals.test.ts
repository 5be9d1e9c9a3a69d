/**
 * What lines add up to, each currency by itself: however they arrive, by whichever branches, and
 * whether they were there before their sums were, each has its effect once.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { coin, extended, type LineContent } from '../../../test/support/chain.ts';
import { takeBack } from '../../../test/support/older-hub.ts';
import { enrolStation, sendChain, SENDING_STATION } from '../../../test/support/sent-chain.ts';
import type { WireLine } from '../../protocol/lines.ts';
import { createCurrencyTotals } from './currency-migration.ts';
import { stationAccount, type StationAccount } from './fleet-view.ts';
import { openHubDatabase, type HubDatabase } from './hub-database.ts';
import { reapplyLine } from './quarantine.ts';

const BEFORE_CURRENCIES = '0005-business';
const FIRST = { epoch: 1, trail: [] };

let folder = '';
let path = '';
let database: HubDatabase;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-totals-'));
  path = join(folder, 'hub.db');
  database = await openHubDatabase(path, 'OFF');
  await enrolStation(database);
});

afterEach(async () => {
  await database.destroy();
  rmSync(folder, { recursive: true });
});

async function account(of = database): Promise<StationAccount> {
  const found = await stationAccount(of, SENDING_STATION);
  if (found === undefined) throw new TypeError('the station is not there');
  return found;
}

/** The hub as an older release left it, and opened by this one. */
async function upgrade(): Promise<void> {
  await database.destroy();
  await takeBack(path, BEFORE_CURRENCIES);
  database = await openHubDatabase(path, 'OFF');
}

function inserted(valueMinor: number, more: object): LineContent {
  return { kind: 'cash-inserted', body: { ...coin('acceptor', valueMinor).body, ...more } };
}

function usd(sums: object): object {
  return { currency: 'USD', insertedMinor: 0, dispensedMinor: 0, salesSettled: 0, ...sums };
}

describe('sums of another currency', () => {
  it('that cannot be written keep the lines out too, which count once when they come again', async () => {
    await sql`
      CREATE TRIGGER full BEFORE INSERT ON currency_totals
      BEGIN SELECT RAISE(ABORT, 'disk full'); END`.execute(database);
    const chain = extended([], [coin('a'), inserted(500, { currency: 'USD' })]);
    await expect(sendChain(database, { ...FIRST, chain })).rejects.toThrow('disk full');
    expect(await account()).toMatchObject({
      totals: { lines_applied: 0, inserted_minor: 0 },
      foreign: [],
      branches: [{ durableTo: 0 }],
    });
    await sql`DROP TRIGGER full`.execute(database);
    await sendChain(database, { ...FIRST, chain });
    expect(await account()).toMatchObject({
      totals: { lines_applied: 2, inserted_minor: 100 },
      foreign: [usd({ insertedMinor: 500 })],
    });
  });

  it('are not of a line whose currency is none', async () => {
    const chain = extended([], [inserted(500, { currency: 'US dollars' })]);
    await sendChain(database, { ...FIRST, chain });
    const { totals, foreign, quarantined } = await account();
    expect(quarantined).toMatchObject([{ seq: 1, reason: 'body-invalid' }]);
    expect({ foreign, inserted: totals.inserted_minor }).toEqual({ foreign: [], inserted: 0 });
  });

  it('are those of the lines, of every branch, with nothing of another currency', async () => {
    await fc.assert(
      fc.asyncProperty(lives, fc.array(fc.nat(30), { maxLength: 4 }), async (steps, trail) => {
        const into = await openHubDatabase(':memory:');
        await enrolStation(into);
        const seen = await sendLives(into, steps, trail);
        const { totals, foreign } = await account(into);
        expect(foreign).toEqual(['CHF', 'USD'].flatMap((code) => expected(seen, code) ?? []));
        const own = expected(seen, undefined);
        expect(totals.inserted_minor).toBe(own?.insertedMinor ?? 0);
        expect(totals.dispensed_minor).toBe(own?.dispensedMinor ?? 0);
        const sales = [own, ...foreign].reduce(
          (count, sums) => count + (sums?.salesSettled ?? 0),
          0,
        );
        expect(totals.sales_settled, 'of every currency').toBe(sales);
        await into.schema.dropTable('currency_totals').execute();
        await createCurrencyTotals(into);
        expect((await account(into)).foreign, 'of the lines held').toEqual(foreign);
        await into.destroy();
      }),
      { numRuns: 40 },
    );
  });
});

describe('a hub that held lines before it had sums of other currencies', () => {
  it('has them of lines that no till should have sent', async () => {
    const most = Number.MAX_SAFE_INTEGER;
    const settled = { kind: 'dispense-settled', body: { valueMinor: most, paid: most } };
    const chain = extended(
      [],
      [
        inserted(1, { deep: nested(2_000), currency: 'CHF' }),
        inserted(1, { currency: 'USD' }),
        { ...settled, body: { ...settled.body, currency: 'USD' } },
        { ...settled, body: { ...settled.body, currency: 'USD' } },
      ],
    );
    await sendChain(database, { ...FIRST, chain });
    await upgrade();
    const { foreign } = await account();
    expect(foreign).toMatchObject([{ currency: 'USD', insertedMinor: 1 }]);
  });

  it('counts no line that an older release took whose currency is none', async () => {
    const chain = extended([], [inserted(5, { currency: 'usd' }), inserted(6, { currency: 7 })]);
    await sendChain(database, { ...FIRST, chain });
    await database.deleteFrom('quarantine').execute();
    await upgrade();
    expect((await account()).foreign).toEqual([]);
  });

  it('counts one that is set aside when it is found to be good, and then once', async () => {
    const chain = extended(
      [],
      [inserted(500, { currency: 'USD' }), inserted(7, { currency: 'USD' })],
    );
    await sendChain(database, { ...FIRST, chain });
    const place = { epoch: 1, seq: 1 };
    const aside = { ...place, station_id: SENDING_STATION, reason: 'body-invalid' };
    const line = { hash: chain[0]?.hash ?? '', line: JSON.stringify(chain[0]) };
    await database
      .insertInto('quarantine')
      .values({ ...aside, ...line, received_at_ms: 1 })
      .execute();
    await upgrade();
    expect((await account()).foreign).toEqual([usd({ insertedMinor: 7 })]);
    const again = { ...place, station: SENDING_STATION };
    expect(await reapplyLine(database, again)).toEqual({ kind: 'applied' });
    expect(await reapplyLine(database, again)).toMatchObject({ code: 'not-quarantined' });
    expect((await account()).foreign).toEqual([usd({ insertedMinor: 507 })]);
  });
});

function nested(depth: number): unknown {
  return JSON.parse('['.repeat(depth) + ']'.repeat(depth));
}

interface Move {
  readonly kind: 'cash-inserted' | 'dispense-settled' | 'sale-settled' | 'other';
  readonly currency: 'USD' | 'CHF' | 'none' | undefined;
  readonly valueMinor: number;
  readonly paid: number;
}

const move: fc.Arbitrary<Move> = fc.record({
  kind: fc.constantFrom('cash-inserted', 'dispense-settled', 'sale-settled', 'other'),
  // The third is no currency: such a line is set aside.
  currency: fc.constantFrom(undefined, 'USD', 'CHF', 'none'),
  valueMinor: fc.nat(1_000),
  paid: fc.nat(3),
});

interface Life {
  /** So many lines are lost from the till's disk before it writes its moves. */
  readonly back: number;
  readonly moves: readonly Move[];
  readonly sends: boolean;
}

const lives: fc.Arbitrary<readonly Life[]> = fc.array(
  fc.record({
    back: fc.nat(6),
    moves: fc.array(move, { minLength: 1, maxLength: 5 }),
    sends: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
);

/** Every different line that was sent. */
async function sendLives(
  into: HubDatabase,
  steps: readonly Life[],
  trail: readonly number[],
): Promise<readonly WireLine[]> {
  const seen = new Map<string, WireLine>();
  let chain: readonly WireLine[] = [];
  let epoch = 1;
  for (const { back, moves, sends } of steps) {
    const kept = chain.slice(0, Math.max(0, chain.length - back));
    chain = extended(kept, moves.map(contentOf));
    if (!sends) continue;
    epoch = await sendChain(into, { chain, epoch, trail });
    for (const line of chain) seen.set(line.hash, line);
  }
  return [...seen.values()];
}

function contentOf({ kind, currency, valueMinor, paid }: Move): LineContent {
  const sale = { saleId: 'a', insertedMinor: valueMinor, changeMinor: 0, owedMinor: 0 };
  const what = kind === 'sale-settled' ? sale : { valueMinor, paid };
  return { kind, body: { ...what, ...(currency === undefined ? {} : { currency }) } };
}

type Body = Partial<Omit<Move, 'kind'>> & { readonly kind: string };

/** Undefined where no line of this currency has an effect. */
function expected(lines: readonly WireLine[], currency: string | undefined) {
  const bodies = lines
    .filter(({ kind }) => kind !== 'other')
    .map(({ kind, body }): Body => ({ ...(body as Body), kind }))
    .filter((body) => body.currency === currency);
  if (bodies.length === 0) return undefined;
  const sum = (kind: string, worth: (body: Body) => number): number =>
    bodies.filter((body) => body.kind === kind).reduce((total, body) => total + worth(body), 0);
  return {
    currency,
    insertedMinor: sum('cash-inserted', ({ valueMinor = 0 }) => valueMinor),
    dispensedMinor: sum('dispense-settled', ({ valueMinor = 0, paid = 0 }) => valueMinor * paid),
    salesSettled: sum('sale-settled', () => 1),
  };
}
