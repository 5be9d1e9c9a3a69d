/** The page of updates in a real browser: a rollout that one admin has drafted is approved by another. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { signOn } from '../../sync/hub/fleet/sign-on.ts';
import { databasePath } from '../../sync/hub/hub-office.ts';
import { startHub, type Hub } from '../../sync/hub/main.ts';
import { addCode, useCode } from '../../sync/hub/store/enrolments.ts';
import { keepEntitlement } from '../../sync/hub/store/entitlements.ts';
import { openHubDatabase } from '../../sync/hub/store/hub-database.ts';
import { PasswordHasher } from '../../sync/hub/users/password.ts';
import { addToBook } from '../../sync/hub/users/user-book.ts';
import { GENESIS } from '../../sync/protocol/fields.ts';
import { HUB_PAGE, SCREENSHOTS, startBrowser } from '../support/browser.ts';
import { CHEAP, PASSWORD } from '../support/people-hub.ts';
import { createReleaseRepository, type TestRepository } from '../support/release-repository.ts';
import { createTestVendor, testEntitlement } from '../support/test-vendor.ts';

const VENDOR = createTestVendor();

let browser: Browser;
let folder: string;
let vendor: TestRepository;
let hub: Hub;
let page: Page;

beforeAll(async () => {
  browser = await startBrowser();
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-hub-updates-'));
  vendor = await createReleaseRepository({
    releases: [
      { version: '1.1.0' },
      { version: '1.2.0', class: 'fiscal', inForceOn: '2027-01-01', floor: '1.1.0' },
    ],
  });
  await addPeopleAndTills();
  hub = await startHub({
    folder,
    listen: { host: '127.0.0.1', port: 0, tls: undefined },
    pins: [],
    version: 'test',
    clock: systemClock,
    authority: {
      trust: { ...VENDOR.trust, releaseRoot: vendor.releaseRoot },
      directorKey: await VENDOR.certify('director', { validUntil: '2099-01-01T00:00:00.000Z' }),
    },
    releases: { folder: vendor.folder, freshnessKey: vendor.hubKey },
    pageFolder: HUB_PAGE,
    passwordCost: CHEAP,
    onEvent: () => undefined,
    onError: (cause) => {
      throw cause;
    },
  });
});

afterAll(async () => {
  await browser?.close();
  await hub?.[Symbol.asyncDispose]();
  vendor?.[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
});

const newNonce = (): string => randomBytes(24).toString('base64url');

async function addPeopleAndTills(): Promise<void> {
  await using database = await openHubDatabase(databasePath(folder));
  const parts = { database, hasher: new PasswordHasher(CHEAP), clock: systemClock, newNonce };
  const doer = { by: undefined, address: 'console', atMs: 1 };
  for (const name of ['Ana', 'Berta']) {
    const user = { name, role: 'vendor-admin', sites: 'all', password: PASSWORD } as const;
    await addToBook(parts, user, doer);
  }
  for (const [station, agent] of [
    ['till-1', '1.1.0'],
    ['till-2', '1.0.0'],
    ['till-3', '1.1.0'],
  ] as const) {
    const code = { codeSha256Hex: station, name: station, site: 'Centro', station: undefined };
    await addCode(database, { ...code, expiresAtMs: 10 });
    const use = { codeSha256Hex: station, publicKey: 'k', agentVersion: agent };
    await useCode(database, { ...use, newStation: station, atMs: 5 });
    const stated = { station, epoch: 1, versions: { agent, protocol: 1 }, capabilities: [] };
    const journal = { head: GENESIS, trail: [] };
    const signed = { nonce: 'n'.repeat(22), signature: 's'.repeat(86) };
    await signOn(database, { ...stated, ...signed, journal, platform: 'linux-x64' }, 6);
    if (station === 'till-3') continue;
    const { licence } = testEntitlement();
    const issuedTo = { ...licence.issuedTo, station };
    const entitlement = testEntitlement({ licence: { ...licence, issuedTo } });
    await keepEntitlement(database, { document: 'd', entitlement, origin: 'sent', issuedAtMs: 6 });
  }
}

async function signIn(name: string, language: string): Promise<void> {
  await page?.context().close();
  const context = await browser.newContext({
    locale: language,
    viewport: { width: 1_280, height: 800 },
  });
  page = await context.newPage();
  await page.goto(`${hub.url}/#/updates`);
  await page.locator('input[name=name]').fill(name);
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.locator('button[type=submit]').click();
}

/** In the question that is open. */
const yes = (name: string): Promise<void> =>
  page.locator('dialog').getByRole('button', { name, exact: true }).click();

