/** Nothing is in force that has not the signatures it must have, and rotating a key strands nobody. */
import { describe, expect, it } from 'vitest';
import {
  createReleaseRepository,
  memoryKeyring,
  memoryRepository,
  type TestRepository,
} from '../../test/support/release-repository.ts';
import { createTufClient } from '../../test/support/tuf-client.ts';
import { readRepository } from '../trust/tuf/read-repository.ts';
import { dropPending, signPending } from './release-change.ts';
import { metadataFiles } from './release-files.ts';
import { initRelease } from './release-init.ts';
import type { ReleaseKeyring } from './release-keys.ts';
import { renewTargets } from './release-renew.ts';
import { rotateKeys, type KeyRotation } from './release-rotate.ts';
import { yankRelease } from './release-yank.ts';

const NOW_MS = 1_795_000_000_000;
const PATH = 'app/stable/linux-x64/tillwarden-1.0.0.tar.gz';

/** What one person has: the keys of these names. */
function only(keyring: ReleaseKeyring, ...names: readonly string[]): ReleaseKeyring {
  const all = keyring.names();
  const ours = [...all].filter(([, name]) => names.includes(name));
  return { ...keyring, names: () => new Map(ours) };
}

function rotation(differs: Partial<KeyRotation>): KeyRotation {
  return { add: [], remove: [], ...differs };
}

async function withRelease(roots = 1, threshold = 1): Promise<TestRepository> {
  return await createReleaseRepository({ releases: [{ version: '1.0.0' }], roots, threshold });
}

async function isTaken(repository: TestRepository): Promise<boolean> {
  repository.freshen();
  using client = createTufClient(repository.folder, repository.releaseRoot);
  return String(await client.fetch(PATH)) === 'application 1.0.0';
}

describe('a change', () => {
  it('that takes two of three roots waits for the second, and then is in force', async () => {
    using repository = await withRelease(3, 2);
    const { vault } = repository;
    const first = { ...vault, keyring: only(vault.keyring, 'release-root-1') };
    const waiting = await rotateKeys(first, rotation({}), repository.nowMs);
    expect(waiting).toMatchObject({
      kind: 'waiting',
      missing: [
        { name: 'root', have: 1, need: 2, keys: ['release-root-2', 'release-root-3'] },
        { name: 'root', have: 1, need: 2 },
      ],
    });
    expect(repository.read().root.signed.version).toBe(1);
    expect(await signPending(first)).toMatchObject({ kind: 'waiting' });
    const second = { ...vault, keyring: only(vault.keyring, 'release-root-3') };
    expect(await signPending(second)).toMatchObject({ kind: 'in-force' });
    expect(repository.read().root.signed.version).toBe(2);
    await repository.publish();
    expect(await isTaken(repository)).toBe(true);
  });

  it('that waits lets no other one in, until it is dropped', async () => {
    using repository = await withRelease(2, 2);
    const { vault } = repository;
    const one = { ...vault, keyring: only(vault.keyring, 'release-root-1') };
    await rotateKeys(one, rotation({}), repository.nowMs);
    await expect(repository.add({ version: '1.1.0' })).rejects.toMatchObject({ code: 'waiting' });
    expect(dropPending(vault.files)).toBe(true);
    expect(dropPending(vault.files)).toBe(false);
    await expect(signPending(vault)).rejects.toMatchObject({ code: 'not-found' });
    await repository.add({ version: '1.1.0' });
    expect(repository.read().releases).toHaveLength(2);
  });

  it('that is interrupted anywhere is done as a whole by signing again', async () => {
    const steps = 6;
    for (let step = 1; step <= steps; step += 1) {
      const files = memoryRepository();
      const keyring = memoryKeyring();
      const wanted = { vendor: 'Test', isDemo: true, roots: 1, threshold: 1 };
      const days = { root: 9, targets: 9, delegated: 9 };
      await initRelease({ files, keyring }, { ...wanted, days }, NOW_MS);
      let left = step;
      const die = () => {
        left -= 1;
        if (left === 0) throw new TypeError('the power failed');
      };
      const failing = {
        ...files,
        replace: (path: string, text: string) => {
          die();
          files.replace(path, text);
        },
        remove: (path: string) => {
          die();
          files.remove(path);
        },
      };
      const targets = rotation({ add: ['targets'], remove: ['release-targets-1'] });
      await rotateKeys({ files: failing, keyring }, targets, NOW_MS).catch(() => undefined);
      const isProposed = files.content.has('pending.json');
      if (isProposed) await signPending({ files, keyring });
      const { root } = readRepository(metadataFiles(files));
      const isDone = isProposed || step > 5;
      expect([step, root.signed.version]).toEqual([step, isDone ? 2 : 1]);
    }
  });
});

