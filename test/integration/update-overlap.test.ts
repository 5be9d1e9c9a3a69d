/**
 * A newer order may come at any moment of an older one's fetch. Whatever bears the mark of a whole
 * folder has every file of its archive, and what an order before was doing leaves nothing behind.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { UpdateOrder } from '../../agent/core/update/update-order.ts';
import { layDown } from '../../agent/update/lay-down.ts';
import type { ReleaseSourceParts } from '../../agent/update/release-source.ts';
import type { UpdatePoint } from '../../agent/update/update-point.ts';
import { applicationArchive } from '../support/release-archives.ts';
import { sha256 } from '../support/tuf-repository.ts';
import { release, UpdateTill } from '../support/update-till.ts';

const FILES = Array.from({ length: 40 }, (_, at) => `agent/part-${at}.ts`);

let till: UpdateTill;
beforeEach(async () => {
  till = await UpdateTill.open();
  till.application = addLarge('1.4.0');
});
afterEach(() => till[Symbol.asyncDispose]());

const largeArchive = (version: string): Buffer =>
  applicationArchive(version, Object.fromEntries(FILES.map((name) => [name, `// ${name}\n`])));

function addLarge(version: string): UpdateOrder['application'] {
  const added = till.repository.addRelease(release(version), largeArchive(version));
  till.repository.publish();
  return added;
}

/** Every folder with the mark has all that its archive had. */
function requireWhole(prefix: string): void {
  for (const version of readdirSync(join(prefix, 'releases'))) {
    const folder = join(prefix, 'releases', version);
    if (!existsSync(join(folder, '.complete'))) continue;
    for (const name of [...FILES, 'package.json', 'agent/main.ts', 'trust.json']) {
      expect(readFileSync(join(folder, name), 'utf8')).not.toBe('');
    }
    expect(readFileSync(join(folder, 'node_modules/one/package.json'), 'utf8')).toContain('one');
  }
  expect(existsSync(join(prefix, 'runtimes/node-24/bin/node'))).toBe(true);
}

/** A second order comes when the first one has passed so many points; what both came to. */
async function overlap(passes: number, second: UpdateOrder) {
  const prefix = join(till.folder, `prefix-${passes}-${second.application.version}`);
  const newer = Promise.withResolvers<unknown>();
  let passed = 0;
  const onPoint = (): void => {
    passed += 1;
    if (passed === passes) newer.resolve(source.fetch({ order: second }));
  };
  const source = till.source({ prefix, onPoint });
  const older = await source.fetch({ order: till.order() });
  if (passed < passes) newer.resolve(undefined);
  return { prefix, older, newer: await newer.promise };
}

/** From the first point to the last. */
async function atEveryPoint(second: UpdateOrder): Promise<void> {
  for (let passes = 1; ; passes += 1) {
    const { prefix, older, newer } = await overlap(passes, second);
    requireWhole(prefix);
    if (newer === undefined) break;
    expect(older).toBeUndefined();
    expect(newer).toEqual({ kind: 'fetched', version: second.application.version });
    expect(readdirSync(join(prefix, 'releases'))).toContain(second.application.version);
    expect(readdirSync(join(prefix, 'releases')).filter((name) => name.startsWith('.'))).toEqual(
      [],
    );
    expect(readdirSync(join(prefix, 'runtimes'))).toEqual(['node-24']);
    expect(passes).toBeLessThan(100);
  }
}

it('a second order for the same version, at every point of the first', async () => {
  await atEveryPoint(till.order({ counter: { keyEpoch: 1, n: 2 } }));
});

it('an order for another version with the same runtime, at every point of the first', async () => {
  const application = addLarge('1.5.0');
  await atEveryPoint(till.order({ counter: { keyEpoch: 1, n: 2 }, application }));
});

it('two that are laid down at once under one name, by whomever, are one whole', async () => {
  const archive = join(till.folder, 'archive.tar.gz');
  const bytes = largeArchive('1.4.0');
  writeFileSync(archive, bytes);
  const piece = { kind: 'application', version: '1.4.0', runtime: 'node-24' } as const;
  const whole = { ...piece, sha256: sha256(bytes), archive };
  for (const stagger of STAGGER) {
    rmSync(till.prefix, { recursive: true, force: true });
    mkdirSync(join(till.prefix, 'releases/1.4.0/agent'), { recursive: true });
    mkdirSync(join(till.prefix, 'runtimes/node-24/bin'), { recursive: true });
    mkdirSync(join(till.prefix, 'runtimes/node-24/node_modules/one'), { recursive: true });
    writeFileSync(join(till.prefix, 'runtimes/node-24/bin/node'), '');
    writeFileSync(join(till.prefix, 'runtimes/node-24/node_modules/one/package.json'), 'one');
    const second = Promise.withResolvers<void>();
    await layDown(till.prefix, whole, (point) => {
      if (point === stagger) second.resolve(layDown(till.prefix, whole, () => undefined));
    });
    await second.promise;
    requireWhole(till.prefix);
    expect(readdirSync(join(till.prefix, 'releases'))).toEqual(['1.4.0']);
  }
});

const STAGGER: readonly UpdatePoint[] = [
  'unpack-begun',
  'unpacked',
  'unpack-durable',
  'marked-complete',
  'laid-down',
];

/** Answers with a beginning and then falls silent; resolves when the till has asked. */
function silentServer(isSilent: (path: string) => boolean): Promise<ServerResponse> {
  const asked = Promise.withResolvers<ServerResponse>();
  till.server.answer = (path, response) => {
    if (!isSilent(path)) return false;
    response.writeHead(200, { 'content-length': 1_000 });
    response.write('{');
    asked.resolve(response);
    return true;
  };
  return asked.promise;
}

it.each([
  ['a download', 'fetch', (path: string) => path.includes('/targets/')],
  ['a look at the repository', 'check', (path: string) => path.includes('/metadata/')],
] as const)('a stop breaks off %s that stands still', async (_what, stage, isSilent) => {
  const asked = silentServer(isSilent);
  const source = till.source();
  const order = till.order();
  const said = stage === 'fetch' ? source.fetch({ order }) : source.check({ order });
  await asked;
  const stoppedMs = performance.now();
  source[Symbol.dispose]();
  expect(await said).toBeUndefined();
  expect(performance.now() - stoppedMs).toBeLessThan(1_000);
  expect(await source.check({ order })).toBeUndefined();
});

it('what is stopped at any point goes on later to a whole release', async () => {
  for (let passes = 1; ; passes += 1) {
    const prefix = join(till.folder, `stopped-${passes}`);
    let passed = 0;
    const onPoint: ReleaseSourceParts['onPoint'] = () => {
      passed += 1;
      if (passed === passes) source[Symbol.dispose]();
    };
    const source = till.source({ prefix, onPoint });
    const said = await source.fetch({ order: till.order() });
    if (passed < passes) return;
    expect(said).toBeUndefined();
    expect(await till.fetch({}, { prefix })).toBe('fetched');
    requireWhole(prefix);
  }
});
