#!/usr/bin/env node
/**
 * The till's own client behind the command line that the TUF conformance suite speaks:
 *
 *   client.ts --metadata-dir DIR init ROOT_FILE
 *   client.ts --metadata-dir DIR --metadata-url URL refresh
 *   client.ts --metadata-dir DIR --metadata-url URL --target-name NAME --target-base-url URL
 *             --target-dir DIR download
 *
 * Exit code 0 where all of it succeeded, 1 otherwise. The clock is the computer's own. The suite starts
 * this file itself, and finds what it may expect to fail in `client.ts.xfails` beside it.
 */
import { copyFile, mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { download, isGenuine } from '../../agent/update/download.ts';
import { askRepository, type Repository } from '../../agent/update/refresh-client.ts';
import { openUrl, type OpenTarget } from '../../agent/update/target-source.ts';
import { faultOf, UpdateError } from '../../agent/update/update-error.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { storedPath } from '../../sync/trust/tuf/target-paths.ts';

/** What `init` was given; the suite looks at files in `.json` only. */
const TRUSTED_ROOT = 'trusted-root';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'metadata-dir': { type: 'string' },
    'metadata-url': { type: 'string' },
    'target-name': { type: 'string' },
    'target-base-url': { type: 'string' },
    'target-dir': { type: 'string' },
  },
});

try {
  await run(positionals);
} catch (cause) {
  const { code, detail } = faultOf(cause) ?? { code: 'fault', detail: String(cause) };
  process.stderr.write(`${code}: ${detail}\n`);
  process.exitCode = 1;
}

async function run([command, rootFile]: readonly string[]): Promise<void> {
  if (command === 'init' && rootFile !== undefined) return init(rootFile);
  if (command === 'refresh') return void (await refresh([]));
  if (command === 'download') return fetchTarget(option('target-name'));
  throw new TypeError('say init ROOT_FILE, refresh or download');
}

async function init(rootFile: string): Promise<void> {
  const folder = option('metadata-dir');
  await mkdir(folder, { recursive: true });
  await copyFile(rootFile, join(folder, TRUSTED_ROOT));
  await copyFile(rootFile, join(folder, 'root.json'));
}

async function refresh(paths: readonly string[]): Promise<Repository> {
  const folder = option('metadata-dir');
  const trustedRoot = JSON.parse(await readFile(join(folder, TRUSTED_ROOT), 'utf8')) as Json;
  const url = `${option('metadata-url').replace(/\/$/, '')}/`;
  return askRepository(
    {
      source: { kind: 'network', url, pins: [] },
      folder,
      otherFolders: [],
      scratch: join(folder, '.scratch'),
      trustedRoot,
      nowMs: Date.now(),
      paths: [...paths],
    },
    { nodePath: process.execPath, clock: systemClock },
  );
}

async function fetchTarget(name: string): Promise<void> {
  const { targets } = await refresh([name]);
  const target = targets.get(name);
  if (target === undefined) throw new UpdateError('no-such-target', `there is no ${name}`);
  if (target.sha256 === undefined) {
    throw new UpdateError('no-such-target', `${name} is signed without a SHA-256`);
  }
  const file = { path: name, lengthBytes: target.lengthBytes, sha256: target.sha256 };
  const place = join(option('target-dir'), encodeURIComponent(name));
  if (await isGenuine({ file, place }).catch(() => false)) return;
  const base = `${option('target-base-url').replace(/\/$/, '')}/`;
  const isConsistent = await hasConsistentSnapshot();
  const openTarget: OpenTarget = (one, from) => {
    const url = new URL(`${base}${isConsistent ? storedPath(one) : one.path}`).href;
    return openUrl({ url, tls: { pins: [] } }, from);
  };
  const part = join(option('metadata-dir'), `${file.sha256}.part`);
  await download({ file, openTarget, place: part, clock: systemClock, onPoint: () => undefined });
  await rename(part, place);
}

type Json = Record<string, unknown>;

async function hasConsistentSnapshot(): Promise<boolean> {
  const text = await readFile(join(option('metadata-dir'), 'root.json'), 'utf8');
  const { signed } = JSON.parse(text) as { readonly signed: Json };
  return signed['consistent_snapshot'] !== false;
}

function option(name: keyof typeof values): string {
  const value = values[name];
  if (value === undefined) throw new TypeError(`say --${name}`);
  return value;
}
