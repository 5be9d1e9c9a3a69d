/**
 * Mail over real servers: an SMTP server with a certificate of its own authority, and dovecot. What
 * comes in has its effect once, whatever dies; what goes out is one mail for one cause; and by when a
 * notice reached the mailbox is decided what it does (SDS-20, E11).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HubDatabase } from '../../sync/hub/store/hub-database.ts';
import { openHubDatabase } from '../../sync/hub/store/hub-database.ts';
import { listMailsIn } from '../../sync/hub/store/mails-in.ts';
import { listMailsOut } from '../../sync/hub/store/mails-out.ts';
import { listTickets, messagesOf } from '../../sync/hub/store/tickets.ts';
import { writeContract, writeCustomer, writeEntry } from '../support/balance-books.ts';
import { MailServers, missingMailProgram, type SentMail } from '../support/mail-servers.ts';
import { RealHub } from '../support/real-hub.ts';

const missing = missingMailProgram();
if (missing !== undefined) process.stderr.write(`\nMAIL IS NOT TESTED: ${missing} is missing\n\n`);

const WITHIN = { timeout: 15_000, interval: 50 };

let folder = '';
let servers: MailServers;
let hub: RealHub;
let database: HubDatabase;
/** Mails that other tests have had. */
let before = 0;

describe.skipIf(missing !== undefined)('a hub with a mailbox', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tillwarden-mail-'));
    servers = await MailServers.start(folder);
    await furnish();
    await started();
  });

  afterAll(async () => {
    await hub.kill();
    await database.destroy();
    await servers[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    servers.sent.length = 0;
    before = (await listMailsIn(database)).length;
  });

  it('opens a ticket for who writes, answers, and takes the reply into the same one', async () => {
    await servers.deliver(mail({ id: 'one', subject: 'The scanner is dead' }));
    const [opened] = await sent(1);
    expect(opened?.to).toEqual(['ana@bar.example']);
    const [ticket] = await listTickets(database, {});
    expect(ticket).toMatchObject({ source: 'mail', customer: 'bar', title: 'The scanner is dead' });
    expect(opened?.source).toContain('In-Reply-To: <one@bar.example>');
    const ours = idOf(opened);
    const reply = `In-Reply-To: ${ours}\nReferences: <one@bar.example> ${ours}\n`;
    await servers.deliver(mail({ id: 'two', subject: 'Re: …', headers: reply }));
    // A program that knows no threads keeps the subject.
    const [, subject] = /^Subject: (.*(?:\r\n\s.*)*)/m.exec(opened?.source ?? '') ?? [];
    await servers.deliver(mail({ id: 'three', subject: `AW: ${subject}` }));
    await vi.waitFor(
      async () => expect(await effects()).toEqual(['opened', 'added', 'added']),
      WITHIN,
    );
    expect(await messagesOf(database, ticket?.id ?? '')).toHaveLength(3);
    expect(await listTickets(database, {})).toHaveLength(1);
  });

  it('neither answers programs nor itself, and takes nothing twice', async () => {
    const automatic = 'Auto-Submitted: auto-replied\n';
    await servers.deliver(mail({ id: 'away', subject: 'Away', headers: automatic }));
    await servers.deliver(mail({ id: 'own', subject: 'Loop', from: 'support@vendor.example' }));
    await servers.deliver(mail({ id: 'same', subject: 'Once' }));
    await servers.deliver(mail({ id: 'same', subject: 'Once' }));
    const all = ['ignored', 'ignored', 'opened', 'repeated'];
    await vi.waitFor(async () => expect(await effects()).toEqual(all), WITHIN);
    expect(await sent(1)).toHaveLength(1);
  });

  it('tries again what the server does not take for now, under the same name', async () => {
    servers.refusals = 1;
    await servers.deliver(mail({ id: 'refused', subject: 'Help' }));
    const waiting = async () => {
      const [out] = await listMailsOut(database);
      expect(out).toMatchObject({
        state: 'waiting',
        attempts: 1,
        lastError: expect.stringContaining('451'),
      });
      return out;
    };
    const refused = await vi.waitFor(waiting, WITHIN);
    // Nobody waits half a minute here.
    await database.updateTable('mails_out').set({ due_at_ms: 0 }).execute();
    const [taken] = await sent(1);
    expect(idOf(taken)).toBe(refused?.messageId);
  });

  it('decides a notice by when it reached the mailbox, not by when it was sent (E11)', async () => {
    const late = mail({
      id: 'notice',
      subject: 'Kündigung unseres Vertrags',
      date: 'Wed, 17 Dec 2025 23:50:00 +0100',
    });
    await servers.deliver(late, new Date('2025-12-18T00:01:00+01:00'));
    const [verdict] = await sent(1);
    expect(verdict?.source).toContain('Your notice came too late');
    const [ticket] = await listTickets(database, {});
    expect(ticket).toMatchObject({
      kind: 'notice',
      request: { receivedMs: Date.parse('2025-12-17T23:01:00Z') },
      decision: { outcome: 'RENEWED', day: '2026-12-31', cutOff: '2025-12-17' },
    });
  });

  it('killed before and after a mail has its effect, it loses nothing and does nothing twice', async () => {
    await hub.stop();
    await started({ CRASH_POINT: 'mail-fetched' });
    await servers.deliver(mail({ id: 'first', subject: 'Help' }));
    await hub.process.ended;
    await hub.start({ env: { CRASH_POINT: 'mail-taken', HUB_MAIL: servers.writeSettings() } });
    await hub.process.ended;
    await servers.deliver(mail({ id: 'second', subject: 'More help' }));
    await started();
    await vi.waitFor(async () => expect(await effects()).toEqual(['opened', 'opened']), WITHIN);
    const mails = await sent(2);
    expect(mails.map(({ source }) => /^In-Reply-To: (.*)$/m.exec(source)?.[1]?.trim())).toEqual([
      '<first@bar.example>',
      '<second@bar.example>',
    ]);
    expect(new Set(mails.map(idOf)).size).toBe(2);
  });
});

