/** What is published is what clients take, and nothing that was changed on the way. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createReleaseRepository } from '../../test/support/release-repository.ts';
import { createTufClient } from '../../test/support/tuf-client.ts';

describe('a published repository', () => {
  it('is taken by the reference client, release and runtime', async () => {
    using repository = await createReleaseRepository({ releases: [{ version: '1.0.0' }] });
    repository.freshen();
    using client = createTufClient(repository.folder, repository.releaseRoot);
    const { path } = repository.application('1.0.0');
    expect(path).toBe('app/stable/linux-x64/tillwarden-1.0.0.tar.gz');
    expect(String(await client.fetch(path))).toBe('application 1.0.0');
    expect(String(await client.fetch(repository.runtime('node-24').path))).toBe('runtime node-24');
    expect(await client.fetch('app/stable/linux-x64/tillwarden-9.9.9.tar.gz')).toBeUndefined();
  });

  it('is refused where a byte of metadata or of a target was changed', async () => {
    using repository = await createReleaseRepository({ releases: [{ version: '1.0.0' }] });
    repository.freshen();
    const { path } = repository.application('1.0.0');
    const files = changeable(repository.folder);
    expect(files).toHaveLength(5);
    for (const file of files) {
      const before = readFileSync(file);
      writeFileSync(file, tampered(before));
      using client = createTufClient(repository.folder, repository.releaseRoot);
      await expect(client.fetch(path)).rejects.toThrow(/signed by|Expected/);
      writeFileSync(file, before);
    }
  });

  it('is refused under the root of another vendor', async () => {
    using repository = await createReleaseRepository({ releases: [{ version: '1.0.0' }] });
    using other = await createReleaseRepository();
    repository.freshen();
    using client = createTufClient(repository.folder, other.releaseRoot);
    await expect(client.fetch(repository.application('1.0.0').path)).rejects.toThrow(/signed by/);
  });

  it('is refused once what says that it is fresh has expired', async () => {
    using repository = await createReleaseRepository({ releases: [{ version: '1.0.0' }] });
    repository.freshen({ days: -1 });
    using client = createTufClient(repository.folder, repository.releaseRoot);
    await expect(client.fetch(repository.application('1.0.0').path)).rejects.toThrow(/expired/);
  });

  it('brings new releases to a client that knows the old ones', async () => {
    using repository = await createReleaseRepository({ releases: [{ version: '1.0.0' }] });
    repository.freshen();
    using client = createTufClient(repository.folder, repository.releaseRoot);
    await client.fetch(repository.application('1.0.0').path);
    await repository.add({ version: '1.1.0' }, { version: '1.1.0', channel: 'beta' });
    repository.freshen();
    const { path } = repository.application('1.1.0');
    expect(String(await client.fetch(path))).toBe('application 1.1.0');
  });
});

/** The files that say something about the release, but for the first root, which is embedded. */
function changeable(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(json|gz)$/.test(name))
    .filter((name) => !name.endsWith('1.root.json') && !name.includes('runtime'))
    .map((name) => join(folder, name));
}

/** Another version, another length, another date: what it says, or one byte of it. */
function tampered(bytes: Buffer): Buffer {
  const text = String(bytes);
  if (text.startsWith('{')) return Buffer.from(text.replace('"expires":"20', '"expires":"21'));
  return Buffer.from(text.replace('1', '2'));
}
