/**
 * The vault in a real browser: who may not is not offered it, nothing is read without a reason,
 * nobody writes over what they have not seen, and of what was shown nothing stays in the page.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { databasePath } from '../../sync/hub/hub-office.ts';
import { openVendor } from '../../sync/hub/licences/vendor.ts';
import { startHub, type Hub, type HubSettings } from '../../sync/hub/main.ts';
import { openHubDatabase, type HubDatabase } from '../../sync/hub/store/hub-database.ts';
import { vaultEntries, vaultNotes } from '../../sync/hub/store/vault.ts';
import { PasswordHasher } from '../../sync/hub/users/password.ts';
import { addToBook } from '../../sync/hub/users/user-book.ts';
import { keyringText, readKeyring, withNewKey } from '../../sync/hub/vault/keyring.ts';
import { writeVault } from '../../sync/hub/vault/vault.ts';
import { HUB_PAGE, SCREENSHOTS, startBrowser } from '../support/browser.ts';
import { furnishBusiness } from '../support/business-books.ts';
import { CHEAP, PASSWORD } from '../support/people-hub.ts';
import { createTestVendor } from '../support/test-vendor.ts';

const SMALL = { width: 1_024, height: 768 };
const LANGUAGES = ['EN', 'DE', 'ES', 'IT'] as const;
const VALID = { validFrom: '2015-01-01T00:00:00.000Z', validUntil: '2099-01-01T00:00:00.000Z' };
const SECRET = 'correct-horse-battery';
const NEWER = 'a-newer-staple';
const A_MINUTE_MS = 60_000;

/** Read in the browser, which has a document; the test has none. */
const IS_TOO_WIDE = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
/** What stands over an edge of the window, or of what it lies in. */
const CUT = `[...document.querySelectorAll('.page *, dialog[open], dialog[open] *')]
  .filter((one) => {
    const { left, right } = one.getBoundingClientRect();
    const isClipped = one.scrollWidth > one.clientWidth + 1
      && getComputedStyle(one).overflowX !== 'visible' && one.tagName !== 'SELECT';
    return left < 0 || right > innerWidth || isClipped;
  })
  .map((one) => one.className + ': ' + one.textContent.slice(0, 60))`;
/** Wherever a page can keep something. */
const KEPT = `(async () => JSON.stringify([
  document.documentElement.outerHTML,
  [...document.querySelectorAll('input, textarea')].map(({ value }) => value),
  { ...localStorage }, { ...sessionStorage },
  history.state, location.href, document.cookie,
  await caches.keys(), await indexedDB.databases(),
  performance.getEntries().map(({ name }) => name),
]))()`;

let browser: Browser;
let folder = '';
let keyFile = '';
let database: HubDatabase;
let hub: Hub;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-hub-vault-'));
  keyFile = join(folder, 'vault.key');
  writeFileSync(keyFile, keyringText(withNewKey([])), { mode: 0o600 });
  const vendor = createTestVendor();
  const authority = { trust: vendor.trust, issuerKey: await vendor.certify('issuer', VALID) };
  const opened = await openVendor(authority);
  if (opened === undefined) throw new TypeError('no vendor');
  await furnishBusiness(folder, opened);
  database = await openHubDatabase(databasePath(folder));
  await addSven();
  hub = await runHub({ vaultKeyFile: keyFile });
});

afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  await hub[Symbol.asyncDispose]();
  await database.destroy();
  rmSync(folder, { recursive: true, force: true });
  const [complaint] = complaints.splice(0);
  if (complaint !== undefined) throw new TypeError(complaint);
});

function runHub(more: Partial<HubSettings>): Promise<Hub> {
  return startHub({
    folder,
    listen: { host: '127.0.0.1', port: 0, tls: undefined },
    pins: [],
    version: 'test',
    clock: systemClock,
    authority: {},
    pageFolder: HUB_PAGE,
    passwordCost: CHEAP,
    onEvent: () => undefined,
    onError: (cause) => complaints.push(String(cause)),
    ...more,
  });
}

async function addSven(): Promise<void> {
  const parts = { database, hasher: new PasswordHasher(CHEAP), newNonce: () => 'sven' };
  const doer = { by: undefined, address: 'console', atMs: systemClock.wallMs() };
  const terms = { name: 'Sven', role: 'vendor-support', sites: 'all', password: PASSWORD } as const;
  expect(await addToBook(parts, terms, doer)).toMatchObject({ kind: 'done' });
}

