/** People at a real hub over real TLS: the cookie, the walls against other sites, and the lock. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { databasePath } from '../../sync/hub/hub-office.ts';
import type { HubEvent } from '../../sync/hub/hub-parts.ts';
import { startHub, type Hub } from '../../sync/hub/main.ts';
import { openHubDatabase } from '../../sync/hub/store/hub-database.ts';
import { NAME_RULES } from '../../sync/hub/users/lock-out.ts';
import { PasswordHasher } from '../../sync/hub/users/password.ts';
import { addToBook } from '../../sync/hub/users/user-book.ts';
import { PASSWORD } from '../support/people-hub.ts';
import { enrolledStation, WireTill } from '../support/wire-till.ts';

/** Comes with the system. */
const OPENSSL = 'openssl';
const GUESSES_MORE_MAX = 8;
const NAMES = 'subjectAltName=DNS:localhost';

let folder = '';
let ca = '';
let hub: Hub;
const events: HubEvent[] = [];
const faults: unknown[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-people-'));
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const what = `req -x509 -newkey ed25519 -nodes -days 2 -subj /CN=localhost -addext ${NAMES}`;
  execFileSync(OPENSSL, [...what.split(' '), '-keyout', key, '-out', cert], { stdio: 'ignore' });
  ca = readFileSync(cert, 'utf8');
  await start({ certificate: ca, key: readFileSync(key, 'utf8') });
});

