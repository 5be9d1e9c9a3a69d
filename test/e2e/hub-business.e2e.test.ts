/**
 * Balances, licences and coverage in a real browser: what is done is done once and said, what is
 * refused or lost changes nothing, and nobody is offered what they may not do.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { openVendor } from '../../sync/hub/licences/vendor.ts';
import { startHub, type Hub } from '../../sync/hub/main.ts';
import { HUB_PAGE, SCREENSHOTS, startBrowser } from '../support/browser.ts';
import { furnishBusiness } from '../support/business-books.ts';
import { CHEAP, PASSWORD } from '../support/people-hub.ts';
import { createTestVendor } from '../support/test-vendor.ts';

/** The smallest desk there is. */
const SCREEN = { width: 1_024, height: 768 };
/** Read in the browser, which has a document; the test has none. */
const IS_TOO_WIDE = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
const VALID = { validFrom: '2015-01-01T00:00:00.000Z', validUntil: '2099-01-01T00:00:00.000Z' };

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
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-hub-business-'));
  const vendor = createTestVendor();
  const authority = { trust: vendor.trust, issuerKey: await vendor.certify('issuer', VALID) };
  const opened = await openVendor(authority);
  if (opened === undefined) throw new TypeError('no vendor');
  await furnishBusiness(folder, opened);
  hub = await startHub({
    folder,
    listen: { host: '127.0.0.1', port: 0, tls: undefined },
    pins: [],
    version: 'test',
    clock: systemClock,
    authority,
    pageFolder: HUB_PAGE,
    passwordCost: CHEAP,
    onEvent: () => undefined,
    onError: (cause) => complaints.push(String(cause)),
  });
});

