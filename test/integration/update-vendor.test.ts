/** What the vendor's own tools sign is what a till takes: from its hub's server and from a medium. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { UpdateOrder } from '../../agent/core/update/update-order.ts';
import { createReleaseSource, type ReleaseSource } from '../../agent/update/release-source.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { createStationKey } from '../../sync/trust/station-key.ts';
import { applicationArchive, runtimeArchive } from '../support/release-archives.ts';
import { createReleaseRepository, type TestRepository } from '../support/release-repository.ts';
import { ReleaseServer } from '../support/release-server.ts';
import { testOrder } from '../support/test-release.ts';

const NOW_MS = Date.parse('2026-11-22T09:00:00.000Z');
/** More than go into one role: the vendor's tools split them. */
const MANY = 310;

let folder: string;
let repository: TestRepository;
let server: ReleaseServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillwarden-vendor-'));
  repository = await createReleaseRepository({
    nowMs: NOW_MS,
    releases: [{ version: '1.2.0', bytes: applicationArchive('1.2.0') }],
    runtimes: [{ name: 'node-24', bytes: runtimeArchive('node-24') }],
  });
  repository.freshen();
  server = new ReleaseServer(repository.folder);
  await server.listen();
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  repository[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
});

function source(nowMs = NOW_MS): ReleaseSource {
  const address = { url: server.url, pins: [] };
  const { privateKey } = createStationKey();
  return createReleaseSource({
    prefix: folder,
    platform: 'linux-x64',
    releaseRoot: repository.releaseRoot,
    hub: { address, station: 'till-1', privateKey },
    nowMs: () => nowMs,
    clock: systemClock,
    nodePath: process.execPath,
  });
}

function order(version: string): UpdateOrder {
  const application = repository.application(version);
  return testOrder(version, { application, runtime: repository.runtime('node-24') });
}

it('from the hub’s server, as it freshens it', async () => {
  const said = await source().fetch({ order: order('1.2.0') });
  expect(said).toEqual({ kind: 'fetched', version: '1.2.0' });
  expect(existsSync(join(folder, 'releases/1.2.0/.complete'))).toBe(true);
});

it('from a medium, and not from it after its time', async () => {
  const medium = await repository.medium({ days: 180 });
  const late = source(NOW_MS + 181 * 86_400_000);
  expect(await late.check({ order: order('1.2.0'), folder: medium })).toMatchObject({
    code: 'metadata-expired',
  });
  const said = await source().fetch({ order: order('1.2.0'), folder: medium });
  expect(said).toEqual({ kind: 'fetched', version: '1.2.0' });
});

it('what there is for a till that was ordered nothing, from either, and no file of it', async () => {
  const seen = { kind: 'releases-seen', releases: [{ version: '1.2.0' }] };
  expect(await source().look({})).toMatchObject(seen);
  expect(server.asked.filter((path) => path.includes('/targets/'))).toEqual([]);
  const medium = await repository.medium({ days: 180 });
  expect(await source().look({ folder: medium })).toMatchObject(seen);
  const late = await source(NOW_MS + 181 * 86_400_000).look({ folder: medium });
  expect(late).toMatchObject({ kind: 'faulted', stage: 'look', code: 'metadata-expired' });
});

it('all the releases of a line, also when they were split over several roles', async () => {
  const versions = Array.from({ length: MANY }, (_, at) => `${1 + (at % 3)}.3.${at}`);
  await repository.add(...versions.map((version) => ({ version })));
  repository.freshen();
  const said = await source().check({ order: order('1.2.0') });
  const found = said?.kind === 'checked' ? said.releases.map(({ version }) => version) : [];
  expect(found.toSorted()).toEqual(['1.2.0', ...versions].toSorted());
});
