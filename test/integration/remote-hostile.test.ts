/**
 * A hub that would look without asking, and a technician who would click money out and say yes to
 * himself: a real agent with its machine, and what each of them gets.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CommandKind } from '../../sync/protocol/commands.ts';
import { addCommand } from '../../sync/hub/store/mailbox.ts';
import { writeEntry } from '../support/balance-books.ts';
import { addUser, HelpPlace, writeCompany } from '../support/help-place.ts';
import type { HubPerson } from '../support/hub-person.ts';
import { RfbServer } from '../support/rfb-server.ts';
import type { JsonLine } from '../support/json-process.ts';

const AT = '2026-11-24T09:30:00Z';
const TECHNICIAN = { name: 'Mallory', company: 'Nobody' };
const ASKED_FOR_MS = 60_000;
const PIN = '246813';

let place: HelpPlace;
let vnc: RfbServer;
let ticket = '';

beforeEach(async () => {
  vnc = await RfbServer.listen();
  place = await HelpPlace.open({
    at: AT,
    config: { support: { screen: { port: vnc.port } } },
    contract: { plan: 'sds', variant: 'flat' },
    furnish: async ({ database }) => {
      await writeCompany(database, 'imt', { kind: 'vendor', name: 'Vendor' });
      const firm = { kind: 'implementer', name: 'Firm' } as const;
      await writeCompany(database, 'firm', { ...firm, edge: { kind: 'served-by', from: 'shop' } });
      const certified = { kind: 'certified-by', from: 'firm' };
      await writeCompany(database, 'imt', { kind: 'vendor', name: 'Vendor', edge: certified });
      await addUser(database, 'Ivo', { role: 'implementer', party: 'firm' });
    },
  });
  await place.till.addOperator('sue', 'supervisor', PIN);
  ticket = String((await place.till.call('POST', '/v1/help', {}))['ticket']);
});

afterEach(async () => {
  await place?.[Symbol.asyncDispose]();
  await vnc[Symbol.asyncDispose]();
});

/** Whatever the hub's own code would refuse to send. */
async function commands(kind: CommandKind, body: Record<string, unknown>): Promise<void> {
  const { station, database } = place;
  const nowMs = Date.parse(AT) + ASKED_FOR_MS;
  await addCommand(database, { station, kind, body, notAfterMs: undefined, issuedAtMs: nowMs });
  // As a hub does that has mail: the revocation of nobody wakes nobody, an office does.
  place.hub.office.desk().onMail(station);
}

function asks(session: string, about = ticket): Promise<void> {
  return commands('remote-ask', {
    session,
    ticket: about,
    technician: TECHNICIAN,
    streams: ['console'],
  });
}

async function session(): Promise<JsonLine | undefined> {
  const { session: now } = await place.till.call('GET', '/v1/support/session');
  return (now ?? undefined) as JsonLine | undefined;
}

function lines(kind: string): readonly JsonLine[] {
  return place.till
    .journal()
    .filter((line) => line.kind === kind)
    .map(({ body }) => body);
}

async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  await place.till.until(what, async () => holds());
}

async function shown(id: string): Promise<string> {
  await until('the till shows it', async () => (await session())?.['session'] === id);
  return String((await session())?.['code']);
}

function deed(name: string): Promise<JsonLine> {
  return place.till.call('POST', `/v1/support/session/${name}`);
}

function control(to: string): Promise<JsonLine> {
  return place.till.call('POST', '/v1/support/session/control', { control: to });
}

function codeOf(answer: JsonLine): unknown {
  return (answer['error'] as { code?: unknown } | undefined)?.code;
}

/** By the hub's own way: what it knows of, it joins. */
async function live(person: HubPerson): Promise<string> {
  const path = `POST /v1/tickets/${ticket}/sessions`;
  await until('the desk has it', async () => {
    return (await person.call(`GET /v1/tickets/${ticket}`)).status === 200;
  });
  const asked = await person.call(path, { streams: ['screen'] });
  expect([asked.status, asked.body]).toMatchObject([200, {}]);
  const id = String(asked.body['session']);
  const code = await shown(id);
  await person.call(`POST /v1/remote/${id}/code`, { code });
  await until('the code is right', async () => (await session())?.['phase'] === 'matched');
  await deed('accept');
  await until('it is live', async () => (await session())?.['phase'] === 'live');
  return id;
}

