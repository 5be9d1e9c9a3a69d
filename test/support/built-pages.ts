/**
 * Builds both pages once, before any test: a build empties its folder first, and whoever read the
 * page meanwhile would serve one without its script.
 */
import { join, resolve } from 'node:path';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';

const ROOT = resolve(import.meta.dirname, '../..');
const PAGES = ['agent/api/page/vite.config.ts', 'sync/hub/web/vite.config.ts'];

/** Vitest calls this before the first test, and again where sources have changed meanwhile. */
export async function setup(project: TestProject): Promise<void> {
  await buildPages();
  project.onTestsRerun(buildPages);
}

async function buildPages(): Promise<void> {
  for (const page of PAGES) await build({ configFile: join(ROOT, page), logLevel: 'warn' });
}
