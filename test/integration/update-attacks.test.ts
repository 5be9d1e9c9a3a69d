/**
 * Only what two keys agree on comes to a till. Each test is one thing that somebody could do who holds
 * the network, the hub, a stolen key or the till's own clock, over real HTTP, and the name it is given.
 */
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTufKey, sha256, storedAt, type Json } from '../support/tuf-repository.ts';
import { NOW_MS, PLATFORM, release, UpdateTill } from '../support/update-till.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

let till: UpdateTill;
beforeEach(async () => {
  till = await UpdateTill.open();
});
afterEach(() => till[Symbol.asyncDispose]());

describe('a repository that lies about its metadata', () => {
  it('an honest one is believed, with all the releases of this platform and channel', async () => {
    till.add('1.1.0');
    till.add('2.0.0');
    till.add('1.9.0', { channel: 'beta' });
    till.add('1.9.0', { platform: 'linux-arm64' });
    till.repository.publish();
    const said = await till.source().check({ order: till.order() });
    expect(said).toMatchObject({ kind: 'checked', release: release('1.2.0') });
    const versions = said?.kind === 'checked' ? said.releases.map(({ version }) => version) : [];
    expect(versions.toSorted()).toEqual(['1.1.0', '1.2.0', '2.0.0']);
    expect(till.server.asked.filter((path) => /beta|arm64/.test(path))).toEqual([]);
  });

  it('rollback: an older timestamp than one that was seen', async () => {
    const old = till.repository.read('timestamp.json');
    till.repository.publish();
    expect(await till.check()).toBe('checked');
    till.repository.write(['metadata', 'timestamp.json'], old);
    expect(await till.check()).toBe('metadata-rollback');
  });

  it('rollback: a newer timestamp over an older snapshot', async () => {
    till.repository.publish();
    expect(await till.check()).toBe('checked');
    till.repository.publish({ changeSnapshot: (signed) => ({ ...signed, version: 1 }) });
    expect(await till.check()).toBe('metadata-rollback');
  });

  it('rollback: a snapshot that names older roles, or leaves one out', async () => {
    till.repository.publish();
    expect(await till.check()).toBe('checked');
    const old = till.repository.read('1.targets.json');
    const meta = { version: 1, length: old.length, hashes: { sha256: sha256(old) } };
    till.repository.publish({
      changeSnapshot: (signed) => ({
        ...signed,
        meta: { ...(signed['meta'] as object), 'targets.json': meta },
      }),
    });
    expect(await till.check()).toBe('metadata-rollback');
    till.repository.publish({ changeSnapshot: (signed) => ({ ...signed, meta: {} }) });
    expect(await till.check()).toBe('metadata-rollback');
  });

  it('rollback: an old root in the place of the next', async () => {
    till.repository.write(['metadata', '2.root.json'], till.repository.read('1.root.json'));
    expect(await till.check()).toBe('metadata-rollback');
  });

  it('freeze: nobody has said for too long that it is the latest', async () => {
    till.repository.publish({ expiresMs: NOW_MS - 1 });
    expect(await till.check()).toBe('metadata-expired');
  });

  it('freeze: what was fresh when it came is not taken again when it no longer is', async () => {
    till.repository.publish({ expiresMs: NOW_MS + DAY_MS });
    expect(await till.check()).toBe('checked');
    expect(await till.check({}, { nowMs: () => NOW_MS + DAY_MS })).toBe('metadata-expired');
  });

  it('mix-and-match: roles that never belonged together', async () => {
    const old = till.repository.read('1.targets.json');
    till.repository.publish();
    till.repository.write(['metadata', '2.targets.json'], old);
    expect(await till.check()).toBe('metadata-mismatch');
  });

  it('mix-and-match: a snapshot that is not the one of the timestamp', async () => {
    const old = till.repository.read('1.snapshot.json');
    till.repository.publish();
    till.repository.write(['metadata', '2.snapshot.json'], old);
    expect(await till.check()).toBe('metadata-mismatch');
  });

  it('mix-and-match: a snapshot that never knew the role it is asked for', async () => {
    till.repository.publish({
      changeSnapshot: ({ meta, ...signed }) => {
        const { [`app-stable-${PLATFORM}-1.json`]: _left, ...others } = meta as Json;
        return { ...signed, meta: others };
      },
    });
    expect(await till.check()).toBe('untrusted-metadata');
  });

  it('endless data: metadata that does not end', async () => {
    till.server.answer = (path, response) => {
      if (path !== '/metadata/timestamp.json') return false;
      pourInto(response);
      return true;
    };
    expect(await till.check()).toBe('too-long');
  });

  it('nobody answers, or breaks off', async () => {
    const hub = { address: { url: 'http://127.0.0.1:9', pins: [] }, station: 'till-1' };
    const { privateKey } = till.key;
    expect(await till.check({}, { hub: { ...hub, privateKey } })).toBe('unreachable');
    till.server.answer = (path, response) => {
      if (!path.endsWith('snapshot.json')) return false;
      response.writeHead(200, { 'content-length': 1_000 }).write('{');
      setImmediate(() => response.destroy());
      return true;
    };
    expect(await till.check()).toBe('unreachable');
  });

  it('a plain address of another computer is not asked', async () => {
    const address = { url: 'http://192.0.2.1', pins: [] };
    const { privateKey } = till.key;
    const hub = { address, station: 'till-1', privateKey };
    expect(await till.check({}, { hub })).toBe('unreachable');
  });

  it('metadata of another vendor, or of none', async () => {
    const releaseRoot = { ...till.repository.firstRoot, signatures: [] };
    expect(await till.check({}, { releaseRoot })).toBe('untrusted-metadata');
    expect(await till.check({}, { releaseRoot: undefined })).toBe('untrusted-metadata');
    till.repository.write(['metadata', 'timestamp.json'], Buffer.from('nonsense'));
    expect(await till.check()).toBe('untrusted-metadata');
  });
});

