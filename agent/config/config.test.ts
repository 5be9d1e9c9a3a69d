import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addClient, readClients, removeClient } from './clients.ts';
import { ConfigError } from './config-error.ts';
import { readConfig } from './config.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-config-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const GOOD = {
  till: 'till-1',
  currency: 'EUR',
  ports: [{ id: 'coins', driver: 'cctalk', transport: {}, options: {} }],
};

function file(content: string): string {
  const path = join(folder, 'config.json');
  writeFileSync(path, content);
  return path;
}

function errorOf(action: () => unknown): ConfigError {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error('a ConfigError was expected');
}

describe('a configuration that cannot be used names the file and what is wrong', () => {
  it.each([
    ['not-json', '{'],
    ['invalid', '{}'],
    ['invalid', JSON.stringify({ ...GOOD, till: 'Till 1' })],
    ['invalid', JSON.stringify({ ...GOOD, currency: 'euro' })],
    ['invalid', JSON.stringify({ ...GOOD, ports: [{ ...GOOD.ports[0], currency: 'usd' }] })],
    ['invalid', JSON.stringify({ ...GOOD, ports: [] })],
    ['invalid', JSON.stringify({ ...GOOD, typo: 1 })],
    ['invalid', JSON.stringify({ ...GOOD, api: { port: 70_000 } })],
  ])('%s: %s', (code, content) => {
    const path = file(content);
    const error = errorOf(() => readConfig(path));
    expect(error.code).toBe(code);
    expect(error.message).toContain(path);
  });

  it('unreadable: it is not there', () => {
    expect(errorOf(() => readConfig(join(folder, 'none.json'))).code).toBe('unreadable');
  });
});

describe('a name that every object answers to', () => {
  const [port] = GOOD.ports;
  const LIMITS = '{"nearEmptyCount":1}';

  it.each([
    ['a till', JSON.stringify({ ...GOOD, till: 'constructor' })],
    ['a port', JSON.stringify({ ...GOOD, ports: [{ ...port, id: 'constructor' }] })],
    // Written out: of an object literal, `__proto__` would be its prototype.
    ...['constructor', '__proto__', 'toString'].map((place) => [
      `the place ${place}`,
      JSON.stringify(GOOD).replace('{', `{"places":{"${place}":${LIMITS}},`),
    ]),
  ])('is refused for %s, in words', (_, content) => {
    const error = errorOf(() => readConfig(file(content)));
    expect(error.code).toBe('invalid');
    expect(error.message).toContain('every object has something of this name');
  });

  it('is not what is like it', () => {
    const places = { 'constructor-1': { nearEmptyCount: 1 } };
    expect(readConfig(file(JSON.stringify({ ...GOOD, places }))).places).toEqual(places);
  });
});

describe('a configuration', () => {
  it('has its defaults, and its paths beside itself', () => {
    expect(readConfig(file(JSON.stringify(GOOD)))).toMatchObject({
      store: join(folder, 'till.db'),
      clients: join(folder, 'clients.json'),
      api: { port: 7300 },
      sale: { idleExpirySeconds: 180 },
    });
  });
});

describe('the clients', () => {
  it('are kept as hashes, in a file for the agent alone', () => {
    const path = join(folder, 'clients.json');
    const token = addClient(path, 'pos');
    expect(readFileSync(path, 'utf8')).not.toContain(token);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readClients(path).map(({ name }) => name)).toEqual(['pos']);
    expect(addClient(path, 'page')).not.toBe(token);
    expect(removeClient(path, 'pos')).toBe(true);
    expect(removeClient(path, 'pos')).toBe(false);
  });

  it('have one name each, and a name that can be used', () => {
    const path = join(folder, 'clients.json');
    addClient(path, 'pos');
    expect(errorOf(() => addClient(path, 'pos')).code).toBe('exists');
    expect(errorOf(() => addClient(path, 'no spaces')).code).toBe('invalid');
    expect(readClients(path)).toHaveLength(1);
  });

  it('are refused when the file is not what was written', () => {
    const path = join(folder, 'clients.json');
    writeFileSync(path, '[{"name":"pos","token":"plain"}]');
    chmodSync(path, 0o600);
    expect(errorOf(() => readClients(path)).code).toBe('invalid');
  });
});