afterEach(async () => {
  await hub[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
  events.splice(0);
  const [fault] = faults.splice(0);
  if (fault !== undefined) throw new TypeError('the hub failed', { cause: fault });
});

async function start(tls: { certificate: string; key: string } | undefined): Promise<void> {
  hub = await startHub({
    folder,
    listen: { host: '127.0.0.1', port: 0, tls },
    pins: [],
    version: 'test',
    clock: systemClock,
    authority: {},
    onEvent: (event) => void events.push(event),
    onError: (cause) => void faults.push(cause),
  });
}

/** As the command line does it, beside the running hub. */
async function addAda(): Promise<void> {
  const database = await openHubDatabase(databasePath(folder));
  const parts = { database, hasher: new PasswordHasher(), newNonce: () => 'ada' };
  const doer = { by: undefined, address: 'console', atMs: systemClock.wallMs() };
  const terms = { name: 'Ada', role: 'vendor-admin', sites: 'all', password: PASSWORD } as const;
  expect(await addToBook(parts, terms, doer)).toMatchObject({ kind: 'done' });
  await database.destroy();
}

interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

interface HttpCall {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** From our own page, but for what the headers say. */
function call(what: string, { body, headers = {} }: HttpCall = {}): Promise<HttpAnswer> {
  const [method = 'GET', path = '/'] = what.split(' ');
  const { port } = new URL(hub.url);
  const own = { origin: `https://localhost:${port}`, 'content-type': 'application/json' };
  const sent = { ...(method === 'GET' ? {} : own), ...headers };
  return new Promise((resolve, reject) => {
    const options = { host: 'localhost', port, method, path, ca, headers: sent };
    const outgoing = request(options, (response) => {
      response.setEncoding('utf8');
      let text = '';
      response.on('data', (piece: string) => (text += piece));
      response.on('end', () => {
        const { statusCode: status = 0, headers: received } = response;
        resolve({ status, headers: received, body: JSON.parse(text) as Record<string, unknown> });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function signIn(password = PASSWORD, headers = {}): Promise<HttpAnswer> {
  return call('POST /v1/session', { body: { name: 'ada', password }, headers });
}

it('a session is a cookie of this host alone, and acts only from its own page', async () => {
  await addAda();
  const signedIn = await signIn();
  expect(signedIn.status).toBe(200);
  const [cookie = ''] = signedIn.headers['set-cookie'] ?? [];
  expect(cookie).toMatch(
    /^__Host-tillwarden=[\w-]{33}; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
  );
  expect(signedIn.headers['strict-transport-security']).toContain('max-age=');
  const session = { cookie: cookie.split(';', 1)[0] ?? '' };
  const token = { 'x-tillwarden-csrf': String(signedIn.body['csrfToken']) };
  expect((await call('GET /v1/stations', { headers: session })).status).toBe(200);

  const body = { name: 'Till', site: 'Berlin', hours: 1 };
  const foreign: readonly Readonly<Record<string, string>>[] = [
    session,
    { ...session, ...token, origin: 'https://evil.example' },
    { ...session, ...token, origin: 'null' },
    { ...session, ...token, 'sec-fetch-site': 'same-site' },
    { ...session, ...token, origin: `http://localhost:${new URL(hub.url).port}` },
  ];
  for (const headers of foreign) {
    const refused = await call('POST /v1/codes', { body, headers });
    expect([refused.status, refused.body]).toMatchObject([
      403,
      { error: { code: 'foreign-request' } },
    ]);
  }
  const made = await call('POST /v1/codes', { body, headers: { ...session, ...token } });
  expect(made.status).toBe(200);

  const ended = { body: {}, headers: { ...session, ...token } };
  expect((await call('POST /v1/session/end', ended)).status).toBe(200);
  expect((await call('GET /v1/stations', { headers: session })).status).toBe(401);
});

it('guessing is locked, and stays locked when the hub comes back', async () => {
  await addAda();
  for (let guesses = 0; guesses < NAME_RULES.freeFailures; guesses += 1) {
    expect((await signIn('a wrong password')).status).toBe(401);
  }
  // The waits double: however slow this computer hashes, one of them is longer.
  let locked = await signIn('a wrong password');
  for (let more = 0; locked.status !== 429 && more < GUESSES_MORE_MAX; more += 1) {
    locked = await signIn('a wrong password');
  }
  expect(locked.status).toBe(429);
  expect(Number(locked.headers['retry-after'])).toBeGreaterThan(0);
  // Far enough that the hub comes back within the wait, however slow this computer is.
  const database = await openHubDatabase(databasePath(folder));
  await database.updateTable('sign_in_failures').set({ failures: 30 }).execute();
  await database.destroy();
  await hub[Symbol.asyncDispose]();
  await start({ certificate: ca, key: readFileSync(join(folder, 'key.pem'), 'utf8') });
  expect((await signIn()).status).toBe(429);
});

it('a hub that nobody can sign in to says how to make the first user', async () => {
  const said = events.find(({ kind }) => kind === 'no-user-yet');
  expect(said).toMatchObject({
    make: `tillwarden hub user add --data ${folder} --name NAME --role vendor-admin`,
  });
  await addAda();
  await hub[Symbol.asyncDispose]();
  events.splice(0);
  await start(undefined);
  expect(events.map(({ kind }) => kind)).toEqual(['hub-ready']);
});

it('a person’s order reaches the till’s live socket', async () => {
  await hub[Symbol.asyncDispose]();
  await start(undefined);
  await addAda();
  const code = await hub.office.makeCode({ name: 'Till', site: 'Berlin', validMs: 60_000 });
  const identity = await enrolledStation(hub.url, code);
  const till = await WireTill.connect(hub.url);
  await till.hello(identity);
  const origin = hub.url.replace('127.0.0.1', 'localhost');
  const json = { 'content-type': 'application/json', origin };
  const begun = await fetch(`${origin}/v1/session`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ name: 'Ada', password: PASSWORD }),
  });
  const { csrfToken } = (await begun.json()) as { csrfToken: string };
  const cookie = begun.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
  const headers = { ...json, cookie, 'x-tillwarden-csrf': csrfToken };
  const url = `${origin}/v1/stations/${identity.station}`;
  const seen = await fetch(url, { headers });
  expect(await seen.json()).toMatchObject({ isConnected: true });
  const revoked = await fetch(`${url}/revoke`, { method: 'POST', headers, body: '{}' });
  expect(revoked.status).toBe(200);
  expect(await till.closed).toBe(4_001);
});
