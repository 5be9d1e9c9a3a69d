/**
 * The cashier page in a real browser, on a till with fake devices behind its real API: what a
 * cashier sees and presses in a whole sale, and when something is wrong.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { EMPTY, OFFLINE } from '../support/fake-devices.ts';
import {
  authorised,
  PAGE_TOKEN,
  startApiTill,
  type ApiTill,
  type ApiTillOptions,
} from '../support/api-till.ts';
import { CASHIER_PAGE, startBrowser } from '../support/browser.ts';
import { CashierScreen } from '../support/cashier-screen.ts';
import { PINS } from '../support/fake-book.ts';
import { UNLICENSED } from '../support/licence-settings.ts';

const TABS_MAX = 12;
const FOCUSED_TEXT = 'document.activeElement?.textContent';

let browser: Browser;
let till: ApiTill;
let screen: CashierScreen;
let page: Page;

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  till = await startApiTill({ pageFolder: CASHIER_PAGE });
});

afterEach(async () => {
  await page?.context().close();
  await till[Symbol.asyncDispose]();
});

test('without its token the page says what to do, and asks the till nothing', async () => {
  await open({ locale: 'en-GB', fragment: '' });
  await see('This page needs its own link');
  await shoot('no-token-en');
  expect(till.events.filter(({ kind }) => kind === 'subscriber-joined')).toHaveLength(0);
});

test('with a wrong token it says that the link is not valid', async () => {
  await open({ locale: 'de-DE', fragment: '#token=wrong' });
  await see('Dieser Link gilt nicht mehr');
  await shoot('refused-token-de');
  expect(till.events.some(({ kind }) => kind === 'subscriber-joined')).toBe(false);
});

test('the token leaves the address bar and outlives a reload', async () => {
  await till.fill();
  await open({ locale: 'en-GB' });
  await see('Ready for the next sale');
  expect(page.url()).toBe(`${till.url}/`);
  await page.reload();
  await see('Ready for the next sale');
});

test('the page breaks none of its own rules for content', async () => {
  const complaints: string[] = [];
  await open({ locale: 'en-GB', onConsole: (text) => complaints.push(text) });
  await see('Ready for the next sale');
  await startSale(120);
  await see('Please insert money');
  await page.getByRole('button', { name: 'Give the money back' }).click();
  expect(complaints).toEqual([]);
});

for (const { locale, words } of [
  {
    locale: 'en-GB',
    words: {
      idle: 'Ready for the next sale',
      insert: 'Please insert money',
      paying: 'Paying out the change',
      rest: '€10.40',
      paid: 'Paid',
      change: '€0.60',
    },
  },
  {
    locale: 'de-DE',
    words: {
      idle: 'Bereit für den nächsten Verkauf',
      insert: 'Bitte Geld einwerfen',
      paying: 'Wechselgeld wird ausgezahlt',
      rest: '10,40 €',
      paid: 'Bezahlt',
      change: '0,60 €',
    },
  },
]) {
  const language = locale.slice(0, 2);
  test(`a whole sale, as seen in ${language}`, async () => {
    await till.fill();
    const paying = hold(50);
    await open({ locale });
    await see(words.idle);
    await shoot(`idle-${language}`);
    await startSale(1_240);
    await see(words.insert);
    await till.acceptor.insert(200);
    await see(words.rest);
    await shoot(`collecting-${language}`);
    for (let coin = 0; coin < 5; coin += 1) await till.acceptor.insert(200);
    await till.acceptor.insert(100);
    await see(words.paying);
    await shoot(`paying-out-${language}`);
    paying.release();
    await see(words.paid);
    await see(words.change);
    await shoot(`settled-${language}`);
    await acknowledge();
    await see(words.idle);
    await shoot(`idle-after-sale-${language}`);
    expect((await till.status()).sale).toMatchObject({ paidOutMinor: 60, isAcknowledged: true });
  });
}

test('the cashier gives the money back, after being asked', async () => {
  await till.fill();
  await open({ locale: 'de-DE' });
  await startSale(500);
  await till.acceptor.insert(200);
  await see('3,00 €');
  await screen.press('Geld zurückgeben');
  await see('Diesen Verkauf abbrechen?');
  await shoot('give-back-question-de');
  await screen.press('Nein, weiter');
  await see('Bitte Geld einwerfen');
  await screen.press('Geld zurückgeben');
  await screen.press('Ja, zurückgeben');
  await see('Geld zurückgegeben');
  await shoot('returned-de');
  const { sale } = await till.status();
  expect(sale).toMatchObject({ state: 'returned', insertedMinor: 200, paidOutMinor: 200 });
});

test('a question that has lost its point goes away', async () => {
  await till.fill();
  await open({ locale: 'en-GB' });
  await startSale(200);
  await screen.press('Give the money back');
  await see('Cancel this sale?');
  await till.acceptor.insert(200);
  await see('Paid');
  await screen.expectGone('Cancel this sale?');
  expect((await till.status()).sale?.state).toBe('settled');
});

test('what the till refuses is said in its words, and can be closed', async () => {
  await till.fill();
  await open({ locale: 'de-DE' });
  await startSale(200);
  await page.route('**/cancel', async (route) => {
    await till.acceptor.insert(200);
    await route.continue();
  });
  await screen.press('Geld zurückgeben');
  await screen.press('Ja, abbrechen');
  await see('Dieser Verkauf ist bezahlt und kann nicht mehr abgebrochen werden.');
  await shoot('refused-request-de');
  await screen.press('Schließen');
  await screen.expectGone('Dieser Verkauf ist bezahlt');
  expect((await till.status()).sale?.state).toBe('settled');
});

