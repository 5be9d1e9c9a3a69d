/** What is ordered counts once however often it is asked for, and what is refused has changed nothing. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeContract, writeCustomer, writePrice } from '../../../test/support/balance-books.ts';
import { openPeopleHub, type PeopleHub, type Visitor } from '../../../test/support/people-hub.ts';
import { auditBefore } from '../store/audit.ts';

const BAR = 'POST /v1/customers/bar';

let hub: PeopleHub;
let admin: Visitor;

beforeEach(async () => {
  hub = await openPeopleHub();
  await hub.addUser('Ada', 'vendor-admin');
  await hub.addStation('st-1', 'berlin');
  admin = await hub.signedIn('Ada');
  await writeContract(hub.database, {
    id: 'c-1',
    customer: 'bar',
    plan: 'inn',
    stations: ['st-1'],
  });
});

afterEach(() => hub[Symbol.asyncDispose]());

function post(what: string, body: unknown, by = admin) {
  return by.call(`${BAR}/${what}`, { body });
}

async function refusal(what: string, body: unknown): Promise<unknown> {
  const answer = await post(what, body);
  const { code, details } = answer.json<{ error: { code: string; details: object } }>().error;
  return { code, ...details };
}

interface Account {
  readonly account: string;
  readonly closing: number;
  readonly held: number;
  readonly isLow: boolean;
  readonly lines: readonly {
    readonly kind: string;
    readonly change: number;
    readonly at: string;
  }[];
}

async function accountOf(name: string): Promise<Account | undefined> {
  const answer = await admin.call(`GET /v1/customers/bar/statement?account=${name}`);
  return answer.json<{ accounts: Account[] }>().accounts[0];
}

async function costs(): Promise<readonly Record<string, unknown>[]> {
  const answer = await admin.call('GET /v1/cost-lines');
  return answer.json<{ lines: Record<string, unknown>[] }>().lines;
}

async function acts(): Promise<readonly string[]> {
  const entries = await auditBefore(hub.database, undefined);
  return entries
    .map(({ act }) => act)
    .filter((act) => !act.startsWith('signed') && act !== 'user-added');
}

const PACK = { id: 'order-1', pack: 60 };

it.each(['Bar Pepe', 'Café', 'Rosa & Söhne / 2'])(
  '%s is a customer like any other',
  async (name) => {
    const contract = { id: 'c-2', customer: name, plan: 'inn', stations: ['st-1'] } as const;
    await writeContract(hub.database, contract);
    const at = `/v1/customers/${encodeURIComponent(name)}`;
    expect((await admin.call(`POST ${at}/packs`, { body: PACK })).json()).toMatchObject({
      answer: 'posted',
    });
    const statement = (await admin.call(`GET ${at}/statement`)).json<{ accounts: unknown[] }>();
    expect(statement).toMatchObject({ customer: name, accounts: [{ closing: 60 }] });
    expect((await admin.call(`GET ${at}/leases`)).json()).toEqual({ leases: [] });
  },
);

describe('a pack', () => {
  it('that is ordered again for a lost answer is credited and charged once', async () => {
    expect((await post('packs', PACK)).json()).toMatchObject({ answer: 'posted' });
    await hub.clock.advance(60_000);
    expect((await post('packs', PACK)).json()).toMatchObject({ answer: 'repeated' });
    expect(await accountOf('credits')).toMatchObject({ closing: 60, isLow: false });
    expect(await costs()).toMatchObject([
      { code: 'pack-60', totalMinor: 3_600, currency: 'EUR', payer: 'customer', contract: 'c-1' },
    ]);
    expect(await acts()).toEqual(['pack-ordered']);
    expect(await refusal('packs', { ...PACK, pack: 15 })).toEqual({ code: 'id-taken' });
  });

  it('of a registration runs out a year after it was paid, and a later one stays', async () => {
    const now = new Date(hub.clock.wallMs());
    const today = now.toISOString().slice(0, 10);
    await post('packs', { id: 'reg', pack: 60, isRegistration: true, paidOn: today });
    await post('packs', { id: 'top', pack: 15 });
    await hub.clock.advance(367 * 86_400_000);
    admin = await hub.signedIn('Ada');
    const account = await accountOf('credits');
    expect(account?.lines.map(({ kind, change }) => [kind, change])).toEqual([
      ['grant', 60],
      ['grant', 15],
      ['expired', -60],
    ]);
    expect(account).toMatchObject({ closing: 15, isLow: true });
  });

  it('that the plan does not sell, or of a day ahead, is refused', async () => {
    expect(await refusal('packs', { id: 'a', pack: 61 })).toEqual({ code: 'pack-unknown' });
    expect(await refusal('packs', { ...PACK, paidOn: '2999-01-01' })).toEqual({
      code: 'date-ahead',
    });
    expect(await costs()).toEqual([]);
    expect(await acts()).toEqual([]);
  });

  it('is for a contract in force, and one of two has to be named', async () => {
    const second = { id: 'c-2', customer: 'bar', plan: 'inn' } as const;
    await writeContract(hub.database, second);
    expect(await refusal('packs', PACK)).toEqual({ code: 'contract-ambiguous' });
    expect((await post('packs', { ...PACK, contract: 'c-2' })).statusCode).toBe(200);
    await writeContract(hub.database, { ...second, endsOn: '2026-01-06' });
    await hub.clock.advance(10 * 86_400_000);
    admin = await hub.signedIn('Ada');
    expect(await refusal('packs', { ...PACK, id: 'b', contract: 'c-2' })).toEqual({
      code: 'contract-missing',
    });
  });
});

describe('a ticket', () => {
  it('is held, settled, and given back to where it came from', async () => {
    await post('packs', PACK);
    const about = { account: 'credits', ticket: 'T1' };
    await post('tickets', { ...about, id: 'h', kind: 'hold', amount: 15 });
    expect(await accountOf('credits')).toMatchObject({ closing: 60, held: 15 });
    const settled = await post('tickets', { ...about, id: 's', kind: 'settle', amount: 30 });
    expect(settled.json()).toEqual({
      answer: 'posted',
      from: [{ grant: 'order-1', amount: 30 }],
      overdraft: 0,
    });
    await post('tickets', { ...about, id: 's', kind: 'settle', amount: 30 });
    expect(await accountOf('credits')).toMatchObject({ closing: 30, held: 0, isLow: true });
    await post('tickets', { ...about, id: 'r', kind: 'reverse' });
    expect(await accountOf('credits')).toMatchObject({ closing: 60 });
  });

  it.each([
    ['hold', { kind: 'hold', ticket: 'T', amount: 61 }, { code: 'balance-short', missing: 1 }],
    [
      'settlement',
      { kind: 'settle', ticket: 'T', amount: 70 },
      { code: 'balance-short', missing: 10 },
    ],
    ['release of nothing', { kind: 'release', ticket: 'T' }, { code: 'ticket-unknown' }],
    ['reversal of nothing', { kind: 'reverse', ticket: 'T' }, { code: 'ticket-unknown' }],
    [
      'id of another',
      { kind: 'hold', ticket: 'T', amount: 1, id: 'order-1' },
      { code: 'id-taken' },
    ],
  ])('is refused by name: a %s', async (_, act, expected) => {
    await post('packs', PACK);
    expect(await refusal('tickets', { id: 'x', account: 'credits', ...act })).toEqual(expected);
    expect(await accountOf('credits')).toMatchObject({ closing: 60, held: 0 });
  });

  it('that used more than there was is charged by name, and taken back at the same price', async () => {
    await writeContract(hub.database, {
      id: 'c-3',
      customer: 'bar',
      plan: 'omn',
      variant: 'presidio',
    });
    await writePrice(hub.database, 'hour-remote', 6_000);
    const about = { account: 'pool-remote', ticket: 'T9' };
    const settle = { ...about, id: 's', kind: 'settle', amount: 90, onShort: 'overdraft' };
    expect((await post('tickets', settle)).json()).toMatchObject({ overdraft: 90 });
    await writePrice(hub.database, 'hour-remote', 9_000);
    await post('tickets', { ...about, id: 'r', kind: 'reverse' });
    expect(await costs()).toMatchObject([
      { code: 'hour-remote', quantity: 90, totalMinor: 9_000, origin: 'overdraft', about: 'T9' },
      { code: 'hour-remote', quantity: -90, totalMinor: -9_000 },
    ]);
  });

  it('over credits is charged without a price: a single credit has none', async () => {
    const settle = { id: 's', account: 'credits', ticket: 'T', kind: 'settle', amount: 15 };
    await post('tickets', { ...settle, onShort: 'overdraft' });
    const [line] = await costs();
    expect(line).toMatchObject({ code: 'credits', quantity: 15, unit: 'credit' });
    expect(line).not.toHaveProperty('totalMinor');
  });
});

describe('pools and wallets', () => {
  beforeEach(() =>
    writeContract(hub.database, { id: 'c-o', customer: 'bar', plan: 'omn', variant: 'presidio' }),
  );

  it('of a term are opened once, one for each mode', async () => {
    expect((await post('pools', {})).json()).toMatchObject({ answer: 'posted' });
    expect((await post('pools', { term: 1 })).json()).toMatchObject({ answer: 'repeated' });
    expect(await accountOf('pool-remote')).toMatchObject({ closing: 900 });
    expect(await accountOf('pool-on-site')).toMatchObject({ closing: 600 });
    expect(await refusal('pools', { term: 9 })).toEqual({ code: 'date-ahead' });
  });

  it('are not there for the variant that has none', async () => {
    await writeContract(hub.database, {
      id: 'c-o',
      customer: 'bar',
      plan: 'omn',
      variant: 'plafond',
    });
    expect(await refusal('pools', {})).toEqual({ code: 'contract-missing' });
    expect((await post('top-ups', { id: 'w', amountMinor: 12_000 })).statusCode).toBe(200);
  });

  it('a wallet that is below the gate is low', async () => {
    await writePrice(hub.database, 'hour-remote', 6_000);
    await post('top-ups', { id: 'w', amountMinor: 12_000 });
    expect(await accountOf('wallet')).toMatchObject({ closing: 12_000, isLow: false });
    const used = { id: 's', account: 'wallet', ticket: 'T', kind: 'settle', amount: 7_500 };
    await post('tickets', used);
    expect(await accountOf('wallet')).toMatchObject({ closing: 4_500, isLow: true });
    expect(await costs()).toMatchObject([{ code: 'wallet', totalMinor: 12_000, origin: 'top-up' }]);
  });
});

it('who sees not every site of a customer does not see the customer', async () => {
  await hub.addStation('st-2', 'madrid');
  await writeCustomer(hub.database, 'bar', ['berlin', 'madrid']);
  await hub.addUser('Carla', 'customer-admin', ['berlin']);
  await hub.addUser('Otto', 'customer-admin', ['berlin', 'madrid']);
  await hub.addUser('Dina', 'distributor', ['berlin', 'madrid']);
  const [carla, otto, dina] = [
    await hub.signedIn('Carla'),
    await hub.signedIn('Otto'),
    await hub.signedIn('Dina'),
  ];
  const path = 'GET /v1/customers/bar/statement';
  expect(await carla.codeOf(path)).toBe('not-found');
  expect(await otto.codeOf(path)).toBe('200');
  expect(await dina.codeOf(path)).toBe('forbidden');
  expect(await otto.codeOf('POST /v1/customers/bar/packs', { body: PACK })).toBe('forbidden');
  expect(await otto.codeOf('GET /v1/customers/other/statement')).toBe('not-found');
  expect(await otto.codeOf('GET /v1/cost-lines')).toBe('forbidden');
});

it('a statement is a table too, in which no text is a formula', async () => {
  await post('packs', PACK);
  const answer = await admin.call('GET /v1/customers/bar/statement.csv');
  expect(answer.headers['content-type']).toContain('text/csv');
  const [headings, line] = answer.body.split('\r\n');
  expect(headings).toContain('account,booked_at,at,kind');
  expect(line).toMatch(/^credits,.*,grant,order-1,,,top-up,60,60,60,0,,0$/);
});

describe('an export', () => {
  const ALL = { to: '2999-01-01T00:00:00Z' };

  async function exported(id: string): Promise<unknown> {
    return (await admin.call('POST /v1/cost-exports', { body: { id, ...ALL } })).json();
  }

  it('has each line once, and is fetched again as it was', async () => {
    await post('packs', PACK);
    expect(await exported('x-1')).toMatchObject({ number: 1, lines: 1, madeBy: 'Ada' });
    await post('packs', { id: 'order-2', pack: 480 });
    expect(await exported('x-1')).toMatchObject({ number: 1, lines: 1 });
    const first = (await admin.call('GET /v1/cost-exports/1')).body;
    expect(await exported('x-2')).toMatchObject({ number: 2, lines: 1 });
    expect(await exported('x-3')).toMatchObject({ error: { code: 'nothing-to-export' } });
    const second = (await admin.call('GET /v1/cost-exports/2')).body;
    expect((await admin.call('GET /v1/cost-exports/1')).body).toBe(first);
    expect(first).toContain('order-1,pack-60,1,piece,3600,EUR');
    expect(first).not.toContain('order-2');
    expect(second).toContain('order-2,pack-480,1,piece,25600,EUR');
    expect(second).not.toContain('order-1');
    expect((await costs()).map((line) => line['export'])).toEqual([1, 2]);
    expect(await admin.codeOf('GET /v1/cost-exports/3')).toBe('not-found');
    const { exports } = (await admin.call('GET /v1/cost-exports')).json<{ exports: object[] }>();
    expect(exports).toMatchObject([{ number: 2 }, { number: 1 }]);
  });

  it('has what was accepted of a decision, once', async () => {
    const line = { code: 'assistance', quantity: 1, unit: 'piece', totalMinor: 5_000 };
    const lines = [{ ...line, currency: 'EUR', payer: 'distributor' }];
    const charge = { decision: 'd-1', lines };
    expect((await post('charges', charge)).json()).toEqual({ added: 1 });
    expect((await post('charges', charge)).json()).toEqual({ added: 0 });
    expect(await exported('x')).toMatchObject({ lines: 1 });
  });

  it('is for the vendor’s admin alone', async () => {
    await hub.addUser('Sam', 'vendor-support');
    const sam = await hub.signedIn('Sam');
    const body = { id: 'x', ...ALL };
    expect(await sam.codeOf('POST /v1/cost-exports', { body })).toBe('forbidden');
    expect(await sam.codeOf('GET /v1/cost-lines')).toBe('200');
  });
});