it('opens nothing for a hub that has no consent, whatever it sends', async () => {
  await asks('s-1');
  const code = await shown('s-1');
  expect(codeOf(await deed('accept'))).toBeDefined();
  const wrong = code === '000000' ? '000001' : '000000';
  for (let tries = 0; tries < 3; tries += 1)
    await commands('remote-code', { session: 's-1', code: wrong });
  await until('it is over', async () => (await session()) === undefined);
  expect(lines('remote-ended')).toMatchObject([{ end: 'wrong-code', durationMs: 0 }]);
  await commands('remote-code', { session: 's-1', code });
  await asks('s-2', 'ticket-of-nobody');
  await asks('s-3');
  await shown('s-3');
  await deed('decline');
  await until('each has its answer', () => lines('remote-ended').length === 2);
  expect(lines('remote-refused')).toMatchObject([{ session: 's-2', reason: 'ticket-unknown' }]);
  expect(lines('remote-ended').at(-1)).toMatchObject({ session: 's-3', end: 'declined' });
  expect([...lines('remote-consented'), ...lines('remote-stream')]).toEqual([]);
});

it('shows nobody a till in a sale, and lets no second one in', async () => {
  const { saleId } = await place.till.startSale(150);
  await asks('s-1');
  await until('it is refused', () => lines('remote-refused').length === 1);
  expect(lines('remote-refused')).toMatchObject([{ reason: 'till-in-sale' }]);
  await place.till.call('POST', `/v1/sales/${String(saleId)}/cancel`);
  await until('the sale is over', () => lines('sale-returned').length === 1);
  await asks('s-2');
  await shown('s-2');
  await asks('s-3');
  await until('the second is refused', () => lines('remote-refused').length === 2);
  expect(lines('remote-refused').at(-1)).toMatchObject({
    session: 's-3',
    reason: 'second-session',
  });
  expect((await session())?.['session']).toBe('s-2');
});

it('gives a technician who has control neither money, nor a PIN, nor his own consent', async () => {
  await place.till.signIn('sue', PIN);
  await live(await place.person('Ada'));
  expect((await session())?.['control']).toBe('none');
  await control('granted');
  const dispense = {
    purpose: 'dispense',
    order: { kind: 'amount', amountMinor: 100 },
    reason: 'x',
  };
  const clicked = await place.till.call('POST', '/v1/operations', dispense);
  expect(codeOf(clicked)).toBe('remote-control-on');
  expect((await session())?.['control']).toBe('suspended');
  const again = await place.till.call('POST', '/v1/operations', dispense);
  expect(codeOf(again)).toBe('pin-needed-again');
  await control('granted');
  expect(codeOf(await place.till.signIn('sue', PIN))).toBe('control-suspended');
  await asks('s-2');
  await until('his second is refused', () => lines('remote-refused').length === 1);
  expect((await place.till.truth()).paidOut).toEqual({});
  await place.till.signIn('sue', PIN);
  const own = await place.till.call('POST', '/v1/operations', dispense);
  expect(own['state'] ?? own['operationId']).toBeDefined();
});

it('sells and gives change on under control, and is not left open where the hub is gone', async () => {
  await live(await place.person('Ada'));
  await control('granted');
  const { saleId } = await place.till.startSale(150);
  await until('the coin is taken', async () => (await place.till.insert(200)) === 'accepted');
  await until('it is settled', async () => {
    return (await place.till.sale(String(saleId))).state === 'settled';
  });
  await place.hub[Symbol.asyncDispose]();
  await until('it is over', async () => (await session()) === undefined);
  expect(lines('remote-ended')).toMatchObject([{ end: 'line-lost' }]);
});

it('withdraws the session of a company that loses its certification, at the till too', async () => {
  const ada = await place.person('Ada');
  const path = `POST /v1/tickets/${ticket}`;
  await until(
    'the desk has it',
    async () => (await ada.call(`GET /v1/tickets/${ticket}`)).status === 200,
  );
  expect((await ada.call(`${path}/handler`, { company: 'firm' })).status).toBe(200);
  const ivo = await place.person('Ivo');
  await live(ivo);
  await writeEntry(place.database, {
    book: 'edges',
    entry: 'certified-by imt',
    body: {
      kind: 'certified-by',
      from: 'firm',
      to: 'imt',
      since: '2026-01-01T00:00:00.000Z',
      until: '2026-11-24T09:30:00.000Z',
      endReason: 'revoked',
    },
  });
  await until('it is withdrawn', async () => (await session()) === undefined);
  expect(lines('remote-ended')).toMatchObject([{ end: 'withdrawn' }]);
  expect(await ivo.refusal(`${path}/sessions`, { streams: ['console'] })).toBe('not-found');
  const { body } = await ada.call(`GET /v1/tickets/${ticket}`);
  expect(body['history']).toMatchObject([
    {},
    { company: 'firm', reason: 'passed-on' },
    { reason: 'IMPLEMENTER_REVOKED' },
  ]);
});
