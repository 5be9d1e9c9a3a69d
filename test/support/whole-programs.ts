/**
 * The programs that tests start over and over, as a few files of JavaScript in place of the hundreds
 * of modules they are written in: most of a start is looking for modules.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { bundle, REFRESH_ENTRY } from '../../scripts/release-bundle.ts';
import { PLACE_VARIABLE, PROGRAMS, sourceOf } from './whole-program.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const VAR = join(ROOT, 'var');
const ENTRIES = {
  ...Object.fromEntries(PROGRAMS.map((name) => [name, sourceOf(name)])),
  ...REFRESH_ENTRY,
};
const HASH_CHARS = 16;

type Files = readonly (readonly [name: string, text: string])[];

/** Vitest calls this before the first test, and again where sources have changed meanwhile. */
export async function setup(project: TestProject): Promise<void> {
  process.env[PLACE_VARIABLE] = await wholePrograms();
  project.onTestsRerun(async () => {
    process.env[PLACE_VARIABLE] = await wholePrograms();
  });
}

/** The folder is named by what is in it: runs beside each other do not take it from one another. */
async function wholePrograms(): Promise<string> {
  const files = await builtFiles();
  const hash = createHash('sha256').update(JSON.stringify(files)).digest('hex');
  // As deep as the sources: whoever looks for the checkout from its own folder finds it.
  const folder = join(VAR, `programs-${hash.slice(0, HASH_CHARS)}`);
  if (!existsSync(folder)) writeWhole(folder, files);
  return folder;
}

async function builtFiles(): Promise<Files> {
  const { files } = await bundle(ROOT, { entries: ENTRIES, place: '' });
  return [...files, ['package.json', JSON.stringify({ type: 'commonjs' })]];
}

/** There at once or not at all. */
function writeWhole(folder: string, files: Files): void {
  mkdirSync(VAR, { recursive: true });
  const made = mkdtempSync(join(VAR, 'making-'));
  for (const [name, text] of files) {
    mkdirSync(dirname(join(made, name)), { recursive: true });
    writeFileSync(join(made, name), text);
  }
  try {
    renameSync(made, folder);
  } catch (cause) {
    // Another run has been quicker.
    rmSync(made, { recursive: true });
    if (!existsSync(folder)) throw cause;
  }
}
