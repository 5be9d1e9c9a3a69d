/** A real browser, and what it is shown: the pages as they were built before the first test. */
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const ROOT = resolve(import.meta.dirname, '../..');
export const CASHIER_PAGE = join(ROOT, 'dist/page');
export const HUB_PAGE = join(ROOT, 'dist/hub-page');
export const SCREENSHOTS = join(ROOT, 'var/screenshots');
const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Throws where this computer has no browser, and says how to come by one. */
export async function startBrowser(): Promise<Browser> {
  if (!existsSync(CHROMIUM)) {
    throw new Error(
      `no browser at ${CHROMIUM}: apt-get install chromium, or name one in CHROMIUM_PATH`,
    );
  }
  mkdirSync(SCREENSHOTS, { recursive: true });
  return await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
}