afterEach(async () => {
  await page?.context().close();
  await hub[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
  const [complaint] = complaints.splice(0);
  if (complaint !== undefined) throw new TypeError(complaint);
});

async function open(name: string, locale: string, hash: string): Promise<void> {
  const context = await browser.newContext({ locale, viewport: SCREEN });
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

async function expectGone(text: string): Promise<void> {
  await page.getByText(text).first().waitFor({ state: 'detached' });
}

function press(name: string): Promise<void> {
  return page.getByRole('button', { name, exact: true }).first().click();
}

/** The button of an act in the line of one licence. */
function pressFor(licence: string, name: string): Promise<void> {
  const line = page.getByRole('row').filter({ hasText: licence });
  return line.getByRole('button', { name, exact: true }).click();
}

async function shoot(name: string): Promise<void> {
  expect(await page.evaluate(IS_TOO_WIDE), `${name} is too wide`).toBe(false);
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
}

/** The next order of the page reaches the hub, and its answer is lost on the way back. */
async function loseNextAnswer(path: string): Promise<void> {
  await page.route(
    `**${path}`,
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
}

test('a pack is credited once, although its answer was lost', async () => {
  await open('Ada', 'en-GB', '#/balances');
  await see('pepe-credits');
  await see('40 credits');
  await shoot('hub-balances-en');
  await page.getByRole('link', { name: 'pepe', exact: true }).first().click();
  await see('Statement');
  await shoot('hub-customer-en');
  await press('Credit a pack');
  await see('the price of the pack is charged to the customer');
  await page.locator('[name=pack]').selectOption('15');
  await shoot('hub-pack-en');
  await loseNextAnswer('/v1/customers/pepe/packs');
  await press('Credit and charge it');
  await see('That did not get through');
  await shoot('hub-pack-lost-en');
  await press('Credit and charge it');
  await see('It is booked');
  await see('55 credits');
  await page.getByRole('link', { name: 'All balances' }).click();
  await see('Pack of 15 credits');
  expect(await page.getByText('Pack of 15 credits').count()).toBe(1);
});

test.each(['Bar Pepe', 'Café'])('the customer %s opens, and is credited', async (customer) => {
  await open('Ada', 'en-GB', '#/balances');
  await page.getByRole('link', { name: customer, exact: true }).first().click();
  await see('Statement');
  await press('Credit a pack');
  await page.locator('[name=pack]').selectOption('15');
  await press('Credit and charge it');
  await see('15 credits');
  await page.reload();
  await see('15 credits');
  await see('Nothing is lent');
});

test('an amount that is none is not sent, and Escape means no', async () => {
  await open('Ada', 'de-DE', '#/balances/pepe');
  await press('Geldbörse aufladen');
  await page.locator('[name=amount]').fill('viel');
  await page.keyboard.press('Enter');
  await see('Das ist keine Menge');
  await page.locator('[name=amount]').fill('50,25');
  await page.keyboard.press('Escape');
  await expectGone('Die Geldbörse von pepe aufladen?');
  await see('150,00');
  await press('Geldbörse aufladen');
  await page.locator('[name=amount]').fill('50,25');
  await page.keyboard.press('Enter');
  await see('200,25');
  await shoot('hub-customer-de');
});

test('what a till was lent is written off for a reason, and what is lent too much is refused', async () => {
  await open('Ada', 'it-IT', '#/balances/pepe');
  await press('Prestare a una cassa');
  await page.locator('[name=amount]').fill('500');
  await press('Prestare');
  await see('Il saldo');
  await shoot('hub-lend-refused-it');
  await press('No');
  await press('Dare per perso');
  await page.locator('[name=reason]').fill('La cassa è bruciata.');
  await press('Darlo per perso');
  await see('20 crediti dato per perso');
  await page.getByRole('button', { name: 'Dare per perso' }).waitFor({ state: 'detached' });
  await shoot('hub-lease-it');
});

test('what is charged is exported with a number, and never twice', async () => {
  await open('Ada', 'es-ES', '#/balances');
  await press('Exportar lo nuevo');
  await press('Exportar');
  await see('La exportación 1 está hecha');
  const downloads = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Guardar la exportación 1' }).click();
  expect((await downloads).suggestedFilename()).toBe('costs-1.csv');
  await press('Exportar lo nuevo');
  await press('Exportar');
  await page.getByRole('alert').waitFor();
  await press('No');
  await shoot('hub-costs-es');
});

test('licences are renewed, declined and withdrawn, each after it says what it does', async () => {
  await open('Ada', 'en-GB', '#/licences');
  await see('licence-front');
  await shoot('hub-licences-en');
  const first = await page.getByRole('row').nth(1).textContent();
  expect(first).toContain('licence-pier');
  await pressFor('licence-harbour', 'Reinstate');
  await see('the days in between stay uncovered');
  await shoot('hub-reinstate-en');
  await press('Take it up again');
  await see('Done: licence-harbour');
  await see('€150.00');
  await pressFor('licence-harbour', 'Decline');
  await press('Write it down');
  await see('Not to be renewed');
  await pressFor('licence-harbour', 'Withdraw');
  await press('Withdraw it');
  // The browser asks for the reason that is missing.
  expect(await page.locator('[name=reason]:invalid').count()).toBe(1);
  await page.locator('[name=reason]').fill('Never paid.');
  await press('Withdraw it');
  await see('Withdrawn, no new sales');
  await shoot('hub-licences-done-en');
});

test('what the plan refuses is said with its reason, and another licence is given instead', async () => {
  await open('Ada', 'en-GB', '#/licences');
  await pressFor('licence-front', 'Renew');
  await press('Renew it');
  await see('The contract does not speak of this.');
  await shoot('hub-renew-refused-en');
  await press('No');
  await pressFor('licence-pier', 'New licence');
  await press('Give it the new one');
  await see('Done: licence-bar');
  await expectGone('Bought, not installed');
});

test('a licence is bought and installed, with the keyboard alone', async () => {
  await open('Ada', 'de-DE', '#/licences');
  await see('licence-bar');
  await page.getByRole('button', { name: 'Installieren', exact: true }).focus();
  await page.keyboard.press('Enter');
  await see('Ihre freie Wartung beginnt heute');
  await page.keyboard.press('Enter');
  await page.locator('[name=plan]').fill('ima');
  await page.keyboard.press('Enter');
  await see('Erledigt: licence-bar');
  await shoot('hub-licences-de');
});

test('the coverage says who is left out, what one more costs, and what is full before it hurts', async () => {
  await open('Ada', 'en-GB', '#/coverage');
  await see('Over capacity by 1');
  await see('One more costs €249.00 a year');
  await see('Not covered');
  await see('All places are taken');
  await see('Till harbour');
  await shoot('hub-coverage-en');
});

test('nobody is offered what they may not do', async () => {
  await open('Clara', 'es-ES', '#/balances/pepe');
  await see('Extracto');
  await see('40 créditos');
  for (const name of ['Abonar un paquete', 'Prestar a una caja', 'Pedir de vuelta']) {
    expect(await page.getByRole('button', { name }).count()).toBe(0);
  }
  await page.getByRole('link', { name: 'Saldos', exact: true }).click();
  await see('pepe-credits');
  expect(await page.getByText('Lo que se carga').count()).toBe(0);
  await page.getByRole('link', { name: 'Licencias', exact: true }).click();
  await see('licence-front');
  expect(await page.getByText('licence-pier').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Renovar' }).count()).toBe(0);
  await page.goto(`${hub.url}/#/balances/rosa`);
  await see('Aquí no hay nada');
  await shoot('hub-customer-foreign-es');
});

test('an admin moves a user to another party, and to none that there is not', async () => {
  await open('Ada', 'en-GB', '#/users');
  await pressFor('Clara', 'Change party');
  await page.locator('[name=party]').fill('nobody');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await page.locator('[name=party]').fill('rosa');
  await page.keyboard.press('Enter');
  await see('→ rosa');
  await shoot('hub-user-party-en');
});

test('a distributor has no balances, and sees the licences of those it sold to', async () => {
  await open('Dora', 'it-IT', '#/licences');
  await see('licence-pier');
  expect(await page.getByText('licence-front').count()).toBe(0);
  expect(await page.getByRole('link', { name: 'Saldi' }).count()).toBe(0);
  await page.goto(`${hub.url}/#/balances`);
  await page.getByRole('alert').waitFor();
  await shoot('hub-balances-forbidden-it');
});
