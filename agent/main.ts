/**
 * The `tillwarden` program: reads argv and the environment, runs one subcommand, and ends when that
 * has let go of everything. Nothing else of the agent reads `process`.
 */
import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import { runCommandLine } from './cli/command-line.ts';
import type { ParentChannel } from './update/supervisor-link.ts';

/** As Node ends where a module of its own never does. */
const UNFINISHED_EXIT = 13;

enableCompileCache();
const root = resolve(import.meta.dirname, '..');
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());
// Whoever reads no more, as `head` does, is no fault of what is being done.
for (const stream of [process.stdout, process.stderr]) stream.on('error', passOverClosedPipe);
// Whoever has nothing left to wait for before it has ended has not done what it was asked for.
process.exitCode = UNFINISHED_EXIT;
void runCommandLine(process.argv.slice(2), {
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
  root,
  version: versionOf(root),
  host: {
    platform: `${process.platform}-${process.arch}`,
    nodePath: process.execPath,
    parent: parentOf(),
    collectGarbage: collectorOf(globalThis.gc),
  },
}).then((code) => (process.exitCode = code));

function passOverClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** Thoroughly: code that ran at the start alone goes as well. */
function collectorOf(collect: typeof globalThis.gc): (() => void) | undefined {
  return collect === undefined
    ? undefined
    : () => collect({ type: 'major', flavor: 'last-resort' });
}

/** Undefined without such a channel; it keeps no program alive that has failed in all else. */
function parentOf(): ParentChannel | undefined {
  if (process.send === undefined) return undefined;
  return {
    // One that is closed is told of by onClosed.
    send: (message) => void process.send?.(message, undefined, undefined, () => undefined),
    onMessage: (listener) => {
      process.on('message', listener);
      process.channel?.unref();
      return () => void process.off('message', listener);
    },
    onClosed: (listener) => {
      // It may have closed while the program was still being loaded.
      if (!process.connected) queueMicrotask(listener);
      process.on('disconnect', listener);
      process.channel?.unref();
      return () => void process.off('disconnect', listener);
    },
  };
}

function versionOf(folder: string): string {
  const content: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const isKnown = typeof content === 'object' && content !== null && 'version' in content;
  return isKnown ? String(content.version) : 'unknown';
}