test('a request that got no answer is not taken for done', async () => {
  await till.fill();
  await open({ locale: 'it-IT' });
  await startSale(200);
  await page.route('**/cancel', (route) => route.abort());
  await screen.press('Restituisci il denaro');
  await screen.press('Sì, annulla');
  await see('Il comando non è arrivato');
  expect((await till.status()).activity).toBe('collecting');
});

test('Escape means no', async () => {
  await till.fill();
  await open({ locale: 'en-GB' });
  await startSale(200);
  await screen.press('Give the money back');
  await see('Cancel this sale?');
  await page.keyboard.press('Escape');
  await screen.expectGone('Cancel this sale?');
  expect((await till.status()).activity).toBe('collecting');
});

test('change that could not be paid stays on the page until it is paid by hand', async () => {
  await till.fill();
  for (const hopper of till.hoppers.values()) hopper.onDispense = () => Promise.resolve(EMPTY);
  await open({ locale: 'de-DE' });
  await startSale(130);
  await till.acceptor.insert(200);
  await see('Der Kunde bekommt noch Geld');
  await see('Von Hand auszahlen und bestätigen');
  await shoot('owed-de');
  await screen.press('EN');
  await see('The customer is still owed money');
  await shoot('owed-en');
  await screen.press('DE');
  await screen.press('Von Hand ausgezahlt');
  await see('Haben Sie 0,70 € ausgezahlt?');
  await shoot('pay-by-hand-question-de');
  await screen.press('Ja, ausgezahlt');
  await see('Wer zahlt das aus?');
  await screen.press('The technician');
  await page.getByLabel('PIN').fill(PINS.cashier);
  await screen.press('Anmelden');
  await see('Name und PIN gehören nicht zusammen.');
  await shoot('sign-in-de');
  expect((await till.status()).debts).toHaveLength(1);
  await signIn('The cashier', PINS.cashier, 'Anmelden');
  await screen.expectGone('Offene Beträge');
  await see('Angemeldet: The cashier');
  await screen.press('Abmelden');
  await screen.expectGone('Angemeldet: The cashier');
  expect((await till.status()).debts).toEqual([]);
});

test('a debt is paid by the machine once it can', async () => {
  await till.fill();
  await open({ locale: 'en-GB' });
  await till.acceptor.credit(100);
  await see('Inserted outside a sale');
  await shoot('unassigned-en');
  await screen.press('Pay by machine');
  await screen.press('Yes, pay out');
  await signIn('The technician', PINS.technician, 'Sign in');
  await see('Your role does not allow this.');
  await screen.press('Sign out');
  await screen.press('Pay by machine');
  await screen.press('Yes, pay out');
  await signIn('The cashier', PINS.cashier, 'Sign in');
  await screen.expectGone('Open amounts');
  expect((await till.status()).debts).toEqual([]);
});

test('a payout nobody can tell the outcome of is shown as that', async () => {
  await till.fill();
  const hopper = till.hoppers.get(50);
  if (hopper !== undefined) hopper.onDispense = () => Promise.resolve(OFFLINE);
  await open({ locale: 'de-DE' });
  await startSale(150);
  await till.acceptor.insert(200);
  await see('Unklar, was ausgezahlt wurde');
  await see('Unklar, ob 0,50 € herausgekommen sind');
  await shoot('unresolved-de');
  await screen.press('IT');
  await see('Non si sa quanto è uscito');
  await shoot('unresolved-it');
  expect((await till.status()).sale).toMatchObject({ state: 'unresolved', unresolvedMinor: 50 });
});

test('exact change only, and a machine that is not there', async () => {
  await open({ locale: 'de-DE' });
  await see('Bitte passend zahlen');
  await shoot('exact-change-only-de');
  await till.acceptor.say({ kind: 'down', reason: 'no answer' });
  await see('Der Automat nimmt kein Bargeld an');
  await shoot('not-ready-de');
  await screen.press('ES');
  await see('La máquina no acepta efectivo');
  await shoot('not-ready-es');
  expect(await till.status()).toMatchObject({ activity: 'not-ready', isReady: false });
});

test('a part that fails while the rest goes on', async () => {
  await till.fill();
  await open({ locale: 'es-ES' });
  await till.hoppers.get(20)?.say({ kind: 'fault', code: 'jam', detail: 'opto blocked' });
  await see('Una parte de la máquina no funciona');
  await startSale(260);
  await see('Introduzca el dinero');
  await shoot('part-not-working-es');
  expect(await till.status()).toMatchObject({ activity: 'collecting', isReady: true });
});

