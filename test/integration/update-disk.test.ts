/**
 * The till writes its journal to the disk that its releases lie on: no release may take the last of it,
 * and what did not fit gives its room back.
 */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DiskSpace } from '../../agent/update/disk-space.ts';
import type { UpdatePoint } from '../../agent/update/update-point.ts';
import { UpdateTill } from '../support/update-till.ts';

let till: UpdateTill;
beforeEach(async () => {
  till = await UpdateTill.open();
});
afterEach(() => till[Symbol.asyncDispose]());

const inPrefix = (...path: readonly string[]): string => join(till.prefix, ...path);
const askedTargets = (): readonly string[] =>
  till.server.asked.filter((path) => path.includes('/targets/'));
const runtimePart = (): string => inPrefix('updates/downloads', `${till.runtime.sha256}.part`);

describe('a disk that takes no more', () => {
  it('is named so, whether it is full or broken', async () => {
    mkdirSync(inPrefix('updates/downloads'), { recursive: true });
    symlinkSync('/dev/full', runtimePart());
    expect(await till.fetch()).toBe('disk');
    expect(lstatSync(runtimePart(), { throwIfNoEntry: false })).toBeUndefined();
    rmSync(inPrefix('updates/downloads'), { recursive: true });
    writeFileSync(inPrefix('updates/downloads'), '');
    expect(await till.fetch()).toBe('disk');
    rmSync(inPrefix('updates'), { recursive: true });
    writeFileSync(inPrefix('updates'), '');
    expect(await till.check()).toBe('disk');
  });

  it.each(['unpack-begun', 'unpacked', 'marked-complete'] as const)(
    'has its room back where it fills up at the point %s',
    async (full) => {
      const onPoint = (point: UpdatePoint): void => {
        if (point !== full) return;
        expect(readdirSync(inPrefix('runtimes'))).toHaveLength(1);
        expect(existsSync(runtimePart())).toBe(true);
        throw Object.assign(new Error('no space left'), { code: 'ENOSPC', syscall: 'write' });
      };
      expect(await till.fetch({}, { onPoint })).toBe('disk');
      expect(readdirSync(inPrefix('runtimes'))).toEqual([]);
      expect(readdirSync(inPrefix('updates/downloads'))).toEqual([]);
      expect(await till.fetch()).toBe('fetched');
    },
  );
});

describe('a disk with little room', () => {
  const RESERVE_BYTES = 1_000;
  /** So much free, each time it is asked; the last for ever. */
  const free = (...answers: readonly number[]): DiskSpace => {
    let asked = 0;
    return {
      reserveBytes: RESERVE_BYTES,
      freeBytes: async () => {
        asked += 1;
        return answers[Math.min(asked, answers.length) - 1] ?? 0;
      },
    };
  };
  /** Of the runtime: the download, what it unpacks to, and the reserve. */
  const neededBytes = (): number => 5 * till.runtime.lengthBytes + RESERVE_BYTES;

  it('takes no byte of a release that would not leave the reserve', async () => {
    const space = free(neededBytes() - 1);
    const said = await till.source({ space }).fetch({ order: till.order() });
    expect(said).toMatchObject({ kind: 'faulted', stage: 'fetch', code: 'disk' });
    expect(said).toMatchObject({ detail: expect.stringContaining(`${neededBytes()} are needed`) });
    expect(askedTargets()).toEqual([]);
  });

  it('takes a release that just fits', async () => {
    const largest = Math.max(till.runtime.lengthBytes, till.application.lengthBytes);
    expect(await till.fetch({}, { space: free(5 * largest + RESERVE_BYTES) })).toBe('fetched');
  });

  it('unpacks nothing where it has filled up during the download, which stays', async () => {
    const space = free(neededBytes(), neededBytes() - till.runtime.lengthBytes - 1);
    expect(await till.fetch({}, { space })).toBe('disk');
    expect(lstatSync(runtimePart()).size).toBe(till.runtime.lengthBytes);
    expect(existsSync(inPrefix('runtimes'))).toBe(false);
    // Only what is still missing counts, and of this file nothing is.
    const enough = neededBytes() - till.runtime.lengthBytes;
    const largest = 5 * till.application.lengthBytes + RESERVE_BYTES;
    expect(await till.fetch({}, { space: free(enough, enough, largest) })).toBe('fetched');
  });
});
