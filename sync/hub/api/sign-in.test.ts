/** Who is not who they say they are comes no nearer, and learns nothing. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPeopleHub, PASSWORD, type PeopleHub } from '../../../test/support/people-hub.ts';
import { auditBefore } from '../store/audit.ts';
import { ADDRESS_RULES, NAME_RULES } from '../users/lock-out.ts';
import { PasswordHasher } from '../users/password.ts';
import { IDLE_MAX_MS, SESSION_MAX_MS } from '../users/session-life.ts';
import { signIn } from '../users/sign-in.ts';

const WRONG = 'not the right words';

let hub: PeopleHub;
let ada = '';

beforeEach(async () => {
  hub = await openPeopleHub();
  ada = await hub.addUser('Ada', 'vendor-admin');
});

afterEach(() => hub[Symbol.asyncDispose]());

async function acts(): Promise<readonly string[]> {
  return (await auditBefore(hub.database, undefined)).map(({ act }) => act);
}

describe('signing in', () => {
  it('gives a session out of reach of scripts and other sites', async () => {
    const visitor = hub.visitor();
    const answer = await visitor.signIn('ada');
    expect(answer.headers['set-cookie']).toMatch(
      /^tillwarden=n[\w-]{32}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(answer.body).not.toContain(visitor.cookie?.split('=')[1]);
    expect(answer.json()).toMatchObject({
      user: { name: 'Ada', role: 'vendor-admin', sites: 'all' },
      hub: { isDemo: true },
    });
    expect(answer.body).not.toContain('scrypt');
    expect(await visitor.codeOf('GET /v1/session')).toBe('200');
    expect(await acts()).toEqual(['signed-in', 'user-added']);
  });

  it('keeps no token, only its hash', async () => {
    const visitor = await hub.signedIn('Ada');
    const token = visitor.cookie?.split('=')[1] ?? '';
    const rows = await hub.database.selectFrom('web_sessions').selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('takes no session from outside: the one that was there ends, and a new one begins', async () => {
    const visitor = hub.visitor();
    visitor.cookie = 'tillwarden=planted-by-somebody-else-planted';
    await visitor.signIn('Ada');
    expect(visitor.cookie).not.toContain('planted');
    const before = visitor.cookie;
    await visitor.signIn('Ada');
    expect(visitor.cookie).not.toBe(before);
    const old = hub.visitor();
    old.cookie = before;
    expect(await old.codeOf('GET /v1/session')).toBe('signed-out');
  });

  it('says the same of a wrong password, an unknown name and a disabled user', async () => {
    await hub.addUser('bob', 'customer-admin', ['shop']);
    const admin = await hub.signedIn('Ada');
    const users = (await admin.call('GET /v1/users')).json<{ users: { user: string }[] }>().users;
    const bob = users.find(({ user }) => user !== ada)?.user;
    await admin.call(`PATCH /v1/users/${bob}`, { body: { isDisabled: true } });
    const answers = await Promise.all([
      hub.visitor('192.0.2.2').signIn('Ada', WRONG),
      hub.visitor('192.0.2.3').signIn('nobody', WRONG),
      hub.visitor('192.0.2.4').signIn('bob'),
    ]);
    expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
    expect(answers[0].statusCode).toBe(401);
    expect(answers[0].headers['set-cookie']).toBeUndefined();
  });

  it('does the same work for a name that nobody has', async () => {
    const stored: (string | undefined)[] = [];
    class Watched extends PasswordHasher {
      override verify(
        password: string,
        hash: string | undefined,
      ): ReturnType<PasswordHasher['verify']> {
        stored.push(hash);
        return super.verify(password, hash);
      }
    }
    const parts = { ...hub.parts, hasher: new Watched({ N: 1_024, r: 8, p: 1 }) };
    const given = { password: WRONG, address: '192.0.2.9', tokenBefore: undefined };
    await signIn(parts, { ...given, name: 'nobody' });
    expect(stored).toEqual([undefined]);
  });

  it('hashes anew what was hashed more cheaply', async () => {
    const dearer = { ...hub.parts, hasher: new PasswordHasher({ N: 2_048, r: 8, p: 1 }) };
    const given = { name: 'ada', password: PASSWORD, address: 'x', tokenBefore: undefined };
    expect((await signIn(dearer, given)).kind).toBe('signed-in');
    const row = await hub.database.selectFrom('users').select('password_hash').executeTakeFirst();
    expect(row?.password_hash).toContain('$2048$');
    expect((await signIn(dearer, given)).kind).toBe('signed-in');
  });

  it('while the password is being changed lets nobody in with the old one', async () => {
    const slow = new (class extends PasswordHasher {
      override async verify(
        password: string,
        hash: string | undefined,
      ): ReturnType<PasswordHasher['verify']> {
        const verdict = await super.verify(password, hash);
        const fresh = await this.hash('quite another password');
        const change = hub.database.updateTable('users').set({ password_hash: fresh ?? '' });
        await change.where('user_id', '=', ada).execute();
        return verdict;
      }
    })({ N: 1_024, r: 8, p: 1 });
    const given = { name: 'Ada', password: PASSWORD, address: 'x', tokenBefore: undefined };
    expect((await signIn({ ...hub.parts, hasher: slow }, given)).kind).toBe('refused');
    expect(await hub.database.selectFrom('web_sessions').select('user_id').execute()).toEqual([]);
  });

  it.each([
    [{ name: 'Ada' }, 'invalid-request'],
    [{ name: 'Ada', password: 7 }, 'invalid-request'],
    [{ name: 'Ada', password: PASSWORD, role: 'vendor-admin' }, 'invalid-request'],
    [{ name: ['Ada'], password: PASSWORD }, 'invalid-request'],
    [{ name: 'Ada', password: 'x'.repeat(1_000) }, 'invalid-request'],
    [{ name: 'Ada', password: 'x'.repeat(100_000) }, 'body-too-large'],
    ['nonsense', 'invalid-request'],
    ['{"__proto__":{"a":1},"name":"Ada","password":"x"}', 'invalid-request'],
  ])('with %j is refused, and the answer repeats nothing', async (body, code) => {
    const answer = await hub.visitor().call('POST /v1/session', { body });
    expect(answer.json()).toMatchObject({ error: { code } });
    expect(answer.body).not.toContain(PASSWORD);
  });

  it('with a form is refused: another site could send one', async () => {
    const body = `name=Ada&password=${PASSWORD}`;
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data']) {
      const headers = { 'content-type': type };
      expect(await hub.visitor().codeOf('POST /v1/session', { body, headers })).toBe(
        'unsupported-media-type',
      );
    }
  });

  it('from another site is refused: nobody is signed in as somebody else', async () => {
    const body = { name: 'Ada', password: PASSWORD };
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect(await hub.visitor().codeOf('POST /v1/session', { body, headers })).toBe(
      'foreign-request',
    );
  });
});

describe('guessing', () => {
  it('one user from many addresses is locked, for the right password too, and outlives the hub', async () => {
    for (let guesses = 0; guesses < NAME_RULES.freeFailures; guesses += 1) {
      const answer = await hub.visitor(`198.51.100.${guesses}`).signIn('Ada', WRONG);
      expect(answer.statusCode).toBe(401);
    }
    const locked = await hub.visitor('203.0.113.1').signIn('ADA');
    expect(locked.statusCode).toBe(429);
    expect(locked.headers['retry-after']).toBe('2');
    expect(await hub.database.selectFrom('sign_in_failures').select('failures').execute()).toEqual([
      { failures: NAME_RULES.freeFailures },
    ]);
    expect((await acts()).slice(0, 2)).toEqual(['locked-out', 'sign-in-failed']);
    await hub.clock.advance(NAME_RULES.firstWaitMs);
    expect((await hub.visitor('203.0.113.1').signIn('Ada')).statusCode).toBe(200);
    expect(await hub.database.selectFrom('sign_in_failures').select('failures').execute()).toEqual(
      [],
    );
  });

  it('a name that nobody has is locked alike', async () => {
    const seen: number[][] = [];
    for (const name of ['Ada', 'nobody']) {
      const codes: number[] = [];
      for (let guesses = 0; guesses < 8; guesses += 1) {
        codes.push((await hub.visitor(`198.51.100.${guesses}`).signIn(name, WRONG)).statusCode);
      }
      seen.push(codes);
    }
    expect(seen[0]).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    expect(seen[1]).toEqual(seen[0]);
  });

  it('many at once is no way around', async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        hub.visitor(`198.51.100.${index}`).signIn('Ada', WRONG),
      ),
    );
    const looked = answers.filter(({ statusCode }) => statusCode === 401);
    expect(looked).toHaveLength(NAME_RULES.freeFailures);
  });

  it('many users from one address is locked, and others are served', async () => {
    const codes: number[] = [];
    for (let guesses = 0; guesses <= ADDRESS_RULES.freeFailures; guesses += 1) {
      codes.push((await hub.visitor('198.51.100.7').signIn(`user ${guesses}`, WRONG)).statusCode);
    }
    expect(codes.filter((code) => code === 401)).toHaveLength(ADDRESS_RULES.freeFailures);
    expect(codes.at(-1)).toBe(429);
    expect((await hub.visitor('198.51.100.7').signIn('Ada')).statusCode).toBe(429);
    expect((await hub.visitor('198.51.100.8').signIn('Ada')).statusCode).toBe(200);
  });

  it('leaves no password and no unknown name behind', async () => {
    await hub.visitor().signIn('my secret password', WRONG);
    await hub.visitor().signIn('Ada', WRONG);
    const kept = JSON.stringify([
      await auditBefore(hub.database, undefined),
      await hub.database.selectFrom('sign_in_failures').selectAll().execute(),
      hub.events,
    ]);
    expect(kept).toContain('sign-in-failed');
    expect(kept).not.toContain('secret');
    expect(kept).not.toContain(WRONG);
  });
});

describe('a session', () => {
  it('is over after a time without use, and a page that refreshes itself is no use', async () => {
    const visitor = await hub.signedIn('Ada');
    const headers = { 'x-tillwarden-background': '1' };
    await hub.clock.advance(IDLE_MAX_MS / 2);
    expect(await visitor.codeOf('GET /v1/stations')).toBe('200');
    await hub.clock.advance(IDLE_MAX_MS / 2);
    expect(await visitor.codeOf('GET /v1/stations', { headers })).toBe('200');
    await hub.clock.advance(IDLE_MAX_MS / 2);
    expect(await visitor.codeOf('GET /v1/stations')).toBe('signed-out');
  });

  it('is over after a day’s work, however busy', async () => {
    const visitor = await hub.signedIn('Ada');
    for (let passedMs = 0; passedMs < SESSION_MAX_MS; passedMs += IDLE_MAX_MS / 2) {
      expect(await visitor.codeOf('GET /v1/stations')).toBe('200');
      await hub.clock.advance(IDLE_MAX_MS / 2);
    }
    expect(await visitor.codeOf('GET /v1/stations')).toBe('signed-out');
  });

  it('that was signed out is over for whoever has stolen its cookie', async () => {
    const visitor = await hub.signedIn('Ada');
    const thief = hub.visitor('203.0.113.66');
    thief.cookie = visitor.cookie;
    expect(await thief.codeOf('GET /v1/stations')).toBe('200');
    const answer = await visitor.call('POST /v1/session/end', { body: {} });
    expect(answer.headers['set-cookie']).toContain('Max-Age=0');
    expect(await thief.codeOf('GET /v1/stations')).toBe('signed-out');
    expect(await acts()).toContain('signed-out');
  });

  it.each([
    ['password', { password: 'quite another password' }],
    ['role', { role: 'vendor-support' }],
    ['sites', { role: 'implementer', sites: ['shop'] }],
    ['disabling', { isDisabled: true }],
  ])('is over for a stolen cookie after a change of %s', async (_, change) => {
    const bob = await hub.addUser('bob', 'vendor-admin');
    const thief = await hub.signedIn('bob', '203.0.113.66');
    const admin = await hub.signedIn('Ada');
    const answer = await admin.call(`PATCH /v1/users/${bob}`, { body: change });
    expect(answer.statusCode).toBe(200);
    expect(await thief.codeOf('GET /v1/stations')).toBe('signed-out');
    expect(await admin.codeOf('GET /v1/stations')).toBe('200');
  });

  it('is one of ten: a new one pushes out the oldest', async () => {
    const visitors = [];
    for (let browsers = 0; browsers < 11; browsers += 1) {
      visitors.push(await hub.signedIn('Ada'));
      await hub.clock.advance(1_000);
    }
    expect(await visitors[0]?.codeOf('GET /v1/session')).toBe('signed-out');
    expect(await visitors[1]?.codeOf('GET /v1/session')).toBe('200');
  });
});
