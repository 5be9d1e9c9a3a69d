import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CredentialsError, WebCredentials } from './web-credentials.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-credentials-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(text: string, mode = 0o600): string {
  const path = join(folder, 'credentials.json');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

function errorOf(path: string): CredentialsError {
  try {
    WebCredentials.read(path);
  } catch (error) {
    if (error instanceof CredentialsError) return error;
  }
  throw new TypeError('they were read');
}

it.each([
  ['unreadable', (): string => join(folder, 'none.json')],
  ['open-to-others', (): string => file('{"name":"a","password":"geheim"}', 0o640)],
  ['open-to-others', (): string => file('{"name":"a","password":"geheim"}', 0o604)],
  ['invalid', (): string => file('{"name":"a","password":"geheim","more":1}')],
  ['invalid', (): string => file('geheim')],
] as const)('are refused as %s, without a word of what is in them', (code, path) => {
  const error = errorOf(path());
  expect(error.code).toBe(code);
  expect(`${error.message}${inspect(error)}`).not.toContain('geheim');
});

it('show themselves to nobody who prints them', () => {
  const credentials = WebCredentials.read(file('{"name":"benutzer","password":"geheim"}'));
  const printed = `${inspect(credentials, { depth: 9, showHidden: true })}${JSON.stringify(credentials)}`;
  expect(printed).not.toMatch(/geheim|benutzer/);
  expect(credentials.reveal()).toEqual({ name: 'benutzer', password: 'geheim' });
});