test('a till without a licence says so, first quietly and then plainly', async () => {
  await restart({ licence: { ...UNLICENSED, vendor: 'Test Vendor', isDemo: true } });
  await till.fill();
  await open({ locale: 'it-IT' });
  await see('Ancora nessuna licenza');
  await see('DEMO');
  await shoot('unlicensed-it');
  await startSale(260);
  await see('Inserire il denaro');
  await shoot('unlicensed-sale-it');
  await restart({ licence: { ...UNLICENSED, activationGraceDays: 0 } });
  await page.context().close();
  await open({ locale: 'de-DE' });
  await see('Keine Lizenz: keine neuen Verkäufe');
  await see('Diese Installation ist unvollständig');
  await shoot('grace-over-de');
});

test('a licence in order is no news to a cashier', async () => {
  await open({ locale: 'es-ES' });
  await see('Lista para la próxima venta');
  expect(await page.getByText('icencia').count()).toBe(0);
  expect(await page.getByText('DEMO').count()).toBe(0);
});

test('a lost connection is plain to see, and found again without anybody', async () => {
  await till.fill();
  await open({ locale: 'de-DE' });
  await startSale(480);
  await till.acceptor.insert(200);
  await see('2,80 €');
  await till.stopApi();
  await see('Keine Verbindung zur Kasse');
  await shoot('connection-lost-de');
  expect(await page.getByRole('button', { name: 'Geld zurückgeben' }).isDisabled()).toBe(true);
  await till.acceptor.insert(100);
  await till.startApi();
  await see('1,80 €');
  await screen.expectGone('Keine Verbindung zur Kasse');
});

test('everything can be reached and pressed with the keyboard alone', async () => {
  await till.fill();
  await open({ locale: 'en-GB' });
  await startSale(200);
  await till.acceptor.insert(50);
  await see('€1.50');
  await tabTo('Give the money back');
  await page.keyboard.press('Enter');
  await see('Cancel this sale?');
  await tabTo('Yes, give it back');
  await page.keyboard.press('Enter');
  await see('Money given back');
  expect((await till.status()).sale).toMatchObject({ state: 'returned', paidOutMinor: 50 });
});

test('every button is large enough for a thumb', async () => {
  for (const hopper of till.hoppers.values()) hopper.onDispense = () => Promise.resolve(EMPTY);
  await open({ locale: 'de-DE' });
  await till.acceptor.credit(50);
  await startSale(200);
  await see('Offene Beträge');
  for (const button of await page.getByRole('button').all()) {
    const box = await button.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(48);
  }
});

interface Opening {
  readonly locale: string;
  readonly fragment?: string;
  readonly onConsole?: (text: string) => void;
}

async function open(opening: Opening): Promise<void> {
  const { locale, fragment = `#token=${PAGE_TOKEN}`, onConsole } = opening;
  screen = await CashierScreen.openAt(browser, `${till.url}/${fragment}`, { locale, onConsole });
  ({ page } = screen);
}

async function restart(options: ApiTillOptions): Promise<void> {
  await till[Symbol.asyncDispose]();
  till = await startApiTill({ pageFolder: CASHIER_PAGE, ...options });
}

function see(text: string): Promise<void> {
  return screen.see(text);
}

async function signIn(name: string, pin: string, button: string): Promise<void> {
  await screen.press(name);
  await page.getByLabel('PIN').fill(pin);
  await screen.press(button);
}

async function tabTo(name: string): Promise<void> {
  for (let step = 0; step < TABS_MAX && (await page.evaluate(FOCUSED_TEXT)) !== name; step += 1) {
    await page.keyboard.press('Tab');
  }
  expect(await page.evaluate(FOCUSED_TEXT)).toBe(name);
}

/** Also looks for anything that does not fit the screen. */
async function shoot(name: string): Promise<void> {
  expect.soft(await screen.shoot(name), name).toEqual([]);
}

/** Lets a hopper pay only once it is released. */
function hold(valueMinor: number): { readonly release: () => void } {
  const { promise, resolve: release } = Promise.withResolvers<void>();
  const hopper = till.hoppers.get(valueMinor);
  if (hopper !== undefined) {
    hopper.onDispense = async ({ count }) => {
      await promise;
      return hopper.pay(count);
    };
  }
  return { release };
}

async function startSale(amountDueMinor: number): Promise<void> {
  const response = await fetch(`${till.url}/v1/sales`, {
    method: 'POST',
    headers: {
      ...authorised(),
      'content-type': 'application/json',
      'idempotency-key': `sale of ${amountDueMinor}`,
    },
    body: JSON.stringify({ amountDueMinor, currency: 'EUR' }),
  });
  expect(response.status).toBe(201);
}

async function acknowledge(): Promise<void> {
  const { sale } = await till.status();
  const url = `${till.url}/v1/sales/${sale?.saleId}/acknowledge`;
  await fetch(url, { method: 'POST', headers: authorised() });
}
