/**
 * A lease goes from a hub to a till and comes back as lines: what the till has settled is booked once,
 * however often it is told; a restored disk can spend what it holds once more, and that has a name.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeContract } from '../../../test/support/balance-books.ts';
import { extended, type LineContent } from '../../../test/support/chain.ts';
import { LicenceDesk } from '../../../test/support/licence-desk.ts';
import { PureTill } from '../../../test/support/pure-till.ts';
import { available, overdraftTotal } from '../../../agent/core/contract/ledger.ts';
import type { TillEvent } from '../../../agent/core/till/events.ts';
import { GENESIS } from '../../protocol/fields.ts';
import type { WireLine } from '../../protocol/lines.ts';
import { verifyDocument } from '../../trust/verify-document.ts';
import { orderPack } from '../contracts/balance-desk.ts';
import { leaseViews } from '../contracts/balance-view.ts';
import { askLeaseBack, cutLease, writeOffLease } from '../contracts/lease-desk.ts';
import type { HubOffice } from '../hub-office.ts';
import { auditBefore } from './audit.ts';
import { openBranch } from './branches.ts';
import { costLinesIn } from './cost-lines.ts';
import { leaseById } from './lease-rows.ts';
import { entriesOf, ledgerOf } from './ledgers.ts';
import { takeLines, type Intake } from './line-intake.ts';
import { commandsAfter } from './mailbox.ts';

/** As a pure till calls itself. */
const STATION = 'till-1';
const OTHER = 'till-2';
const CREDITS = { customer: 'bar', account: 'credits' } as const;
const ORDER = { station: STATION, account: 'credits', amount: 45, id: 'lease-order' } as const;
const EVER = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };

let desk: LicenceDesk;
let office: HubOffice;

beforeEach(async () => {
  desk = await LicenceDesk.open();
  office = desk.office(await desk.hubVendor());
  for (const station of [STATION, OTHER]) await addStation(station);
  const contract = { id: 'c-1', customer: 'bar', plan: 'inn', stations: [STATION] } as const;
  await writeContract(desk.database, contract);
  await orderPack(office.desk(), { customer: 'bar', id: 'pack', pack: 60, isRegistration: false });
});

afterEach(() => desk[Symbol.asyncDispose]());

async function addStation(station: string): Promise<void> {
  const row = { station_id: station, name: station, site: 'shop', public_key: station };
  await desk.database
    .insertInto('stations')
    .values({
      ...row,
      is_revoked: 0,
      epoch: 1,
      enrolled_at_ms: 1,
      mailbox_to: 0,
      agent_version: '1',
      generation: null,
      last_seen_ms: null,
    })
    .execute();
  const totals = { lines_applied: 0, inserted_minor: 0, dispensed_minor: 0, sales_settled: 0 };
  await desk.database
    .insertInto('totals')
    .values({ station_id: station, ...totals })
    .execute();
  const first = { station, epoch: 1, parent: undefined, common: GENESIS, atMs: 1 };
  await openBranch(desk.database, first);
}

async function cut(amount: number = ORDER.amount): Promise<string> {
  const outcome = await cutLease(office.desk(), { ...ORDER, amount });
  if (outcome.kind === 'refused') throw new TypeError(outcome.code);
  return outcome.lease;
}

async function held(lease: string) {
  const found = await leaseById(desk.database, lease);
  if (found === undefined) throw new TypeError('there is no such lease');
  return found;
}

/** A till that has taken what is in its mailbox in. */
async function tillWithMail(): Promise<PureTill> {
  const till = new PureTill(0);
  for (const { body } of await commandsAfter(desk.database, STATION, 0)) {
    const document = String(body['document']);
    const verified = await verifyDocument(document, 'lease', desk.vendor.trust);
    if (verified.kind === 'refused') throw new TypeError(verified.detail);
    const { station, id, account, amount } = verified.payload;
    till.send({ kind: 'lease-offered', lease: { id, account, amount }, station });
  }
  return till;
}

function work(till: PureTill, ticket: string, amount: number): void {
  till.send({ kind: 'promise-asked', ticket, account: 'credits', amount });
  till.send({ kind: 'ticket-settled', ticket, amount });
}

/** The journal of a till, as it sends it. */
function chainOf({ lines }: PureTill): readonly WireLine[] {
  return extended(
    [],
    lines.map(({ kind, body }): LineContent => ({ kind, body: { ...body } })),
  );
}

function upload(
  lines: readonly WireLine[],
  { epoch = 1, station = STATION } = {},
): Promise<Intake> {
  const from = lines[0]?.seq ?? 1;
  return takeLines(desk.database, {
    station,
    epoch,
    from,
    lines,
    receivedAtMs: desk.clock.wallMs(),
  });
}

