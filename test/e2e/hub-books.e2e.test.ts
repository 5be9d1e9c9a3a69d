/** The books in a real browser: written through a form and a file, and what is wrong is listed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { databasePath } from '../../sync/hub/hub-office.ts';
import { startHub, type Hub } from '../../sync/hub/main.ts';
import { openHubDatabase } from '../../sync/hub/store/hub-database.ts';
import { PasswordHasher } from '../../sync/hub/users/password.ts';
import { addToBook } from '../../sync/hub/users/user-book.ts';
import { HUB_PAGE, SCREENSHOTS, startBrowser } from '../support/browser.ts';
import { CHEAP, PASSWORD } from '../support/people-hub.ts';

const SCREEN = { width: 1_280, height: 800 };

let browser: Browser;
let folder = '';
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
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-hub-books-'));
  hub = await startHub({
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
  });
  await addAda();
});

afterEach(async () => {
  await page?.context().close();
  await hub[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
  const [complaint] = complaints.splice(0);
  if (complaint !== undefined) throw new TypeError(complaint);
});

async function addAda(): Promise<void> {
  const database = await openHubDatabase(databasePath(folder));
  const parts = { database, hasher: new PasswordHasher(CHEAP), newNonce: () => 'ada' };
  const doer = { by: undefined, address: 'console', atMs: systemClock.wallMs() };
  const terms = { name: 'Ada', role: 'vendor-admin', sites: 'all', password: PASSWORD } as const;
  expect(await addToBook(parts, terms, doer)).toMatchObject({ kind: 'done' });
  await database.destroy();
}

async function open(locale: string): Promise<void> {
  const context = await browser.newContext({ locale, viewport: SCREEN });
  page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(hub.url);
  await page.locator('[name=name]').fill('Ada');
  await page.locator('[name=password]').fill(PASSWORD);
  await page.locator('form button[type=submit]').click();
}

function see(text: string): Promise<void> {
  return page.getByText(text).first().waitFor();
}

function press(name: string): Promise<void> {
  return page.getByRole('button', { name, exact: true }).first().click();
}

async function fill(fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(fields)) {
    await page.locator(`[name="${name}"]`).fill(text);
  }
}

test('an admin writes, changes and ends an entry', async () => {
  await open('en-GB');
  await page.getByRole('link', { name: 'Books' }).click();
  await see('Nothing is written here');
  await press('Add an entry');
  await fill({ id: 'bar', name: 'Bar Pepe' });
  await page.locator('[name=kind]').selectOption('customer');
  await page.screenshot({ path: join(SCREENSHOTS, 'hub-book-form-en.png') });
  await press('Save');
  await see('It is written');
  await see('Bar Pepe');
  await press('Change');
  await fill({ name: 'Bar Pepa' });
  await press('Save');
  await see('Bar Pepa');
  await page.getByRole('link', { name: 'Relations' }).click();
  await press('Add an entry');
  await fill({ 'entry-name': 'e-1', from: 'bar', to: 'nobody', since: '2026-01-01T00:00:00.000Z' });
  await press('Save');
  await see('No such party: nobody');
  await page.screenshot({ path: join(SCREENSHOTS, 'hub-book-fault-en.png') });
  await page.getByRole('link', { name: 'Parties' }).click();
  await press('End');
  await press('Yes, end it');
  await see('Nothing is written here');
});

test('a file is tried, its faults are listed, and it is taken once it is good', async () => {
  await open('es-ES');
  await page.getByRole('link', { name: 'Libros' }).click();
  await page.getByRole('link', { name: 'Precios' }).click();
  await press('Cargar un archivo');
  await choose('entry,minor,currency\r\nhora,12.5,EUR\r\n');
  await press('Comprobar el archivo');
  await see('No encaja');
  await page.screenshot({ path: join(SCREENSHOTS, 'hub-book-import-es.png') });
  expect(await page.getByRole('button', { name: 'Tomarlo' }).count()).toBe(0);
  await choose('entry,minor,currency\r\nhora,1250,EUR\r\n');
  await press('Comprobar el archivo');
  await see('El archivo es correcto');
  await press('Tomarlo');
  await see('El archivo está cargado');
  await page.getByRole('cell', { name: '1250' }).waitFor();
  const downloads = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Guardar como archivo' }).click();
  expect((await downloads).suggestedFilename()).toBe('prices.csv');
});

async function choose(csv: string): Promise<void> {
  const buffer = Buffer.from(csv);
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'prices.csv', mimeType: 'text/csv', buffer });
}
