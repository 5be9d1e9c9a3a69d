/** The till as users run it: a release's program, built from this checkout for one run of the bench. */
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { NODE_ENVIRONMENT, NODE_FLAGS } from '../../agent/update/node-settings.ts';
import { bundleProgram } from '../../scripts/release-bundle.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'var/bench-release');

export interface BenchProgram {
  /** As its supervisor starts it, but for what it is to do. */
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
}

let built: Promise<BenchProgram> | undefined;

/** Built once, beside the packages and pages of the checkout. */
export function benchProgram(): Promise<BenchProgram> {
  built ??= buildProgram();
  return built;
}

async function buildProgram(): Promise<BenchProgram> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  await bundleProgram(ROOT, FOLDER);
  writeFileSync(join(FOLDER, 'package.json'), JSON.stringify({ version: '0.0.0' }));
  cpSync(join(ROOT, 'dist'), join(FOLDER, 'dist'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(FOLDER, 'node_modules'));
  return {
    command: [process.execPath, ...NODE_FLAGS, join(FOLDER, 'agent/main.js')],
    env: { ...NODE_ENVIRONMENT, NODE_COMPILE_CACHE: join(FOLDER, 'compile-cache') },
  };
}
