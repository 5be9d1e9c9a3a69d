/** What an application runs with: this checkout's Node, and its packages of production. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';

export interface Runtime {
  /** Node's version and a hash of the packages: another set of them is another runtime. */
  readonly name: string;
  /** Where each package lies, from the root of the checkout. */
  readonly packages: readonly string[];
}

const HASH_CHARS = 8;

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      dev: z.boolean().optional(),
      devOptional: z.boolean().optional(),
      optional: z.boolean().optional(),
    }),
  ),
});

/** What the lock file says belongs to production, for this platform. */
export function readRuntime(root: string): Runtime {
  const text = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const locked = Object.entries(lockSchema.parse(JSON.parse(text)).packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && dev !== true && devOptional !== true)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash('sha256');
  for (const [path, { version, integrity }] of locked) {
    hash.update(`${path} ${version} ${integrity}\n`);
  }
  const present = locked.filter(([path, { optional }]) => {
    if (existsSync(join(root, path))) return true;
    // One for another platform is not installed.
    if (optional === true) return false;
    throw new Error(`${path} is not installed: run scripts/setup`);
  });
  for (const [path, { version }] of present) requireVersion(root, path, version);
  return {
    name: `${process.versions.node}-${hash.digest('hex').slice(0, HASH_CHARS)}`,
    packages: present.map(([path]) => path),
  };
}

const manifestSchema = z.object({ version: z.string() });

function requireVersion(root: string, path: string, version: string | undefined): void {
  const text = readFileSync(join(root, path, 'package.json'), 'utf8');
  const installed = manifestSchema.parse(JSON.parse(text)).version;
  if (installed === version) return;
  throw new Error(`${path} is ${installed}, not ${version} as locked: run scripts/setup`);
}

/** Copies Node and the packages to where their archive is made. */
export function stageRuntime(root: string, { packages }: Runtime, folder: string): void {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  cpSync(realpathSync(process.execPath), join(folder, 'bin/node'));
  for (const path of packages) {
    cpSync(join(root, path), join(folder, path), {
      recursive: true,
      // Those below are packages of their own, or of development.
      filter: (from) => from === join(root, path) || basename(from) !== 'node_modules',
    });
  }
}
