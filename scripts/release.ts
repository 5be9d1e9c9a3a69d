/**
 * Builds what a release consists of, from the checkout: the application (JavaScript, pages, trust
 * file) and the runtime (Node and the packages of production). The same sources give the same bytes.
 * Prints one JSON line an archive.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isVersion } from '../agent/core/update/version.ts';
import { writeArchive } from './release-archive.ts';
import { bundleProgram } from './release-bundle.ts';
import { readRuntime, stageRuntime } from './release-runtime.ts';
import { parseTrustFile } from '../sync/trust/trust-file.ts';

const ROOT = resolve(import.meta.dirname, '..');

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(ROOT, 'var/release') },
    version: { type: 'string' },
    channel: { type: 'string', default: 'stable' },
    trust: { type: 'string' },
    only: { type: 'string' },
  },
});

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

const PLATFORM = `${platform()}-${arch()}`;
const runtime = readRuntime(ROOT);
const source = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Package;
const version = values.version ?? source.version;
if (!isVersion(version)) throw new Error(`--version takes three numbers, not ${version}`);
const stage = mkdtempSync(join(tmpdir(), 'tillwarden-release-'));
try {
  if (values.only !== 'runtime') await buildApplication();
  if (values.only !== 'application') await buildRuntime();
} finally {
  rmSync(stage, { recursive: true, force: true });
}

async function buildApplication(): Promise<void> {
  const folder = join(stage, 'application');
  await bundleProgram(ROOT, folder);
  for (const name of ['dist', 'LICENSE']) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  const { name, license } = source;
  const manifest = { name, version, license, private: true, type: 'commonjs' };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  if (values.trust !== undefined) {
    const text = readFileSync(values.trust, 'utf8');
    parseTrustFile(text);
    writeFileSync(join(folder, 'trust.json'), text);
  }
  const path = `app/${values.channel}/${PLATFORM}/tillwarden-${version}.tar.gz`;
  const archive = await writeArchive(folder, join(values.out, path));
  print({ kind: 'application', version, path, runtime: runtime.name, ...archive });
}

async function buildRuntime(): Promise<void> {
  const folder = join(stage, 'runtime');
  stageRuntime(ROOT, runtime, folder);
  const path = `runtime/${PLATFORM}/runtime-${runtime.name}.tar.gz`;
  const archive = await writeArchive(folder, join(values.out, path));
  print({ kind: 'runtime', version: runtime.name, path, ...archive });
}

function print(built: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify({ ...built, platform: PLATFORM })}\n`);
}
