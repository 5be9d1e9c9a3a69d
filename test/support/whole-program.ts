/** Where the programs are that tests start: as built for this run, or as they are written. */
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
export const PROGRAMS = ['crash-agent', 'crash-hub', 'crash-supervisor', 'crash-uplink'] as const;
/** Names the folder of those that `whole-programs.ts` has built. */
export const PLACE_VARIABLE = 'WHOLE_PROGRAMS';

/** Whoever runs a test file outside the projects that build has the sources. */
export function wholeProgram(name: (typeof PROGRAMS)[number]): string {
  const folder = process.env[PLACE_VARIABLE];
  return folder === undefined ? join(ROOT, sourceOf(name)) : join(folder, `${name}.js`);
}

/** By its path in the checkout. */
export function sourceOf(name: string): string {
  return `test/support/${name}.ts`;
}
