/**
 * The files in which plans wait for the agent, one for each plan. Whoever may write into the
 * station's folder may bring one; its signature decides.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from './replace-file.ts';

const FOLDER = 'offered-plans';
const ENDING = '.plan';
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** More than any plan: what is longer is read no further, and then it is none. */
const FILE_MAX_BYTES = 512 * 1_024;

/** Lays a plan down; the same version that still waits is replaced. */
export function writeOfferedPlan(
  folder: string,
  document: string,
  { id, version }: { readonly id: string; readonly version: number },
): void {
  const place = join(folder, FOLDER);
  mkdirSync(place, { recursive: true, mode: FOLDER_MODE });
  replaceFile(join(place, `${id}-${version}${ENDING}`), `${document}\n`, FILE_MODE);
}

/** The plans that wait, in the order of their files' names. */
export function readOfferedPlans(folder: string): readonly string[] {
  return filesIn(folder).map(textIn);
}

/** Takes away a plan that was dealt with, wherever it lies. */
export function removeOfferedPlan(folder: string, document: string): void {
  for (const path of filesIn(folder)) {
    if (textIn(path) === document) rmSync(path, { force: true });
  }
}

function filesIn(folder: string): readonly string[] {
  const place = join(folder, FOLDER);
  if (!existsSync(place)) return [];
  return readdirSync(place)
    .filter((name) => name.endsWith(ENDING))
    .toSorted()
    .map((name) => join(place, name));
}

function textIn(path: string): string {
  return statSync(path).size > FILE_MAX_BYTES ? '' : readFileSync(path, 'utf8').trim();
}
