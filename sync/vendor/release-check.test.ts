/** Each thing that can be wrong with a repository is found, and a good one has nothing wrong. */
import { describe, expect, it } from 'vitest';
import {
  createReleaseRepository,
  type TestRepository,
} from '../../test/support/release-repository.ts';
import { checkRepository, type CheckTerms } from './release-check.ts';
import { rotateKeys } from './release-rotate.ts';
import { yankRelease } from './release-yank.ts';

const DAY_MS = 86_400_000;

function codes(repository: TestRepository, differs: Partial<CheckTerms> = {}): readonly string[] {
  const terms = { nowMs: repository.nowMs, withinDays: 60, hasFile: () => true, ...differs };
  return checkRepository(repository.vault.files, terms).map(({ kind, code }) => `${kind} ${code}`);
}

const isApplication: CheckTerms['hasFile'] = ({ path }) => path.startsWith('app/');

async function spared(): Promise<TestRepository> {
  return await createReleaseRepository({
    releases: [{ version: '1.0.0' }],
    roots: 3,
    threshold: 2,
  });
}

describe('a repository', () => {
  it('that is well has nothing to tell', async () => {
    using repository = await spared();
    expect(codes(repository)).toEqual([]);
  });

  it('says what expires soon, and what has', async () => {
    using repository = await spared();
    const { nowMs } = repository;
    expect(codes(repository, { nowMs: nowMs + 310 * DAY_MS })).toEqual([
      'warning expires-soon',
      'warning expires-soon',
    ]);
    expect(codes(repository, { nowMs: nowMs + 366 * DAY_MS })).toEqual([
      'error expired',
      'error expired',
    ]);
    expect(codes(repository, { nowMs: nowMs + 1_095 * DAY_MS })).toHaveLength(4);
  });

  it('says which signed files are not there', async () => {
    using repository = await spared();
    expect(codes(repository, { hasFile: isApplication })).toEqual(['error missing-file']);
  });

  it('says that no root key may be lost', async () => {
    using repository = await createReleaseRepository();
    expect(codes(repository)).toEqual(['warning no-spare-root-key']);
  });

  it('says whom a security floor strands', async () => {
    using repository = await spared();
    await repository.add({
      version: '1.1.0',
      securityFloor: '1.1.0',
      releasedAt: '2026-01-01T00:00:00.000Z',
    });
    expect(codes(repository)).toEqual([]);
    await yankRelease(repository.vault, { version: '1.1.0' }, repository.nowMs);
    expect(codes(repository)).toEqual(['error stranding-floor']);
  });

  it('says what waits for signatures', async () => {
    using repository = await spared();
    const { vault, nowMs } = repository;
    const keyring = { ...vault.keyring, names: () => new Map<string, string>() };
    await rotateKeys({ ...vault, keyring }, { add: [], remove: [] }, nowMs);
    expect(codes(repository)).toEqual(['warning waiting']);
  });
});