describe('rotating', () => {
  it('refuses to leave too few keys', async () => {
    using repository = await withRelease();
    for (const name of ['release-root-1', 'release-targets-1', 'release-delegated-1']) {
      const change = rotation({ remove: [name] });
      await expect(rotateKeys(repository.vault, change, repository.nowMs)).rejects.toThrow(
        /nothing was/,
      );
    }
    const unknown = rotation({ remove: ['release-root-9'] });
    await expect(rotateKeys(repository.vault, unknown, repository.nowMs)).rejects.toThrow(/no key/);
    const tooMany = rotation({ threshold: 2 });
    await expect(rotateKeys(repository.vault, tooMany, repository.nowMs)).rejects.toThrow(
      /--add root/,
    );
  });

  it('every key but the hub’s leaves what is published good, for clients of the first root', async () => {
    using repository = await withRelease();
    for (const role of ['root', 'targets', 'delegated', 'medium'] as const) {
      const change = rotation({ add: [role], remove: [`release-${role}-1`] });
      const outcome = await rotateKeys(repository.vault, change, repository.nowMs);
      expect([role, outcome.kind]).toEqual([role, 'in-force']);
      await repository.publish();
      expect([role, await isTaken(repository)]).toEqual([role, true]);
    }
    expect(repository.read().root.signed.version).toBe(4);
  });

  it('takes the say from the key that was removed', async () => {
    using repository = await withRelease();
    const { vault, hubKey } = repository;
    await rotateKeys(
      vault,
      rotation({ add: ['freshness'], remove: ['release-freshness-1'] }),
      repository.nowMs,
    );
    await repository.publish();
    expect(hubKey.type).toBe('private');
    await expect(isTaken(repository)).rejects.toThrow(/signed by 0/);
  });

  it('a stolen key of releases needs no root key', async () => {
    using repository = await withRelease();
    const { vault } = repository;
    const change = rotation({ add: ['delegated'], remove: ['release-delegated-1'] });
    const names = ['release-targets-1', 'release-delegated-2'];
    const keyring = {
      ...vault.keyring,
      names: () => new Map([...vault.keyring.names()].filter(([, name]) => names.includes(name))),
    };
    expect(await rotateKeys({ ...vault, keyring }, change, repository.nowMs)).toMatchObject({
      kind: 'in-force',
    });
    await repository.publish();
    expect(await isTaken(repository)).toBe(true);
  });
});

describe('a withdrawn release', () => {
  it('is known to no client any more, and its version stays taken', async () => {
    using repository = await withRelease();
    await repository.add({ version: '1.1.0' });
    const { outcome, stranded } = await yankRelease(
      repository.vault,
      { version: '1.0.0' },
      repository.nowMs,
    );
    expect([outcome.kind, stranded]).toEqual(['in-force', []]);
    await repository.publish();
    repository.freshen();
    using client = createTufClient(repository.folder, repository.releaseRoot);
    expect(await client.fetch(PATH)).toBeUndefined();
    await expect(repository.add({ version: '1.0.0' })).rejects.toThrow(/was withdrawn/);
  });

  it('says whom it leaves with nothing, and is withdrawn all the same', async () => {
    using repository = await createReleaseRepository({
      releases: [{ version: '1.0.0', releasedAt: '2026-01-01T00:00:00.000Z' }],
    });
    await repository.add({
      version: '1.1.0',
      securityFloor: '1.1.0',
      securityBackdatedTo: '2026-01-01T00:00:00.000Z',
    });
    const { stranded } = await yankRelease(
      repository.vault,
      { version: '1.1.0' },
      repository.nowMs,
    );
    expect(stranded).toMatchObject([{ securityFloor: '1.1.0', release: { version: '1.0.0' } }]);
  });
});

describe('renewing', () => {
  it('makes all below the root good for longer, with the same releases', async () => {
    using repository = await withRelease();
    const before = repository.read();
    await renewTargets(repository.vault, repository.nowMs + 86_400_000);
    const after = repository.read();
    expect(after.releases).toEqual(before.releases);
    for (const [at, role] of after.roles.entries()) {
      expect(role.version).toBe((before.roles[at]?.version ?? 0) + 1);
    }
    await repository.publish();
    expect(await isTaken(repository)).toBe(true);
  });
});
