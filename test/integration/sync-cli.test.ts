/** The vendor's and the till's commands as people type them, each a process of its own. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { JsonProcess } from '../support/json-process.ts';

const NODE = process.execPath;
const MAIN = join(import.meta.dirname, '../../agent/main.ts');

let folder = '';
let hub: JsonProcess;
let url = '';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-cli-'));
  const data = join(folder, 'hub');
  hub = new JsonProcess('the hub', [NODE, MAIN, 'hub', '--data', data, '--port', '0']);
  url = String((await hub.line('it is ready', ({ msg }) => msg === 'hub-ready'))['url']);
  tillwarden('init', '--config', config(), '--tty', '/dev/null', '--port', '0');
});

afterEach(async () => {
  await hub.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

function config(): string {
  return join(folder, 'config.json');
}

function tillwarden(...args: readonly string[]): {
  readonly status: number | null;
  readonly said: string;
} {
  const run = spawnSync(NODE, [MAIN, ...args], { encoding: 'utf8' });
  return { status: run.status, said: `${run.stdout}${run.stderr}`.trim() };
}

function office(...args: readonly string[]): {
  readonly status: number | null;
  readonly said: string;
} {
  return tillwarden('hub', ...args, '--data', join(folder, 'hub'));
}

function enrol(code: string, ...more: readonly string[]): ReturnType<typeof office> {
  return tillwarden('enrol', '--hub', url, '--code', code, '--config', config(), ...more);
}

it('a till is enrolled with a code, once, and shown', () => {
  const code = office('code', '--name', 'Till 1', '--site', 'shop').said;
  expect(code).toMatch(/^(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
  expect(enrol('WRONG-CODE').said).toContain('unknown, used or past its time');
  const enrolled = enrol(code);
  expect(enrolled).toMatchObject({ status: 0 });
  const [station = ''] = /st-\w+/.exec(enrolled.said) ?? [];
  expect(enrol(code).said).toContain('--again');
  expect(enrol(code, '--again')).toMatchObject({ status: 0, said: enrolled.said });
  expect(office('stations').said).toBe(`${station}  Till 1 (shop): 0 lines`);
  expect(statSync(join(folder, 'station/station-key.json')).mode & 0o777).toBe(0o600);
  writeFileSync(join(folder, 'entitlement'), 'document\n');
  const sent = ['send', '--station', station, '--entitlement', join(folder, 'entitlement')];
  expect(office(...sent).said).toContain('Command 1');
  expect(office('send', '--station', 'st-x', ...sent.slice(3)).said).toContain('no station st-x');
});

it('what cannot be is said in a sentence', () => {
  expect(office('dance')).toMatchObject({ status: 2 });
  expect(office('code')).toMatchObject({ status: 2 });
  expect(office('code', '--name', 'x', '--hours', '0')).toMatchObject({ status: 2 });
  expect(office('--host', '0.0.0.0', '--port', '0').said).toContain('on this computer only');
  expect(tillwarden('enrol', '--config', config())).toMatchObject({ status: 2 });
  const far = ['enrol', '--hub', 'http://hub.example', '--code', 'ABCD-EFGH', '--config', config()];
  expect(tillwarden(...far).said).toContain('use https');
});
