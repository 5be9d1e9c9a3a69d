/** The licences of the packages whose code stands within the program. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const PACKAGE = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))\//;
const LICENCE_FILE = /^(licen[cs]e|copying|notice)(\.|-|$)/i;

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string(),
});

/** What each of the packages that hold these modules says of its licence, by name. */
export function licenceText(modules: readonly string[]): string {
  const folders = new Set(modules.flatMap((module) => PACKAGE.exec(module)?.[1] ?? []));
  const texts = [...folders].map(textOf).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return texts.map(([name, text]) => `${name}\n\n${text}`).join(`\n${'-'.repeat(80)}\n\n`);
}

function textOf(folder: string): readonly [name: string, text: string] {
  const text = readFileSync(join(folder, 'package.json'), 'utf8');
  const { name, version, license } = manifestSchema.parse(JSON.parse(text));
  const files = readdirSync(folder).filter((file) => LICENCE_FILE.test(file));
  const bodies = files.toSorted().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [`${name} ${version} (${license})`, `${bodies.join('\n\n')}\n`];
}
