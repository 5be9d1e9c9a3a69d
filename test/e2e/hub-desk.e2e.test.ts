/**
 * The desk in a real browser: a request goes from the customer's page to its solution, each sees and
 * is offered what is theirs, and a technician sees a till only after its cashier has let them in.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type Page, type Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { openVendor } from '../../sync/hub/licences/vendor.ts';
import { startHub, type Hub } from '../../sync/hub/main.ts';
import { GENESIS } from '../../sync/protocol/fields.ts';
import { HUB_PAGE, SCREENSHOTS, startBrowser } from '../support/browser.ts';
import { furnishBusiness } from '../support/business-books.ts';
import { extended, type LineContent } from '../support/chain.ts';
import { CHEAP, PASSWORD } from '../support/people-hub.ts';
import { showConsole, showScreen } from '../support/relayed-streams.ts';
import { createTestVendor } from '../support/test-vendor.ts';
import {
  enrolledStation,
  headOfJournal,
  WireTill,
  type StationIdentity,
} from '../support/wire-till.ts';

const WIDE = { width: 1_280, height: 900 };
const NARROW = { width: 800, height: 900 };
/** Read in the browser, which has a document; the test has none. */
const IS_TOO_WIDE = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
const MIDDLE_PIXEL = `(() => {
  const canvas = document.querySelector('.stream-screen canvas');
  const at = [Math.floor(canvas.width / 2), Math.floor(canvas.height / 2), 1, 1];
  return [...canvas.getContext('2d').getImageData(...at).data].slice(0, 3);
})()`;
const VALID = { validFrom: '2015-01-01T00:00:00.000Z', validUntil: '2099-01-01T00:00:00.000Z' };
const HELP = 'till-help-1';
const COLOUR = [200, 30, 60];
/** Two lines are higher. */
const LINE_MAX_PX = 48;
const KEY_EVENT = 4;
const DEVICES = [
  { device: 'coins', kind: 'acceptor', state: 'up', detail: '', isRenewable: false },
  { device: 'hopper-1', kind: 'hopper', state: 'down', detail: 'no answer', isRenewable: true },
] as const;

const NO_PLAN = { kind: 'no-plan', contacts: [] };
/** What a till has told that had another contract. */
const TOLD = {
  kind: 'decided',
  contacts: [],
  decision: {
    outcome: 'COVERED',
    row: 'contact 5',
    reasons: [],
    clauses: [],
    plan: 'sds',
    planVersion: 1,
    costLines: [],
    holds: [],
    options: [],
    checklist: [],
    because: {},
  },
};

let browser: Browser;
let folder = '';
let hub: Hub;
let page: Page;
let till: TalkingTill | undefined;
const complaints: string[] = [];

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-hub-desk-'));
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
  for (const context of browser.contexts()) await context.close();
  till?.wire.socket.terminate();
  till = undefined;
  await hub[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
  const [complaint] = complaints.splice(0);
  if (complaint !== undefined) throw new TypeError(complaint);
});

/** What is done from here on is done by this person. */
async function open(name: string, locale: string, hash: string): Promise<Page> {
  const context = await browser.newContext({ locale, viewport: WIDE });
  page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const isExpected = /status of (40[1-49]|422)/.test(message.text());
    if (message.type() === 'error' && !isExpected) complaints.push(message.text());
  });
  await page.goto(`${hub.url}/${hash}`);
  await page.locator('[name=name]').fill(name);
  await page.locator('[name=password]').fill(PASSWORD);
  await page.locator('form button[type=submit]').click();
  return page;
}

function see(text: string): Promise<void> {
  return page.getByText(text).first().waitFor();
}

function press(name: string): Promise<void> {
  return page.getByRole('button', { name, exact: true }).first().click();
}

/** The hub does what is sent next, and the page does not hear of it. */
async function loseAnswer(to: string): Promise<void> {
  await page.route(`**/v1/tickets/*/${to}`, lose, { times: 1 });
}

async function lose(route: Route): Promise<void> {
  await route.fetch();
  await route.fulfill({ body: '' });
}

