/**
 * Mail and webhooks in a real browser, with real servers behind the hub: what does not get through is
 * said and tried again by hand, a mail is made a notice, and a secret is seen once.
 */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { hubCommand } from '../../agent/cli/hub.ts';
import { LANGUAGES, type Language } from '../../agent/words/language.ts';
import { mailPageWords } from '../../agent/words/mail-page-words.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { databasePath } from '../../sync/hub/hub-office.ts';
import { readMailSettings } from '../../sync/hub/mail/mail-settings.ts';
import { startHub, type Hub, type HubSettings } from '../../sync/hub/main.ts';
import { openHubDatabase, type HubDatabase } from '../../sync/hub/store/hub-database.ts';
import { PasswordHasher } from '../../sync/hub/users/password.ts';
import type { Role } from '../../sync/hub/users/roles.ts';
import { addToBook } from '../../sync/hub/users/user-book.ts';
import { GIVE_UP_AFTER_MS } from '../../sync/hub/webhooks/deliver.ts';
import { writeContract, writeCustomer, writeEntry } from '../support/balance-books.ts';
import { HUB_PAGE, SCREENSHOTS, startBrowser } from '../support/browser.ts';
import { callCommand } from '../support/call-command.ts';
import { MailServers, missingMailProgram } from '../support/mail-servers.ts';
import { CHEAP, PASSWORD } from '../support/people-hub.ts';

const missing = missingMailProgram();
if (missing !== undefined) process.stderr.write(`\nMAIL IS NOT TESTED: ${missing} is missing\n\n`);

const SCREEN = { width: 1_024, height: 768 };
const WITHIN = { timeout: 15_000, interval: 50 };
/** Read in the browser, which has a document; the test has none. */
const IS_TOO_WIDE = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
/** Nothing of an open dialog lies outside the screen. */
const IS_DIALOG_CUT = `[...document.querySelectorAll('dialog[open]')].some((dialog) => {
  const { top, left, bottom, right } = dialog.getBoundingClientRect();
  const isOutside = top < 0 || left < 0 || bottom > innerHeight || right > innerWidth;
  return isOutside || dialog.scrollHeight > dialog.clientHeight + 1;
})`;

let browser: Browser;
let folder = '';
let hub: Hub;
let database: HubDatabase;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-hub-mail-'));
  mkdirSync(join(folder, 'hub'));
  database = await openHubDatabase(databasePath(join(folder, 'hub')));
  await addUser('Ada', 'vendor-admin');
});

afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  await hub[Symbol.asyncDispose]();
  await database.destroy();
  rmSync(folder, { recursive: true, force: true });
  const [complaint] = complaints.splice(0);
  if (complaint !== undefined) throw new TypeError(complaint);
});

async function addUser(name: string, role: Role): Promise<void> {
  const parts = { database, hasher: new PasswordHasher(CHEAP), newNonce: () => name };
  const doer = { by: undefined, address: 'console', atMs: systemClock.wallMs() };
  const terms = { name, role, sites: 'all', password: PASSWORD } as const;
  expect(await addToBook(parts, terms, doer)).toMatchObject({ kind: 'done' });
}

async function start(settings: Partial<HubSettings> = {}): Promise<void> {
  hub = await startHub({
    folder: join(folder, 'hub'),
    listen: { host: '127.0.0.1', port: 0, tls: undefined },
    pins: [],
    version: 'test',
    clock: systemClock,
    authority: {},
    pageFolder: HUB_PAGE,
    passwordCost: CHEAP,
    onEvent: () => undefined,
    onError: (cause) => complaints.push(String(cause)),
    ...settings,
  });
}