/** By Sven, elsewhere. */
function seal(entry: string, customer: string, password: string) {
  const parts = { database, nowMs: () => Date.now(), keys: () => readKeyring(keyFile) };
  const writing = { entry, customer, site: undefined, label: `Router ${entry}` };
  const fields = { User: 'admin', Password: password };
  return writeVault(parts, { ...writing, fields }, { name: 'Sven', address: '192.0.2.7' });
}

async function acts(): Promise<readonly string[]> {
  return (await vaultNotes(database)).map(({ act, name }) => `${act} ${name}`);
}

/** What is done from here on is done by this person. */
async function open(name: string, locale: string, hash: string): Promise<void> {
  const context = await browser.newContext({ locale, viewport: SMALL });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  page = await context.newPage();
  await page.clock.install();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const isExpected = /status of (40[1-49]|422)|ERR_FAILED/.test(message.text());
    if (message.type() === 'error' && !isExpected) complaints.push(message.text());
  });
  await page.goto(`${hub.url}/${hash}`);
  await page.locator('[name=name]').fill(name);
  await page.locator('[name=password]').fill(PASSWORD);
  await page.locator('form button[type=submit]').click();
}

/** In the line of the entry: the audit below hears of a version by itself. */
function seeEntry(text: string): Promise<void> {
  const buttons = page.getByRole('button', { name: 'Delete', exact: true });
  return page.getByRole('row').filter({ has: buttons }).getByText(text).waitFor();
}

function see(text: string): Promise<void> {
  return page.getByText(text).first().waitFor();
}

function press(name: string): Promise<void> {
  return page.getByRole('button', { name, exact: true }).first().click();
}

/** Beside the dialog's title there is a button of the same name behind it. */
function answer(name: string): Promise<void> {
  return page.locator('dialog').getByRole('button', { name, exact: true }).click();
}

async function read(reason: string): Promise<void> {
  await press('Read');
  await page.locator('[name=reason]').fill(reason);
  await answer('Show it');
}

function kept(): Promise<string> {
  return page.evaluate(KEPT) as Promise<string>;
}

async function shoot(name: string): Promise<void> {
  expect.soft(await page.evaluate(IS_TOO_WIDE), `${name} is too wide`).toBe(false);
  expect.soft(await page.evaluate(CUT), `${name} is cut`).toEqual([]);
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}

/** In each language; what is open stays open. */
async function shootAll(name: string): Promise<void> {
  for (const language of LANGUAGES) {
    await speak(language);
    await shoot(`${name}-${language.toLowerCase()}`);
  }
  await speak('EN');
}

/** The language stands at the top, which a dialog keeps from being pressed. */
async function speak(language: (typeof LANGUAGES)[number]): Promise<void> {
  const choice = page.locator('.choice-option', { hasText: language });
  await choice.dispatchEvent('click');
  await page.locator(`html[lang=${language.toLowerCase()}]`).waitFor({ state: 'attached' });
}

test('a hub without a key says so, and how to make one', async () => {
  await hub[Symbol.asyncDispose]();
  hub = await runHub({});
  await seal('one', 'pepe', SECRET);
  await open('Ada', 'en-GB', '#/vault');
  await see('This hub has no key for its vault');
  await see('tillwarden hub vault init --vault-key FILE');
  await see('Router one');
  for (const name of ['Add an entry', 'Read', 'Change']) {
    expect(await page.getByRole('button', { name, exact: true }).count()).toBe(0);
  }
  await shootAll('hub-vault-no-key');
});

test('who may not is neither offered nor told anything', async () => {
  await seal('one', 'pepe', SECRET);
  for (const name of ['Dora', 'Clara']) {
    await open(name, 'en-GB', '#/vault');
    await see('Your role does not include this.');
    expect(await page.getByRole('link', { name: 'Vault' }).count()).toBe(0);
    expect(await kept()).not.toContain('Router one');
  }
  await page.goto(`${hub.url}/#/tickets`);
  await press('Ask for help');
  await page.locator('[name=station]').selectOption('front');
  await page.locator('[name=words]').fill('The router is down.');
  await press('Ask');
  await see('What the contract says');
  expect(await page.getByRole('link', { name: 'Access data' }).count()).toBe(0);
  await open('Sven', 'en-GB', '#/');
  await page.getByRole('link', { name: 'Vault' }).click();
  await see('Router one');
  expect(await page.getByText('Who wrote and read').count()).toBe(0);
});

