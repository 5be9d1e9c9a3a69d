/**
 * The money view of the cashier page in a real browser, on a till with fake devices behind its real
 * API: what a supervisor does in a day, what a cashier may not, and an answer that gets lost.
 */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startApiTill, type ApiTill, type ApiTillOptions } from '../support/api-till.ts';
import { CASHIER_PAGE, startBrowser } from '../support/browser.ts';
import { CashierScreen } from '../support/cashier-screen.ts';
import { PINS } from '../support/fake-book.ts';
import { EMPTY, FakeAcceptor, FakeDispenser } from '../support/fake-devices.ts';

const FLOATS = Object.fromEntries(
  [10, 20, 50, 100].map((value) => [
    `hopper-${value}`,
    { nearEmptyCount: 5, nearFullCount: 40, floatCount: 25 },
  ]),
);

let browser: Browser;
let till: ApiTill;
let screen: CashierScreen;

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  await begin({});
});

afterEach(async () => {
  await screen[Symbol.asyncDispose]();
  await till[Symbol.asyncDispose]();
});

test('a supervisor enters a fill and puts money in through the machine', async () => {
  await signIn('supervisor');
  await screen.see('5 zu viel');
  await shoot('money-overview-de');
  await screen.press('Auffüllung eingeben');
  await screen.press('0,50 € · hopper-50');
  await screen.key('10');
  await shoot('money-fill-de');
  await screen.press('Weiter');
  await screen.see('Haben Sie 5,00 € in hopper-50 gefüllt?');
  await shoot('money-fill-question-de');
  await screen.press('Ja');
  await screen.see('5,00 € in hopper-50 gefüllt');
  expect(countAt('hopper-50')).toBe(40);
  await screen.press('Am Automaten auffüllen');
  await screen.press('Wechselgeld für den Tag');
  await screen.press('Weiter');
  await screen.press('Ja');
  await screen.see('Auffüllen: Geld einwerfen');
  await till.until(({ deposit }) => deposit?.state === 'collecting');
  await till.acceptor.insert(100);
  await screen.see('1,00 €');
  await shoot('money-deposit-de');
  await screen.press('In der Kasse behalten');
  await screen.press('Ja');
  await screen.see('1,00 € aufgefüllt');
  expect(countAt('hopper-100')).toBe(31);
  await till.until(({ deposit }) => deposit === null);
});

test('a supervisor changes money into small pieces', async () => {
  await screen.press('EN');
  await signIn('supervisor', { tab: 'Money', button: 'Sign in' });
  await screen.press('Change money');
  await screen.press('Go on');
  await screen.press('Yes');
  await till.until(({ deposit }) => deposit?.state === 'collecting');
  await till.acceptor.insert(100);
  await screen.see('€1.00');
  await shoot('money-exchange-en');
  await screen.press('Small pieces');
  await screen.see('Pay €1.00 in small pieces?');
  await screen.press('Yes');
  await screen.see('€1.00 paid out again');
  expect(till.hoppers.get(10)?.paid).toBe(10);
});

test('a supervisor moves what is above the float into the cashbox', async () => {
  await begin({ canCollect: true, limits: FLOATS });
  await signIn('supervisor');
  await screen.press('In die Geldkassette');
  await screen.press('Alles über dem Wechselgeld');
  await shoot('money-collect-de');
  await screen.press('Weiter');
  await screen.press('Ja');
  await screen.see('In die Geldkassette verschoben');
  await screen.see('9,00 € wurden bewegt.');
  await shoot('money-collected-de');
  expect([...till.hoppers.values()].map(({ collected }) => collected)).toEqual([5, 5, 5, 5]);
});

test('a count is blind where it is so configured, and the shift is closed with its report', async () => {
  await begin({ operators: { hideExpectedCounts: true } });
  await signIn('supervisor');
  await screen.press('Schicht beginnen');
  await screen.press('Weiter');
  await screen.press('Ja');
  await screen.see('Die Schicht hat begonnen');
  await screen.press('Zählen');
  await screen.press('0,50 € · hopper-50');
  await screen.key('29');
  await shoot('money-count-de');
  await screen.press('Weiter');
  await screen.press('Ja');
  await screen.see('Abweichung vom Journal: -0,50');
  await screen.press('Schicht abschließen');
  await screen.press('Weiter');
  await screen.press('Ja');
  await screen.see('Schicht 1');
  await screen.see('-0,50');
  await shoot('money-shift-report-de');
  await screen.press('Schließen');
  await screen.press('Letzter Schichtbericht');
  await screen.see('Beim Zählen gefundene Abweichung');
});

