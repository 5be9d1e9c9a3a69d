/**
 * The agent of the crash tests as a few files of JavaScript in place of the hundreds of modules it
 * is written in: a run starts it over and over, and most of a start is looking for modules.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { build, type Rolldown } from 'vite';
import type { TestProject } from 'vitest/node';

const ROOT = resolve(import.meta.dirname, '../..');
const VAR = join(ROOT, 'var');
const ENTRIES = {
  'crash-agent': join(ROOT, 'test/support/crash-agent.ts'),
  // Started by its path, which is beside the agent's own.
  'refresh-process': join(ROOT, 'agent/update/refresh-process.ts'),
};
/** Packages of many small modules; all others are found as they are installed. */
const WITHIN = ['zod', 'fastify-type-provider-zod', 'jose', 'temporal-polyfill'];
const HASH_CHARS = 16;

/** Vitest calls this before the first test, and again where sources have changed meanwhile. */
export async function setup(project: TestProject): Promise<void> {
  process.env['CRASH_AGENT'] = await wholeAgent();
  project.onTestsRerun(async () => {
    process.env['CRASH_AGENT'] = await wholeAgent();
  });
}

/** The folder is named by what is in it: runs beside each other do not take it from one another. */
async function wholeAgent(): Promise<string> {
  const files = await builtFiles();
  const hash = createHash('sha256').update(JSON.stringify(files)).digest('hex');
  // As deep as the sources: whoever looks for the checkout from its own folder finds it.
  const folder = join(VAR, `agent-${hash.slice(0, HASH_CHARS)}`);
  if (!existsSync(folder)) writeWhole(folder, files);
  return join(folder, 'crash-agent.js');
}

async function builtFiles(): Promise<readonly (readonly [name: string, code: string])[]> {
  const built = (await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: WITHIN },
    build: {
      ssr: true,
      target: 'node24',
      minify: false,
      write: false,
      rolldownOptions: { input: ENTRIES },
    },
  })) as Rolldown.RolldownOutput;
  return built.output.map((file) => {
    if (file.type !== 'chunk') throw new TypeError(`${file.fileName} is no code`);
    return [file.fileName, file.code] as const;
  });
}

/** There at once or not at all. */
function writeWhole(folder: string, files: readonly (readonly [string, string])[]): void {
  mkdirSync(VAR, { recursive: true });
  const made = mkdtempSync(join(VAR, 'making-'));
  for (const [name, code] of files) {
    mkdirSync(dirname(join(made, name)), { recursive: true });
    writeFileSync(join(made, name), code);
  }
  try {
    renameSync(made, folder);
  } catch (cause) {
    // Another run has been quicker.
    rmSync(made, { recursive: true });
    if (!existsSync(folder)) throw cause;
  }
}