/** At a desk and on a small screen. */
async function shoot(name: string): Promise<void> {
  for (const [size, viewport] of Object.entries({ wide: WIDE, narrow: NARROW })) {
    await page.setViewportSize(viewport);
    expect.soft(await page.evaluate(IS_TOO_WIDE), `${name} is too wide, ${size}`).toBe(false);
    await page.screenshot({ path: join(SCREENSHOTS, `${name}-${size}.png`), fullPage: true });
  }
  await page.setViewportSize(WIDE);
}

/** A till with a line to the hub, whose cashier has asked for help. */
interface TalkingTill {
  readonly wire: WireTill;
  readonly identity: StationIdentity;
  readonly says: (...lines: readonly LineContent[]) => Promise<void>;
  readonly commanded: (kind: string) => Promise<Readonly<Record<string, unknown>>>;
}

async function askingTill(site = 'Plaza', answer: object = NO_PLAN): Promise<TalkingTill> {
  const code = await hub.office.makeCode({ name: 'Kiosk', site, validMs: 60_000 });
  const identity = await enrolledStation(hub.url, code);
  const wire = await WireTill.connect(hub.url);
  await wire.hello(identity, headOfJournal(GENESIS));
  let chain: ReturnType<typeof extended> = [];
  const talking: TalkingTill = {
    wire,
    identity,
    async says(...lines) {
      const from = chain.length + 1;
      chain = extended(chain, lines);
      const answer = await wire.call('Lines', { epoch: 1, from, lines: chain.slice(from - 1) });
      expect(answer).toMatchObject({ kind: 'result' });
    },
    async commanded(kind) {
      for (;;) {
        const frame = await wire.frame((one) => one.kind === 'call' && one.action === 'Commands');
        if (frame.kind !== 'call') throw new TypeError('no call');
        const { commands } = frame.payload as {
          commands: { seq: number; kind: string; body: Record<string, unknown> }[];
        };
        const durableTo = commands.at(-1)?.seq;
        wire.socket.send(JSON.stringify([3, frame.id, { durableTo }]));
        const found = commands.find((one) => one.kind === kind);
        if (found !== undefined) return found.body;
      }
    },
  };
  const asked = { ticket: HELP, number: 12, client: 'page', caller: 'cashier', answer };
  await talking.says({ kind: 'help-asked', body: { ...asked, words: 'The drawer is stuck.' } });
  till = talking;
  return talking;
}

test('a request goes from the customer’s page to its solution, and the balance is shown', async () => {
  const clara = await open('Clara', 'en-GB', '#/tickets');
  await see('Nobody is waiting for help.');
  await press('Ask for help');
  await page.locator('[name=station]').selectOption('front');
  await page.locator('[name=topic]').selectOption('software');
  await page.locator('[name=words]').fill('The screen stays white.');
  await press('Ask');
  await see('What the contract says');
  await page.locator('[name=text]').fill('It began this morning.');
  await press('Send');
  await see('It began this morning.');

  const ada = await open('Ada', 'en-GB', '#/tickets');
  await see('The screen stays white.');
  await see('Till front · Centro');
  await see('2 new');
  await shoot('hub-desk-list-en');
  await page.getByRole('link', { name: 'The screen stays white.' }).click();
  await press('Take it');
  await press('Let it go');
  await press('Take it');
  await press('Note what was tried');
  await page.locator('[name=note]').fill('Restarted it; still white.');
  await press('Note it');
  await see('Restarted it; still white.');
  await press('Enter time');
  await page.locator('[name=minutes]').fill('0');
  await press('Enter it');
  await see('That is no number of minutes.');
  await page.locator('[name=minutes]').fill('25');
  await press('Enter it');
  await see('25 min in all');
  await page.locator('[name=text]').fill('We look into it now.');
  await press('Send');
  await shoot('hub-desk-ticket-en');
  await press('Solved');
  await page.locator('[name=used]').fill('many');
  await press('Solve and charge');
  await see('That is no number of credits.');
  await page.locator('[name=used]').fill('3');
  await page.locator('[name=answer]').fill('A cable was loose.');
  await shoot('hub-desk-resolve-en');
  const elsewhere = await ada.context().newPage();
  await elsewhere.goto(ada.url());
  await elsewhere.getByRole('button', { name: 'Solved', exact: true }).click();
  await press('Solve and charge');
  await see('It is solved');
  await shoot('hub-desk-resolved-en');
  await page.getByRole('link', { name: 'To the statement' }).first().click();
  await see('Statement');
  await see('25 credits');

  page = elsewhere;
  await press('Solve and charge');
  await see('This ticket is closed.');
  page = clara;
  await see('We look into it now.');
  await see('Solved: A cable was loose.');
  expect(await page.getByRole('button', { name: 'Take it' }).count()).toBe(0);
});