/** A customer with an address, and a contract that was begun a year ago. */
async function furnish(): Promise<void> {
  hub = new RealHub(join(folder, 'hub'));
  database = await openHubDatabase(join(hub.folder, 'hub.db'));
  await writeCustomer(database, 'bar', ['shop']);
  const mails = ['ana@bar.example'];
  await writeEntry(database, { book: 'customers', entry: 'bar', body: { mails } });
  const contract = { id: 'flat', customer: 'bar', plan: 'sds', variant: 'flat' } as const;
  await writeContract(database, { ...contract, start: '2025-01-01' });
}

/** Running, and its mailbox read as far as it was. */
async function started(env: Readonly<Record<string, string>> = {}): Promise<void> {
  await hub.start({ env: { ...env, HUB_MAIL: servers.writeSettings() } });
  const cursors = database.selectFrom('mailboxes').select('last_uid');
  await vi.waitFor(async () => expect(await cursors.execute()).toHaveLength(1), WITHIN);
}

async function sent(least: number): Promise<readonly SentMail[]> {
  await vi.waitFor(() => expect(servers.sent.length).toBeGreaterThanOrEqual(least), WITHIN);
  return servers.sent;
}

/** In the order in which they came. */
async function effects(): Promise<readonly string[]> {
  const mails = await listMailsIn(database);
  return mails
    .toSorted((a, b) => a.uid - b.uid)
    .slice(before)
    .map(({ effect }) => effect);
}

function idOf(mail: SentMail | undefined): string {
  return /^Message-ID: (<.*>)/m.exec(mail?.source ?? '')?.[1] ?? '';
}

interface Written {
  readonly id: string;
  readonly subject: string;
  readonly from?: string;
  readonly headers?: string;
  readonly date?: string;
}

function mail({ id, subject, from = 'ana@bar.example', headers = '', date }: Written): string {
  return `From: Ana <${from}>
To: support@vendor.example
Message-ID: <${id}@bar.example>
Date: ${date ?? new Date().toUTCString()}
Subject: ${subject}
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
${headers}
Good morning,
this is what it is about.
`;
}
