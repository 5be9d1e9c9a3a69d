/**
 * A real till decides help with no line, by the plan that it has; the hub has a newer one by then. What
 * the cashier was told stands, and the desk sees what differs and why.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Plan } from '../../agent/core/contract/plan.ts';
import { sdsPlan } from '../../agent/plans/sds.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { TicketDesk } from '../../sync/hub/desk/ticket-desk.ts';
import { databasePath } from '../../sync/hub/hub-office.ts';
import { startHub, type Hub } from '../../sync/hub/main.ts';
import { auditBefore } from '../../sync/hub/store/audit.ts';
import { addBookEntry } from '../../sync/hub/store/book-entries.ts';
import { openHubDatabase } from '../../sync/hub/store/hub-database.ts';
import { addPlan } from '../../sync/hub/store/plans.ts';
import { signDocument } from '../../sync/trust/sign-document.ts';
import { writeContract } from '../support/balance-books.ts';
import { RealTill } from '../support/real-till.ts';
import { createTestVendor } from '../support/test-vendor.ts';
import { enrolFolder } from '../support/uplink-till.ts';

const LICENCE = {
  customer: 'bar',
  zone: 'Europe/Berlin',
  product: 'Tillwarden',
  edition: 'standard',
};
/** Which tills it covers does not matter to it any more: it refuses what a person decided before. */
const NEXT: Plan = {
  ...sdsPlan,
  version: 2,
  rows: sdsPlan.rows.map((row) => (row.id === 'contact 2' ? { ...row, when: [] } : row)),
};
const vendor = createTestVendor();

let root = '';
let till: RealTill;
let hub: Hub;
let station = '';

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'tillwarden-told-'));
  writeFileSync(join(root, 'trust.json'), JSON.stringify(vendor.trust));
  mkdirSync(join(root, 'hub'));
  await openHub(0);
  till = await RealTill.start({ env: { TILLWARDEN_ROOT: root } });
  await till.stopAgent();
  const terms = { name: 'Till', site: 'shop', validMs: 60_000, licence: LICENCE };
  const code = await hub.office.makeCode(terms);
  station = await enrolFolder(join(till.folder, 'station'), hub.url, code);
  await till.startAgent({ env: { TILLWARDEN_ROOT: root } });
});

afterEach(async () => {
  await hub?.[Symbol.asyncDispose]();
  await till?.[Symbol.asyncDispose]();
  rmSync(root, { recursive: true, force: true });
});

async function openHub(port: number): Promise<void> {
  hub = await startHub({
    folder: join(root, 'hub'),
    listen: { host: '127.0.0.1', port, tls: undefined },
    pins: [],
    version: 'test',
    clock: systemClock,
    authority: { trust: vendor.trust, issuerKey: await vendor.certify('issuer') },
    onEvent: () => undefined,
    onError: (cause) => expect.unreachable(String(cause)),
  });
}

/** While the hub is down, and so before the till can hear of it. */
async function agreeOnNextPlan(): Promise<void> {
  await using database = await openHubDatabase(databasePath(join(root, 'hub')));
  const sentAtMs = Date.now();
  const issuedAt = new Date(sentAtMs).toISOString();
  const key = await vendor.certify('issuer');
  const document = await signDocument('plan', { plan: NEXT, issuedAt }, key);
  await addPlan(database, { plan: NEXT, document, sentAtMs });
  const { id, version } = NEXT;
  await addBookEntry(database, {
    book: 'contracts',
    entry: 'c-1',
    body: {
      id: 'c-1',
      customer: 'bar',
      plan: { id, version },
      variant: 'flat',
      site: 'shop',
      start: '2026-01-01',
      stations: [station],
      parameters: { autoRenew: true },
    },
    sinceMs: sentAtMs,
    recordedAtMs: sentAtMs,
    recordedBy: 'Ada',
  });
}

async function coverage(): Promise<unknown> {
  return (await till.call('GET', '/v1/status'))['coverage'];
}

it('a till with an old plan is believed, and the desk sees what the newer one says', async () => {
  const flat = { plan: 'sds', variant: 'flat', site: 'shop', stations: [station] } as const;
  await writeContract(hub.office.desk().database, { id: 'c-1', customer: 'bar', ...flat });
  await till.until('the till is covered', async () => (await coverage()) === 'covered');
  const port = Number(new URL(hub.url).port);
  await hub[Symbol.asyncDispose]();
  await agreeOnNextPlan();
  const asked = await till.call('POST', '/v1/help', { topic: 'advice' });
  const ticket = String(asked['ticket']);
  await openHub(port);
  const desk = hub.office.desk();
  const tickets = new TicketDesk(desk);
  await till.until('the desk has looked at it', async () => {
    return (await tickets.ticket(ticket))?.isTakenUp === true;
  });

  expect(await tickets.file(ticket)).toMatchObject({
    ticket: { decision: { outcome: 'MANUAL', planVersion: 1 } },
    difference: {
      told: { outcome: 'MANUAL', planVersion: 1 },
      known: { outcome: 'REFUSE', planVersion: 2 },
      parts: ['outcome'],
      causes: ['plan'],
    },
  });
  const entries = await auditBefore(desk.database, undefined);
  expect(entries.filter(({ act }) => act === 'told-otherwise')).toMatchObject([
    { subject: ticket, details: { told: 'MANUAL', known: 'REFUSE', causes: ['plan'] } },
  ]);
});
