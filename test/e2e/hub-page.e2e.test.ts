/**
 * The hub's page in a real browser, in front of a real hub with a till that has signed on over its
 * socket: what a support technician sees and does, and what somebody without a password does not.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { databasePath } from '../../sync/hub/hub-office.ts';
import { startHub, type Hub } from '../../sync/hub/main.ts';
import { openHubDatabase } from '../../sync/hub/store/hub-database.ts';
import { commandsAfter } from '../../sync/hub/store/mailbox.ts';
import { PasswordHasher } from '../../sync/hub/users/password.ts';
import type { Role, Scope } from '../../sync/hub/users/roles.ts';
import { addToBook } from '../../sync/hub/users/user-book.ts';
import type { SigningKey } from '../../sync/trust/signing-key.ts';
import { signDocument } from '../../sync/trust/sign-document.ts';
import { HUB_PAGE, SCREENSHOTS, startBrowser } from '../support/browser.ts';
import { coin, extended, headOf, type LineContent } from '../support/chain.ts';
import { CHEAP, PASSWORD } from '../support/people-hub.ts';
import { createTestVendor, testEntitlement } from '../support/test-vendor.ts';
import { enrolledStation, WireTill, type StationIdentity } from '../support/wire-till.ts';

const SCREEN = { width: 1_280, height: 800 };

/** Read in the browser, which has a document; the test has none. */
const DOCUMENT_WIDTH = 'document.documentElement.scrollWidth';
const IS_SAID_SEEN = "document.querySelector('.said').getBoundingClientRect().top >= 0";
const WAS_HIT = 'globalThis.wasHit';

const VENDOR = createTestVendor();
const HOSTILE = '<img src=x onerror="globalThis.wasHit=1">';

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
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-hub-page-'));
  await start(await VENDOR.certify('issuer', { validUntil: '2099-01-01T00:00:00.000Z' }));
  await addUser('Ada Admin', 'vendor-admin', 'all');
});