async function left(): Promise<number> {
  return available(await ledgerOf(desk.database, CREDITS), desk.clock.wallMs());
}

describe('a lease', () => {
  it('is cut, signed, sent and written down at once, and once for a lost answer', async () => {
    const lease = await cut();
    expect(await cutLease(office.desk(), ORDER)).toMatchObject({ kind: 'repeated', lease });
    expect(await commandsAfter(desk.database, STATION, 0)).toMatchObject([{ kind: 'lease' }]);
    expect(await left()).toBe(15);
    const entries = await auditBefore(desk.database, undefined);
    const written = entries.filter(({ act }) => act === 'lease-cut');
    expect(written).toMatchObject([{ subject: STATION, details: { lease, amount: 45 } }]);
    expect(JSON.stringify(written)).not.toContain((await held(lease)).document.slice(0, 40));
    expect(await cutLease(office.desk(), { ...ORDER, amount: 44 })).toMatchObject({
      code: 'id-taken',
    });
  });

  it('asked for twice at once is one', async () => {
    const both = await Promise.all([1, 2].map(() => cutLease(office.desk(), ORDER)));
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(['cut', 'repeated']);
    expect(await left()).toBe(15);
  });

  it.each([
    ['more than there is', { amount: 61 }, { code: 'balance-short', missing: 1 }],
    ['a till of no contract', { station: OTHER }, { code: 'contract-missing' }],
    ['a balance the plan has not', { account: 'wallet' as const }, { code: 'contract-missing' }],
  ])('of %s is refused, and nothing is sent', async (_, order, expected) => {
    expect(await cutLease(office.desk(), { ...ORDER, ...order })).toMatchObject(expected);
    expect(await commandsAfter(desk.database, STATION, 0)).toEqual([]);
    expect(await left()).toBe(60);
  });

  it('is not cut for a revoked till, nor without a key', async () => {
    const keyless = desk.office(await desk.hubVendor('none'));
    expect(await cutLease(keyless.desk(), ORDER)).toMatchObject({ code: 'lease-key-missing' });
    await office.revoke(STATION);
    expect(await cutLease(office.desk(), ORDER)).toMatchObject({ code: 'station-revoked' });
    expect(await left()).toBe(60);
  });

  it('is none for a till that is not there', async () => {
    const order = { ...ORDER, station: 'st-x' };
    await expect(cutLease(office.desk(), order)).rejects.toMatchObject({ code: 'station-unknown' });
  });

  it('that cannot be written down is not cut', async () => {
    await desk.database.schema.dropTable('audit').execute();
    await expect(cutLease(office.desk(), ORDER)).rejects.toThrow('audit');
    expect(await left()).toBe(60);
    expect(await commandsAfter(desk.database, STATION, 0)).toEqual([]);
  });
});

