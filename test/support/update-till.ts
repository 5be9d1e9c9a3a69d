/** A vendor's repository behind a server, and a till's installed tree that takes its releases from there. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Release, VersionedFile } from '../../agent/core/update/release.ts';
import type { UpdateOrder } from '../../agent/core/update/update-order.ts';
import {
  createReleaseSource,
  type ReleaseSource,
  type ReleaseSourceParts,
} from '../../agent/update/release-source.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { createStationKey } from '../../sync/trust/station-key.ts';
import { applicationArchive, runtimeArchive } from './release-archives.ts';
import { ReleaseServer } from './release-server.ts';
import { TufRepository } from './tuf-repository.ts';

/** What the till reckons, and what its repository was made at: no test waits for an hour. */
export const NOW_MS = Date.parse('2026-11-22T09:00:00.000Z');
export const PLATFORM = 'linux-x64';

export function release(version: string, differs: Partial<Release> = {}): Release {
  return {
    version,
    channel: 'stable',
    platform: PLATFORM,
    releasedAt: '2026-11-01T00:00:00.000Z',
    class: 'feature',
    floor: '1.0.0',
    securityFloor: '1.0.0',
    runtime: 'node-24',
    ...differs,
  };
}

export class UpdateTill implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'tillwarden-update-'));
  readonly prefix = join(this.folder, 'prefix');
  readonly key = createStationKey();
  readonly repository = new TufRepository(join(this.folder, 'repository'), NOW_MS);
  readonly server = new ReleaseServer(this.repository.folder);
  readonly runtime: VersionedFile;
  application: VersionedFile;

  private constructor() {
    this.runtime = this.repository.addRuntime('node-24', PLATFORM, runtimeArchive('node-24'));
    this.application = this.add('1.2.0');
    this.repository.publish();
  }

  static async open(): Promise<UpdateTill> {
    const till = new UpdateTill();
    await till.server.listen();
    return till;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A release with a true archive; still to be published. */
  add(version: string, differs: Partial<Release> = {}): VersionedFile {
    return this.repository.addRelease(release(version, differs), applicationArchive(version));
  }

  order(differs: Partial<UpdateOrder> = {}): UpdateOrder {
    return {
      station: 'till-1',
      counter: { keyEpoch: 1, n: 1 },
      rollout: 'r1',
      mode: 'forced',
      application: this.application,
      runtime: this.runtime,
      issuedAt: '2026-11-22T08:00:00.000Z',
      ...differs,
    };
  }

  parts(differs: Partial<ReleaseSourceParts> = {}): ReleaseSourceParts {
    return {
      prefix: this.prefix,
      platform: PLATFORM,
      releaseRoot: this.repository.firstRoot,
      hub: {
        address: { url: this.server.url, pins: [] },
        station: 'till-1',
        privateKey: this.key.privateKey,
      },
      nowMs: () => NOW_MS,
      clock: systemClock,
      nodePath: process.execPath,
      ...differs,
    };
  }

  source(differs: Partial<ReleaseSourceParts> = {}): ReleaseSource {
    return createReleaseSource(this.parts(differs));
  }

  /** What a check of an order comes to: `checked`, or the fault. */
  async check(
    order: Partial<UpdateOrder> = {},
    differs: Partial<ReleaseSourceParts> & { readonly folder?: string } = {},
  ): Promise<string> {
    const { folder, ...parts } = differs;
    const said = await this.source(parts).check({ order: this.order(order), folder });
    return said?.kind === 'faulted' ? said.code : (said?.kind ?? 'broken-off');
  }

  async fetch(
    order: Partial<UpdateOrder> = {},
    differs: Partial<ReleaseSourceParts> & { readonly folder?: string } = {},
  ): Promise<string> {
    const { folder, ...parts } = differs;
    const said = await this.source(parts).fetch({ order: this.order(order), folder });
    return said?.kind === 'faulted' ? said.code : (said?.kind ?? 'broken-off');
  }
}
