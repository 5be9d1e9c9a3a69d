/** Work orders and the week in a real browser: ordered, planned into a free time, ticked off, closed. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type Page, type Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { databasePath } from '../../sync/hub/hub-office.ts';
import { startHub, type Hub } from '../../sync/hub/main.ts';
import { topUp } from '../../sync/hub/contracts/balance-desk.ts';
import { openHubDatabase } from '../../sync/hub/store/hub-database.ts';
import { PasswordHasher } from '../../sync/hub/users/password.ts';
import { addToBook } from '../../sync/hub/users/user-book.ts';
import { HUB_PAGE, SCREENSHOTS, startBrowser } from '../support/browser.ts';
import { writeContract, writeCustomer, writeEntry, writePrice } from '../support/balance-books.ts';
import { CHEAP, PASSWORD } from '../support/people-hub.ts';

let browser: Browser;
let folder: string;
let hub: Hub;
let page: Page;

beforeAll(async () => {
  browser = await startBrowser();
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-hub-field-'));
  await furnish();
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
    onError: (cause) => {
      throw cause;
    },
  });
  const money = { customer: 'bar-pepe', id: 'money', amountMinor: 80_000 };
  await topUp(hub.office.desk(), money);
});

afterAll(async () => {
  await browser?.close();
  await hub?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** Two weeks ahead: no lead time stands in the way. */
function ahead(day: number, hour: number): number {
  const now = new Date();
  const monday = now.getDate() - ((now.getDay() + 6) % 7) + 14;
  return new Date(now.getFullYear(), now.getMonth(), monday + day, hour).getTime();
}

const newNonce = (): string => randomBytes(24).toString('base64url');

async function furnish(): Promise<void> {
  await using database = await openHubDatabase(databasePath(folder));
  const parts = { database, hasher: new PasswordHasher(CHEAP), clock: systemClock, newNonce };
  const doer = { by: undefined, address: 'console', atMs: 1 };
  for (const name of ['Ada Keller', 'Ben Ruiz']) {
    const user = { name, role: 'vendor-admin', sites: 'all', password: PASSWORD } as const;
    await addToBook(parts, user, doer);
  }
  await writeCustomer(database, 'bar-pepe', ['centro']);
  await writePrice(database, 'hour-on-site', 9_000);
  const wallet = { id: 'w', customer: 'bar-pepe', plan: 'omn', variant: 'plafond' } as const;
  await writeContract(database, wallet);
  const slots = [ahead(1, 9), ahead(1, 11), ahead(2, 9), ahead(3, 15)];
  await writeEntry(database, { book: 'schedules', entry: 'omn', body: { slots } });
}

async function signIn(name: string, language: string): Promise<void> {
  const context = await browser.newContext({
    locale: language,
    viewport: { width: 1_280, height: 900 },
  });
  page = await context.newPage();
  await page.goto(`${hub.url}/#/work`);
  await page.locator('input[name=name]').fill(name);
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.locator('button[type=submit]').click();
}

const see = (text: string): Promise<void> => page.getByText(text).first().waitFor();
const press = (name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).last().click();

async function shoot(name: string): Promise<void> {
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
}

async function loseAnswer(route: Route): Promise<void> {
  await route.fetch();
  await route.fulfill({ body: '' });
}

/** Takes the first time that is free for whatever waits. */
async function planVisit(): Promise<void> {
  await page.goto(`${hub.url}/#/planning`);
  await see('Sun');
  await press('Week after');
  await press('Week after');
  await page.locator('.board-free').first().click();
  await see('Plan a time');
  await page.locator('dialog select[name=technician]').selectOption({ label: 'Ben Ruiz' });
  await shoot('hub-planning-dialog-en');
  await press('Plan a time');
  await page.locator('.board-entry', { hasText: 'Ben Ruiz' }).waitFor();
}

test('an update by hand is ordered, planned, done in its order, and charged', async () => {
  await signIn('Ada Keller', 'en-GB');
  await see('There is no work here.');
  await press('New order');
  const dialog = page.locator('dialog');
  await dialog.locator('select[name=kind]').selectOption('update');
  await dialog.locator('input[name=customer]').fill('bar-pepe');
  await dialog.locator('input[name=site]').fill('centro');
  await dialog.locator('input[name=title]').fill('Update of the till at the bar');
  await dialog.locator('textarea[name=items]').fill('Install the new version\nTest sale');
  await shoot('hub-work-new-en');
  await press('New order');
  await see('Backup made');

  await planVisit();
  expect(await page.locator('.board-free').count()).toBe(3);
  await shoot('hub-planning-en');

  // What is given back leaves nobody's name behind, and is planned anew.
  await page.locator('.board-entry', { hasText: 'Ben Ruiz' }).click();
  await press('Give the time back');
  await expect.poll(() => page.locator('.board-free').count()).toBe(4);
  await page.goto(`${hub.url}/#/work`);
  await see('Nobody yet');
  expect(await page.getByText('Ben Ruiz').count()).toBe(0);
  await shoot('hub-work-freed-en');
  await press('DE');
  await see('Noch niemand');
  await shoot('hub-work-freed-de');
  await press('EN');
  await planVisit();

  await page.goto(`${hub.url}/#/work`);
  await see('Planned');
  await press('Show');
  await page.locator('.work-item').nth(2).getByRole('button').click();
  await see('This list is done in its order.');
  for (const place of [0, 1, 2]) {
    await page.locator('.work-item').nth(place).getByRole('button', { name: 'Done' }).click();
    await page.locator('.work-item-done').nth(place).waitFor();
  }
  await page.locator('input[name=minutes]').fill('60');
  // The hub has it, and the page does not hear of it: sent once more, it counts once.
  await page.route('**/v1/work-orders/*/time', loseAnswer, { times: 1 });
  await press('Enter');
  await see('That did not get through');
  await press('Enter');
  await page.getByText('That did not get through').waitFor({ state: 'detached' });
  await see('60 min');
  await shoot('hub-work-en');
  await press('Done, close it');
  await page.locator('dialog input[name=note]').fill('It runs');
  await page.locator('dialog button[type=submit]').click();
  await see('There is no work here.');
  const statement = await page.request.get(`${hub.url}/v1/customers/bar-pepe/statement`);
  expect(await statement.text()).toContain('71000');

  await page.getByRole('button', { name: 'de', exact: false }).first().click();
  await page.goto(`${hub.url}/#/planning`);
  await see('Woche danach');
  await shoot('hub-planning-de');
});
