/**
 * The logs a technician may have: recent lines, devices, versions, the configuration and, where asked
 * for, what went over the ports; redacted.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Config } from '../config/config.ts';
import type { JournalLine } from '../core/journal-line.ts';
import type { TillView } from '../shell/till-view.ts';
import { redacted } from './redaction.ts';

/** A day's work and more, in a file that a slow line carries in a minute. */
export const BUNDLE_LINES_MAX = 3_000;

const BUNDLE_MODE = 0o600;

export interface BundleSources {
  readonly view: TillView;
  readonly config: Pick<Config, 'till' | 'currency' | 'sale' | 'places' | 'ports'>;
  /** The newest, oldest first. */
  readonly lines: readonly JournalLine[];
  /** The agent's own, and the last frames of its ports; both as they may leave the till. */
  readonly log: string;
  readonly trace: readonly (readonly [string, string])[];
  readonly nodeVersion: string;
  readonly platform: string;
}

export interface WrittenBundle {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** Writes a gzipped tar to `path`, readable by the agent's user alone. */
export async function writeBundle(sources: BundleSources, path: string): Promise<WrittenBundle> {
  // Loaded here: most tills never send one.
  const { create } = await import('tar');
  const folder = await mkdtemp(join(tmpdir(), 'tillwarden-logs-'));
  try {
    const files = bundleFiles(sources);
    for (const [name, text] of files) await writeFile(join(folder, name), text);
    await mkdir(dirname(path), { recursive: true });
    const names = files.map(([name]) => name);
    await create({ file: path, gzip: true, cwd: folder, portable: true, mode: BUNDLE_MODE }, names);
    const { size: sizeBytes } = await stat(path);
    return { path, sizeBytes, sha256: await hashOf(path) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** By name, with all that is in each. */
export function bundleFiles({
  view,
  config,
  lines,
  log,
  trace,
  ...host
}: BundleSources): readonly (readonly [string, string])[] {
  const { till, devices, licence, head, hub, settings } = view;
  const versions = { version: settings.version, node: host.nodeVersion, platform: host.platform };
  return [
    ['versions.json', text({ ...versions, till: settings.till })],
    [
      'devices.json',
      text({ devices: devices.map(({ device, state }) => deviceOf(device, state)) }),
    ],
    ['config.json', text(configOf(config))],
    ['licence.json', text({ ...licence, licence: licence.state })],
    ['hub.json', text({ ...hub, seq: head.seq, plan: till.licensing.entitlement?.contract?.plan })],
    ['journal.jsonl', lines.map(lineText).join('')],
    ['agent.jsonl', log],
    ...trace,
  ];
}

function deviceOf(device: string, state: { readonly kind: string }): object {
  return { device, state: state.kind };
}

/** Keys, tokens and paths stay here: of a port, what it is called and which driver it has. */
function configOf({ till, currency, sale, places, ports }: BundleSources['config']): object {
  const { idleExpirySeconds } = sale;
  const limits = Object.entries(places).map(([place, levels]) => ({ place, ...levels }));
  const named = ports.map(({ id, driver, currency: own }) => ({ id, driver, currency: own }));
  return { till, currency, idleExpirySeconds, limits, ports: named };
}

function lineText({ seq, atMs, kind, body }: JournalLine): string {
  return `${JSON.stringify({ seq, atMs, kind, ...asObject(redacted(body)) })}\n`;
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

function text(content: object): string {
  return `${JSON.stringify(redacted(content), undefined, 2)}\n`;
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest('hex');
}