afterEach(async () => {
  await page?.context().close();
  await hub[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
  const [complaint] = complaints.splice(0);
  if (complaint !== undefined) throw new TypeError(complaint);
});

async function start(issuerKey: SigningKey | undefined): Promise<void> {
  hub = await startHub({
    folder,
    listen: { host: '127.0.0.1', port: 0, tls: undefined },
    pins: [],
    version: 'test',
    clock: systemClock,
    authority: { trust: VENDOR.trust, ...(issuerKey === undefined ? {} : { issuerKey }) },
    pageFolder: HUB_PAGE,
    passwordCost: CHEAP,
    onEvent: () => undefined,
    onError: (cause) => complaints.push(String(cause)),
  });
}

test('a technician signs in, finds a till in trouble, and puts it right', async () => {
  const { till, identity } = await busyTill();
  await open('en-GB');
  await see('Sign in');
  await see('DEMO');
  await see('It holds the only copy');
  await signIn('Ada Admin', 'these are wrong words');
  await see('Name and password do not fit together.');
  await shoot('hub-sign-in-wrong-en');
  await signIn('Ada Admin');
  await see('Front till');
  await see('Journal has forked');
  await see('Connected');
  await see('Covered until 21 November 2027');
  await shoot('hub-fleet-en');
  await page.getByRole('link', { name: 'Front till' }).click();
  await see('Its journal has forked');
  await see('€2.50');
  await see('Cancelled, money given back');
  await see('Money in other currencies');
  await see('US$7.00');
  await shoot('hub-till-en');

  await press('Send a licence');
  await page.getByLabel('Paste the licence here').fill(await documentFor(identity.station));
  await shoot('hub-send-licence-en');
  await press('Send to the till');
  await see('The licence is on its way');
  expect(await inMailbox(identity.station)).toBe(1);

  await page.getByLabel('What it comes from').fill('The disk was put back after a fire.');
  await press('Explained');
  await see('Forked off, explained');
  await expectGone('Its journal has forked');
  await shoot('hub-till-explained-en');
  till.socket.close();

  await press('Sign out');
  await see('You are signed out');
  await page.goto(`${hub.url}/#/users`);
  await see('Sign in');
  await shoot('hub-signed-out-en');
});

test('an admin makes a code, adds a user, and finds it all in the audit', async () => {
  await open('de-DE');
  await signIn('ada admin');
  await see('Noch keine Kassen');
  await press('Code erstellen');
  await page.getByLabel('Name der Kasse').fill('Tresen');
  await page.getByLabel('Standort der Kasse').fill('Berlin');
  await page.getByLabel('Kunde').fill('Café Anker');
  await press('Code erstellen');
  expect(await page.locator('input:invalid').getAttribute('name')).toBe('zone');
  await page.getByLabel('Zeitzone').fill('Berlin');
  await press('Code erstellen');
  await see('Diese Zeitzone gibt es nicht.');
  await shoot('hub-make-code-wrong-zone-de');
  await page.getByLabel('Zeitzone').fill('Europe/Berlin');
  await press('Code erstellen');
  await see('Der Code für die neue Kasse');
  await shoot('hub-code-made-de');
  const code = (await page.locator('.made-code').textContent()) ?? '';
  const { station } = await enrolledStation(hub.url, code);
  const { zone, licence } = (await hub.office.entitlement(station)) ?? {};
  expect([zone, licence?.issuedTo.customer]).toEqual(['Europe/Berlin', 'Café Anker']);
  await press('Schließen');
  await see('Tresen');

  await page.getByRole('link', { name: 'Benutzer' }).click();
  await press('Benutzer anlegen');
  await page.getByLabel('Name').fill(HOSTILE);
  await page.getByLabel('Rolle').selectOption('implementer');
  await page.getByLabel('Passwort').fill(PASSWORD);
  await page.getByLabel('Standorte').fill('Berlin\nMünchen');
  await shoot('hub-add-user-de');
  await press('Benutzer anlegen');
  await see('Berlin, München');
  await shoot('hub-users-de');
  await page.getByRole('link', { name: 'Protokoll' }).click();
  await see('Hat einen Code erstellt');
  await see('Hat einen Benutzer angelegt');
  await shoot('hub-audit-de');
  expect(await page.evaluate(WAS_HIT)).toBeUndefined();
});

test('a hub that signs nothing offers no licence with a code', async () => {
  await hub[Symbol.asyncDispose]();
  await start(undefined);
  await open('it-IT');
  await signIn('Ada Admin');
  await press('Crea un codice');
  await see('Questo hub non emette licenze.');
  expect(await page.getByLabel('Cliente').count()).toBe(0);
  await shoot('hub-make-code-unsigned-it');
  await page.getByLabel('Nome della cassa').fill('Banco ');
  await page.getByLabel('Sede della cassa').fill('Roma');
  await press('Crea un codice');
  await see('Il codice per la nuova cassa');
});

test('an admin gives a till a new key, and lets a line count that is good by now', async () => {
  const { till, identity } = await busyTill();
  till.socket.close();
  await setAsideFirstLine(identity.station);
  await open('es-ES');
  await signIn('Ada Admin');
  await page.getByRole('link', { name: 'Front till' }).click();
  await see('Este hub no entiende lo que dice');
  const checkAgain = page.getByRole('button', { name: 'Comprobar otra vez' });
  await checkAgain.last().scrollIntoViewIfNeeded();
  await shoot('hub-set-aside-es');
  await checkAgain.last().click();
  await see('Esta línea sigue sin estar bien y se queda apartada.');
  await page.waitForFunction(IS_SAID_SEEN);
  await shoot('hub-line-still-bad-es');
  await checkAgain.first().click();
  await see('La línea 1 ya cuenta');
  await expectGone('Rama 1, línea 1');
  await shoot('hub-line-counts-es');

  await press('Clave nueva para esta caja');
  await see('¿Clave nueva para Front till?');
  await shoot('hub-new-key-question-es');
  await press('No');
  await press('Clave nueva para esta caja');
  await press('Sí, crear el código');
  await see('El código para la clave nueva de Front till');
  await shoot('hub-new-key-made-es');
  const code = (await page.locator('.made-code').textContent()) ?? '';
  expect((await enrolledStation(hub.url, code)).station).toBe(identity.station);
  await page.getByRole('link', { name: 'Registro' }).click();
  await see('Hizo contar una línea apartada');
  await see('El equipo del hub');
  await shoot('hub-audit-es');
});

test('a name that looks like markup is a name', async () => {
  const code = await hub.office.makeCode({ name: HOSTILE, site: HOSTILE, validMs: 60_000 });
  const identity = await enrolledStation(hub.url, code);
  await addUser(HOSTILE, 'implementer', [HOSTILE]);
  await open('es-ES');
  await signIn(HOSTILE);
  await page.getByRole('link', { name: HOSTILE }).click();
  await see('Todavía no hay ventas.');
  await see(identity.station);
  await shoot('hub-hostile-name-es');
  expect(await page.evaluate(WAS_HIT)).toBeUndefined();
});

test('somebody of one site sees no other, and no button that is not theirs', async () => {
  const { till, identity } = await busyTill();
  const code = await hub.office.makeCode({ name: 'Cassa', site: 'Roma', validMs: 60_000 });
  await enrolledStation(hub.url, code);
  await addUser('Carla', 'customer-admin', ['Roma']);
  await open('it-IT');
  await signIn('Carla');
  await see('Cassa');
  await see('Mai vista');
  expect(await page.getByText('Front till').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Crea un codice' }).count()).toBe(0);
  expect(await page.getByRole('link', { name: 'Utenti' }).count()).toBe(0);
  await page.goto(`${hub.url}/#/tills/${identity.station}`);
  await see('Qui non c’è niente del genere.');
  await shoot('hub-other-site-it');
  till.socket.close();
});

test('a session that was ended elsewhere ends here by itself', async () => {
  await open('en-GB');
  await signIn('Ada Admin');
  await see('No tills yet');
  const database = await openHubDatabase(databasePath(folder));
  await database.deleteFrom('web_sessions').execute();
  await database.destroy();
  await see('You are signed out');
});

test('a lost hub is plain to see', async () => {
  await busyTill();
  await open('de-DE');
  await signIn('Ada Admin');
  await see('Front till');
  await page.route('**/v1/stations', (route) => route.abort());
  await see('Keine Verbindung zum Hub');
  await shoot('hub-connection-lost-de');
  await page.unroute('**/v1/stations');
  await expectGone('Keine Verbindung zum Hub');
});

async function addUser(name: string, role: Role, sites: Scope): Promise<void> {
  const database = await openHubDatabase(databasePath(folder));
  const parts = { database, hasher: new PasswordHasher(CHEAP), newNonce: () => `n-${role}` };
  const doer = { by: undefined, address: 'console', atMs: systemClock.wallMs() };
  const outcome = await addToBook(parts, { name, role, sites, password: PASSWORD }, doer);
  await database.destroy();
  expect(outcome.kind).toBe('done');
}

/** A till at the hub with sales, a licence, a line set aside, and a journal that has forked. */
async function busyTill(): Promise<{
  readonly till: WireTill;
  readonly identity: StationIdentity;
}> {
  const code = await hub.office.makeCode({ name: 'Front till', site: 'Berlin', validMs: 60_000 });
  const identity = await enrolledStation(hub.url, code);
  const common = extended([], JOURNAL);
  const first = extended(common, [coin('before the fire')]);
  const before = await WireTill.connect(hub.url);
  await before.hello(identity, { journal: { head: headOf(first), trail: [] } });
  const batch = { epoch: 1, from: 1, lines: [...first] };
  expect(await before.call('Lines', batch)).toMatchObject({ kind: 'result' });
  const second = extended(common, [coin('after the fire')]);
  const till = await WireTill.connect(hub.url);
  const trail = [headOf(common)];
  const answer = await till.hello(identity, { journal: { head: headOf(second), trail } });
  expect(answer).toMatchObject({ kind: 'result', payload: { epoch: 2 } });
  const rest = { epoch: 2, from: common.length + 1, lines: second.slice(common.length) };
  expect(await till.call('Lines', rest)).toMatchObject({ kind: 'result' });
  return { till, identity };
}

const JOURNAL: readonly LineContent[] = [
  started('a', 250),
  line('sale-settled', { saleId: 'a', insertedMinor: 500, changeMinor: 250, owedMinor: 0 }),
  started('b', 1_990),
  line('sale-cancelled', { saleId: 'b', insertedMinor: 1_000, reason: 'requested' }),
  line('sale-returned', { saleId: 'b', insertedMinor: 1_000, returnedMinor: 1_000, owedMinor: 0 }),
  line('licence-changed', {
    state: 'active',
    flags: ['clock-suspect'],
    clock: 'behind',
    lastCoveredDay: '2027-11-21',
  }),
  line('entitlement-accepted', {
    licence: 'L-2026-0042',
    generation: { keyEpoch: 1, n: 1 },
    source: 'hub',
  }),
  line('cash-inserted', { valueMinor: 700, currency: 'USD' }),
  line('sale-settled', { saleId: 'nonsense' }),
  started('c', 380),
  line('sale-settled', { saleId: 'c', insertedMinor: 500, changeMinor: 20, owedMinor: 100 }),
  started('d', 120),
];

function started(saleId: string, amountDueMinor: number): LineContent {
  return line('sale-started', { saleId, client: 'pos', amountDueMinor, currency: 'EUR' });
}

function line(kind: string, body: Record<string, unknown>): LineContent {
  return { kind, body };
}

/** As a hub would have that did not understand it yet. */
async function setAsideFirstLine(station: string): Promise<void> {
  const [line] = extended([], JOURNAL);
  const database = await openHubDatabase(databasePath(folder));
  const place = { station_id: station, epoch: 1, seq: 1, hash: line?.hash ?? '' };
  const about = { reason: 'body-invalid', line: JSON.stringify(line), received_at_ms: 1 };
  await database
    .insertInto('quarantine')
    .values({ ...place, ...about })
    .execute();
  await database.destroy();
}

async function documentFor(station: string): Promise<string> {
  const entitlement = testEntitlement();
  const issuedTo = { ...entitlement.licence.issuedTo, station };
  const licence = { ...entitlement.licence, issuedTo };
  const signer = await VENDOR.certify('issuer');
  return signDocument('entitlement', { ...entitlement, licence }, signer);
}

async function inMailbox(station: string): Promise<number> {
  const database = await openHubDatabase(databasePath(folder));
  const commands = await commandsAfter(database, station, 0);
  await database.destroy();
  return commands.length;
}

async function open(locale: string): Promise<void> {
  const context = await browser.newContext({ viewport: SCREEN, locale });
  page = await context.newPage();
  page.on('pageerror', (fault) => complaints.push(String(fault)));
  page.on('console', (message) => {
    const isExpected = /status of (40[1-49]|422)|ERR_FAILED/.test(message.text());
    if (message.type() === 'error' && !isExpected) complaints.push(message.text());
  });
  await page.goto(`${hub.url}/`);
}

async function signIn(name: string, password = PASSWORD): Promise<void> {
  await page.locator('input[name=name]').fill(name);
  await page.locator('input[name=password]').fill(password);
  await page.locator('button[type=submit]').click();
}

async function see(text: string): Promise<void> {
  await page.getByText(text, { exact: false }).first().waitFor({ timeout: 12_000 });
}

async function expectGone(text: string): Promise<void> {
  await page.getByText(text).first().waitFor({ state: 'hidden', timeout: 20_000 });
}

async function press(name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
}

/** Also looks for anything that is wider than the screen. */
async function shoot(name: string): Promise<void> {
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), animations: 'disabled' });
  expect.soft(await page.evaluate(DOCUMENT_WIDTH), name).toBe(SCREEN.width);
}
