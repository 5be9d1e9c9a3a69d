/** The cashier page in a real browser, as somebody with one finger uses it. */
import { join } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { PAGE_TOKEN } from './api-till.ts';
import { SCREENSHOTS } from './browser.ts';

const SCREEN = { width: 1_024, height: 768 };
const THUMB_MIN_PX = 48;
const SEEN_WITHIN_MS = 8_000;

/** Read in the browser, which has a document; the test has none. */
const DOCUMENT_SIZE = `[document.documentElement.scrollWidth, document.documentElement.scrollHeight]`;
/** What is wider than the box it stands in, and what a button cuts off. */
const CUT = `[...document.querySelectorAll('button, h1, h2, p, li, section, dialog, fieldset')]
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline')
  .map((one) => one.className + ': ' + one.textContent.slice(0, 60))`;

export interface ScreenOptions {
  readonly locale: string;
  readonly onConsole?: ((text: string) => void) | undefined;
}

export class CashierScreen implements AsyncDisposable {
  readonly page: Page;
  readonly #complaints: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (fault) => this.#complaints.push(String(fault)));
  }

  static open(browser: Browser, url: string, locale: string): Promise<CashierScreen> {
    return CashierScreen.openAt(browser, `${url}/#token=${PAGE_TOKEN}`, { locale });
  }

  /** At an address of which the token may be missing or wrong; `onConsole` hears what the page complains of. */
  static async openAt(
    browser: Browser,
    address: string,
    { locale, onConsole }: ScreenOptions,
  ): Promise<CashierScreen> {
    const context = await browser.newContext({ viewport: SCREEN, locale, hasTouch: true });
    const page = await context.newPage();
    if (onConsole !== undefined) page.on('console', (message) => onConsole(message.text()));
    page.on('pageerror', (fault) => onConsole?.(String(fault)));
    const screen = new CashierScreen(page);
    await page.goto(address);
    return screen;
  }

  async see(text: string): Promise<void> {
    await this.page.getByText(text).first().waitFor({ timeout: SEEN_WITHIN_MS });
  }

  async expectGone(text: string): Promise<void> {
    await this.page.getByText(text).first().waitFor({ state: 'hidden', timeout: SEEN_WITHIN_MS });
  }

  async press(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).tap();
  }

  /** Types with the number keys of the page. */
  async key(digits: string): Promise<void> {
    for (const digit of digits) await this.press(digit);
  }

  /** A button that says why it cannot be pressed has more in it than its name. */
  async isGreyed(name: string): Promise<boolean> {
    return await this.page.getByRole('button', { name: new RegExp(`^${name}`) }).isDisabled();
  }

  /** Takes a picture; gives what does not fit the screen, is too small for a thumb, or has failed. */
  async shoot(name: string): Promise<readonly string[]> {
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), animations: 'disabled' });
    const size = String(await this.page.evaluate(DOCUMENT_SIZE));
    const { width, height } = this.page.viewportSize() ?? SCREEN;
    const isWhole = size === `${width},${height}`;
    const cut = await this.page.evaluate<readonly string[]>(CUT);
    const small = await this.#smallButtons();
    return [...this.#complaints, ...(isWhole ? [] : [`scrolls: ${size}`]), ...cut, ...small];
  }

  async #smallButtons(): Promise<readonly string[]> {
    const small: string[] = [];
    for (const button of await this.page.getByRole('button').all()) {
      const box = await button.boundingBox();
      const sizePx = Math.min(box?.width ?? 0, box?.height ?? 0);
      if (sizePx < THUMB_MIN_PX) small.push(`${sizePx} px: ${await button.textContent()}`);
    }
    return small;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.context().close();
  }
}