async function open(name: string, hash: string): Promise<void> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: SCREEN });
  page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${hub.url}/${hash}`);
  await page.locator('[name=name]').fill(name);
  await page.locator('[name=password]').fill(PASSWORD);
  await page.locator('form button[type=submit]').click();
}

function see(text: string): Promise<void> {
  return page.getByText(text).first().waitFor();
}

function press(name: string, within: Page | Locator = page): Promise<void> {
  return within.getByRole('button', { name, exact: true }).first().click();
}

/** Behind an open dialog too, where nobody could press it. */
function choose(language: Language): Promise<void> {
  return page.locator('.choice-option', { hasText: language.toUpperCase() }).dispatchEvent('click');
}

/** What is on the screen, in each language, with nothing cut. */
async function shoot(name: string): Promise<void> {
  for (const language of LANGUAGES) {
    await choose(language);
    await shootOne(`${name}-${language}`);
  }
  await choose('en');
}

async function shootOne(name: string): Promise<void> {
  expect.soft(await page.evaluate(IS_TOO_WIDE), `${name} is too wide`).toBe(false);
  expect.soft(await page.evaluate(IS_DIALOG_CUT), `the dialog of ${name} is cut`).toBe(false);
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}

/** The hub carries it out, and its answer is lost. */
async function loseAnswer(path: string, method: string): Promise<void> {
  await page.route(
    `**${path}`,
    async (route) => {
      if (route.request().method() !== method) return route.fallback();
      await route.fetch();
      return route.abort();
    },
    { times: 1 },
  );
}

test('a hub with neither mail nor a vault key says so, and how to set them up', async () => {
  await start();
  await open('Ada', '#/mail');
  for (const language of LANGUAGES) {
    await page.goto(`${hub.url}/#/mail`);
    await choose(language);
    const { mail, webhooks } = mailPageWords(language);
    await see(mail.unset.title);
    await shootOne(`hub-mail-unset-${language}`);
    await page.goto(`${hub.url}/#/webhooks`);
    await see(webhooks.noKey.title);
    expect(await page.getByRole('button', { name: webhooks.add }).count()).toBe(0);
    await shootOne(`hub-webhooks-no-key-${language}`);
  }
});

test('somebody who may not see mail and webhooks is offered neither', async () => {
  await addUser('Sara', 'vendor-support');
  await start();
  await open('Sara', '#/tickets');
  await page.getByRole('link', { name: 'Callbacks' }).waitFor();
  for (const name of ['Mail', 'Webhooks']) {
    expect(await page.getByRole('link', { name, exact: true }).count()).toBe(0);
  }
  for (const hash of ['#/mail', '#/webhooks', '#/webhooks/none']) {
    await page.goto(`${hub.url}/${hash}`);
    await see('Your role does not include this.');
  }
});

