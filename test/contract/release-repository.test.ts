/** What the vendor's tools publish is what a till's client reads, from the first root to each release. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refreshMetadata } from '../../agent/update/refresh-metadata.ts';
import type { RefreshLine } from '../../agent/update/refresh-words.ts';
import { rotateKeys } from '../../sync/vendor/release-rotate.ts';
import { createReleaseRepository, type TestRepository } from '../support/release-repository.ts';
import { TEST_PLATFORM } from '../support/test-release.ts';

/** What a till that keeps its metadata beside the repository is told of a medium. */
async function readMedium(repository: TestRepository, folder: string) {
  const till = join(repository.folder, '..', 'till');
  const lines = await refreshMetadata({
    source: { kind: 'medium', folder },
    folder: join(till, 'medium-metadata'),
    otherFolders: [],
    scratch: join(till, 'scratch'),
    trustedRoot: repository.releaseRoot,
    nowMs: repository.nowMs,
    paths: repository.read().releases.map(({ path }) => path),
    releasesOf: { channel: 'stable', platform: TEST_PLATFORM },
  });
  return { faults: ofKind(lines, 'faulted'), lines };
}

function ofKind<Kind extends RefreshLine['kind']>(lines: readonly RefreshLine[], kind: Kind) {
  return lines.filter((line): line is Extract<RefreshLine, { kind: Kind }> => line.kind === kind);
}

describe('a till’s client', () => {
  it('reads each release of its line, be the roles split, and each target by name', async () => {
    const releases = Array.from({ length: 310 }, (_, index) => ({
      version: `1.${index % 3}.${index}`,
    }));
    using repository = await createReleaseRepository({ releases });
    const { lines, faults } = await readMedium(repository, await repository.medium());
    expect(faults).toEqual([]);
    const found = ofKind(lines, 'release').map(({ release }) => release.version);
    expect(found.toSorted()).toEqual(releases.map(({ version }) => version).toSorted());
    const targets = ofKind(lines, 'target').map(({ path, sha256 }) => ({ path, sha256 }));
    const signed = repository.read().releases.map(({ path, sha256 }) => ({ path, sha256 }));
    expect(targets).toEqual(signed);
  });

  it('follows every key that is replaced, from medium to medium', async () => {
    using repository = await createReleaseRepository({ releases: [{ version: '1.0.0' }] });
    const { vault, nowMs } = repository;
    await readMedium(repository, await repository.medium());
    for (const role of ['root', 'targets', 'delegated', 'medium'] as const) {
      await rotateKeys(vault, { add: [role], remove: [`release-${role}-1`] }, nowMs);
    }
    const later = await repository.medium({ nowMs: nowMs + 1_000 });
    const { lines, faults } = await readMedium(repository, later);
    expect(faults).toEqual([]);
    expect(ofKind(lines, 'target')).toHaveLength(1);
  });

  it('takes from a medium nothing that was made for a network', async () => {
    using repository = await createReleaseRepository({ releases: [{ version: '1.0.0' }] });
    repository.freshen();
    const { lines, faults } = await readMedium(repository, repository.folder);
    expect(faults).toHaveLength(1);
    expect(ofKind(lines, 'target')).toEqual([]);
  });
});