const fill = (name: string, text: string): Promise<void> =>
  page.locator(`[name="${name}"]`).fill(text);

const choose = async (name: string, value: string): Promise<void> => {
  await page.locator(`select[name="${name}"]`).selectOption(value);
};

const see = (text: string): Promise<void> => page.getByText(text).first().waitFor();

async function shoot(name: string): Promise<void> {
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
}

test('says who lacks what the law asks for, and has a second person approve the cure', async () => {
  const office = await hub.office.actingAsUser('Ana', 'manage-rollouts');
  const errors = { kind: 'count', count: 1 } as const;
  const successes = { kind: 'percent', percent: 90 } as const;
  const picks = [{ kind: 'percent', percent: 100 }] as const;
  await office.rollouts().write('fiscal-2027', {
    channel: 'stable',
    version: '1.2.0',
    mode: 'forced',
    silenceTimeoutMs: 3_600_000,
    groups: [{ name: 'everybody', picks, successes, errors }],
  });
  await office.rollouts().act('fiscal-2027', { kind: 'submit' });

  await signIn('Ana', 'de-DE');
  await see('Was das Gesetz verlangt: 1.2.0 ab 1. Januar 2027');
  await see('Keine Verteilung bringt sie');
  await see('Ihre Lizenz nimmt keine neue Version');
  await page.getByRole('button', { name: 'Freigeben' }).click();
  await see('fiscal-2027 freigeben?');
  await yes('Freigeben');
  await see('Das geht bei dieser Verteilung nicht.');
  await see('freigeben muss sie jemand anders');
  await shoot('hub-updates-own-de');

  await signIn('Berta', 'en-GB');
  await page.getByRole('button', { name: 'Approve' }).click();
  await see('Version 1.2.0 is ordered for everybody at once. Tills in it: 2.');
  await yes('Approve');
  await see('Running');
  await see('On the way');
  await shoot('hub-updates-en');
  await page.getByRole('button', { name: 'Abort' }).click();
  await see('Abort this rollout?');
  await page.getByRole('button', { name: 'No' }).click();
  await see('Running');
  const view = await office.rollouts().view('fiscal-2027');
  expect(view?.rows.map(({ outlook }) => outlook.kind)).toEqual(['told', 'told', 'barred']);
});

test('tags a till: what cannot be a tag is said at the field, and what stands is replaced', async () => {
  await signIn('Ana', 'en-GB');
  await rowOf('till-2').getByRole('button', { name: 'Change tags' }).click();
  await see('Tags of till-2');
  await fill('tags', 'canary, two words');
  await yes('Set the tags');
  await see('Letters, digits and . _ - only');
  await shoot('hub-updates-tags-faulty');
  await fill('tags', 'canary, canary');
  await yes('Set the tags');
  await rowOf('till-2').getByText('canary').waitFor();
  const [report] = await hub.office.rollouts().stations('all', 'stable').then(tagged);
  expect(report).toEqual({ station: await stationOf('till-2'), tags: ['canary'] });
});

