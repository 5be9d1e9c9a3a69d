/**
 * A technician looks at a till's screen: an X server and a VNC server, the agent, the hub, and two
 * browsers, the cashier's and the technician's. What is drawn is seen; what is clicked arrives only
 * where the cashier has let it.
 */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { HUB_PAGE, SCREENSHOTS, startBrowser } from '../support/browser.ts';
import { CashierScreen } from '../support/cashier-screen.ts';
import { HelpPlace } from '../support/help-place.ts';
import { PASSWORD } from '../support/people-hub.ts';
import { XScreen } from '../support/x-screen.ts';

const AT = '2026-11-24T09:30:00Z';
const SEEN_WITHIN_MS = 1_000;
const RED = [255, 0, 0];
const BLUE = [0, 0, 255];

/** The middle of the picture, once it is there. */
const MIDDLE = `(() => {
  const canvas = document.querySelector('.stream-screen canvas');
  if (canvas === null || canvas.width === 0) return [];
  const { data } = canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1);
  return [...data.slice(0, 3)];
})()`;
const SIZE = `(() => {
  const { width, height } = document.querySelector('.stream-screen canvas');
  return [width, height];
})()`;

let browser: Browser;
let screen: XScreen;
let place: HelpPlace;
let cashier: CashierScreen;
let technician: Page;

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(() => browser?.close());

beforeEach(async () => {
  screen = await XScreen.start();
  place = await HelpPlace.open({
    at: AT,
    contract: { plan: 'sds', variant: 'flat' },
    hubPage: HUB_PAGE,
    config: { support: { screen: { port: screen.port } } },
  });
  cashier = await CashierScreen.openAt(browser, place.pageUrl, { locale: 'en-GB' });
});

afterEach(async () => {
  await technician?.context().close();
  await cashier?.page.context().close();
  await place?.[Symbol.asyncDispose]();
  await screen?.[Symbol.asyncDispose]();
});

/** Help is asked for, and a technician has opened the request. */
async function helpAsked(): Promise<void> {
  await cashier.page.getByRole('button', { name: 'Help', exact: true }).click();
  await cashier.see('Help is coming');
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1400, height: 1000 },
  });
  technician = await context.newPage();
  await technician.goto(`${place.hub.url.replace('127.0.0.1', 'localhost')}/#/tickets`);
  await technician.locator('input[name=name]').fill('Ada');
  await technician.locator('input[name=password]').fill(PASSWORD);
  await technician.locator('button[type=submit]').click();
  await technician.locator('a.till-link').first().click();
}

/** As far as the picture. */
async function accepted(): Promise<void> {
  await technician.getByRole('button', { name: 'Ask for a session' }).click();
  await cashier.see('Ada of');
  const code = await shownCode();
  await technician.getByLabel('The six digits').fill(code);
  await technician.getByRole('button', { name: 'Check them' }).click();
  await cashier.page.getByRole('button', { name: 'Accept: view only' }).click();
  await technician.getByText('You see the till.').waitFor();
  await technician.locator('[data-link=live] canvas').waitFor();
}

async function shownCode(): Promise<string> {
  const text = await cashier.page.getByRole('dialog').innerText();
  const code = /(\d{3})\s?(\d{3})/.exec(text);
  if (code === null) throw new TypeError(`no code in: ${text}`);
  return `${code[1]}${code[2]}`;
}

function seen(colour: readonly number[], withinMs: number): Promise<void> {
  return expect
    .poll(() => technician.evaluate(MIDDLE), { timeout: withinMs, interval: 20 })
    .toEqual(colour);
}

it('shows what is drawn within a second, and lets clicks through only under control', async () => {
  screen.paint('#ff0000');
  await helpAsked();
  await accepted();
  await seen(RED, 10_000);
  expect(await technician.evaluate(SIZE)).toEqual([1024, 768]);
  screen.paint('#0000ff');
  await seen(BLUE, SEEN_WITHIN_MS);
  const canvas = technician.locator('.stream-screen canvas');
  const before = screen.pointer();
  await canvas.click({ position: { x: 40, y: 40 }, force: true });
  await cashier.see('Ada');
  expect(screen.pointer()).toBe(before);
  await cashier.page.getByRole('button', { name: 'Let them control' }).click();
  await technician.getByText('You have control of the till.').waitFor();
  await canvas.click({ position: { x: 60, y: 60 } });
  await expect.poll(() => screen.pointer()).not.toBe(before);
  const moved = screen.pointer();
  await cashier.page.getByRole('button', { name: 'Take control back' }).click();
  await technician.getByText('You see the till.').waitFor();
  await canvas.click({ position: { x: 200, y: 200 }, force: true });
  screen.paint('#ff0000');
  await seen(RED, SEEN_WITHIN_MS);
  expect(screen.pointer()).toBe(moved);
  await cashier.page.screenshot({ path: join(SCREENSHOTS, 'remote-cashier.png') });
  await technician.screenshot({ path: join(SCREENSHOTS, 'remote-technician.png') });
  await cashier.page.getByRole('button', { name: 'Stop' }).click();
  await technician.getByText('stopped at the till').waitFor();
  const ended = place.till.journal().filter(({ kind }) => kind === 'remote-ended');
  expect(ended).toMatchObject([{ body: { end: 'stopped-at-till' } }]);
});
