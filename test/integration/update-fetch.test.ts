/**
 * From an order to a whole release on disk, over real HTTP: what breaks off goes on, what is there
 * already is not fetched again, and no archive lays down anything but plain files.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstSlots } from '../../agent/core/update/slots.ts';
import { writeSlots } from '../../agent/update/slots-file.ts';
import type { UpdatePoint } from '../../agent/update/update-point.ts';
import { readDownload, verifyDownload } from '../../sync/trust/download-token.ts';
import { applicationArchive, archiveOf, runtimeArchive } from '../support/release-archives.ts';
import { storedAt } from '../support/tuf-repository.ts';
import { NOW_MS, release, UpdateTill } from '../support/update-till.ts';

let till: UpdateTill;
beforeEach(async () => {
  till = await UpdateTill.open();
});
afterEach(() => till[Symbol.asyncDispose]());

const inPrefix = (...path: readonly string[]): string => join(till.prefix, ...path);
const askedTargets = (): readonly string[] =>
  till.server.asked.filter((path) => path.includes('/targets/'));

const half = (bytes: Buffer): number => Math.floor(bytes.length / 2);
const served = (): Buffer => {
  const { path, sha256 } = till.application;
  return readFileSync(join(till.repository.folder, 'targets', ...storedAt(path, sha256)));
};

/** The application only as far as its half, which the till has written by then. */
async function breakOff(etag: string): Promise<void> {
  let cut: ServerResponse | undefined;
  till.server.answer = (path, response) => {
    if (!path.includes('/app/')) return false;
    const bytes = served();
    response.writeHead(200, { etag, 'content-length': bytes.length });
    response.write(bytes.subarray(0, half(bytes)));
    cut = response;
    return true;
  };
  const onPoint = (point: UpdatePoint): void => {
    if (point === 'download-piece') cut?.destroy();
  };
  expect(await till.fetch({}, { onPoint })).toBe('unreachable');
  till.server.answer = () => false;
}

describe('a release that is fetched', () => {
  it('lies whole beside what runs, with its runtime, and nothing is left over', async () => {
    expect(await till.fetch()).toBe('fetched');
    const home = inPrefix('releases', '1.2.0');
    expect(readFileSync(join(home, 'agent/main.ts'), 'utf8')).toContain('1.2.0');
    expect(readlinkSync(join(home, 'node_modules'))).toBe('../../runtimes/node-24/node_modules');
    expect(readFileSync(join(home, 'node_modules/one/package.json'), 'utf8')).toContain('one');
    expect(statSync(inPrefix('runtimes/node-24/bin/node')).mode & 0o777).toBe(0o755);
    expect(existsSync(join(home, '.complete'))).toBe(true);
    expect(existsSync(inPrefix('runtimes/node-24/.complete'))).toBe(true);
    expect(readdirSync(inPrefix('releases'))).toEqual(['1.2.0']);
    expect(readdirSync(inPrefix('updates')).toSorted()).toEqual(['downloads', 'metadata']);
    expect(readdirSync(inPrefix('updates/downloads'))).toEqual([]);
  });

  it('is not fetched again, and a runtime that is there serves the next release', async () => {
    expect(await till.fetch()).toBe('fetched');
    expect(askedTargets()).toHaveLength(2);
    expect(await till.fetch()).toBe('fetched');
    expect(askedTargets()).toHaveLength(2);
    till.application = till.add('1.3.0');
    till.repository.publish();
    expect(await till.fetch()).toBe('fetched');
    expect(askedTargets()).toHaveLength(3);
  });

  it('has the ones go first that were ordered before it and never started', async () => {
    mkdirSync(till.prefix, { recursive: true });
    writeSlots(till.prefix, firstSlots('1.0.0'));
    for (const version of ['1.3.0', '1.4.0', '1.5.0']) {
      till.application = till.add(version);
      till.repository.publish();
      expect(await till.fetch()).toBe('fetched');
    }
    expect(readdirSync(inPrefix('releases'))).toEqual(['1.5.0']);
  });

  it('asks the hub in the station’s own name, for this file and now', async () => {
    await till.fetch();
    expect(till.server.authorizations).toHaveLength(2);
    for (const [at, header] of till.server.authorizations.entries()) {
      const read = readDownload(header);
      if (read.kind === 'refused') throw new Error(read.detail);
      const { publicKey } = till.key;
      const facts = { publicKey, path: askedTargets()[at] ?? '', nowMs: NOW_MS };
      expect(await verifyDownload(read, facts)).toMatchObject({ kind: 'verified' });
      expect(read.request.station).toBe('till-1');
    }
  });

  it('does not take the name of another archive that is installed', async () => {
    mkdirSync(inPrefix('releases/1.2.0'), { recursive: true });
    writeFileSync(inPrefix('releases/1.2.0/.complete'), JSON.stringify({ sha256: 'other' }));
    expect(await till.fetch()).toBe('not-agreed');
  });

  it('takes the place of what was never whole, and clears what other orders have left', async () => {
    mkdirSync(inPrefix('releases/1.2.0/agent'), { recursive: true });
    writeFileSync(inPrefix('releases/1.2.0/agent/old.ts'), '');
    mkdirSync(inPrefix('releases/.1.1.0.part'), { recursive: true });
    mkdirSync(inPrefix('updates/downloads'), { recursive: true });
    writeFileSync(inPrefix('updates/downloads', `${'a'.repeat(64)}.part`), 'left');
    expect(await till.fetch()).toBe('fetched');
    expect(existsSync(inPrefix('releases/1.2.0/agent/old.ts'))).toBe(false);
    expect(readdirSync(inPrefix('releases'))).toEqual(['1.2.0']);
    expect(readdirSync(inPrefix('updates/downloads'))).toEqual([]);
  });
});

