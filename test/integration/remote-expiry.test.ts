/** A technician asks, and nobody at the till answers: a real agent and hub, and a whole minute. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { HelpPlace } from '../support/help-place.ts';
import type { HubPerson } from '../support/hub-person.ts';
import type { JsonLine } from '../support/json-process.ts';

const EXPIRY_MS = 60_000;

let place: HelpPlace;
let ada: HubPerson;
let ticket = '';

beforeEach(async () => {
  const contract = { plan: 'sds', variant: 'flat' };
  place = await HelpPlace.open({ at: '2026-11-24T09:30:00Z', contract });
  ticket = String((await place.till.call('POST', '/v1/help', {}))['ticket']);
  ada = await place.person('Ada');
  await place.till.until('the desk has it', async () => {
    return (await ada.call(`GET /v1/tickets/${ticket}`)).status === 200;
  });
});

afterEach(() => place?.[Symbol.asyncDispose]());

async function sessionAtTill(): Promise<JsonLine | undefined> {
  const { session } = await place.till.call('GET', '/v1/support/session');
  return (session ?? undefined) as JsonLine | undefined;
}

async function ask(): Promise<string> {
  const path = `POST /v1/tickets/${ticket}/sessions`;
  const { status, body } = await ada.call(path, { streams: ['console'] });
  expect([status, body]).toMatchObject([200, {}]);
  const id = String(body['session']);
  await place.till.until('the till shows it', async () => {
    return (await sessionAtTill())?.['session'] === id;
  });
  return id;
}

it('opens nothing when nobody answers for a minute, and may be asked for again', async () => {
  const session = await ask();
  const sinceMs = performance.now();
  const code = String((await sessionAtTill())?.['code']);
  const isOver = async (): Promise<boolean> => (await sessionAtTill()) === undefined;
  await place.till.until('it has expired', isOver, 2 * EXPIRY_MS);
  expect(performance.now() - sinceMs).toBeGreaterThan(EXPIRY_MS / 2);
  await place.till.until('the desk knows', async () => {
    return (await ada.call(`GET /v1/remote/${session}`)).body['state'] === 'ended';
  });
  expect((await ada.call(`GET /v1/remote/${session}`)).body).toMatchObject({ end: 'expired' });
  expect(await ada.refusal(`POST /v1/remote/${session}/code`, { code })).toBe('session-over');
  const late = await place.till.call('POST', '/v1/support/session/accept');
  expect(late).toMatchObject({ error: {} });
  const kinds = place.till.journal().map(({ kind }) => kind);
  expect(kinds).not.toContain('remote-consented');
  expect(kinds).not.toContain('remote-stream');
  expect(await ask()).not.toBe(session);
});
