/** Tills hear of what the books say with nobody sending it: once, and only where it says something else. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { decide } from '../../../agent/core/contract/decide.ts';
import { NO_LEASES } from '../../../agent/core/contract/lease.ts';
import { tillFacts } from '../../../agent/core/contract/till-facts.ts';
import { NO_EVIDENCE } from '../../../agent/core/entitlement/clock-evidence.ts';
import { sdsPlan } from '../../../agent/plans/sds.ts';
import { openPeopleHub, type PeopleHub } from '../../../test/support/people-hub.ts';
import { testPlan } from '../../../test/support/test-plan.ts';
import { createTestVendor } from '../../../test/support/test-vendor.ts';
import { signDocument } from '../../trust/sign-document.ts';
import { openVendor } from '../licences/vendor.ts';
import { addBookEntry } from '../store/book-entries.ts';
import { lastEntitlement } from '../store/entitlements.ts';
import { commandsAfter } from '../store/mailbox.ts';
import { factsOf } from './facts-of.ts';
import { sendChanges, type ChangesSent } from './send-changes.ts';

const VENDOR = createTestVendor();
const CONTRACT = {
  id: 'c1',
  customer: 'pepe',
  plan: { id: 'sds', version: 1 },
  variant: 'flat',
  start: '2026-01-01',
  stations: ['till-1'],
};
const NOTHING: ChangesSent = { stations: [], plans: [], faults: [] };

let hub: PeopleHub;

beforeEach(async () => {
  hub = await openPeopleHub({ trust: VENDOR.trust, issuerKey: await VENDOR.certify('issuer') });
  setDay('2026-03-10');
  await hub.addUser('Ada', 'vendor-admin');
  await write('parties', 'pepe', { id: 'pepe', kind: 'customer', name: 'Pepe' });
  await write('parties', 'Centro', { id: 'Centro', kind: 'site', name: 'Centro' });
  const since = '2026-01-01T00:00:00.000Z';
  await write('edges', 'e1', { from: 'Centro', kind: 'part-of', to: 'pepe', since });
  for (const till of ['till-1', 'till-2', 'till-3']) await hub.addStation(till, 'Centro');
  for (const till of ['till-1', 'till-2']) await install(till);
});

afterEach(() => hub[Symbol.asyncDispose]());

function setDay(day: string): void {
  hub.clock.jumpWall(Date.parse(`${day}T12:00:00.000Z`) - hub.clock.wallMs());
}

async function write(book: string, entry: string, body: unknown): Promise<void> {
  const sinceMs = hub.clock.wallMs();
  const said = { sinceMs, recordedAtMs: sinceMs, recordedBy: 'test' };
  await addBookEntry(hub.database, { book, entry, body, ...said });
}

async function install(till: string): Promise<void> {
  const ada = await hub.signedIn('Ada');
  await ada.call('POST /v1/licences', { body: { id: `lic-${till}`, customer: 'pepe' } });
  const body = { id: `act-${till}`, kind: 'install', licence: `lic-${till}`, plan: 'sds' };
  await ada.call(`POST /v1/stations/${till}/licence-acts`, { body });
}

function round(): Promise<ChangesSent> {
  return sendChanges(hub.parts.fleet.office.desk());
}

async function last(till: string) {
  const entitlement = await lastEntitlement(hub.database, till);
  return { n: entitlement?.generation.n, contract: entitlement?.contract };
}

/** What help comes to, at the till by what it was issued, and at the hub by its books. */
async function atBothEnds(): Promise<readonly string[]> {
  const entitlement = await lastEntitlement(hub.database, 'till-1');
  const clockMs = hub.clock.wallMs();
  const leasing = { entitlement, leasing: NO_LEASES, evidence: NO_EVIDENCE, clockMs };
  const till = tillFacts({ ...leasing, ticket: 't' });
  const subject = { station: 'till-1', site: 'Centro' };
  const { facts } = await factsOf(hub.database, { subject, atMs: clockMs });
  return [till.facts, facts].map((known) => {
    const request = { kind: 'contact', station: 'till-1', caller: 'admin', atMs: clockMs } as const;
    const { outcome, reasons } = decide(request, known, sdsPlan);
    return [outcome, ...reasons].join(' ');
  });
}

async function mailOf(till: string): Promise<readonly string[]> {
  return (await commandsAfter(hub.database, till, 0)).map(({ kind }) => kind);
}

it('a round that finds nothing changed issues nothing', async () => {
  const before = [await last('till-1'), await mailOf('till-1')];
  expect(await round()).toEqual(NOTHING);
  expect([await last('till-1'), await mailOf('till-1')]).toEqual(before);
});

it('a hub without a key sends nothing', async () => {
  await write('contracts', 'c1', CONTRACT);
  const vendor = await openVendor({ trust: VENDOR.trust, issuerKey: undefined });
  expect(await sendChanges({ ...hub.parts.fleet.office.desk(), vendor })).toEqual(NOTHING);
});

