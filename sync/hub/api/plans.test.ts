/** A new contract plan at the hub: believed first, kept once, and sent to the tills it is for. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeContract } from '../../../test/support/balance-books.ts';
import { openPeopleHub, type PeopleHub, type Visitor } from '../../../test/support/people-hub.ts';
import { createTestVendor } from '../../../test/support/test-vendor.ts';
import type { Plan } from '../../../agent/core/contract/plan.ts';
import { innPlan } from '../../../agent/plans/inn.ts';
import { PLANS } from '../../../agent/plans/plans.ts';
import { signDocument } from '../../trust/sign-document.ts';
import { auditBefore } from '../store/audit.ts';
import { commandsAfter } from '../store/mailbox.ts';
import { knownPlans } from '../store/plans.ts';

const VENDOR = createTestVendor();
const SEND = 'POST /v1/plans/inn/send';
const NEXT: Plan = { ...innPlan, version: 2 };
const issuedAt = '2026-11-22T09:00:00.000Z';

let hub: PeopleHub;
let admin: Visitor;

beforeEach(async () => {
  hub = await openPeopleHub({ trust: VENDOR.trust });
  await hub.addUser('Ada', 'vendor-admin');
  admin = await hub.signedIn('Ada');
  for (const station of ['till-1', 'till-2', 'till-3']) await hub.addStation(station, 'shop');
  const stations = ['till-1', 'till-2', 'gone'];
  await writeContract(hub.database, { id: 'c-1', customer: 'bar', plan: 'inn', stations });
});

afterEach(() => hub[Symbol.asyncDispose]());

async function signed(plan: Plan, by = VENDOR): Promise<string> {
  return signDocument('plan', { plan, issuedAt }, await by.certify('issuer'));
}

/** Whose mailbox has how many plans. */
async function mail(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const station of ['till-1', 'till-2', 'till-3']) {
    const commands = await commandsAfter(hub.database, station, 0);
    counts[station] = commands.filter(({ kind }) => kind === 'plan').length;
  }
  return counts;
}

async function reasonOf(body: object, what = SEND): Promise<unknown> {
  const answer = await admin.call(what, { body });
  expect(answer.statusCode).toBe(422);
  return answer.json<{ error: { details: { reason: string } } }>().error.details.reason;
}

async function expectNothingSent(): Promise<void> {
  expect(await mail()).toEqual({ 'till-1': 0, 'till-2': 0, 'till-3': 0 });
  expect(await knownPlans(hub.database)).toEqual(PLANS);
  const notes = await auditBefore(hub.database, undefined);
  expect(notes.map(({ act }) => act)).not.toContain('plan-sent');
}

describe('a plan that is not sent', () => {
  it.each<[string, () => Promise<string>]>([
    ['malformed', async () => 'nonsense'],
    ['uncertified-key', () => signed(NEXT, createTestVendor())],
    ['wrong-plan', () => signed({ ...NEXT, id: 'other' })],
    ['version-reused', () => signed({ ...innPlan, currency: 'USD' })],
  ])('is %s', async (reason, document) => {
    expect(await reasonOf({ document: await document() })).toBe(reason);
    await expectNothingSent();
  });

  it('is for a station that is not there, or gets nothing any more', async () => {
    const document = await signed(NEXT);
    expect(await reasonOf({ document, station: 'gone' })).toBe('station-unknown');
    await admin.call('POST /v1/stations/till-3/revoke', { body: {} });
    expect(await reasonOf({ document, station: 'till-3' })).toBe('station-revoked');
    await expectNothingSent();
  });

  it('is longer than any plan', async () => {
    const long = { body: { document: 'x'.repeat(262_145) } };
    expect(await admin.codeOf(SEND, long)).toBe('invalid-request');
    const longer = { body: { document: 'x'.repeat(300_000) } };
    expect(await admin.codeOf(SEND, longer)).toBe('body-too-large');
    await expectNothingSent();
  });
});

describe('a plan that is sent', () => {
  it('lies in the mailboxes of the tills whose contracts are under it', async () => {
    const document = await signed(NEXT);
    const answer = await admin.call(SEND, { body: { document: `${document}\n` } });
    expect(answer.json()).toEqual({ version: 2, stations: ['till-1', 'till-2'] });
    expect(await mail()).toEqual({ 'till-1': 1, 'till-2': 1, 'till-3': 0 });
    const [command] = await commandsAfter(hub.database, 'till-1', 0);
    expect(command?.body).toEqual({ document });
    const [note] = await auditBefore(hub.database, undefined);
    const details = { version: 2, stations: ['till-1', 'till-2'] };
    expect(note).toMatchObject({ act: 'plan-sent', subject: 'inn', details });
  });

  it('goes to one till where that is said, and is kept once', async () => {
    const body = { document: await signed(NEXT), station: 'till-3' };
    for (const count of [1, 2]) {
      expect((await admin.call(SEND, { body })).json()).toEqual({
        version: 2,
        stations: ['till-3'],
      });
      expect(await mail()).toEqual({ 'till-1': 0, 'till-2': 0, 'till-3': count });
    }
    expect(await knownPlans(hub.database)).toEqual([...PLANS, NEXT]);
    const another = await signed({ ...NEXT, currency: 'USD' });
    expect(await reasonOf({ document: another })).toBe('version-reused');
  });

  it('is one that contracts may name from then on', async () => {
    const contract = {
      id: 'c-2',
      customer: 'pub',
      plan: { id: 'inn', version: 2 },
      start: '2026-01-01',
      stations: [],
      parameters: {},
    };
    const party = { id: 'pub', kind: 'customer', name: 'Pub' };
    const since = '2026-01-01T00:00:00.000Z';
    const put = (place: string, entry: object) =>
      admin.call(`PUT /v1/books/${place}`, { body: { since, body: entry } });
    expect((await put('parties/pub', party)).statusCode).toBe(200);
    const before = await put('contracts/c-2', contract);
    expect(before.json()).toMatchObject({
      error: { details: { faults: [{ code: 'plan-unknown' }] } },
    });
    await admin.call(SEND, { body: { document: await signed(NEXT), station: 'till-3' } });
    expect((await put('contracts/c-2', contract)).statusCode).toBe(200);
    const asked = { kind: 'contact', customer: 'pub', at: '2026-03-02T10:00:00.000Z' };
    const decision = await admin.call('POST /v1/decisions', { body: asked });
    expect(decision.json()).toMatchObject({ plan: 'inn', planVersion: 2 });
  });
});
