import { describe, expect, it } from 'vitest';
import {
  csrfTokenOf,
  isCsrfToken,
  refusalOfSource,
  type RequestSource,
  type SourceRefusal,
} from './request-source.ts';

function source(differs: Partial<RequestSource>): RequestSource {
  return {
    method: 'POST',
    isTls: true,
    host: 'hub.example:7400',
    origin: 'https://hub.example:7400',
    fetchSite: 'same-origin',
    ...differs,
  };
}

it.each<[string, Partial<RequestSource>, SourceRefusal | undefined]>([
  ['our own page', {}, undefined],
  ['our own page, by its origin alone', { fetchSite: undefined }, undefined],
  ['our own page, by what the browser says alone', { origin: undefined }, undefined],
  ['a program that says nothing', { origin: undefined, fetchSite: undefined }, 'origin'],
  ['another site', { origin: 'https://evil.example' }, 'origin'],
  ['another site that hides its origin', { origin: 'null' }, 'origin'],
  ['a sibling', { origin: 'https://a.hub.example:7400', fetchSite: 'same-site' }, 'origin'],
  ['another port', { origin: 'https://hub.example:7401' }, 'origin'],
  ['the same name in plaintext', { origin: 'http://hub.example:7400' }, 'origin'],
  ['the right origin, cross-site', { fetchSite: 'cross-site' }, 'origin'],
  ['nowhere: typed in', { origin: undefined, fetchSite: 'none' }, 'origin'],
  ['a page that only reads', { method: 'GET', origin: undefined, fetchSite: 'none' }, undefined],
  ['an unknown method', { method: 'PURGE', origin: undefined, fetchSite: undefined }, 'origin'],
  ['no host', { host: undefined }, 'host'],
  ['a name led to this computer', { isTls: false, host: 'evil.example:7400' }, 'host'],
  ['a name that begins like ours', { isTls: false, host: 'localhost.evil.example' }, 'host'],
])('%s', (_, differs, refusal) => {
  expect(refusalOfSource(source(differs))).toBe(refusal);
});

it.each(['localhost:7400', '127.0.0.1:7400', '[::1]:7400', 'LOCALHOST'])(
  'in plaintext this computer is called %s',
  (host) => {
    const own = source({ isTls: false, host, origin: `http://${host}` });
    expect(refusalOfSource(own)).toBeUndefined();
  },
);

describe('the token of a session', () => {
  it('is its own, and is not the session’s', () => {
    expect(csrfTokenOf('a')).not.toBe(csrfTokenOf('b'));
    expect(csrfTokenOf('a')).not.toContain('a'.repeat(8));
    expect(isCsrfToken(csrfTokenOf('a'), 'a')).toBe(true);
  });

  it.each([undefined, '', 'x', csrfTokenOf('b'), `${csrfTokenOf('a')}x`])('is not %s', (given) => {
    expect(isCsrfToken(given, 'a')).toBe(false);
  });
});
