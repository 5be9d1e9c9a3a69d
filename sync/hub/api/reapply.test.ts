/** A line that was set aside counts when an admin of the vendor has it checked, and it is good. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { coins, extended } from '../../../test/support/chain.ts';
import { openPeopleHub, type PeopleHub, type Visitor } from '../../../test/support/people-hub.ts';
import type { WireLine } from '../../protocol/lines.ts';
import type { QuarantineReason } from '../fleet/line-check.ts';
import { auditBefore, type AuditEntry } from '../store/audit.ts';
import { openBranch } from '../store/branches.ts';
import { takeLines } from '../store/line-intake.ts';
import { GENESIS } from '../../protocol/fields.ts';

const STATION = 'st-1';
const URL = `POST /v1/stations/${STATION}/quarantine`;

let hub: PeopleHub;
let admin: Visitor;

beforeEach(async () => {
  hub = await openPeopleHub();
  await hub.addUser('Ada', 'vendor-admin');
  await hub.addStation(STATION, 'berlin');
  admin = await hub.signedIn('Ada');
  const branch = { station: STATION, epoch: 1, parent: undefined, common: GENESIS, atMs: 1 };
  await openBranch(hub.database, branch);
});

afterEach(() => hub[Symbol.asyncDispose]());

async function sent(lines: readonly WireLine[]): Promise<void> {
  await takeLines(hub.database, { station: STATION, epoch: 1, from: 1, lines, receivedAtMs: 1 });
}

/** As an older release would have done, or another one. */
async function setAside(line: WireLine, reason: QuarantineReason): Promise<void> {
  const place = { station_id: STATION, epoch: 1, seq: line.seq, hash: line.hash };
  await hub.database
    .insertInto('quarantine')
    .values({ ...place, reason, line: JSON.stringify(line), received_at_ms: 1 })
    .execute();
}

async function reapplied(): Promise<readonly AuditEntry[]> {
  const entries = await auditBefore(hub.database, undefined);
  return entries.filter(({ act }) => act === 'line-reapplied');
}

it('is there for an admin of the vendor alone', async () => {
  await sent([...extended([], coins(1)), ...badLine()]);
  await hub.addUser('Sam', 'vendor-support');
  await hub.addUser('Ivo', 'implementer', ['berlin']);
  await hub.addUser('Carla', 'customer-admin', ['madrid']);
  const path = `${URL}/1/2/reapply`;
  expect(await (await hub.signedIn('Sam')).codeOf(path, { body: {} })).toBe('forbidden');
  expect(await (await hub.signedIn('Ivo')).codeOf(path, { body: {} })).toBe('forbidden');
  expect(await (await hub.signedIn('Carla')).codeOf(path, { body: {} })).toBe('not-found');
});

/** The second of a chain of coins, which no release can count. */
function badLine(): readonly WireLine[] {
  return extended(extended([], coins(1)), [
    { kind: 'sale-settled', body: { saleId: 'nonsense' } },
  ]).slice(1);
}

it('that is still bad stays, and why is said in words', async () => {
  await sent([...extended([], coins(1)), ...badLine()]);
  const headers = { 'accept-language': 'it' };
  const answer = await admin.call(`${URL}/1/2/reapply`, { body: {}, headers });
  expect(answer.statusCode).toBe(409);
  expect(answer.json()).toMatchObject({
    error: {
      code: 'line-still-bad',
      message: 'Questa riga non va ancora bene e resta accantonata.',
      details: { reason: 'body-invalid' },
    },
  });
  expect(await reapplied()).toEqual([]);
});

it('whose place another line has stays, and is none where none is', async () => {
  const [line] = extended([], coins(1, 'other'));
  await sent(extended([], coins(1)));
  if (line !== undefined) await setAside(line, 'forked');
  expect(await admin.codeOf(`${URL}/1/1/reapply`, { body: {} })).toBe('line-forked');
  expect(await admin.codeOf(`${URL}/1/2/reapply`, { body: {} })).toBe('not-found');
  expect(await admin.codeOf(`${URL}/0/1/reapply`, { body: {} })).toBe('invalid-request');
  expect(await admin.codeOf(`${URL}/1/x/reapply`, { body: {} })).toBe('invalid-request');
  expect(await admin.codeOf(`${URL}/1/1/reapply`, { body: { why: 'x' } })).toBe('invalid-request');
  expect(await reapplied()).toEqual([]);
});

it('that is good by now counts, once, and is written down once', async () => {
  const lines = extended([], coins(2));
  await sent(lines);
  const [, line] = lines;
  if (line !== undefined) await setAside(line, 'body-invalid');
  expect(await admin.codeOf(`${URL}/1/2/reapply`, { body: {} })).toBe('200');
  expect(await admin.codeOf(`${URL}/1/2/reapply`, { body: {} })).toBe('not-found');
  const view = await admin.call(`GET /v1/stations/${STATION}`);
  expect(view.json()).toMatchObject({ quarantined: 0, totals: { lines: 3 } });
  const by = { name: 'Ada' };
  expect(await reapplied()).toMatchObject([
    { by, address: '192.0.2.1', subject: STATION, details: { epoch: 1, seq: 2 } },
  ]);
});