describe('a thief of keys', () => {
  it('of the hub alone makes no release', async () => {
    const { online } = till.repository.keys;
    till.application = till.add('1.3.0');
    till.repository.publish({ targetsSignedBy: [online] });
    expect(await till.check()).toBe('untrusted-metadata');
  });

  it('of the hub alone changes no release: the director’s word is not the vendor’s', async () => {
    const evil = Buffer.from('evil');
    const { path, version } = till.application;
    const application = { path, version, lengthBytes: evil.length, sha256: sha256(evil) };
    till.repository.write(['targets', ...storedAt(path, application.sha256)], evil);
    expect(await till.fetch({ application })).toBe('not-agreed');
    expect(await till.check({ application: { ...till.application, version: '9.9.9' } })).toBe(
      'not-agreed',
    );
    expect(await till.check({ runtime: { ...till.runtime, version: 'node-99' } })).toBe(
      'not-agreed',
    );
    expect(readdirSync(till.prefix)).toEqual(['updates']);
  });

  it('of the hub alone orders nothing that the vendor has not made', async () => {
    const path = `app/stable/${PLATFORM}/tillwarden-1.2.9.tar.gz`;
    const application = { ...till.application, path, version: '1.2.9' };
    expect(await till.check({ application })).toBe('no-such-target');
    const elsewhere = { ...till.application, path: 'somewhere/else.tar.gz' };
    expect(await till.check({ application: elsewhere })).toBe('not-agreed');
  });

  it('of the root that was changed since is not believed any more', async () => {
    const { root, targets } = till.repository.keys;
    till.repository.rotateRoot({ root: createTufKey(), targets: createTufKey() });
    till.repository.publish();
    expect(await till.check()).toBe('checked');
    till.repository.publish({ targetsSignedBy: [targets] });
    expect(await till.check()).toBe('untrusted-metadata');
    till.repository.keys = { ...till.repository.keys, root };
    till.repository.rotateRoot({});
    expect(await till.check()).toBe('untrusted-metadata');
  });

  it('a root withdrawn over the network is withdrawn for a medium too', async () => {
    const { targets } = till.repository.keys;
    till.repository.rotateRoot({ targets: createTufKey() });
    till.repository.publish();
    expect(await till.check()).toBe('checked');
    till.repository.publish({ isMedium: true, targetsSignedBy: [targets] });
    rmSync(join(till.repository.folder, 'metadata', '2.root.json'));
    expect(await till.check({}, { folder: till.repository.folder })).toBe('untrusted-metadata');
  });
});