test('nothing is read without a reason, nor with another key', async () => {
  await seal('one', 'pepe', SECRET);
  await open('Ada', 'en-GB', '#/vault');
  await read('   ');
  await see('A reason is missing.');
  writeFileSync(keyFile, keyringText(withNewKey([])), { mode: 0o600 });
  await page.locator('[name=reason]').fill('The line is down.');
  await answer('Show it');
  await see('The vault key is not the one this was sealed with.');
  expect(await acts()).toEqual(['written Sven']);
  expect(await kept()).not.toContain(SECRET);
});

test('what somebody has changed meanwhile is neither written over nor deleted', async () => {
  await seal('one', 'pepe', SECRET);
  await open('Ada', 'en-GB', '#/vault');
  await read('To see it');
  await see(SECRET);
  await seal('one', 'pepe', NEWER);
  await see('Somebody has changed this entry in the meantime');
  await answer('Hide');
  await press('Change');
  await page.locator('[name=value-2]').fill('mine');
  await seal('one', 'pepe', NEWER);
  await answer('Seal it');
  await see('Somebody has changed this entry in the meantime.');
  await see('Nothing was written or removed.');
  await answer('Cancel');
  await seeEntry('Version 3');
  await press('Delete');
  await seal('one', 'pepe', NEWER);
  await answer('Yes, delete it');
  await see('Somebody has changed this entry in the meantime.');
  await answer('Cancel');
  await seeEntry('Version 4');
  await press('Delete');
  await answer('Yes, delete it');
  await see('The entry is deleted');
  await see('The vault is empty');
  const [newest] = await vaultNotes(database);
  expect(newest).toMatchObject({ act: 'removed', name: 'Ada', about: { version: 4 } });
});

test('an entry whose answer was lost is sent again, and is there once', async () => {
  await open('Ada', 'en-GB', '#/vault/pepe');
  await see('Nothing is kept for pepe');
  await press('Add an entry');
  await see('Add an entry for pepe');
  await page.locator('[name=label]').fill('Router');
  await answer('Seal it');
  await see('There is no value yet.');
  await page.locator('[name=value-2]').fill(SECRET);
  let isLost = false;
  await page.route('**/v1/vault/*', async (route) => {
    if (isLost) return route.continue();
    await route.fetch();
    isLost = true;
    return route.abort();
  });
  await answer('Seal it');
  await see('That did not get through');
  await answer('Seal it');
  await see('Read it to see that');
  expect(await vaultEntries(database)).toMatchObject([{ version: 1, label: 'Router' }]);
  expect(await kept()).not.toContain(SECRET);
});

test('a new entry is for a customer of the books, by whatever name', async () => {
  await open('Sven', 'en-GB', '#/vault');
  await see('The vault is empty');
  await page.route('**/v1/books/parties', (route) => route.abort());
  await press('Add an entry');
  await see('Asking the hub');
  await page.unroute('**/v1/books/parties');
  await page.locator('[name=customer]').selectOption('Café');
  await shoot('hub-vault-new-en');
  await page.locator('[name=label]').fill('Alarm');
  await page.locator('[name=value-2]').fill(SECRET);
  await answer('Seal it');
  await page.getByRole('link', { name: 'Café' }).click();
  await see('Vault: Café');
  await see('Alarm');
  await read('To see it');
  await see(SECRET);
});