test('a callback is promised, what is in other hands is only read, and another’s is not there', async () => {
  await askingTill();
  await open('Ada', 'it-IT', `#/tickets/${HELP}`);
  await see('The drawer is stuck.');
  await press('Fissare un richiamo');
  await page.locator('[name=at]').fill('2026-01-02T09:30');
  await press('Fissarlo');
  await see('Fissata per');
  await press('Passare ad altri');
  await page.locator('[name=company]').selectOption('dora');
  await press('Passarla');
  await see('In mano a: Dora');
  await shoot('hub-desk-ticket-it');
  await page.getByRole('link', { name: 'Aiuto' }).click();
  await see('The drawer is stuck.');
  for (const language of ['ES', 'EN', 'DE', 'IT']) {
    await press(language);
    const areas = await page.locator('.areas').boundingBox();
    expect(areas?.height, `the areas are on one line in ${language}`).toBeLessThan(LINE_MAX_PX);
    if (language === 'DE') await shoot('hub-desk-list-de');
  }
  await expect.poll(() => page.getByText(/^\d+ nuov/).count()).toBe(0);
  await page.getByRole('link', { name: 'Richiami' }).click();
  await see('in ritardo');

  await open('Dora', 'de-DE', '#/tickets');
  await page.getByRole('link', { name: 'The drawer is stuck.' }).click();
  await press('Übernehmen');
  await press('Weitergeben');
  await page.locator('[name=company]').selectOption('');
  await press('Jetzt weitergeben');
  // It is not in her hands any more, and of none of her customers.
  await see('So etwas gibt es hier nicht.');
  await open('Clara', 'es-ES', `#/tickets/${HELP}`);
  await see('Aquí no hay nada');
});

test('what is sent again after a lost answer is there once', async () => {
  await askingTill();
  await open('Ada', 'de-DE', `#/tickets/${HELP}`);
  await loseAnswer('messages');
  await page.locator('[name=text]').fill('Ich bin gleich da.');
  await press('Senden');
  await see('Das ist nicht angekommen');
  await press('Senden');
  await expect.poll(() => page.locator('[name=text]').inputValue()).toBe('');

  await loseAnswer('note');
  await press('Versuch vermerken');
  await page.locator('[name=note]').fill('Neu gestartet.');
  await press('Vermerken');
  await see('Das ist nicht angekommen');
  await press('Vermerken');
  await page.locator('dialog').waitFor({ state: 'detached' });

  await loseAnswer('time');
  await press('Zeit eintragen');
  await page.locator('[name=minutes]').fill('25');
  await press('Eintragen');
  await see('Das ist nicht angekommen');
  await page.locator('[name=minutes]').fill('40');
  await press('Eintragen');
  await see('Unter dieser Nummer wurde schon etwas anderes geschickt.');
  await shoot('hub-desk-sent-before-de');
  await page.locator('[name=minutes]').fill('25');
  await press('Eintragen');
  await page.locator('dialog').waitFor({ state: 'detached' });

  await see('25 Min. insgesamt');
  const count = (text: string) => page.getByText(text, { exact: true }).count();
  expect(await page.locator('.chat-text', { hasText: 'Ich bin gleich da.' }).count()).toBe(1);
  expect(await page.getByText(': Neu gestartet.').count()).toBe(1);
  expect(await count('25 Min.')).toBe(1);
});

