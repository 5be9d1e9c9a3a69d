/**
 * Help on the cashier page, in a real browser: one press, what becomes of it with no line to anybody,
 * and a technician who wants to look.
 */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Contract } from '../../agent/core/entitlement/entitlement.ts';
import type { SupportAsk } from '../../agent/core/support/supporting.ts';
import { noStreams } from '../support/no-streams.ts';
import { startApiTill, type ApiTill } from '../support/api-till.ts';
import { CASHIER_PAGE, startBrowser } from '../support/browser.ts';
import { CashierScreen } from '../support/cashier-screen.ts';
import { PINS } from '../support/fake-book.ts';
import { testEntitlement } from '../support/test-vendor.ts';

const CODE = '407193';
const TECHNICIAN = { name: 'Annegret Schönfelder', company: 'Kassenservice Nord' } as const;
const SMALL = { width: 800, height: 480 };
const USUAL = { width: 1_024, height: 768 };

const FLAT: Contract = {
  plan: { id: 'sds', version: 1 },
  variant: 'flat',
  parameters: {},
  stations: ['till-1'],
  callerRoles: [],
  hours: [{ days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, toMinute: 1_440 }],
  contacts: [
    { name: 'Maria Ruiz', role: 'admin', phone: '+34 600 123 456' },
    { name: 'Kassensupport', role: 'vendor', phone: '+49 30 5557 0000' },
  ],
};

let browser: Browser;
let till: ApiTill;
let screen: CashierScreen;
const asked: string[] = [];

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  asked.length = 0;
  till = await startApiTill({
    pageFolder: CASHIER_PAGE,
    support: {
      streams: {
        ...noStreams(),
        open: async (_session, stream) => {
          asked.push(`open ${stream}`);
          return 'opened';
        },
        close: async () => void asked.push('close'),
        control: (_session, control) => void asked.push(`control ${control}`),
      },
      kinds: ['screen', 'console'],
      hasExternalTool: false,
      newCode: () => CODE,
      sendLogs: async ({ bundle }) => ({ kind: 'logs-failed', bundle, reason: 'unreachable' }),
    },
  });
  await till.fill();
});

afterEach(async () => {
  await screen?.[Symbol.asyncDispose]();
  await till[Symbol.asyncDispose]();
});

test('one press is enough with no line, and the desk’s words come back', async () => {
  await agree(FLAT);
  await open('de-DE');
  await screen.press('Hilfe');
  await screen.see('Hilfe kommt, sobald die Leitung wieder da ist');
  await screen.see('Das ist enthalten und kostet nichts.');
  await screen.see('+34 600 123 456');
  await screen.see('Wartet auf die Leitung');
  await shoot('help-answer-de');
  await screen.press('Programm');
  await screen.see('noch nicht zugestellt');
  await screen.page.getByLabel('An den Support schreiben').fill('Die Schublade geht nicht auf.');
  await screen.press('Senden');
  await screen.see('Die Schublade geht nicht auf.');
  const ticket = await newest();
  await hub({
    kind: 'chat-told',
    ticket,
    message: 'm-1',
    from: TECHNICIAN,
    text: 'Ist das Kabel an der Kasse eingesteckt?',
    sentAtMs: Date.now(),
  });
  await screen.see('Ist das Kabel an der Kasse eingesteckt?');
  await shoot('help-chat-de');
  await screen.press('Zurück zur Kasse');
  await screen.see('Bereit für den nächsten Verkauf');
  await hub({ kind: 'news-told', news: { ticket, state: 'assigned', handler: TECHNICIAN } });
  await screen.see('Annegret Schönfelder kümmert sich darum.');
  await shoot('help-news-de');
  await screen.press('Ansehen');
  await screen.see('Annegret Schönfelder kümmert sich darum');
  await screen.press('Verkauf');
  await screen.expectGone('Neues: Hilfe 1');
  const balances = [{ account: 'pool-remote', charged: 15, available: 45 }];
  await hub({ kind: 'news-told', news: { ticket, state: 'resolved', balances } });
  await screen.see('Es ist erledigt.');
  await screen.press('Ansehen');
  await screen.see('Fernhilfe: 15 min berechnet, 45 min übrig.');
  await shootUsual('help-resolved-de');
  expect((await till.status()).support.tickets).toEqual([]);
});

test('a cashier whose admin comes first sees the admin’s number, also in a sale with a fault', async () => {
  await agree({ ...FLAT, variant: 'second-level' });
  await open('de-DE');
  await till.hoppers.get(20)?.say({ kind: 'fault', code: 'jam', detail: 'opto blocked' });
  await till.sell(500);
  await till.acceptor.insert(200);
  await screen.see('3,00 €');
  await shoot('help-beside-sale-de');
  await screen.press('Hilfe');
  await screen.see('Bitte Maria Ruiz anrufen');
  await screen.see('+34 600 123 456');
  await shoot('help-admin-first-de');
  await screen.press('Zurück zur Kasse');
  await till.acceptor.insert(100);
  await screen.see('2,00 €');
  await screen.press('Hilfe 1');
  await screen.press('Nicht mehr nötig');
  await screen.press('Ja, zurückziehen');
  await screen.see('Zurückgezogen');
  await till.acceptor.insert(200);
  await till.until(({ sale }) => sale?.state === 'settled');
  await till.sell(100);
  await screen.see('Bitte Geld einwerfen');
});

