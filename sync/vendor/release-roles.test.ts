/** No role signs more targets than a client reads in time, and each target has one role. */
import { describe, expect, it } from 'vitest';
import { createReleaseRepository } from '../../test/support/release-repository.ts';
import { testRelease } from '../../test/support/test-release.ts';
import { createTufClient } from '../../test/support/tuf-client.ts';
import { releaseEntryOf, runtimeEntryOf } from './release-add.ts';
import { planRoles, ROLE_TARGETS_MAX, type TargetEntry } from './release-roles.ts';

const BYTES = { lengthBytes: 10, sha256: 'a'.repeat(64) };

function entries(count: number, versionAt: (index: number) => string): readonly TargetEntry[] {
  return Array.from({ length: count }, (_, index) =>
    releaseEntryOf(testRelease(versionAt(index)), BYTES),
  );
}

const byPatch = (index: number) => `1.0.${index}`;

describe('roles', () => {
  it('are one a channel and platform as long as there is room', () => {
    const runtime = runtimeEntryOf({ runtime: 'node-24', platform: 'linux-x64' }, BYTES);
    const beta = releaseEntryOf(testRelease('1.0.0', { channel: 'beta' }), BYTES);
    const planned = planRoles([...entries(ROLE_TARGETS_MAX, byPatch), beta, runtime], []);
    expect(planned.map(({ name, targets }) => [name, targets.length])).toEqual([
      ['app-stable-linux-x64', ROLE_TARGETS_MAX],
      ['app-beta-linux-x64', 1],
      ['runtime-linux-x64', 1],
    ]);
  });

  it('are split by version where there are too many, down to hundreds of patches', () => {
    const many = [...entries(301, byPatch), ...entries(2, (index) => `2.${index}.0`)];
    const planned = planRoles(many, []);
    expect(planned.map(({ name, targets }) => [name.slice(21), targets.length])).toEqual([
      ['1.0.0xx', 100],
      ['1.0.1xx', 100],
      ['1.0.2xx', 100],
      ['1.0.3xx', 1],
      ['2', 2],
    ]);
    expect(planned[0]?.paths).toEqual([
      'app/stable/linux-x64/tillwarden-1.0.?.tar.gz',
      'app/stable/linux-x64/tillwarden-1.0.??.tar.gz',
    ]);
  });

  it('that were split stay so, and those that hold nothing any more stay too', () => {
    const before = planRoles(
      entries(301, (index) => `${index % 2}.0.${index}`),
      [],
    );
    const first = planRoles(entries(1, byPatch), []);
    const after = planRoles(entries(3, byPatch), [...before, ...first]);
    expect(after.map(({ name, targets }) => [name, targets.length])).toEqual([
      ['app-stable-linux-x64-0', 0],
      ['app-stable-linux-x64-1', 3],
      ['app-stable-linux-x64', 0],
    ]);
  });

  it('hold ten thousand releases, three hundred each at the most', () => {
    const many = entries(10_000, (index) => `${index % 3}.${index % 7}.${index}`);
    const planned = planRoles(many, []);
    const counts = planned.map(({ targets }) => targets.length);
    expect(Math.max(...counts)).toBeLessThanOrEqual(ROLE_TARGETS_MAX);
    expect(counts.reduce((sum, count) => sum + count)).toBe(10_000);
  });

  it('lead a client to each release, before the split and after it', async () => {
    const versions = Array.from({ length: 320 }, (_, index) => ({
      version: `1.${index % 2}.${index}`,
    }));
    using repository = await createReleaseRepository({ releases: versions.slice(0, 290) });
    repository.freshen();
    using client = createTufClient(repository.folder, repository.releaseRoot);
    const path = 'app/stable/linux-x64/tillwarden-1.1.289.tar.gz';
    expect(String(await client.fetch(path))).toBe('application 1.1.289');
    await repository.add(...versions.slice(290));
    repository.freshen();
    for (const version of ['1.1.289', '1.0.0', '1.1.319']) {
      const { path: moved } = repository.application(version);
      expect(String(await client.fetch(moved))).toBe(`application ${version}`);
    }
  });
});
