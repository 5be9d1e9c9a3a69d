/** An installed program: a copy of this one, beside which a vendor's trust file lies. */
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const ROOMS = ['agent', 'hardware', 'sync'];

/** Copies the program into a folder; the path of its main file. */
export function installProgram(into: string): string {
  mkdirSync(into, { recursive: true });
  for (const room of ROOMS) {
    cpSync(join(ROOT, room), join(into, room), {
      recursive: true,
      filter: (path) => !path.endsWith('.test.ts'),
    });
  }
  cpSync(join(ROOT, 'package.json'), join(into, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(into, 'node_modules'));
  return join(into, 'agent/main.ts');
}
