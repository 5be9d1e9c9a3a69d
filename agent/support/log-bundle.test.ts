/** A bundle of logs leaves the till: nothing in it is a secret, whatever was planted where. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { list } from 'tar';
import { expect, it } from 'vitest';
import { SupportTill } from '../../test/support/support-till.ts';
import { configSchema } from '../config/config.ts';
import type { JournalLine } from '../core/journal-line.ts';
import { EMPTY_TILL } from '../core/till/till.ts';
import type { TillView } from '../shell/till-view.ts';
import { bundleFiles, writeBundle, type BundleSources } from './log-bundle.ts';

/** What somebody could do harm with, in every shape it comes in: with blanks and as one word. */
const SECRET = 'hush-0123456789abcdef';
const SECRETS = [SECRET, `pin ${SECRET}`] as const;

function secretLines(): readonly JournalLine[] {
  const till = new SupportTill();
  for (const secret of SECRETS) {
    const ticket = till.help(secret);
    const client = secret;
    till.ask({ kind: 'said', client, ticket, message: secret, text: secret });
    till.send({
      kind: 'sale-requested',
      terms: {
        saleId: `sale-${till.lines.length}`,
        client,
        idempotencyKey: secret,
        amountDueMinor: 50,
        currency: 'EUR',
        reference: secret,
      },
    });
    till.send({ kind: 'device-changed', device: 'bills', state: 'fault', detail: secret });
    till.send({ kind: 'pin-failed', operator: { operatorId: secret, unlocks: 0 }, client });
  }
  return till.lines.map((line, at) => ({
    ...line,
    seq: at + 1,
    atMs: at,
    prevHash: SECRET,
    hash: SECRET,
  }));
}

/** Of a till whose every corner has a secret in it. */
function sources(): BundleSources {
  const port = {
    id: 'bills',
    driver: 'ssp',
    currency: 'EUR',
    transport: { kind: 'serial', path: `/dev/${SECRET}` },
    options: { key: SECRET },
  };
  const config = configSchema.parse({
    till: 'till-1',
    currency: 'EUR',
    ports: [port],
    support: { screen: { port: 5_900, passwordFile: SECRET } },
  });
  const view = {
    till: EMPTY_TILL,
    settings: { version: '1.0.0', till: 'till-1', licence: { vendor: SECRET } },
    licence: { state: 'active', flags: [], clock: 'trusted' },
    devices: [{ device: 'bills', state: { kind: 'fault', detail: SECRET } }],
    head: { seq: 9, hash: SECRET },
    hub: { station: SECRET, isOnline: true, durableTo: 3 },
  } as unknown as TillView;
  const said = { log: '{"level":30}\n', trace: [['trace-bills.tsv', 'ms\n']] as const };
  return {
    view,
    config,
    lines: secretLines(),
    ...said,
    nodeVersion: 'v24.1.0',
    platform: 'linux-x64',
  };
}

it('has the lines, devices and versions, and none of the secrets', () => {
  const files = Object.fromEntries(bundleFiles(sources()));
  const leaks = Object.keys(files).filter((name) => files[name]?.includes(SECRET.slice(5)));
  expect(leaks).toEqual([]);
  const lines = (files['journal.jsonl'] ?? '').trim().split('\n');
  expect(lines).toHaveLength(secretLines().length);
  expect(lines.join('\n')).toContain('"kind":"device-changed","device":"bills","state":"fault"');
  expect(files['versions.json']).toContain('"version": "1.0.0"');
  expect(files['config.json']).toContain('"driver": "ssp"');
});

it('is one file of the agent’s user, and its hash is that of its bytes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  try {
    const path = join(folder, 'logs', 'one.tar.gz');
    const written = await writeBundle(sources(), path);
    const bytes = readFileSync(path);
    expect(statSync(path).mode & 0o077).toBe(0);
    expect(written.sizeBytes).toBe(bytes.length);
    expect(written.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    const names: string[] = [];
    await list({ file: path, onReadEntry: (entry) => void names.push(entry.path) });
    expect(names).toEqual(
      expect.arrayContaining(['journal.jsonl', 'agent.jsonl', 'trace-bills.tsv']),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