it('a contract goes to the till it names, once, and is taken back when it names it no more', async () => {
  const { n: first = 0 } = await last('till-1');
  await write('contracts', 'c1', CONTRACT);
  const sent = { stations: [{ station: 'till-1', result: 'sent' }], plans: [], faults: [] };
  expect(await round()).toEqual(sent);
  expect(await last('till-1')).toMatchObject({ n: first + 1, contract: { variant: 'flat' } });
  expect((await mailOf('till-1')).at(-1)).toBe('entitlement');
  expect(await round()).toEqual(NOTHING);
  await write('contracts', 'c1', { ...CONTRACT, stations: ['till-2'] });
  expect(await round()).toEqual({
    stations: [
      { station: 'till-1', result: 'withdrawn' },
      { station: 'till-2', result: 'sent' },
    ],
    plans: [],
    faults: [],
  });
  expect(await round()).toEqual(NOTHING);
});

it('a price that is changed is a change of what the contract says', async () => {
  await write('contracts', 'c1', CONTRACT);
  await round();
  const { n = 0 } = await last('till-1');
  await write('prices', 'flat-year', { minor: 30_000, currency: 'EUR' });
  expect(await round()).toMatchObject({ stations: [{ station: 'till-1', result: 'sent' }] });
  expect(await last('till-1')).toMatchObject({ n: n + 1 });
  // One in another money is not in it.
  await write('prices', 'flat-year-usd', { minor: 30_000, currency: 'USD' });
  expect(await round()).toEqual(NOTHING);
});

it('a contract that ends by its date stays at the till, and till and hub say alike that it is over', async () => {
  const contacts = [{ id: 'ana' }];
  const ending = { ...CONTRACT, contacts, endsOn: '2026-06-30', parameters: { autoRenew: false } };
  await write('parties', 'ana', { id: 'ana', kind: 'person', name: 'Ana' });
  await write('contracts', 'c1', ending);
  await round();
  setDay('2026-06-30');
  expect(await round()).toEqual(NOTHING);
  expect(await atBothEnds()).toEqual(['COVERED', 'COVERED']);
  setDay('2026-07-01');
  expect(await round()).toEqual(NOTHING);
  expect(await atBothEnds()).toEqual(['REFUSE NO_CONTRACT', 'REFUSE NO_CONTRACT']);
  const { contract } = await last('till-1');
  expect(contract?.contacts).toMatchObject([{ name: 'Ana', role: 'admin' }]);
});

it('a till that was sent nothing before its contract was over is still told whom to call', async () => {
  await write('contracts', 'c1', { ...CONTRACT, endsOn: '2026-02-28' });
  expect(await round()).toMatchObject({ stations: [{ station: 'till-1', result: 'sent' }] });
  expect(await round()).toEqual(NOTHING);
  expect(await atBothEnds()).toEqual(['REFUSE NO_CONTRACT', 'REFUSE NO_CONTRACT']);
});

it('the next contract takes over on the day it begins', async () => {
  const ending = { ...CONTRACT, endsOn: '2026-06-30', parameters: { autoRenew: false } };
  await write('contracts', 'c1', ending);
  await write('contracts', 'c2', { ...CONTRACT, id: 'c2', start: '2026-07-01' });
  await round();
  expect((await last('till-1')).contract).toMatchObject({ start: '2026-01-01' });
  setDay('2026-07-01');
  await round();
  expect((await last('till-1')).contract).toMatchObject({ start: '2026-07-01' });
});

it('a closed day that is too old to be told is no change', async () => {
  await write('closures', '2026-03-20', { day: '2026-03-20', name: 'Feast' });
  await write('contracts', 'c1', CONTRACT);
  await round();
  setDay('2027-03-19');
  expect(await round()).toEqual(NOTHING);
  setDay('2027-06-01');
  expect(await round()).toEqual(NOTHING);
  await write('closures', '2027-12-24', { day: '2027-12-24', name: 'Feast' });
  await round();
  expect((await last('till-1')).contract?.closures).toEqual(['2027-12-24']);
});

it('a till whose contract is under a plan that was sent gets the plan, once', async () => {
  const plan = testPlan;
  const issuedAt = new Date(hub.clock.wallMs()).toISOString();
  const issuer = hub.parts.vendor?.issuer;
  if (issuer === undefined) throw new TypeError('no key');
  const document = await signDocument('plan', { plan, issuedAt }, issuer.signer);
  const ada = await hub.signedIn('Ada');
  const send = `POST /v1/plans/${plan.id}/send`;
  expect(await ada.codeOf(send, { body: { document } })).toBe('200');
  expect(await mailOf('till-1')).not.toContain('plan');
  const { variant: _, ...plain } = CONTRACT;
  await write('contracts', 'c1', { ...plain, plan: { id: plan.id, version: plan.version } });
  expect(await round()).toMatchObject({ plans: ['till-1'] });
  expect((await mailOf('till-1')).filter((kind) => kind === 'plan')).toHaveLength(1);
  expect(await round()).toEqual(NOTHING);
});

it('a revoked till is sent nothing', async () => {
  await write('contracts', 'c1', CONTRACT);
  await (await hub.signedIn('Ada')).call('POST /v1/stations/till-1/revoke', { body: {} });
  expect(await round()).toEqual(NOTHING);
});
