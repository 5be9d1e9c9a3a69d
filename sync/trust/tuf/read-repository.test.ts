/** What a hub reads from a folder is signed all the way down from the root that it was given. */
import { describe, expect, it } from 'vitest';
import { createReleaseRepository } from '../../../test/support/release-repository.ts';
import { publication } from '../../vendor/release-publish.ts';
import { rotateKeys } from '../../vendor/release-rotate.ts';
import { generatePrivateKey } from '../ed25519.ts';
import { readRepository, type MetadataFiles } from './read-repository.ts';
import { parseReleaseKey, releaseKeyText } from './release-key.ts';
import { freshnessVersion } from './sign-freshness.ts';

const ROLE = '1.app-stable-linux-x64.json';

/** The files of a repository with one release, as a map to change. */
async function published() {
  using repository = await createReleaseRepository({ releases: [{ version: '1.0.0' }] });
  const { metadata } = await publication(repository.vault, { kind: 'hub' }, repository.nowMs);
  const content = new Map(metadata.map(({ path, text }) => [path.slice('metadata/'.length), text]));
  const files: MetadataFiles = {
    read: (name) => content.get(name),
    names: () => [...content.keys()],
  };
  return { repository, content, files };
}

describe('a folder', () => {
  it('offers what is signed, with what each file is called by snapshots', async () => {
    const { files, repository } = await published();
    const read = readRepository(files, repository.releaseRoot);
    expect(read.releases.map(({ release }) => release.version)).toEqual(['1.0.0']);
    expect(read.runtimes.map(({ runtime }) => runtime.runtime)).toEqual(['node-24']);
    expect(read.roles.map(({ name, version }) => `${version}.${name}`)).toEqual([
      '2.targets',
      '1.app-stable-linux-x64',
      '1.runtime-linux-x64',
    ]);
  });

  it.each(['1.root.json', '2.targets.json', ROLE])('is refused without %s', async (name) => {
    const { files, content } = await published();
    content.delete(name);
    expect(() => readRepository(files)).toThrow(expect.objectContaining({ code: 'invalid-file' }));
  });

  it('is refused where the root is that of another vendor', async () => {
    const { files } = await published();
    const other = await published();
    expect(() => readRepository(files, other.repository.releaseRoot)).toThrow(
      /its keys have signed/,
    );
  });

  it('is refused where what is signed was changed, whatever it says', async () => {
    const { files, content } = await published();
    const text = content.get(ROLE) ?? '';
    for (const changed of [
      text.replace('1.0.0', '9.0.0'),
      text.replace('"sig":"', '"sig":"0'),
      '{}',
    ]) {
      content.set(ROLE, changed);
      expect(() => readRepository(files)).toThrow(/its keys have signed/);
    }
  });

  it('keeps to the newest that its keys have signed: a newer one may be for a root to come', async () => {
    const { files, content } = await published();
    const newer = (content.get('2.targets.json') ?? '').replace('"version":2', '"version":3');
    content.set('3.targets.json', newer);
    expect(readRepository(files).roles[0]?.version).toBe(2);
  });

  it('is refused where a root is not signed by the one before it', async () => {
    const { files, content } = await published();
    const next = (content.get('1.root.json') ?? '').replace('"version":1', '"version":2');
    content.set('2.root.json', next);
    expect(() => readRepository(files)).toThrow(/not signed by the root before it/);
  });

  it('is followed from the root that was given, over those in between', async () => {
    using repository = await createReleaseRepository();
    const first = repository.releaseRoot;
    for (let count = 0; count < 3; count += 1) {
      const change = { add: ['root'], remove: [`release-root-${count + 1}`] } as const;
      await rotateKeys(repository.vault, change, repository.nowMs);
    }
    expect(repository.read().root.signed.version).toBe(4);
    expect(first).toMatchObject({ signed: { version: 1 } });
  });
});

describe('the key of a hub', () => {
  it('comes back from its file, and from no other', () => {
    const key = generatePrivateKey();
    expect(parseReleaseKey(releaseKeyText(key)).equals(key)).toBe(true);
    for (const text of ['', '{}', releaseKeyText(key).replace('freshness', 'root')]) {
      expect(() => parseReleaseKey(text)).toThrow(
        expect.objectContaining({ code: 'invalid-file' }),
      );
    }
  });
});

describe('versions of what is fresh', () => {
  it('rise with the clock, and without it', () => {
    expect(freshnessVersion(1_795_000_000_999)).toBe(1_795_000_000);
    expect(freshnessVersion(1_795_000_000_999, 1_795_000_000)).toBe(1_795_000_001);
    expect(freshnessVersion(0, 7)).toBe(8);
  });
});
