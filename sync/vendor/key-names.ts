/** Which file of a key folder holds what. */
import type { KeyRole } from '../trust/certificate.ts';
import type { KeyFiles } from './key-files.ts';
import { DEMO_COST_LOG2, SECRET_COST_LOG2 } from './sealed-key.ts';

export function keyFileName(name: string): string {
  return `${name}.key.json`;
}

export function certificateFileName(name: string): string {
  return `${name}.certificate.json`;
}

/** The certified keys of a role, oldest first: `issuer-1`, `issuer-2`. */
export function keyNamesOf(files: KeyFiles, role: KeyRole): readonly string[] {
  return serialsOf(files, role).map((serial) => `${role}-${serial}`);
}

/** The newest key of a role that can sign here: a hub's private half is at the hub. */
export function newestKeyHere(files: KeyFiles, role: KeyRole): string | undefined {
  return keyNamesOf(files, role).findLast((name) => files.read(keyFileName(name)) !== undefined);
}

/** A name that no key of the role has had. */
export function nextKeyName(files: KeyFiles, role: KeyRole): string {
  return `${role}-${(serialsOf(files, role).at(-1) ?? 0) + 1}`;
}

/** What a passphrase is stretched by: guessing a demo key is no crime. */
export function costFor(isDemo: boolean): number {
  return isDemo ? DEMO_COST_LOG2 : SECRET_COST_LOG2;
}

function serialsOf(files: KeyFiles, role: KeyRole): readonly number[] {
  return files
    .names()
    .map((name) => /^([a-z]+)-(\d{1,6})\.certificate\.json$/.exec(name))
    .filter((match) => match?.[1] === role)
    .map((match) => Number(match?.[2]))
    .toSorted((a, b) => a - b);
}