describe.skipIf(missing !== undefined)('mail', () => {
  let place = '';
  let servers: MailServers;

  beforeAll(async () => {
    place = mkdtempSync(join(tmpdir(), 'tillwarden-mail-servers-'));
    servers = await MailServers.start(place);
  });

  afterAll(async () => {
    await servers[Symbol.asyncDispose]();
    rmSync(place, { recursive: true, force: true });
  });

  beforeEach(async () => {
    servers.sent.length = 0;
    await writeCustomer(database, 'bar', ['shop']);
    await writeCustomer(database, 'inn', ['hall']);
    const mails = ['ana@bar.example'];
    await writeEntry(database, { book: 'customers', entry: 'bar', body: { mails } });
    await writeContract(database, { id: 'flat', customer: 'inn', plan: 'sds', variant: 'flat' });
    await start({ mail: readMailSettings(servers.writeSettings()) });
    await firstLook();
  });

  test('a mail that was set aside is sent again, and what waits says until when', async () => {
    await open('Ada', '#/mail');
    await see('There are no outgoing mails.');
    servers.unknown.add('ana@bar.example');
    await servers.deliver(written({ id: 'one', subject: 'The scanner is dead' }));
    await see('Set aside');
    await see('The mail server refuses the address.');
    await see('550 no such user');
    await see('1 try');
    servers.refusals = 1;
    await servers.deliver(written({ id: 'two', from: 'ben@else.example', subject: 'The drawer' }));
    await see('Next try');
    await see('The mail server refuses this mail.');
    await shoot('hub-mail-out');

    servers.unknown.clear();
    await page.route('**/again', (route) => route.abort(), { times: 1 });
    await press('Send again');
    await see('That did not get through');
    await press('Send again');
    await see('The mail waits to be sent again.');
    const row = page.getByRole('row', { name: 'ana@bar.example' });
    await row.getByText('Sent', { exact: true }).waitFor();
    const [sent] = servers.sent;
    expect(sent?.to).toEqual(['ana@bar.example']);
    expect(await page.getByRole('button', { name: 'Send again' }).count()).toBe(0);

    await page.route('**/v1/mail', (route) => route.abort());
    await see('No connection to the hub');
    await see('The drawer');
    await page.unroute('**/v1/mail');
    await page.getByText('No connection to the hub').waitFor({ state: 'detached' });
    await shoot('hub-mail-sent');
    await row.getByRole('link').click();
    await see('The scanner is dead');
  });

  test('a mail is made a notice of whose it is, once, and what came of each is said', async () => {
    await open('Ada', '#/mail');
    await press('Incoming');
    await see('No mail has come.');
    await servers.deliver(written({ id: 'one', subject: 'We leave you', from: 'ben@inn.example' }));
    const automatic = 'Auto-Submitted: auto-replied\n';
    await servers.deliver(written({ id: 'two', subject: 'Away', headers: automatic }));
    await servers.deliver(written({ id: 'three', subject: 'Kündigung' }));
    await see('A program wrote it.');
    await see('Notice of termination');
    const row = page.getByRole('row', { name: 'We leave you' });
    await press('It is a notice', row);
    const dialog = page.locator('dialog');
    await dialog.locator('select').waitFor();
    await shoot('hub-mail-notice');
    await press('Yes, it is a notice', dialog);
    // Nobody is nobody’s customer by default.
    expect(await dialog.locator('select:invalid').count()).toBe(1);
    await dialog.locator('select').selectOption('inn');
    await page.route('**/notice', (route) => route.abort(), { times: 1 });
    await press('Yes, it is a notice', dialog);
    await dialog.getByText('That did not get through').waitFor();
    await press('Yes, it is a notice', dialog);
    await see('It counts as a notice of termination.');
    expect(await page.locator('dialog').count()).toBe(0);
    await row.getByText('Notice of termination').waitFor();
    expect(await row.getByRole('button').count()).toBe(0);
    await shoot('hub-mail-in');
    await row.getByRole('link').click();
    await see('Contract ends');
    await see('Confirm the notice');
  });
});

describe('webhooks', () => {
  let program: Program;

  beforeEach(async () => {
    program = await Program.start();
    const vaultKeyFile = join(folder, 'vault.key');
    await callCommand(hubCommand, ['vault', 'init', '--vault-key', vaultKeyFile]);
    await start({ vaultKeyFile, webhookAllow: ['127.0.0.1'] });
  });

  afterEach(() => program.close());

  test('one is made once, and its secret is seen, once', async () => {
    await open('Ada', '#/webhooks');
    await see('No program is told.');
    await press('Add a webhook');
    const dialog = page.locator('dialog');
    expect(await dialog.locator('button[type=submit]').isDisabled()).toBe(true);
    await dialog.getByLabel('Request opened').check();
    await dialog.locator('[name=url]').fill('http://pos.example.com/told');
    await press('Add a webhook', dialog);
    await dialog.getByText('The hub does not send to this address.').waitFor();
    await shoot('hub-webhook-new');
    await dialog.locator('[name=url]').fill(program.url);
    await loseAnswer('/v1/webhooks', 'POST');
    await press('Add a webhook', dialog);
    await dialog.getByText('That did not get through').waitFor();
    await press('Add a webhook', dialog);
    await see('It is shown only now.');
    const secret = (await page.locator('.made-secret').textContent()) ?? '';
    await shoot('hub-webhook-secret');
    expect(await page.locator('tbody tr').count()).toBe(1);
    await copies(secret);
    await press('I have kept it');
    expect(await page.content()).not.toContain(secret);
  });

  test('a program is told until it takes it, or in vain, and no more once it is deleted', async () => {
    program.status = 503;
    await open('Ada', '#/webhooks');
    const secret = await added(program.url);
    await askForHelp('The screen stays white.');
    await page.goto(`${hub.url}/#/webhooks`);
    await see('The program answered with 503.');
    await see('Next try');
    await shoot('hub-webhooks');
    program.status = 200;
    await tryNow();
    await see('Delivered');
    const [first, second] = program.told;
    expect(second?.body).toBe(first?.body);
    expect(second?.mac).toBe(second?.macWith(secret));

    await program.close();
    await askForHelp('The drawer is stuck.');
    await page.goto(`${hub.url}/#/webhooks`);
    await page.getByRole('link', { name: program.url }).click();
    await see('The program cannot be reached.');
    await see('Delivered');
    const longAgo = systemClock.wallMs() - GIVE_UP_AFTER_MS;
    const late = database.updateTable('webhook_deliveries').set({ at_ms: longAgo });
    await late.where('state', '=', 'waiting').execute();
    await tryNow();
    await see('Given up');
    await shoot('hub-webhook');
    await page.getByRole('link', { name: 'All webhooks' }).click();
    await press('Delete');
    await see('Delete this webhook?');
    await shoot('hub-webhook-delete');
    const dialog = page.locator('dialog');
    await page.route('**/v1/webhooks/*', (route) => route.abort(), { times: 1 });
    await press('Delete', dialog);
    await dialog.getByText('That did not get through').waitFor();
    await press('Delete', dialog);
    await see('The webhook is deleted.');
    await see('No program is told.');
  });
});

