/** The tree on the disk: what is half there is not there, and a link is the old one or the new one. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstSlots, goneBack } from '../core/update/slots.ts';
import {
  COMPLETE_MARK,
  nodeFile,
  removeRelease,
  slotsFile,
  wholeReleases,
} from './installed-tree.ts';
import { linkedVersion, pointLink } from './release-link.ts';
import { readSlots, writeSlots } from './slots-file.ts';

let prefix = '';

beforeEach(() => {
  prefix = mkdtempSync(join(tmpdir(), 'tillwarden-tree-'));
});

afterEach(() => rmSync(prefix, { recursive: true, force: true }));

function unpack(version: string, runtime: string, sinceSeconds: number): void {
  const runtimeFolder = join(prefix, 'runtimes', runtime);
  mkdirSync(join(runtimeFolder, 'node_modules'), { recursive: true });
  writeFileSync(join(runtimeFolder, COMPLETE_MARK), '');
  const folder = join(prefix, 'releases', version);
  mkdirSync(folder, { recursive: true });
  symlinkSync(`../../runtimes/${runtime}/node_modules`, join(folder, 'node_modules'));
  writeFileSync(join(folder, COMPLETE_MARK), '');
  utimesSync(join(folder, COMPLETE_MARK), sinceSeconds, sinceSeconds);
}

describe('the releases of a tree', () => {
  it('are those that are whole, with their runtime, the one unpacked last first', () => {
    unpack('1.2.0', 'r1', 100);
    unpack('1.1.0', 'r1', 300);
    unpack('1.3.0', 'r2', 200);
    unpack('1.4.0', 'r3', 400);
    rmSync(join(prefix, 'runtimes/r3', COMPLETE_MARK));
    mkdirSync(join(prefix, 'releases/1.5.0'));
    mkdirSync(join(prefix, 'releases/.1.6.0.part'));
    expect(wholeReleases(prefix)).toEqual(['1.1.0', '1.3.0', '1.2.0']);
    expect(nodeFile(prefix, '1.3.0')).toMatch(/runtimes\/r2\/bin\/node$/);
  });

  it('go together with the runtime that none of the others needs', () => {
    unpack('1.1.0', 'r1', 100);
    unpack('1.2.0', 'r2', 200);
    unpack('1.3.0', 'r2', 300);
    removeRelease(prefix, '1.3.0');
    expect(readdirSync(join(prefix, 'runtimes'))).toEqual(['r1', 'r2']);
    removeRelease(prefix, '1.2.0');
    expect(readdirSync(join(prefix, 'runtimes'))).toEqual(['r1']);
    expect(wholeReleases(prefix)).toEqual(['1.1.0']);
  });

  it('keep their runtimes where the tree is reached over a link', () => {
    unpack('1.1.0', 'r1', 100);
    unpack('1.2.0', 'r2', 200);
    const link = `${prefix}-link`;
    symlinkSync(prefix, link);
    try {
      removeRelease(link, '1.2.0');
    } finally {
      rmSync(link);
    }
    expect(wholeReleases(prefix)).toEqual(['1.1.0']);
    expect(readdirSync(join(prefix, 'runtimes'))).toEqual(['r1']);
  });

  it('leave a runtime alone that is still being unpacked', () => {
    unpack('1.1.0', 'r1', 100);
    unpack('1.2.0', 'r1', 200);
    mkdirSync(join(prefix, 'runtimes/r2'));
    removeRelease(prefix, '1.2.0');
    expect(existsSync(join(prefix, 'runtimes/r2'))).toBe(true);
  });
});

describe('a link', () => {
  it('is replaced as a whole, also after a power cut half way through', () => {
    pointLink(prefix, 'current', '1.1.0');
    expect(readlinkSync(join(prefix, 'current'))).toBe('releases/1.1.0');
    symlinkSync('releases/1.9.0', join(prefix, '.current.new'));
    expect(linkedVersion(prefix, 'current')).toBe('1.1.0');
    pointLink(prefix, 'current', '1.2.0');
    expect(linkedVersion(prefix, 'current')).toBe('1.2.0');
    expect(readdirSync(prefix)).toEqual(['current']);
  });

  it('that is none leads to nothing', () => {
    expect(linkedVersion(prefix, 'supervisor')).toBeUndefined();
  });
});

describe('the record', () => {
  it('is read as it was written', () => {
    const first = { ...firstSlots('1.1.0'), trial: { from: '1.0.0', starts: 2 } };
    const slots = goneBack(first, { to: '1.0.0', cause: 'silent', evidence: 'no word\n€' });
    writeSlots(prefix, slots);
    expect(readSlots(prefix)).toEqual({ slots, isRead: true });
  });

  it('of a newer supervisor is read for what is known of it', () => {
    writeFileSync(slotsFile(prefix), JSON.stringify({ ...firstSlots('1.1.0'), later: true }));
    expect(readSlots(prefix)).toEqual({ slots: firstSlots('1.1.0'), isRead: true });
  });

  it('with a cause that only a newer supervisor knows is read with what comes nearest', () => {
    const slots = goneBack(firstSlots('1.1.0'), { to: '1.0.0', cause: 'silent', evidence: 'x' });
    const [rollback] = slots.rollbacks;
    const newer = { ...slots, rollbacks: [{ ...rollback, cause: 'too-hot' }] };
    writeFileSync(slotsFile(prefix), JSON.stringify(newer));
    const rollbacks = [{ ...rollback, cause: 'unhealthy' }];
    expect(readSlots(prefix)).toEqual({ slots: { ...slots, rollbacks }, isRead: true });
  });

  it.each([
    ['torn', '{"current":"1.1'],
    ['empty', ''],
    ['of another kind', '{"current":"../../etc"}'],
  ])('that is %s is made up from what the tree shows', (_, text) => {
    unpack('1.1.0', 'r1', 100);
    unpack('1.2.0', 'r1', 200);
    pointLink(prefix, 'current', '1.2.0');
    pointLink(prefix, 'supervisor', '1.1.0');
    writeFileSync(slotsFile(prefix), text);
    const { slots, isRead } = readSlots(prefix);
    expect(slots).toMatchObject({ current: '1.2.0', previous: '1.1.0', supervisor: '1.1.0' });
    expect(isRead).toBe(false);
  });

  it('of a tree without any release is a fault', () => {
    expect(() => readSlots(prefix)).toThrow('there is no release to run');
  });
});
