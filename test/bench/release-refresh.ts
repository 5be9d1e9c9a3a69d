/**
 * How long the till's event loop is held while a repository with 10,000 targets is read: the library
 * that verifies it is quadratic in a role's targets, and runs elsewhere.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { askRepository } from '../../agent/update/refresh-client.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { ReleaseServer } from '../support/release-server.ts';
import { TufRepository } from '../support/tuf-repository.ts';
import type { Comparison } from './comparison.ts';

const TARGETS = 10_000;
/** As many as a vendor's tools put into one role. */
const TARGETS_A_ROLE = 250;
const CHANNELS = ['stable', 'beta'];
const PLATFORMS = ['linux-x64', 'linux-arm64'];
const HOLD_GOAL_MS = 50;
const LOOK_MS = 1;

/** `folder` is to lie on a disk. The server is in this process too, and its holds count with the till's. */
export async function measureRefresh(folder: string): Promise<Comparison> {
  const scratch = mkdtempSync(join(folder, 'refresh-'));
  const repository = new TufRepository(join(scratch, 'repository'), Date.now());
  const ordered = fill(repository);
  repository.publish();
  await using server = new ReleaseServer(repository.folder);
  await server.listen();
  try {
    const restMs = await longestHoldMs(() => new Promise((resolve) => setTimeout(resolve, 1_000)));
    const beganMs = performance.now();
    let releases = 0;
    const heldMs = await longestHoldMs(async () => {
      const question = questionOf(repository, { scratch, url: server.url, ordered });
      const answer = await askRepository(question, {
        nodePath: process.execPath,
        clock: systemClock,
      });
      releases = answer.releases.length;
    });
    const tookSeconds = (performance.now() - beganMs) / 1_000;
    return {
      what: `refresh, ${TARGETS} targets: longest hold of the event loop`,
      unit: 'ms',
      ours: heldMs,
      theirs: restMs,
      against: 'at rest',
      goal: { of: 'ours', bound: 'max', value: HOLD_GOAL_MS },
      note: `${tookSeconds.toFixed(1)} s in a process of its own, ${releases} releases of this line`,
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Returns a path somewhere in the middle. */
function fill(repository: TufRepository): string {
  const perLine = TARGETS / (CHANNELS.length * PLATFORMS.length);
  const bytes = Buffer.from('archive');
  for (const channel of CHANNELS) {
    for (const platform of PLATFORMS) {
      for (let at = 0; at < perLine; at += 1) {
        const version = versionOf(at);
        const [major = ''] = version.split('.');
        const prefix = `app/${channel}/${platform}`;
        const role = repository.role(`app-${channel}-${platform}-${major}`, [
          `${prefix}/tillwarden-${major}.*.tar.gz`,
        ]);
        const custom = {
          version,
          channel,
          platform,
          releasedAt: '2026-11-01T00:00:00.000Z',
          class: 'feature',
          floor: '1.0.0',
          securityFloor: '1.0.0',
          runtime: 'node-24',
        };
        repository.addTarget(role, { path: pathOf(prefix, version), custom, bytes });
      }
    }
  }
  return pathOf(`app/${CHANNELS[0]}/${PLATFORMS[0]}`, versionOf(Math.floor(perLine / 2)));
}

function versionOf(at: number): string {
  return `${Math.floor(at / TARGETS_A_ROLE) + 1}.${at % TARGETS_A_ROLE}.0`;
}

function pathOf(prefix: string, version: string): string {
  return `${prefix}/tillwarden-${version}.tar.gz`;
}

interface Place {
  readonly scratch: string;
  readonly url: string;
  readonly ordered: string;
}

function questionOf({ firstRoot }: TufRepository, { scratch, url, ordered }: Place) {
  const source = {
    kind: 'network' as const,
    url: `${url}/v1/releases/metadata/`,
    pins: [],
  };
  return {
    source,
    folder: join(scratch, 'metadata'),
    otherFolders: [],
    scratch: join(scratch, 'work'),
    trustedRoot: firstRoot,
    nowMs: Date.now(),
    paths: [ordered],
    releasesOf: { channel: CHANNELS[0] ?? '', platform: PLATFORMS[0] ?? '' },
  };
}

/** The longest time between two looks that were to be a millisecond apart. */
async function longestHoldMs(deed: () => Promise<unknown>): Promise<number> {
  let longestMs = 0;
  let lastMs = performance.now();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, nowMs - lastMs - LOOK_MS);
    lastMs = nowMs;
  }, LOOK_MS);
  await deed();
  clearInterval(timer);
  return longestMs;
}
