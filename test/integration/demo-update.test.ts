/**
 * The whole way of a release, on the real programs: signed offline, rolled out by the hub, fetched and
 * installed by a till between two sales, and undone by itself where it is no good.
 */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const SCRIPT = resolve(import.meta.dirname, '../../scripts/demo-update.ts');
const TIMEOUT_MS = 400_000;

it(
  'a till moves to the release that is rolled out, and comes back from one that is no good',
  () => {
    const run = spawnSync(process.execPath, [SCRIPT], { encoding: 'utf8', timeout: TIMEOUT_MS });
    expect(run.stdout).toContain('DEMO: every step was seen to happen');
    expect(run.status).toBe(0);
  },
  TIMEOUT_MS,
);