test('a cashier sees no counts where they are blind, and cannot refund', async () => {
  await begin({ operators: { hideExpectedCounts: true } });
  await signIn('cashier');
  await screen.see('Bestände werden hier nicht gezeigt.');
  expect(await screen.page.locator('.place-held').count()).toBe(0);
  expect(await screen.isGreyed('Erstattung')).toBe(true);
  expect(await screen.isGreyed('Auszahlen')).toBe(true);
  expect(await screen.isGreyed('Auffüllung eingeben')).toBe(false);
  await screen.see('Nicht für Ihre Rolle');
  await shoot('money-cashier-blind-de');
});

test('a wrong PIN signs nobody in, and the right one after it does', async () => {
  await openMoney('Geld');
  await screen.press('Anmelden');
  await screen.press('The supervisor');
  await screen.key('1111');
  await screen.page.locator('.sign-in').getByRole('button', { name: 'Anmelden' }).tap();
  await screen.see('Name und PIN gehören nicht zusammen.');
  await shoot('money-wrong-pin-de');
  expect(await screen.page.locator('.action').count()).toBe(0);
  await screen.key(PINS.supervisor);
  await screen.page.locator('.sign-in').getByRole('button', { name: 'Anmelden' }).tap();
  await screen.see('Angemeldet: The supervisor');
  await screen.press('Abmelden');
  await screen.see('bitte anmelden');
  expect(await screen.page.locator('.action').count()).toBe(0);
});