test('what got no answer is asked only once', async () => {
  await agree(FLAT);
  await open('es-ES');
  await screen.see('Lista para la próxima venta');
  await screen.page.route('**/v1/help', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await screen.press('Ayuda');
  await screen.see('La caja no contesta');
  await shootUsual('help-unanswered-es');
  await screen.page.unroute('**/v1/help');
  await screen.press('Otra vez');
  await screen.see('La ayuda llega cuando vuelva la línea');
  expect(await screen.page.getByRole('heading', { name: 'Ayuda 1' }).count()).toBe(1);
  await shootUsual('help-answer-es');
  expect(till.lines().filter(({ kind }) => kind === 'help-asked')).toHaveLength(1);
});

test('a technician looks only after the code and a yes, and goes at Stop', async () => {
  await open('de-DE');
  await askForSession('s-1');
  await screen.see('Annegret Schönfelder von Kassenservice Nord möchte diesen Bildschirm sehen');
  await screen.see('407 193');
  expect(await screen.isGreyed('Zustimmen')).toBe(true);
  await shoot('session-asked-de');
  await hub({ kind: 'code-typed', session: 's-1', code: '000000' });
  await screen.see('Falscher Code. Noch 2 Versuche.');
  await hub({ kind: 'code-typed', session: 's-1', code: CODE });
  await screen.see('Der Code stimmt.');
  await shootUsual('session-matched-de');
  expect(asked).toEqual([]);
  await screen.press('Zustimmen: nur ansehen');
  await screen.see('sieht diesen Bildschirm');
  await shootUsual('session-live-de');
  await screen.press('Bedienen lassen');
  await screen.see('bedient diese Kasse');
  await shoot('session-control-de');
  await screen.press('Geld');
  await screen.press('Anmelden');
  await screen.see('The cashier');
  expect((await till.status()).support.session?.control).toBe('suspended');
  expect(await screen.page.getByRole('dialog').getByText('Stopp').isVisible()).toBe(true);
  await shoot('session-pin-de');
  await screen.press('The supervisor');
  await screen.page.getByLabel('PIN').fill(PINS.supervisor);
  await screen.page.getByRole('dialog').getByRole('button', { name: 'Anmelden' }).tap();
  await screen.see('Die Steuerung wurde entzogen, weil eine PIN eingegeben wurde.');
  await screen.press('Zählen');
  await screen.see('sieht nichts, während Sie zählen');
  await shoot('session-counting-de');
  await screen.press('Wieder zeigen');
  await screen.see('sieht diesen Bildschirm');
  await screen.press('Stopp');
  await screen.see('Annegret Schönfelder sieht diesen Bildschirm nicht mehr');
  expect(asked.at(-1)).toBe('close');
  expect((await till.status()).support.session).toBeNull();
});

test('a request never stands before a customer’s money, and no is no', async () => {
  await open('de-DE');
  await askForSession('s-1');
  await screen.see('407 193');
  await till.sell(300);
  await till.acceptor.insert(100);
  await screen.see('2,00 €');
  await screen.see('407 193');
  await shoot('session-beside-sale-de');
  await screen.press('Geld zurückgeben');
  await screen.see('Diesen Verkauf abbrechen?');
  await screen.press('Nein, weiter');
  await screen.press('Ablehnen');
  await screen.see('Sie haben abgelehnt.');
});

test('nights are granted by an admin’s PIN, and by nobody else', async () => {
  await open('de-DE');
  await screen.press('Hilfe');
  await screen.press('Zeiten ohne Personal');
  await screen.see('Keine ist freigegeben.');
  await shoot('hours-de');
  await screen.press('7 Nächte');
  await screen.press('Freigeben');
  await screen.press('The cashier');
  await screen.page.getByLabel('PIN').fill(PINS.cashier);
  await screen.press('Freigeben');
  await screen.page.getByRole('dialog').getByRole('alert').waitFor();
  await screen.press('The admin');
  await screen.key(PINS.admin);
  await screen.press('Freigeben');
  await screen.see('(7 Nächte)');
  await shootUsual('hours-granted-de');
  expect(till.shell.view().till.supporting.unattended).toHaveLength(7);
});

async function open(locale: string): Promise<void> {
  screen = await CashierScreen.open(browser, till.url, locale);
}

async function agree(contract: Contract): Promise<void> {
  const generation = { keyEpoch: 1, n: 2 };
  const maintenance = [{ from: '2026-11-22', to: '2999-11-22' }];
  const entitlement = testEntitlement({ generation, maintenance, contract });
  const offered = { kind: 'entitlement-offered', entitlement, document: 'two' } as const;
  await till.shell.tell({ ...offered, source: 'file' });
}

async function hub(request: SupportAsk): Promise<void> {
  await till.shell.tell({ kind: 'support-requested', request });
}

async function askForSession(session: string): Promise<void> {
  const question = { client: 'page', caller: 'cashier' } as const;
  await hub({ kind: 'help-asked', question, plans: [] });
  const technician = TECHNICIAN;
  const ticket = await newest();
  await hub({ kind: 'session-asked', session, ticket, technician, streams: ['screen', 'console'] });
}

async function newest(): Promise<string> {
  const [ticket] = (await till.status()).support.tickets;
  return ticket?.ticket ?? '';
}

/** Also looks for anything that does not fit. */
async function shootUsual(name: string): Promise<void> {
  expect.soft(await screen.shoot(name), name).toEqual([]);
}

/** On both screens that tills mostly have. */
async function shoot(name: string): Promise<void> {
  await shootUsual(name);
  await screen.page.setViewportSize(SMALL);
  expect.soft(await screen.shoot(`${name}-small`), `${name} at 800x480`).toEqual([]);
  await screen.page.setViewportSize(USUAL);
}