test('an entry is sealed, read for a ticket, copied and hidden, and nothing of it stays', async () => {
  await seal('other', 'rosa', 'another-one');
  await open('Ada', 'en-GB', '#/tickets');
  await press('Ask for help');
  await page.locator('[name=station]').selectOption('front');
  await page.locator('[name=words]').fill('The router is down.');
  await press('Ask');
  await see('What the contract says');
  await shoot('hub-vault-ticket-en');
  await page.getByRole('link', { name: 'Access data of the customer' }).click();
  await see('Nothing is kept for pepe');
  await press('Add an entry');
  await page.locator('[name=label]').fill('Router in the cellar');
  await page.locator('[name=site]').fill('Centro');
  await page.locator('[name=value-1]').fill('admin');
  await page.locator('[name=value-2]').fill(`${SECRET}\n`);
  await press('One more field');
  await page.locator('[name=value-3]').fill('12');
  await answer('Seal it');
  await see('A value has no name.');
  await page.locator('[name=name-3]').fill('User');
  await answer('Seal it');
  await see('Two fields have the same name.');
  await page.locator('[name=name-3]').fill('Port');
  await shootAll('hub-vault-add');
  await answer('Seal it');
  await see('Read it to see that');
  expect(await kept()).not.toContain(SECRET);
  await press('Read');
  await see('Help 1');
  await page.locator('[name=reason]').fill('The line is down.');
  await shootAll('hub-vault-reading');
  const answered = page.waitForResponse('**/reading');
  await answer('Show it');
  expect((await answered).headers()['cache-control']).toBe('no-store');
  await see(SECRET);
  await page.locator('.vault-field', { hasText: 'Password' }).getByRole('button').click();
  await see('Copied.');
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(SECRET);
  await shootAll('hub-vault-shown');
  expect(await kept()).toContain(SECRET);
  await answer('Hide');
  await see('The line is down.');
  expect(await kept()).not.toContain(SECRET);
  const [newest] = await vaultNotes(database);
  expect(newest).toMatchObject({ act: 'read', name: 'Ada', reason: 'The line is down.' });
  await page.locator('.card-stack').getByRole('link', { name: 'Help 1' }).click();
  await see('What the contract says');
  expect(page.url()).toContain(String(newest?.ticket));
  await page.goto(`${hub.url}/#/vault/rosa/${newest?.ticket}`);
  await see('This ticket is not of this customer');
  await read('Another line is down.');
  await see('another-one');
  await answer('Hide');
  const [later] = await vaultNotes(database);
  expect(later).toMatchObject({ reason: 'Another line is down.', ticket: undefined });
  await page.goto(`${hub.url}/#/vault`);
  await see('Router in the cellar');
  await page.locator('[name=filter]').fill('CELLAR');
  // Not in the list; in the audit of its writing and its reading.
  await expect.poll(() => page.getByText('Router other').count()).toBe(2);
  await page.locator('[name=filter]').fill('nowhere');
  await see('Nothing fits that');
  await page.locator('[name=filter]').fill('');
  await shootAll('hub-vault-list');
  await press('Change');
  await shootAll('hub-vault-change');
  await page.keyboard.press('Escape');
  await press('Delete');
  await shootAll('hub-vault-delete');
});

test('what is shown is hidden after a minute, with the tab, and with the page', async () => {
  await seal('one', 'pepe', SECRET);
  await open('Ada', 'en-GB', '#/vault');
  await read('To see it');
  await see(SECRET);
  await page.clock.fastForward(A_MINUTE_MS - 1_000);
  await see(SECRET);
  await page.clock.fastForward(1_000);
  await see('The values are hidden again');
  expect(await kept()).not.toContain(SECRET);

  await read('To see it again');
  await see(SECRET);
  await hideTab(true);
  await expect.poll(kept).not.toContain(SECRET);
  await hideTab(false);
  await see('The values are hidden again');

  await page.route('**/reading', async (route) => {
    const response = await route.fetch();
    await hideTab(true);
    await route.fulfill({ response });
  });
  await read('To see it once more');
  await see('The values are hidden again');
  expect(await kept()).not.toContain(SECRET);
  await page.unroute('**/reading');
  await hideTab(false);

  await read('Then to go elsewhere');
  await see(SECRET);
  await page.evaluate("location.hash = '#/'");
  await see('Till front');
  expect(await kept()).not.toContain(SECRET);
  await page.goBack();
  await see('Router one');
  expect(await kept()).not.toContain(SECRET);

  await read('And to leave the page');
  await see(SECRET);
  await page.evaluate("window.dispatchEvent(new Event('pagehide'))");
  await see('The values are hidden again');
  expect(await kept()).not.toContain(SECRET);
  expect(await acts()).toEqual([...Array.from({ length: 5 }, () => 'read Ada'), 'written Sven']);
});

/** As the browser says it when another tab comes to the front: a headless one has no front. */
async function hideTab(isHidden: boolean): Promise<void> {
  const state = isHidden ? 'hidden' : 'visible';
  await page.evaluate(`(() => {
    Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  })()`);
}
