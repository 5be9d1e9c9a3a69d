/** A medium says that it is one, outlives nothing it speaks of, and carries what it needs. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createReleaseRepository } from '../../test/support/release-repository.ts';
import { createTufClient } from '../../test/support/tuf-client.ts';
import { storedPath } from '../trust/tuf/target-paths.ts';
import { MEDIUM_FIELD } from '../trust/tuf/metadata.ts';
import { NO_KEYS } from './release-keys.ts';
import { publication } from './release-publish.ts';

const TWO = { releases: [{ version: '1.0.0' }, { version: '1.1.0' }] };

/** The signed parts of the snapshot and the timestamp in a folder. */
function freshness(folder: string): readonly Record<string, unknown>[] {
  const metadata = join(folder, 'metadata');
  return readdirSync(metadata)
    .filter((name) => /snapshot|timestamp/.test(name))
    .map((name) => JSON.parse(readFileSync(join(metadata, name), 'utf8')).signed);
}

describe('a medium', () => {
  it('is marked as one in all that it signs itself, and a network is not', async () => {
    using repository = await createReleaseRepository(TWO);
    repository.freshen();
    const medium = freshness(await repository.medium());
    expect(medium.map((signed) => signed[MEDIUM_FIELD])).toEqual(['usb', 'usb']);
    const network = freshness(repository.folder);
    expect(network.map((signed) => MEDIUM_FIELD in signed)).toEqual([false, false]);
  });

  it('is complete: a client takes from it what it names', async () => {
    using repository = await createReleaseRepository(TWO);
    using client = createTufClient(await repository.medium(), repository.releaseRoot);
    const { path } = repository.application('1.1.0');
    expect(String(await client.fetch(path))).toBe('application 1.1.0');
  });

  it('expires after so many days, and not after what it speaks of', async () => {
    using repository = await createReleaseRepository(TWO);
    const { vault, nowMs } = repository;
    const tooLong = { kind: 'usb', days: 366, versions: [] } as const;
    await expect(publication(vault, tooLong, nowMs)).rejects.toThrow(/Nothing was written/);
    using client = createTufClient(await repository.medium({ days: -1 }), repository.releaseRoot);
    await expect(client.fetch(repository.application('1.1.0').path)).rejects.toThrow(/expired/);
  });

  it('carries the versions that are named, and the runtimes they need', async () => {
    using repository = await createReleaseRepository({
      ...TWO,
      runtimes: [{ name: 'node-24' }, { name: 'node-26' }],
    });
    const { vault, nowMs } = repository;
    const some = { kind: 'usb', days: 180, versions: ['1.0.0'] } as const;
    const { targets } = await publication(vault, some, nowMs);
    const wanted = [repository.runtime('node-24'), repository.application('1.0.0')];
    expect(targets).toEqual(wanted.map(storedPath));
    const none = { ...some, versions: ['9.9.9'] };
    await expect(publication(vault, none, nowMs)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is made by no one without its key', async () => {
    using repository = await createReleaseRepository(TWO);
    const { vault, nowMs } = repository;
    const vaultOfOthers = { ...vault, keyring: NO_KEYS };
    const medium = { kind: 'usb', days: 180, versions: [] } as const;
    await expect(publication(vaultOfOthers, medium, nowMs)).rejects.toThrow(/--add medium/);
    const { metadata } = await publication(vaultOfOthers, { kind: 'hub' }, nowMs);
    expect(metadata.map(({ path }) => path)).not.toContain('metadata/timestamp.json');
  });
});

describe('a folder for a hub', () => {
  it('has every root, and of the rest what is in force', async () => {
    using repository = await createReleaseRepository(TWO);
    await repository.add({ version: '1.2.0' });
    const { metadata } = await publication(repository.vault, { kind: 'hub' }, repository.nowMs);
    expect(metadata.map(({ path }) => path)).toEqual([
      'metadata/2.app-stable-linux-x64.json',
      'metadata/1.runtime-linux-x64.json',
      'metadata/2.targets.json',
      'metadata/1.root.json',
    ]);
    const stored = storedPath(repository.application('1.2.0'));
    expect(existsSync(join(repository.folder, 'targets', stored))).toBe(true);
  });
});
