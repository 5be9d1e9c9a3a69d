/**
 * The file in which a licence waits for the agent, laid down by an admin who was sent one. Whoever may write into the station's folder may bring a licence; its signature decides.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from './replace-file.ts';

const FILE = 'offered.licence';
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** Lays a licence down; an older one that still waits is replaced. */
export function writeOfferedLicence(folder: string, document: string): void {
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  replaceFile(join(folder, FILE), `${document}\n`, FILE_MODE);
}

/** The licence that waits, if one does. */
export function readOfferedLicence(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, FILE), 'utf8').trim();
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw cause;
  }
}

/** Takes away the licence that was dealt with, unless another has come meanwhile. */
export function removeOfferedLicence(folder: string, document: string): void {
  if (readOfferedLicence(folder) === document) rmSync(join(folder, FILE), { force: true });
}
