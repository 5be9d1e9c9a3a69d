/** What the hub serves is what the vendor has signed, and is renewed before anybody takes it for old. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createReleaseRepository,
  type TestRepository,
} from '../../../test/support/release-repository.ts';
import { createTufClient } from '../../../test/support/tuf-client.ts';
import { takeFreshnessVersion } from '../store/freshness.ts';
import { openHubDatabase, type HubDatabase } from '../store/hub-database.ts';
import { ReleaseRepository, TIMESTAMP_LIFE_MS } from './repository.ts';

const HOUR_MS = 60 * 60 * 1_000;

let vendor: TestRepository;
let database: HubDatabase;
let nowMs: number;

beforeEach(async () => {
  nowMs = Date.now();
  database = await openHubDatabase(':memory:');
  vendor = await createReleaseRepository({
    releases: [{ version: '1.1.0' }, { version: '1.2.0' }],
    nowMs,
  });
});

afterEach(async () => {
  vendor[Symbol.dispose]();
  await database.destroy();
});

function open(trustedRoot: unknown = vendor.releaseRoot): Promise<ReleaseRepository> {
  return ReleaseRepository.open({ ...placeOf(), trustedRoot }, nowMs);
}

interface Fresh {
  readonly signed: { readonly version: number; readonly expires: string };
}

function timestampOf(repository: ReleaseRepository): Fresh['signed'] {
  return (JSON.parse(repository.metadata('timestamp.json') ?? '') as Fresh).signed;
}

/** Lays down what the hub signs beside what the vendor has, as a client sees it. */
function serve(repository: ReleaseRepository): void {
  const { version } = timestampOf(repository);
  for (const name of ['timestamp.json', `${version}.snapshot.json`]) {
    const text = repository.metadata(name);
    if (text === undefined) throw new TypeError(`there is no ${name}`);
    writeFileSync(join(vendor.folder, 'metadata', name), text);
  }
}

describe('a release repository', () => {
  it('is believed by the reference client, target and all', async () => {
    serve(await open());
    using client = createTufClient(vendor.folder, vendor.releaseRoot);
    const { path } = vendor.application('1.2.0');
    expect(String(await client.fetch(path))).toBe('application 1.2.0');
  });

  it('offers the releases with their files', async () => {
    const [, release] = (await open()).releases();
    expect(release).toMatchObject({ version: '1.2.0', channel: 'stable', platform: 'linux-x64' });
    expect(release?.application).toEqual(vendor.application('1.2.0'));
    expect(release?.runtimeFile).toEqual(vendor.runtime('node-24'));
  });

  it('is renewed long before it expires, and not before it is needed', async () => {
    const repository = await open();
    const first = timestampOf(repository);
    expect(Date.parse(first.expires)).toBeGreaterThan(nowMs + TIMESTAMP_LIFE_MS - 1_000 - 1);
    await repository.refresh(nowMs + HOUR_MS);
    expect(timestampOf(repository)).toEqual(first);
    await repository.refresh(nowMs + 12 * HOUR_MS);
    const next = timestampOf(repository);
    expect(next.version).toBeGreaterThan(first.version);
    expect(next.expires > first.expires).toBe(true);
    expect(repository.metadata(`${first.version}.snapshot.json`)).toBeDefined();
  });

  it('never falls behind what tills have seen, though its clock was ahead when it was last up', async () => {
    nowMs += 365 * 24 * HOUR_MS;
    const ahead = timestampOf(await open());
    nowMs -= 365 * 24 * HOUR_MS;
    const right = timestampOf(await open());
    expect(right.version).toBeGreaterThan(ahead.version);
    expect(Date.parse(right.expires)).toBeLessThan(Date.parse(ahead.expires));
  });

  it('takes in what is published while it is open', async () => {
    const repository = await open();
    const before = timestampOf(repository);
    await vendor.add({ version: '1.3.0' });
    await repository.refresh(nowMs + 1_000);
    expect(repository.releases().map(({ version }) => version)).toContain('1.3.0');
    expect(timestampOf(repository).version).toBeGreaterThan(before.version);
    serve(repository);
    using client = createTufClient(vendor.folder, vendor.releaseRoot);
    expect(await client.fetch(vendor.application('1.3.0').path)).toBeDefined();
  });

  it('goes on with what it has where the folder cannot be read any more', async () => {
    const repository = await open();
    rmSync(join(vendor.folder, 'metadata'), { recursive: true });
    await expect(repository.refresh(nowMs + HOUR_MS)).rejects.toThrow('the releases in');
    expect(repository.releases()).toHaveLength(2);
    expect(timestampOf(repository).version).toBeGreaterThan(0);
  });

  it('is not believed by another root', async () => {
    using other = await createReleaseRepository({ nowMs });
    await expect(open(other.releaseRoot)).rejects.toThrow('the releases in');
    await expect(
      ReleaseRepository.open({ ...placeOf(), trustedRoot: undefined }, nowMs),
    ).rejects.toThrow('names no root');
  });

  it.each(['../1.root.json', '1.root.json/..', 'root.json', '1.timestamp.json', '9.targets.json'])(
    'has no metadata %s',
    async (name) => expect((await open()).metadata(name)).toBeUndefined(),
  );
});

function nextVersion(atMs: number): Promise<number> {
  return takeFreshnessVersion(database, atMs);
}

function placeOf() {
  return { folder: vendor.folder, key: vendor.hubKey, nextVersion };
}
