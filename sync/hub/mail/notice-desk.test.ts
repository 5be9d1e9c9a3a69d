/**
 * A notice of termination by mail (SDS-20, E10): by when it was received it ends the term or comes too
 * late, and nothing of it is in the contract before somebody has confirmed it.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeContract, writeCustomer, writeEntry } from '../../../test/support/balance-books.ts';
import { openPeopleHub, type PeopleHub, type Visitor } from '../../../test/support/people-hub.ts';
import { deskRound } from '../desk/desk-rounds.ts';
import { entryAt } from '../store/book-entries.ts';
import { listMailsOut } from '../store/mails-out.ts';
import { spread } from './spread.ts';
import { takeInMail } from './take-in.ts';

const FROM = { name: 'Support', address: 'support@vendor.example' };
const MAIL = { from: FROM, language: 'en', markKey: 'k' } as const;
const IN_TIME = '2025-12-17T23:59:00+01:00';
const LATE = '2025-12-18T00:01:00+01:00';

let hub: PeopleHub;
let root: Visitor;
let uid = 0;

beforeEach(async () => {
  hub = await openPeopleHub();
  await hub.addUser('Root', 'vendor-admin');
  root = await hub.signedIn('Root');
  const { database } = hub;
  await writeCustomer(database, 'bar', ['shop']);
  const body = { mails: ['ana@bar.example'], language: 'de' };
  await writeEntry(database, { book: 'customers', entry: 'bar', body });
  const contract = { id: 'flat', customer: 'bar', plan: 'sds', variant: 'flat' } as const;
  await writeContract(database, { ...contract, start: '2025-01-01' });
});

afterEach(() => hub[Symbol.asyncDispose]());

/** The ticket and the mail, as the hub names both. */
async function arrived(subject: string, receivedAt: string, from = 'ana@bar.example') {
  const { database, parts } = hub;
  const nowMs = (): number => hub.clock.wallMs();
  uid += 1;
  const taken = await takeInMail(
    { database, nowMs, ownAddress: FROM.address, language: 'en', markKey: 'k' },
    {
      mailbox: 'm',
      uidValidity: '1',
      uid,
      receivedAtMs: Date.parse(receivedAt),
      mail: {
        messageId: `<${uid}@bar.example>`,
        from,
        fromName: 'Ana',
        subject,
        text: 'We end it.',
        isCut: false,
        sentAtMs: Date.parse('2025-12-17T23:50:00+01:00'),
        answers: [],
        attachments: [],
        isAutomatic: false,
      },
    },
  );
  await deskRound(parts.fleet.office.desk());
  return { ticket: taken?.ticket ?? '', mail: taken?.mail ?? '' };
}

async function endsOn(): Promise<unknown> {
  const atMs = hub.clock.wallMs();
  const held = await entryAt(hub.database, { book: 'contracts', entry: 'flat', atMs });
  return (held as { body: { endsOn?: string } }).body.endsOn;
}

function confirm(ticket: string) {
  return root.call(`POST /v1/tickets/${ticket}/notice-confirmation`, { body: {} });
}

it.each([
  { at: IN_TIME, outcome: 'END', day: '2025-12-31', subject: 'Ihre Kündigung ist rechtzeitig' },
  { at: LATE, outcome: 'RENEWED', day: '2026-12-31', subject: 'Ihre Kündigung kam zu spät' },
])('received $at: $outcome on $day, told in the customer’s language', async (row) => {
  const { at, outcome, day, subject } = row;
  const { ticket } = await arrived('Kündigung', at);
  const { decision } = (await root.call(`GET /v1/tickets/${ticket}`)).json();
  expect(decision).toMatchObject({ outcome, day, cutOff: '2025-12-17' });
  await spread({ database: hub.database, nowMs: () => hub.clock.wallMs(), mail: MAIL });
  const mails = await listMailsOut(hub.database);
  expect(mails).toHaveLength(1);
  expect(mails[0]?.subject).toContain(subject);
  expect(await endsOn()).toBeUndefined();
  expect((await confirm(ticket)).json()).toEqual({ contract: 'flat', endsOn: day });
  expect(await endsOn()).toBe(day);
});

it('is in the audit once confirmed', async () => {
  const { ticket } = await arrived('Kündigung', IN_TIME);
  await confirm(ticket);
  const { entries } = (await root.call('GET /v1/audit')).json();
  const acts = entries.map(({ act }: { readonly act: string }) => act);
  expect(acts).toEqual(expect.arrayContaining(['book-written', 'notice-confirmed']));
});

it('that nobody has seen as one is marked, for a customer whose address nobody knew', async () => {
  const { ticket, mail } = await arrived('About our contract', IN_TIME, 'ana@private.example');
  expect(await root.codeOf(`POST /v1/tickets/${ticket}/notice-confirmation`, { body: {} })).toBe(
    'notice-undecided',
  );
  const marked = await root.call(`POST /v1/mail/${mail}/notice`, { body: { customer: 'bar' } });
  expect(marked.json()).toMatchObject({ kind: 'notice', outcome: 'END', customer: 'bar' });
  expect((await confirm(ticket)).json()).toEqual({ contract: 'flat', endsOn: '2025-12-31' });
});