/** A hub takes in what comes after it alone. */
async function firstLook(): Promise<void> {
  const cursors = database.selectFrom('mailboxes').select('last_uid');
  await vi.waitFor(async () => expect(await cursors.execute()).toHaveLength(1), WITHIN);
}

/** Its secret. */
async function added(url: string): Promise<string> {
  await press('Add a webhook');
  const dialog = page.locator('dialog');
  await dialog.locator('[name=url]').fill(url);
  await dialog.getByLabel('Request opened').check();
  await press('Add a webhook', dialog);
  return (await page.locator('.made-secret').textContent()) ?? '';
}

/** Where the browser lets it, and in words where it does not. */
async function copies(secret: string): Promise<void> {
  await page.evaluate('navigator.clipboard.writeText = () => Promise.reject(new Error("no"))');
  await press('Copy');
  await see('The browser does not allow copying.');
  await page.evaluate('delete navigator.clipboard.writeText');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await press('Copy');
  await see('Copied');
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(secret);
}

async function askForHelp(words: string): Promise<void> {
  await page.goto(`${hub.url}/#/tickets`);
  await press('Ask for help');
  await page.locator('dialog [name=words]').fill(words);
  await press('Ask', page.locator('dialog'));
  await see('What the contract says');
}

/** Nobody waits half a minute here. */
async function tryNow(): Promise<void> {
  await database.updateTable('webhook_deliveries').set({ due_at_ms: 0 }).execute();
}

interface Written {
  readonly id: string;
  readonly subject: string;
  readonly from?: string;
  readonly headers?: string;
}

function written({ id, subject, from = 'ana@bar.example', headers = '' }: Written): string {
  return `From: Ana <${from}>
To: support@vendor.example
Message-ID: <${id}@bar.example>
Date: ${new Date().toUTCString()}
Subject: ${subject}
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
${headers}
This is what it is about.
`;
}

interface Told {
  readonly body: string;
  readonly mac: string | undefined;
  readonly macWith: (secret: string) => string;
}

/** A program that is told, on this computer. */
class Program {
  status = 200;
  readonly told: Told[] = [];
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/told`;
    server.on('request', (request: IncomingMessage, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        this.told.push(toldBy(request, Buffer.concat(pieces).toString('utf8')));
        response.writeHead(this.status).end();
      });
    });
  }

  static async start(): Promise<Program> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new Program(server);
  }

  /** Once more is no fault. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function toldBy({ headers }: IncomingMessage, body: string): Told {
  const signature = String(headers['x-tillwarden-signature']);
  const [, seconds, mac] = /^t=(\d+),v1=(.*)$/.exec(signature) ?? [];
  const macWith = (secret: string): string =>
    createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return { body, mac, macWith };
}