test('writes a rollout: every field that does not fit is named, and what will happen is said first', async () => {
  await page.getByRole('button', { name: 'Write a rollout' }).click();
  await page.getByRole('button', { name: 'Go on' }).click();
  await see('Something is missing or does not fit.');
  expect(await page.locator('.field-fault').count()).toBe(3);
  await page.getByRole('button', { name: 'Add a group' }).click();
  await fill('rollout', 'spring');
  await choose('release', 'stable 1.1.0');
  await fill('silence', 'a while');
  await choose('hours', 'some');
  await fill('zone', 'Europe/Nowhere');
  await fill('groups.0.name', 'first');
  await choose('groups.0.pick', 'tag');
  await choose('groups.0.successes.unit', 'count');
  await fill('groups.0.successes', '1');
  await fill('groups.1.name', 'first');
  await see('Another group has this name.');
  await see('There is no such time zone.');
  await shoot('hub-updates-form-faulty');
  expect(await page.locator('.field-fault').count()).toBe(4);
  await fill('silence', '90');
  await fill('zone', 'Europe/Madrid');
  await fill('groups.0.who', 'canary');
  await fill('groups.1.name', 'rest');
  await page.getByRole('button', { name: 'Go on' }).click();
  await see('Write the draft spring?');
  await see('first: With a tag: canary');
  await see('The next group opens after 1 till running it. Everything stops after 1 till failed.');
  await shoot('hub-updates-form-confirm');
  await yes('Write the draft');
  await see('The draft is written.');
  const view = await hub.office.rollouts().view('spring');
  expect(view?.rollout).toMatchObject({ state: 'draft', madeBy: 'Ana' });
  expect(view?.rollout.plan).toMatchObject({
    silenceTimeoutMs: 5_400_000,
    window: {
      zone: 'Europe/Madrid',
      weekly: [{ days: [1, 2, 3, 4], fromMinute: 120, toMinute: 300 }],
    },
    groups: [{ name: 'first', picks: [{ kind: 'tag', tag: 'canary' }] }, { name: 'rest' }],
  });
});

test('a draft is changed where it stands, submitted, and approved by somebody else', async () => {
  await rowOf('spring').getByRole('button', { name: 'Change' }).click();
  expect(await page.locator('[name="groups.0.who"]').inputValue()).toBe('canary');
  await fill('groups.0.who', 'nobody-has-it');
  await page.getByRole('button', { name: 'Go on' }).click();
  await yes('Write the draft');
  await rowOf('spring').getByRole('button', { name: 'Submit' }).click();
  await yes('Submit');
  await see('One of its groups picks no till at all.');
  await yes('No');
  await rowOf('spring').getByRole('button', { name: 'Change' }).click();
  await fill('groups.0.who', 'canary');
  await page.getByRole('button', { name: 'Go on' }).click();
  await yes('Write the draft');
  await rowOf('spring').getByRole('button', { name: 'Submit' }).click();
  await see('Another admin is asked to approve version 1.1.0 for first, rest.');
  await yes('Submit');
  await rowOf('spring').getByText('Waits for approval').waitFor();
  await signIn('Berta', 'en-GB');
  await rowOf('spring').getByRole('button', { name: 'Approve' }).click();
  await see('After it, each when the one before has done well: rest.');
  await yes('Approve');
  await rowOf('spring').getByText('Running').waitFor();
});

test('withdraws a release: whom it concerns is said first, and its rollout stops', async () => {
  const release = page
    .getByRole('row')
    .filter({ hasText: 'linux-x64' })
    .filter({ hasText: '1.1.0' });
  await release.getByRole('button', { name: 'Withdraw' }).click();
  await see('These rollouts stop at once: spring.');
  await see('Tills that run it: 2.');
  await yes('Withdraw');
  expect(await page.locator('dialog').isVisible()).toBe(true);
  await shoot('hub-updates-withdraw');
  await fill('reason', 'It loses receipts');
  await yes('Withdraw');
  await see('Withdrawn: It loses receipts');
  await rowOf('spring').getByText('release withdrawn').waitFor();
  await shoot('hub-updates-withdrawn');
});

/** By what its first cell begins with. */
function rowOf(name: string) {
  const first = page.locator('td:first-child', { hasText: new RegExp(`^${name}`) });
  return page.getByRole('row').filter({ has: first });
}

async function stationOf(name: string): Promise<string | undefined> {
  return (await hub.office.stations()).find((row) => row.name === name)?.station;
}

function tagged(
  reports: readonly { readonly station: string; readonly tags: readonly string[] }[],
) {
  return reports
    .filter(({ tags }) => tags.length > 0)
    .map(({ station, tags }) => ({ station, tags }));
}