describe('a download that breaks off', () => {
  it('goes on where it broke off', async () => {
    await breakOff(`"${till.application.sha256}"`);
    const part = inPrefix('updates/downloads', `${till.application.sha256}.part`);
    expect(statSync(part).size).toBe(half(served()));
    const ranges: unknown[] = [];
    till.server.answer = (_path, _response, { headers }) => {
      if (headers.range !== undefined) ranges.push(headers.range);
      return false;
    };
    expect(await till.fetch()).toBe('fetched');
    expect(ranges).toEqual([`bytes=${half(served())}-`]);
  });

  it('begins again where the hub has another file by now, or knows no ranges', async () => {
    await breakOff('"another"');
    expect(await till.fetch()).toBe('fetched');
  });

  it('begins again where what is there is no beginning, and blames nobody', async () => {
    await breakOff(`"${till.application.sha256}"`);
    const part = inPrefix('updates/downloads', `${till.application.sha256}.part`);
    writeFileSync(part, Buffer.alloc(half(served())));
    expect(await till.fetch()).toBe('fetched');
  });

  it('begins again where the hub finds nothing behind it', async () => {
    await breakOff(`"${till.application.sha256}"`);
    till.server.answer = (path, response, request) => {
      if (!path.includes('/app/') || request.headers.range === undefined) return false;
      response.writeHead(416).end();
      return true;
    };
    expect(await till.fetch()).toBe('fetched');
  });

  it.each([
    [404, 'no-such-target'],
    [403, 'unreachable'],
    [500, 'unreachable'],
  ])('a hub that answers %i', async (status, fault) => {
    till.server.answer = (path, response) => {
      if (!path.startsWith('/targets/')) return false;
      response.writeHead(status).end();
      return true;
    };
    expect(await till.fetch()).toBe(fault);
  });
});

it('the hub’s own word on why it gives no file is told on', async () => {
  till.server.answer = (path, response) => {
    if (!path.startsWith('/targets/')) return false;
    response.writeHead(403).end(JSON.stringify({ error: { code: 'not-entitled' } }));
    return true;
  };
  const said = await till.source().fetch({ order: till.order() });
  expect(said).toMatchObject({ kind: 'faulted', stage: 'fetch', code: 'unreachable' });
  expect(said).toMatchObject({ detail: expect.stringContaining('answered 403, not-entitled') });
});

describe('an archive that was signed and is none of ours', () => {
  const cases: readonly (readonly [string, () => Buffer])[] = [
    ['no archive at all', () => Buffer.from('nonsense')],
    ['cut off', () => applicationArchive('1.4.0').subarray(0, 200)],
    ['of another version', () => applicationArchive('1.4.1')],
    ['without a package', () => archiveOf({ 'README.md': '' })],
    ['a runtime', () => runtimeArchive('node-24')],
    ['with packages of its own', () => applicationArchive('1.4.0', { 'node_modules/x': '' })],
    ['marked as complete', () => applicationArchive('1.4.0', { '.complete': '' })],
    ['with a link out', () => applicationArchive('1.4.0', { out: { link: '../../../out' } })],
    ['with an absolute link', () => applicationArchive('1.4.0', { out: { link: '/etc' } })],
  ];

  it.each(cases)('%s', async (_what, archive) => {
    till.application = till.repository.addRelease(release('1.4.0'), archive());
    till.repository.publish();
    expect(await till.fetch()).toBe('bad-archive');
    expect(existsSync(inPrefix('releases/1.4.0'))).toBe(false);
  });
});