describe('a file that is not what was signed', () => {
  it('tampered target: other bytes of the same length', async () => {
    const { path, sha256: hash, lengthBytes } = till.application;
    till.repository.write(['targets', ...storedAt(path, hash)], Buffer.alloc(lengthBytes, 'x'));
    expect(await till.fetch()).toBe('tampered-target');
    expect(readdirSync(till.prefix)).toEqual(['runtimes', 'updates']);
  });

  it('endless data: a target that does not end', async () => {
    till.server.answer = (path, response) => {
      if (!path.startsWith('/targets/')) return false;
      pourInto(response);
      return true;
    };
    expect(await till.fetch()).toBe('too-long');
    expect(readdirSync(join(till.prefix, 'updates', 'downloads'))).toEqual([]);
  });
});

describe('a medium', () => {
  it('brings a release with no network at all', async () => {
    till.repository.publish({ isMedium: true });
    const folder = till.repository.folder;
    expect(await till.fetch({}, { folder, hub: undefined })).toBe('fetched');
    expect(till.server.asked).toEqual([]);
  });

  it('is refused from the network, and the network’s from a medium', async () => {
    expect(await till.check({}, { folder: till.repository.folder })).toBe('wrong-source');
    till.repository.publish({ isMedium: true });
    expect(await till.check()).toBe('wrong-source');
  });

  it('is refused when its time is over, and when it is an older one', async () => {
    const { folder } = till.repository;
    till.repository.publish({ isMedium: true, expiresMs: NOW_MS + 180 * DAY_MS });
    const old = till.repository.read('timestamp.json');
    till.repository.publish({ isMedium: true, expiresMs: NOW_MS + 180 * DAY_MS });
    expect(await till.check({}, { folder })).toBe('checked');
    const nowMs = (): number => NOW_MS + 180 * DAY_MS;
    expect(await till.check({}, { folder, nowMs })).toBe('metadata-expired');
    till.repository.write(['metadata', 'timestamp.json'], old);
    expect(await till.check({}, { folder })).toBe('metadata-rollback');
  });

  it('without the file, or with a link in its place, has none', async () => {
    till.repository.publish({ isMedium: true });
    const { path, sha256: hash } = till.application;
    rmSync(join(till.repository.folder, 'targets', ...storedAt(path, hash)));
    expect(await till.fetch({}, { folder: till.repository.folder })).toBe('no-such-target');
  });
});

describe('a power cut that tears files', () => {
  it('every file of the kept metadata, anywhere: the next look recovers', async () => {
    expect(await till.check()).toBe('checked');
    const folder = join(till.prefix, 'updates', 'metadata');
    for (const name of readdirSync(folder)) {
      const whole = readFileSync(join(folder, name));
      truncateSync(join(folder, name), Math.floor(whole.length / 2));
      expect(`${name} ${await till.check()}`).toBe(`${name} checked`);
      expect(readFileSync(join(folder, name))).toEqual(whole);
    }
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), '');
    expect(await till.check()).toBe('checked');
  });

  it('a later root survives its own file', async () => {
    const { root } = till.repository.keys;
    till.repository.rotateRoot({ root: createTufKey() });
    till.repository.publish();
    expect(await till.check()).toBe('checked');
    writeFileSync(join(till.prefix, 'updates', 'metadata', 'root.json'), '{');
    // With the first root alone this forged second one would be the next.
    till.repository.keys = { ...till.repository.keys, root };
    till.repository.rootVersion = 1;
    till.repository.rotateRoot({ online: createTufKey() });
    till.repository.publish();
    expect(await till.check()).toBe('untrusted-metadata');
  });
});

function pourInto(response: ServerResponse): void {
  response.writeHead(200);
  const pour = (): void => {
    while (!response.destroyed && response.write('x'.repeat(65_536)));
    if (!response.destroyed) response.once('drain', pour);
  };
  pour();
}
