/**
 * The money view where a whole machine is the till's cash: what its operator begins on the page, goes
 * on with at the machine, and ends at either; in a real browser, on a real agent and a simulated CashDro.
 */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { CashdroTill } from '../support/cashdro-till.ts';
import { startBrowser } from '../support/browser.ts';
import { CashierScreen } from '../support/cashier-screen.ts';

let browser: Browser;
let at: CashdroTill;
let screen: CashierScreen;

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  at = await CashdroTill.start();
  await at.signIn();
  screen = await CashierScreen.openAt(browser, at.page, { locale: 'de-DE' });
  await signIn();
});

afterEach(async () => {
  await screen[Symbol.asyncDispose]();
  await at[Symbol.asyncDispose]();
});

async function signIn(): Promise<void> {
  await screen.press('Geld');
  await screen.press('Anmelden');
  await screen.press('eva');
  await screen.key('274913');
  await screen.page.locator('.sign-in').getByRole('button', { name: 'Anmelden' }).tap();
  await screen.page.locator('.action').first().waitFor();
}

async function begin(action: string): Promise<void> {
  await screen.press(action);
  await screen.press('Weiter');
  await screen.press('Ja');
  await screen.see('Am Automaten weitermachen');
  await at.until('the machine is at it', async () => {
    const { operations } = await at.truth();
    return operations.some(({ state }) => state === 'E');
  });
}

/** Asked by somebody who may: signing in there signs the page out, so nothing is pressed after it. */
async function rested(): Promise<void> {
  await at.signIn();
  await at.rested();
}

async function shoot(name: string): Promise<void> {
  expect.soft(await screen.shoot(name), name).toEqual([]);
}

test('what such a machine has no way to do is not offered, and what it asks there is', async () => {
  await screen.see('Am Automaten entnehmen');
  await shoot('cashdro-overview-de');
  for (const name of ['In die Geldkassette', 'Ein Fach leeren', 'Geld wechseln']) {
    expect([name, await screen.page.getByRole('button', { name }).count()]).toEqual([name, 0]);
  }
});

test('a withdrawal is chosen at the machine and ended on the page', async () => {
  await begin('Am Automaten entnehmen');
  await at.do('choose 2000');
  await shoot('cashdro-withdrawal-de');
  await screen.press('Beenden');
  await screen.see('Am Automaten entnommen');
  await screen.see('20,00 € wurden bewegt.');
  await shoot('cashdro-withdrawn-de');
  await rested();
  expect(await at.truth()).toMatchObject({ begun: 1, outMinor: 2_000 });
});

test('one that goes on is found again after the page was loaded anew', async () => {
  await begin('Am Automaten entnehmen');
  await at.do('choose 500');
  await screen.page.reload();
  await signIn();
  await screen.press('Noch einmal');
  await screen.see('Am Automaten weitermachen');
  await screen.press('Beenden');
  await screen.see('5,00 € wurden bewegt.');
  await rested();
  expect(await at.truth()).toMatchObject({ begun: 1, outMinor: 500 });
});

test('pieces go into the cassette, and it is ended at the machine', async () => {
  await begin('In die Kassette');
  await at.do('choose 1000');
  await at.do('free');
  await screen.see('In die Kassette verschoben');
  await rested();
  expect(await at.truth()).toMatchObject({ outMinor: 0 });
});
