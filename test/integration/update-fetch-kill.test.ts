/**
 * The process dies at every named point between an order and a whole release, as in a power cut. What
 * it leaves is never taken for whole, and whoever starts again ends with the release as it was signed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { askRepository } from '../../agent/update/refresh-client.ts';
import type { RefreshPoint } from '../../agent/update/refresh-metadata.ts';
import type { UpdatePoint } from '../../agent/update/update-point.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { NOW_MS, UpdateTill } from '../support/update-till.ts';

const REFRESH = join(import.meta.dirname, '../../agent/update/refresh-process.ts');
const PROGRAM = join(import.meta.dirname, '../support/crash-fetch.ts');

/** How often each is passed: once for the metadata, once for the runtime and once for the application. */
const PASSES: Readonly<Record<RefreshPoint | UpdatePoint, readonly number[]>> = {
  'metadata-laid-out': [1],
  'metadata-verified': [1],
  'metadata-file-kept': [1, 2, 3],
  'metadata-kept': [1],
  'download-begun': [1, 2],
  'download-piece': [1, 2],
  'download-whole': [1, 2],
  'download-verified': [1, 2],
  'unpack-begun': [1, 2],
  unpacked: [1, 2],
  'unpack-durable': [1, 2],
  'marked-complete': [1, 2],
  'laid-down': [1, 2],
  'downloads-cleared': [1, 2],
};
const DEATHS = Object.entries(PASSES).flatMap(([point, passes]) =>
  passes.map((pass) => [point, pass] as const),
);

let till: UpdateTill;
beforeEach(async () => {
  till = await UpdateTill.open();
});
afterEach(() => till[Symbol.asyncDispose]());

it.each(DEATHS)('%s, passed %i times', async (point, pass) => {
  expect(await dieAt(point, pass)).toBe('SIGKILL');
  for (const home of ['releases/1.2.0', 'runtimes/node-24']) {
    // The mark comes with the name: no folder that bears one lacks the other.
    expect(existsSync(join(till.prefix, home, '.complete'))).toBe(
      existsSync(join(till.prefix, home)),
    );
  }
  expect(await till.fetch()).toBe('fetched');
  expectWhole();
});

it('what reads metadata ends with the till, and with its time', async () => {
  const asked = new Promise<void>((resolve) => {
    till.server.answer = () => {
      resolve();
      return true;
    };
  });
  const question = {
    source: { kind: 'network' as const, url: `${till.server.url}/v1/releases/metadata/`, pins: [] },
    folder: join(till.folder, 'kept'),
    otherFolders: [],
    scratch: join(till.folder, 'scratch'),
    trustedRoot: till.repository.firstRoot,
    nowMs: NOW_MS,
    paths: [],
  };
  const child = spawn(process.execPath, [REFRESH], { stdio: ['pipe', 'ignore', 'inherit'] });
  child.stdin?.write(`${JSON.stringify(question)}\n`);
  await asked;
  child.stdin?.end();
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  const parts = { nodePath: process.execPath, clock: systemClock, timeoutMs: 1 };
  await expect(askRepository(question, parts)).rejects.toMatchObject({ code: 'unreachable' });
});

async function dieAt(point: string, pass: number): Promise<unknown> {
  const { prefix, releaseRoot, hub } = till.parts();
  const order = till.order();
  const child = spawn(process.execPath, [PROGRAM], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      FETCH: JSON.stringify({ prefix, releaseRoot, hub, order, nowMs: NOW_MS }),
      CRASH_POINT: point,
      CRASH_PASSES: String(pass),
    },
  });
  const [, signal] = await once(child, 'exit');
  return signal;
}

function expectWhole(): void {
  const home = join(till.prefix, 'releases', '1.2.0');
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  expect(version).toBe('1.2.0');
  expect(readFileSync(join(home, 'agent/main.ts'), 'utf8')).toContain('1.2.0');
  expect(readFileSync(join(home, 'node_modules/one/package.json'), 'utf8')).toContain('one');
  expect(readdirSync(join(till.prefix, 'releases'))).toEqual(['1.2.0']);
  expect(readdirSync(join(till.prefix, 'runtimes'))).toEqual(['node-24']);
  expect(readdirSync(join(till.prefix, 'updates')).toSorted()).toEqual(['downloads', 'metadata']);
  expect(readdirSync(join(till.prefix, 'updates', 'downloads'))).toEqual([]);
}
