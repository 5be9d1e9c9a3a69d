/** Old releases go before a new one comes; nothing goes that may still have to be started. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { testOrder } from '../../test/support/test-release.ts';
import { firstSlots } from '../core/update/slots.ts';
import { clearReleases } from './clear-releases.ts';
import { COMPLETE_MARK, makeCompileCache } from './installed-tree.ts';
import { pointLink } from './release-link.ts';
import { writeSlots } from './slots-file.ts';

let prefix = '';
beforeEach(() => {
  prefix = mkdtempSync(join(tmpdir(), 'tillwarden-clear-'));
});
afterEach(() => rmSync(prefix, { recursive: true, force: true }));

function unpack(version: string, runtime = `for-${version}`): void {
  addRuntime(runtime);
  const folder = join(prefix, 'releases', version);
  mkdirSync(folder, { recursive: true });
  symlinkSync(`../../runtimes/${runtime}/node_modules`, join(folder, 'node_modules'));
  writeFileSync(join(folder, COMPLETE_MARK), '');
  makeCompileCache(prefix, version);
}

function addRuntime(runtime: string): void {
  const folder = join(prefix, 'runtimes', runtime);
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  writeFileSync(join(folder, COMPLETE_MARK), '');
}

const listed = (folder: string): readonly string[] => readdirSync(join(prefix, folder)).toSorted();

const order = (version: string) => {
  const made = testOrder(version);
  return { ...made, runtime: { ...made.runtime, version: 'ordered' } };
};

it('keeps what the supervisor may start, what is ordered, and what they run with', async () => {
  const kept = ['1.0.0', '1.1.0', '1.2.0', '1.3.0', '1.4.0', '1.5.0', '1.6.0', '2.0.0'];
  for (const version of kept) unpack(version);
  for (const version of ['0.9.0', '1.7.0', '1.8.0']) unpack(version);
  addRuntime('ordered');
  writeSlots(prefix, {
    current: '1.0.0',
    previous: '1.1.0',
    trial: { from: '1.2.0', starts: 1 },
    lastGood: '1.3.0',
    supervisor: '1.4.0',
    supervisorPrevious: '1.5.0',
    rollbacks: [{ version: '1.8.0', to: '1.0.0', cause: 'silent', evidence: '' }],
  });
  pointLink(prefix, 'current', '1.6.0');
  await clearReleases(prefix, order('2.0.0'));
  expect(listed('releases')).toEqual(kept);
  expect(listed('compile-cache')).toEqual(kept);
  expect(listed('runtimes')).toEqual([...kept.map((one) => `for-${one}`), 'ordered'].toSorted());
});

it('keeps a runtime that another release needs, and one that is being unpacked', async () => {
  unpack('1.0.0', 'shared');
  unpack('1.1.0', 'shared');
  mkdirSync(join(prefix, 'runtimes/half'));
  writeSlots(prefix, firstSlots('1.0.0'));
  await clearReleases(prefix, order('2.0.0'));
  expect(listed('releases')).toEqual(['1.0.0']);
  expect(listed('runtimes')).toEqual(['half', 'shared']);
});

it.each([
  ['no record', undefined],
  ['a torn record', '{"current":"1.0'],
])('removes nothing where there is %s', async (_what, text) => {
  unpack('1.0.0');
  unpack('1.1.0');
  if (text !== undefined) writeFileSync(join(prefix, 'slots.json'), text);
  await clearReleases(prefix, order('2.0.0'));
  expect(listed('releases')).toEqual(['1.0.0', '1.1.0']);
});

it('has nothing to do in a tree without releases', async () => {
  writeSlots(prefix, firstSlots('1.0.0'));
  await clearReleases(prefix, order('2.0.0'));
  expect(existsSync(join(prefix, 'releases'))).toBe(false);
});