describe('what a till settles', () => {
  it('is booked once though it is uploaded twice', async () => {
    const lease = await cut();
    const till = await tillWithMail();
    work(till, 'T1', 30);
    const chain = chainOf(till);
    expect(await upload(chain)).toMatchObject({ kind: 'stored', quarantined: 0 });
    const entries = await entriesOf(desk.database, CREDITS);
    expect(await upload(chain)).toMatchObject({ kind: 'stored' });
    expect(await entriesOf(desk.database, CREDITS)).toEqual(entries);
    expect(await leaseViews(desk.database, 'bar')).toMatchObject([
      { lease, state: 'open', left: 15, isTaken: true, promised: 0 },
    ]);
    till.send({ kind: 'lease-close-asked', lease });
    await upload(chainOf(till));
    expect(await left()).toBe(30);
    expect(await leaseViews(desk.database, 'bar')).toMatchObject([{ state: 'closed', left: 0 }]);
  });

  it('shows as promised while the ticket is open', async () => {
    await cut();
    const till = await tillWithMail();
    till.send({ kind: 'promise-asked', ticket: 'T1', account: 'credits', amount: 15 });
    till.send({ kind: 'promise-asked', ticket: 'T2', account: 'credits', amount: 5 });
    till.send({ kind: 'ticket-released', ticket: 'T2' });
    await upload(chainOf(till));
    expect(await leaseViews(desk.database, 'bar')).toMatchObject([{ left: 45, promised: 15 }]);
  });

  it('on a forked branch again is an overdraft by name, and is charged', async () => {
    await cut(60);
    const till = await tillWithMail();
    const before = chainOf(till);
    work(till, 'T1', 60);
    await upload(chainOf(till));
    const restored = await tillWithMail();
    work(restored, 'T1', 45);
    const other = chainOf(restored);
    const forked = await upload(other.slice(before.length));
    if (forked.kind !== 'forked') throw new TypeError(`not forked but ${forked.kind}`);
    const { epoch, seq } = forked.fork;
    expect(await upload(other.slice(seq), { epoch })).toMatchObject({ kind: 'stored' });
    const ledger = await ledgerOf(desk.database, CREDITS);
    expect(overdraftTotal(ledger)).toBe(45);
    const overdrawn = [...ledger.tickets].filter(([, { settled }]) => settled?.overdraft === 45);
    expect(overdrawn.map(([ticket]) => ticket)).toEqual([
      expect.stringContaining(`${STATION}/${epoch}/T1/`),
    ]);
    const charged = await costLinesIn(desk.database, EVER);
    expect(charged.filter(({ origin }) => origin === 'overdraft')).toMatchObject([
      { customer: 'bar', code: 'credits', quantity: 45, about: overdrawn[0]?.[0] },
    ]);
  });

  it('of a lease nobody knows is set aside, and counts once the lease is there', async () => {
    const lease = await cut();
    const row = await held(lease);
    const till = await tillWithMail();
    work(till, 'T1', 30);
    await forget(lease);
    const chain = chainOf(till);
    expect(await upload(chain)).toMatchObject({ kind: 'stored', quarantined: 1 });
    const [aside] = await office.quarantined(STATION);
    expect(aside).toMatchObject({ reason: 'lease-unknown' });
    const place = { station: STATION, epoch: 1, seq: aside?.seq ?? 0 };
    expect(await office.reapply(place)).toEqual({ kind: 'refused', code: 'lease-unknown' });
    expect(await spent()).toBe(0);
    await desk.database
      .insertInto('leases')
      .values({
        lease,
        station_id: STATION,
        ...CREDITS,
        amount: row.amount,
        document: row.document,
        issued_at_ms: row.issuedAtMs,
      })
      .execute();
    expect(await office.reapply(place)).toEqual({ kind: 'applied' });
    expect(await office.reapply(place)).toMatchObject({ code: 'not-quarantined' });
    expect(await spent()).toBe(30);
  });

  it('of the lease of another till is set aside, and stays', async () => {
    const lease = await cut();
    const parts = [{ lease, amount: 10 }];
    const lines = extended([], [{ kind: 'lease-settled', body: { ticket: 'T', parts } }]);
    expect(await upload(lines, { station: OTHER })).toMatchObject({ quarantined: 1 });
    const place = { station: OTHER, epoch: 1, seq: 1 };
    expect(await office.reapply(place)).toEqual({ kind: 'refused', code: 'lease-unknown' });
    expect(await spent()).toBe(0);
  });
});

describe('a lease that is wanted back', () => {
  it('is asked for, and the till gives what is left', async () => {
    const lease = await cut();
    const till = await tillWithMail();
    const asked = await askLeaseBack(office.desk(), await held(lease));
    expect(asked).toEqual({ kind: 'asked', command: 2 });
    const [, mail] = await commandsAfter(desk.database, STATION, 0);
    expect(mail).toMatchObject({ kind: 'lease-close', body: { lease } });
    till.send({ kind: 'lease-close-asked', lease } satisfies TillEvent);
    await upload(chainOf(till));
    expect(await left()).toBe(60);
    expect(await askLeaseBack(office.desk(), await held(lease))).toMatchObject({
      code: 'lease-ended',
    });
  });

  it('is written off once, and pays for what the till has settled after all', async () => {
    const lease = await cut();
    const row = await held(lease);
    const till = await tillWithMail();
    expect(await writeOffLease(office.desk(), row, 'burnt')).toEqual({
      kind: 'written-off',
      amount: 45,
    });
    await desk.clock.advance(1_000);
    expect(await writeOffLease(office.desk(), row, 'burnt')).toEqual({ kind: 'repeated' });
    expect(await left()).toBe(15);
    work(till, 'T1', 30);
    await upload(chainOf(till));
    expect(await left()).toBe(15);
    expect(overdraftTotal(await ledgerOf(desk.database, CREDITS))).toBe(0);
    expect(await leaseViews(desk.database, 'bar')).toMatchObject([{ state: 'written-off' }]);
  });
});

async function spent(): Promise<number> {
  const { tickets } = await ledgerOf(desk.database, CREDITS);
  return [...tickets.values()].reduce((sum, { settled }) => sum + (settled?.amount ?? 0), 0);
}

/** A hub that came back from a backup does not know what it cut after that. */
async function forget(lease: string): Promise<void> {
  await desk.database.schema.dropTable('leases').execute();
  await desk.database.schema
    .createTable('leases')
    .addColumn('lease', 'text')
    .addColumn('station_id', 'text')
    .addColumn('customer', 'text')
    .addColumn('account', 'text')
    .addColumn('amount', 'bigint')
    .addColumn('document', 'text')
    .addColumn('issued_at_ms', 'bigint')
    .execute();
  expect(await leaseById(desk.database, lease)).toBeUndefined();
}