test('a refund whose answer got lost is paid once, however often it is tried', async () => {
  await signIn('supervisor');
  await enterRefund();
  await screen.page.route('**/v1/operations', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await screen.press('Weiter');
  await screen.see('Jetzt 0,70 € erstatten?');
  await screen.press('Ja');
  await screen.see('Es kam keine Antwort');
  await shoot('money-no-answer-de');
  await screen.press('Noch einmal');
  await screen.see('Es kam keine Antwort');
  await screen.page.unroute('**/v1/operations');
  await screen.page.reload();
  await openMoney('Geld');
  await screen.see('Es kam keine Antwort');
  await screen.press('Noch einmal');
  await enterPin('supervisor', 'Anmelden');
  await screen.see('Die Erstattung ist ausgezahlt');
  await till.until(({ activity }) => activity === 'idle');
  const paid = [...till.hoppers.values()].reduce((sum, one) => sum + one.paid * one.valueMinor, 0);
  expect(paid).toBe(70);
  const lines = till.lines().filter(({ kind }) => kind === 'operation-started');
  expect(lines).toHaveLength(1);
});

test('what the till refuses is said in its words, and nothing that was entered is lost', async () => {
  await signIn('supervisor');
  await screen.press('Geld entnehmen');
  await screen.press('0,10 € · hopper-10');
  await screen.key('99');
  await screen.press('Zur Bank');
  await screen.press('Weiter');
  await screen.press('Ja');
  await screen.see('Laut Journal');
  await shoot('money-refused-de');
  await screen.see('0,10 € × 99');
  expect(countAt('hopper-10')).toBe(30);
});

test('a payout that comes up short says how much did not come', async () => {
  for (const hopper of till.hoppers.values()) hopper.onDispense = () => Promise.resolve(EMPTY);
  await signIn('supervisor');
  await enterRefund();
  await screen.press('Weiter');
  await screen.press('Ja');
  await screen.see('Nur 0,00 € wurden bewegt; 0,70 € nicht.');
});

test('a sale that starts takes the screen, and gives back what was being entered', async () => {
  await signIn('supervisor');
  await enterRefund();
  await shoot('money-refund-de');
  await screen.press('Weiter');
  await screen.see('Jetzt 0,70 € erstatten?');
  const saleId = await till.sell(200);
  await screen.see('Bitte Geld einwerfen');
  await screen.expectGone('Jetzt 0,70 € erstatten?');
  expect(await screen.page.locator('dialog[open]').count()).toBe(0);
  await till.acceptor.insert(200);
  await till.until(({ sale }) => sale?.saleId === saleId && sale.state === 'settled');
  await screen.press('Geld');
  await screen.see('0,70 €');
  expect([...till.hoppers.values()].reduce((sum, { paid }) => sum + paid, 0)).toBe(0);
});

test('a till with dollars beside euros asks which of them, its own first', async () => {
  const bills = new FakeAcceptor({ device: 'bills', valuesMinor: [100, 500] });
  const recycler = new FakeDispenser({ device: 'dollars', valueMinor: 100 });
  await begin({ usdDevices: [bills, recycler] });
  await signIn('supervisor');
  await screen.press('Auffüllung eingeben');
  await screen.see('Welche Währung?');
  await screen.see('0,50 € · hopper-50');
  await screen.press('USD');
  await screen.expectGone('0,50 € · hopper-50');
  await screen.see('Geldkassette USD');
  await screen.press('1,00 $ · dollars');
  await screen.key('7');
  await shoot('money-fill-usd-de');
  await screen.press('Weiter');
  await screen.see('Haben Sie 7,00 $ in dollars gefüllt?');
  await screen.press('Ja');
  await screen.see('7,00 $ in dollars gefüllt');
  expect(countAt('dollars')).toBe(7);

  await screen.press('Auszahlen');
  await screen.key('2');
  await screen.see('0,02 €');
  await screen.press('USD');
  await screen.see('0,00 $');
  await screen.key('200');
  await screen.press('Lieferant bezahlt');
  await shoot('money-dispense-usd-de');
  await screen.press('Weiter');
  await screen.see('2,00 $');
  await screen.press('Ja');
  await screen.see('2,00 $ wurden bewegt.');
  expect(recycler.paid).toBe(2);
  expect([...till.hoppers.values()].map(({ paid }) => paid)).toEqual([0, 0, 0, 0]);

  await screen.press('Am Automaten auffüllen');
  await screen.press('USD');
  await screen.press('Wechselgeld für den Tag');
  await screen.press('Weiter');
  await screen.press('Ja');
  await till.until(({ deposit }) => deposit?.state === 'collecting');
  expect([till.acceptor.accepted, bills.accepted]).toEqual([[], [100, 500]]);
  bills.fixAnswer = 'offline';
  await bills.insert(500);
  await screen.see('5,00 $');
  await screen.press('In der Kasse behalten');
  await screen.press('Ja');
  await screen.see('5,00 $ aufgefüllt');
  await screen.see('bills hat beim Schließen nicht geantwortet');
  await shoot('money-unclosed-usd-de');
});

test('a till with one currency asks for none', async () => {
  await signIn('supervisor');
  await screen.press('Auffüllung eingeben');
  await screen.see('0,50 € · hopper-50');
  expect(await screen.page.getByText('Welche Währung?').count()).toBe(0);
});

test('the receipt of a debt is shown, to be printed', async () => {
  await screen.see('Bereit für den nächsten Verkauf');
  await till.acceptor.credit(100);
  await screen.press('Beleg');
  await screen.see('GUTSCHEIN ÜBER RESTGELD');
  await shoot('money-receipt-de');
});

for (const { locale, money, signInName, names } of [
  { locale: 'en-GB', money: 'Money', signInName: 'Sign in', names: ['Refund', 'Count'] },
  {
    locale: 'es-ES',
    money: 'Dinero',
    signInName: 'Iniciar sesión',
    names: ['Reembolso', 'Contar'],
  },
  { locale: 'it-IT', money: 'Denaro', signInName: 'Accedi', names: ['Rimborso', 'Conta'] },
]) {
  test(`everything fits the screen in ${locale}`, async () => {
    await begin({ locale, limits: FLOATS, canCollect: true });
    await signIn('supervisor', { tab: money, button: signInName });
    await screen.see(names[0] ?? '');
    await shoot(`money-overview-${locale}`);
    await screen.press(names[0] ?? '');
    await shoot(`money-refund-${locale}`);
  });
}

type Beginning = ApiTillOptions & { readonly locale?: string };

/** In place of the till and the browser there were, if any. */
async function begin({ locale = 'de-DE', ...options }: Beginning): Promise<void> {
  await screen?.[Symbol.asyncDispose]();
  await till?.[Symbol.asyncDispose]();
  till = await startApiTill({ pageFolder: CASHIER_PAGE, limits: FLOATS, ...options });
  await till.fill();
  screen = await CashierScreen.open(browser, till.url, locale);
}

async function openMoney(tab: string): Promise<void> {
  await screen.press(tab);
  await screen.page.locator('.place').first().waitFor();
}

const GERMAN = { tab: 'Geld', button: 'Anmelden' };

async function signIn(role: keyof typeof PINS, { tab, button } = GERMAN): Promise<void> {
  await openMoney(tab);
  await screen.press(button);
  await enterPin(role, button);
  await screen.page.locator('.action').first().waitFor();
}

async function enterPin(role: keyof typeof PINS, button: string): Promise<void> {
  await screen.press(`The ${role}`);
  await screen.key(PINS[role]);
  await screen.page.locator('.sign-in').getByRole('button', { name: button }).tap();
}

async function shoot(name: string): Promise<void> {
  expect.soft(await screen.shoot(name), name).toEqual([]);
}

async function enterRefund(): Promise<void> {
  await screen.press('Erstattung');
  await screen.key('70');
  await screen.page.getByLabel('Nummer des Belegs').tap();
  await screen.key('4711');
  await screen.press('Ware zurückgegeben');
}

function countAt(place: string): number {
  const { holdings } = till.shell.view().till;
  const held = holdings[place] ?? [];
  return held.reduce((sum, { count }) => sum + count, 0);
}
