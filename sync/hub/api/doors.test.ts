/** Nothing answers without a session but what must; every route that is ever added is among these. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPeopleHub, type PeopleHub } from '../../../test/support/people-hub.ts';

const OPEN = ['GET /', 'GET /assets/page.js', 'HEAD /', 'HEAD /assets/page.js', 'POST /v1/session'];
const MACHINES = ['GET /health', 'HEAD /health', 'POST /enrol', 'PUT /logs/:bundle'];

let hub: PeopleHub;
let routes: string[];

beforeEach(async () => {
  routes = [];
  const bytes = Buffer.from('x');
  hub = await openPeopleHub({
    onBare: (server) => {
      server.addHook('onRoute', ({ method, url }) => {
        for (const each of [method].flat()) routes.push(`${each} ${url}`);
      });
    },
    page: [
      { url: '/', contentType: 'text/html; charset=utf-8', bytes },
      { url: '/assets/page.js', contentType: 'text/javascript; charset=utf-8', bytes },
    ],
  });
});

afterEach(() => hub[Symbol.asyncDispose]());

describe('without a session', () => {
  it('every route but these says so, whatever it is sent', async () => {
    const closed = routes.filter((route) => ![...OPEN, ...MACHINES].includes(route));
    expect(closed.length).toBeGreaterThan(15);
    for (const route of closed) {
      const url = route.replaceAll(/:\w+/g, '1');
      const answer = await hub
        .visitor()
        .call(url, { body: route.startsWith('GET') ? undefined : {} });
      expect([route, answer.statusCode]).toEqual([route, 401]);
    }
  });

  it('these and no others are open', () => {
    const open = routes.filter((route) => [...OPEN, ...MACHINES].includes(route));
    expect(open.toSorted()).toEqual([...OPEN, ...MACHINES].toSorted());
  });

  it('a cookie that was made up opens nothing', async () => {
    const visitor = hub.visitor();
    for (const token of ['x'.repeat(33), '', "' or 1=1 --", 'a; tillwarden=b']) {
      visitor.cookie = `tillwarden=${token}`;
      expect(await visitor.codeOf('GET /v1/stations')).toBe('signed-out');
    }
  });

  it('what is not there is not found', async () => {
    expect(await hub.visitor().codeOf('GET /v1/nothing')).toBe('not-found');
    expect(await hub.visitor().codeOf('GET /assets/../hub.db')).toBe('not-found');
    expect(await hub.visitor().codeOf('GET /assets/%2e%2e%2fhub.db')).toBe('not-found');
  });
});

describe('every answer', () => {
  it.each(['GET /', 'GET /assets/page.js', 'GET /v1/stations', 'GET /nothing'])(
    'to %s forbids what it does not need',
    async (what) => {
      const { headers } = await hub.visitor().call(what);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
    },
  );

  it('is in the language that was asked for', async () => {
    const headers = { 'accept-language': 'de-CH,de;q=0.9' };
    const answer = await hub.visitor().call('GET /v1/stations', { headers });
    expect(answer.json()).toMatchObject({
      error: { message: 'Sie sind nicht oder nicht mehr angemeldet.' },
    });
  });
});

it('the description is for those who are signed in, and names every route', async () => {
  await hub.addUser('ada', 'customer-admin', ['shop']);
  const ada = await hub.signedIn('ada');
  const { paths } = (await ada.call('GET /v1/openapi.json')).json<{ paths: object }>();
  const described = routes.filter((route) => /^(?!HEAD).*\/v1\/(?!openapi)/.test(route));
  for (const route of described) {
    const path = (route.split(' ')[1] ?? '').replaceAll(/:(\w+)/g, '{$1}');
    expect(paths).toHaveProperty([path]);
  }
});