test('what the till has told stands beside what the hub knows', async () => {
  await askingTill('Centro', TOLD);
  await open('Ada', 'en-GB', `#/tickets/${HELP}`);
  await see('The till has said otherwise');
  await see('The till has told the cashier');
  await see('By what the hub knows');
  expect(await page.locator('.decision-what').textContent()).toContain('covered');
  await shoot('hub-desk-told-en');
  await press('DE');
  await see('Nach dem, was der Hub weiß');
  await shoot('hub-desk-told-de');
});

test('a technician sees a till once its cashier agrees, and types there only under control', async () => {
  await open('Ada', 'en-GB', '#/tickets');
  const { identity, says, commanded } = await askingTill();
  await page.getByRole('link', { name: 'The drawer is stuck.' }).click();
  await press('Ask for a session');
  await see('The cashier is asked now.');
  const session = String((await commanded('remote-ask'))['session']);
  await page.locator('[name=code]').fill('12 34');
  await press('Check them');
  await see('That is no code.');
  await page.locator('[name=code]').fill('123 456');
  await press('Check them');
  expect(await commanded('remote-code')).toEqual({ session, code: '123456' });
  await says({ kind: 'remote-code-tried', body: { session, isRight: false, triesLeft: 2 } });
  await see('Tries left: 2');
  await says({ kind: 'remote-code-tried', body: { session, isRight: true, triesLeft: 1 } });
  await see('The code is right.');
  await says({ kind: 'remote-consented', body: { session } });
  await see('You see the till.');
  const screen = await showScreen(hub.url, identity, { session, colour: COLOUR });
  await page.locator('.stream-screen[data-link=live]').waitFor();
  await expect.poll(() => page.evaluate(MIDDLE_PIXEL)).toEqual(COLOUR);
  const console = await showConsole(hub.url, identity, { session, devices: DEVICES });
  await see('no answer');
  expect(await page.getByRole('button', { name: 'Try again' }).isDisabled()).toBe(true);
  await shoot('hub-desk-session-en');
  const canvas = page.locator('.stream-screen canvas');
  await canvas.click();
  await page.keyboard.press('a');
  await says({ kind: 'remote-control', body: { session, control: 'granted', cause: 'cashier' } });
  await see('You have control of the till.');
  expect(screen.inputs).toEqual([]);
  await canvas.click();
  await page.keyboard.press('a');
  await expect.poll(() => screen.inputs).toContain(KEY_EVENT);
  await press('Try again');
  await see('The till is in the middle of a sale.');
  expect(console.acts).toMatchObject([{ action: 'retry-device', device: 'hopper-1' }]);
  await says({ kind: 'remote-control', body: { session, control: 'suspended', cause: 'sign-in' } });
  await see('Control is suspended.');
  await press('Stop the session');
  expect(await commanded('remote-stop')).toEqual({ session, end: 'stopped-by-technician' });
  const over = { durationMs: 61_000, controlMs: 5_000, bytesIn: 10, bytesOut: 20 };
  const end = 'stopped-by-technician';
  await says({ kind: 'remote-ended', body: { session, ticket: HELP, end, ...over } });
  await see('The session is over: stopped by the technician');
  await see('in a session');
});

test('a notice of termination is confirmed by whoever may write the books, once', async () => {
  await open('Ada', 'en-GB', '#/tickets');
  await press('Ask for help');
  await page.locator('[name=kind]').selectOption('notice');
  expect(await page.locator('[name=kind] option[value=work]').count()).toBe(0);
  await page.locator('[name=station]').selectOption('north');
  await page.locator('[name=words]').fill('We end the contract.');
  await press('Ask');
  await press('Confirm the notice');
  await see('The contract ends on');
  await shoot('hub-desk-notice-en');
  await press('Enter it');
  await see('The end of the contract was entered');
  expect(await page.getByRole('button', { name: 'Confirm the notice' }).count()).toBe(0);
});

test('a till without a line is not asked, and its logs wait for it', async () => {
  const { wire } = await askingTill();
  await open('Ada', 'en-GB', `#/tickets/${HELP}`);
  await see('The drawer is stuck.');
  wire.socket.terminate();
  await wire.closed;
  await press('Ask for a session');
  await see('The till is not connected.');
  await press('Fetch the logs');
  await see('on the way');
});
