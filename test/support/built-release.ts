/** The archives of a release as `scripts/release` builds them, and others made from them. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { create, extract } from 'tar';
import { bundleProgram, type Instead } from '../../scripts/release-bundle.ts';
import { layDown } from '../../agent/update/lay-down.ts';

const ROOT = resolve(import.meta.dirname, '../..');

interface Built {
  readonly kind: 'application' | 'runtime';
  readonly version: string;
  readonly file: string;
  readonly sha256: string;
}

export class BuiltRelease implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'tillwarden-built-'));
  readonly application: Built;
  readonly runtime: Built;

  constructor() {
    const args = [join(ROOT, 'scripts/release.ts'), '--out', this.folder];
    const run = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`scripts/release: ${run.stderr}`);
    const built = run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Built);
    this.application = one(built, 'application');
    this.runtime = one(built, 'runtime');
  }

  /** The application as another version, some of its sources replaced; the path of its archive. */
  async variant(version: string, instead: Instead): Promise<string> {
    const folder = join(this.folder, version);
    mkdirSync(folder);
    await extract({ cwd: folder, file: this.application.file });
    const manifest = readFileSync(join(folder, 'package.json'), 'utf8');
    const changed = { ...(JSON.parse(manifest) as object), version };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(changed));
    await bundleProgram(ROOT, folder, instead);
    const file = join(this.folder, `tillwarden-${version}.tar.gz`);
    await create({ cwd: folder, file, gzip: { level: 1 }, portable: true }, ['.']);
    rmSync(folder, { recursive: true });
    return file;
  }

  /** Lays a variant down beside what runs, as the update client does. */
  async layDown(prefix: string, version: string, instead: Instead) {
    const archive = await this.variant(version, instead);
    const sha256 = createHash('sha256').update(readFileSync(archive)).digest('hex');
    const piece = { kind: 'application', version, sha256, runtime: this.runtime.version } as const;
    await layDown(prefix, { ...piece, archive }, () => undefined);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function one(built: readonly Built[], kind: Built['kind']): Built {
  const found = built.find((archive) => archive.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} was built`);
  return found;
}
