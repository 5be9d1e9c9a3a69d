/** What an admin sees of mails and webhooks: page by page, each mail once, and whose it is. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openPeopleHub, type PeopleHub, type Visitor } from '../../../test/support/people-hub.ts';
import { addOpened } from '../desk/open-ticket.ts';
import { addMailIn, MAILS_IN_MAX, type MailIn } from '../store/mails-in.ts';
import { keepMail, listMailsOut, MAILS_OUT_MAX, queueMail } from '../store/mails-out.ts';
import { addDelivery, DELIVERIES_MAX, deliveriesOf, keepDelivery } from '../store/webhooks.ts';
import { withNewKey } from '../vault/keyring.ts';
import type { DeliveriesView, MailsView, WebhooksView } from './mail-schema.ts';

const FROM = { name: 'Support', address: 'support@vendor.example' };
const IMAP = {
  host: 'imap.vendor.example',
  port: 993,
  security: 'tls',
  ca: undefined,
  password: 'a password of the mailbox',
  mailbox: 'INBOX',
} as const;
const KEYS = withNewKey([]);
const WEBHOOK = { url: 'https://pos.example.com/told', kinds: ['ticket-opened', 'balance-low'] };

let hub: PeopleHub;
let root: Visitor;

beforeEach(() => opened({ mail: { from: FROM, imap: IMAP }, keys: () => KEYS }));

afterEach(() => hub[Symbol.asyncDispose]());

async function opened(settings: Parameters<typeof openPeopleHub>[0]): Promise<void> {
  hub = await openPeopleHub(settings);
  await hub.addUser('Root', 'vendor-admin');
  root = await hub.signedIn('Root');
}

async function mails(query = ''): Promise<MailsView> {
  return (await root.call(`GET /v1/mail${query}`)).json<MailsView>();
}

async function came(uid: number, more: Partial<MailIn> = {}): Promise<void> {
  const about = { mailbox: 'm', uidValidity: '1', uid, messageId: `<${uid}@x>` };
  const said = { from: 'ana@bar.example', fromName: 'Ana', subject: `Mail ${uid}` };
  // Three of them at a time: what is of one moment has an order too.
  const receivedAtMs = Math.floor(uid / 3);
  const mail = { mail: `in-${uid}`, ...about, ...said, receivedAtMs, effect: 'ignored' } as const;
  await addMailIn(hub.database, { ...mail, ...more });
}

async function queued(number: number, subject = 'Help'): Promise<void> {
  const [queuedAtMs, dueAtMs] = [Math.floor(number / 3), 0];
  const text = { to: 'ana@bar.example', subject, text: '-', references: [] };
  const mail = { mail: `out-${number}`, messageId: `<${number}@y>`, queuedAtMs, dueAtMs };
  await queueMail(hub.database, { ...mail, ...text });
}

it('shows no mark by which somebody could write into a ticket', async () => {
  const mark = `[#1-${'3f'.repeat(10)}]`;
  await came(1, { subject: `Re: The scanner ${mark}` });
  await queued(1, `The scanner ${mark}`);
  const shown = await mails();
  const subjects = [...shown.in, ...shown.out].map(({ subject }) => subject);
  expect(subjects).toEqual(['Re: The scanner', 'The scanner']);
});

it('names the ticket of a mail, whose it is, and whether it is over', async () => {
  const order = {
    source: 'mail',
    kind: 'contact',
    request: {},
    title: 'Help',
    words: '-',
  } as const;
  const who = { from: { name: 'Ana', company: 'bar' }, side: 'customer' } as const;
  const doing = { atMs: 1, doer: 'Ana' };
  await addOpened(hub.database, { id: 't-1', customer: 'bar', ...order, ...who }, doing);
  await addOpened(hub.database, { id: 't-2', customer: undefined, ...order, ...who }, doing);
  await came(1, { effect: 'opened', ticket: 't-1' });
  await came(5, { effect: 'opened', ticket: 't-2' });
  await came(9, { effect: 'ignored', reason: 'automatic' });
  expect((await mails()).in).toMatchObject([
    { mail: 'in-9', reason: 'automatic' },
    { ticket: 't-2', about: { number: 2, kind: 'contact', isOpen: true } },
    { ticket: 't-1', about: { number: 1, customer: 'bar' } },
  ]);
  const given = { body: { customer: 'inn' } };
  expect(await root.codeOf('POST /v1/mail/in-5/notice', given)).toBe('200');
  await hub.database.updateTable('tickets').set({ state: 'resolved' }).execute();
  const about = { number: 2, kind: 'notice', isOpen: false, customer: 'inn' };
  expect((await mails()).in[1]?.about).toEqual(about);
});

it('shows every mail that came once, the newest first', async () => {
  const all = Array.from({ length: MAILS_IN_MAX * 2 }, (_, uid) => uid);
  for (const uid of all) await came(uid);
  const first = await mails();
  const second = await mails(`?inBefore=${first.nextInBefore}`);
  const third = await mails(`?inBefore=${second.nextInBefore}`);
  expect(third).toMatchObject({ in: [], nextInBefore: null });
  const shown = [...first.in, ...second.in];
  expect(new Set(shown.map(({ mail }) => mail)).size).toBe(all.length);
  const times = shown.map(({ receivedAt }) => receivedAt);
  expect(times).toEqual(times.toSorted().toReversed());
});

it('shows every mail that goes out once, what was sent after the rest', async () => {
  const all = Array.from({ length: MAILS_OUT_MAX + 20 }, (_, number) => number);
  for (const number of all) await queued(number);
  const [newest, ...older] = await listMailsOut(hub.database);
  const done = { state: 'sent', sentAtMs: 5, attempts: 1 } as const;
  for (const mail of [newest, ...older.slice(0, 4)]) {
    if (mail !== undefined) await keepMail(hub.database, { ...mail, ...done });
  }
  const first = await mails();
  const second = await mails(`?outBefore=${first.nextOutBefore}`);
  expect(second.nextOutBefore).toBeNull();
  const shown = [...first.out, ...second.out];
  expect(new Set(shown.map(({ mail }) => mail)).size).toBe(all.length);
  const states = shown.map(({ state }) => state);
  expect(states.slice(-5)).toEqual(Array.from({ length: 5 }, () => 'sent'));
  expect(states.slice(0, -5)).not.toContain('sent');
});

it('says as whom it writes and whether it reads, and of its passwords nothing', async () => {
  expect(await mails()).toMatchObject({ from: FROM.address, isRead: true, out: [], in: [] });
  expect((await root.call('GET /v1/mail')).body).not.toContain(IMAP.password);
  await hub[Symbol.asyncDispose]();
  await opened({ mail: { from: FROM, imap: undefined } });
  expect(await mails()).toMatchObject({ from: FROM.address, isRead: false });
  await hub[Symbol.asyncDispose]();
  await opened({});
  const none = await mails();
  expect(none).toMatchObject({ isRead: false });
  expect(none.from).toBeUndefined();
});

it('says how it went with the newest delivery of each webhook, and shows all of them', async () => {
  const id = 'hook';
  expect(await root.codeOf('POST /v1/webhooks', { body: { id, ...WEBHOOK } })).toBe('200');
  const quiet = { id: 'quiet', ...WEBHOOK };
  expect(await root.codeOf('POST /v1/webhooks', { body: quiet })).toBe('200');
  const all = Array.from({ length: DELIVERIES_MAX + 1 }, (_, number) => number);
  for (const number of all) {
    const delivery = { delivery: `d-${number}`, webhook: id, kind: 'ticket-opened', body: '{}' };
    await addDelivery(hub.database, { ...delivery, atMs: Math.floor(number / 3), dueAtMs: 0 });
  }
  const [newest] = await deliveriesOf(hub.database, id);
  if (newest === undefined) throw new TypeError('there are deliveries');
  const failed = { state: 'given-up', attempts: 9, lastError: 'status-503' } as const;
  await keepDelivery(hub.database, { ...newest, ...failed });
  const list = (await root.call('GET /v1/webhooks')).json<WebhooksView>();
  expect(list.hasKey).toBe(true);
  const shown = new Map(list.webhooks.map((each) => [each.webhook, each.newest]));
  expect(shown.get('hook')).toMatchObject(failed);
  expect(shown.get('quiet')).toBeUndefined();
  const path = `GET /v1/webhooks/${id}/deliveries`;
  const first = (await root.call(path)).json<DeliveriesView>();
  const second = (await root.call(`${path}?before=${first.nextBefore}`)).json<DeliveriesView>();
  expect(first.webhook).toMatchObject({ webhook: id, url: WEBHOOK.url, kinds: WEBHOOK.kinds });
  expect(second.nextBefore).toBeNull();
  const seen = [...first.deliveries, ...second.deliveries].map(({ delivery }) => delivery);
  expect(new Set(seen).size).toBe(all.length);
});

it('makes one webhook of an order that is sent again, with a secret that is seen', async () => {
  const body = { id: 'hook', ...WEBHOOK };
  const lost = (await root.call('POST /v1/webhooks', { body })).json<{ secret: string }>();
  const reversed = { ...body, kinds: WEBHOOK.kinds.toReversed() };
  const seen = (await root.call('POST /v1/webhooks', { body: reversed })).json();
  expect(seen.webhook).toMatchObject({ webhook: 'hook', kinds: WEBHOOK.kinds });
  expect(seen.secret).not.toBe(lost.secret);
  const other = { ...body, url: 'https://pos.example.com/other' };
  expect(await root.codeOf('POST /v1/webhooks', { body: other })).toBe('id-taken');
  const list = (await root.call('GET /v1/webhooks')).json<WebhooksView>();
  expect(list.webhooks.map(({ webhook, url }) => [webhook, url])).toEqual([['hook', WEBHOOK.url]]);
});

it('says that it has no vault key', async () => {
  await hub[Symbol.asyncDispose]();
  await opened({});
  expect((await root.call('GET /v1/webhooks')).json()).toEqual({ webhooks: [], hasKey: false });
});
