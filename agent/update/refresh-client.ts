/** Asks the process that reads metadata, and holds the till's own event loop for no longer than a line takes. */
import { spawn, type ChildProcess } from 'node:child_process';
import { extname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../hardware/kit/clock.ts';
import type { Release } from '../core/update/release.ts';
import { parseJson } from '../../sync/trust/parse-json.ts';
import { refreshLineSchema, type FoundTarget, type RefreshQuestion } from './refresh-words.ts';
import { shortened, UpdateError } from './update-error.ts';

/** In source and in a build alike, it lies beside this file. */
const PROGRAM = fileURLToPath(
  new URL(`./refresh-process${extname(import.meta.url)}`, import.meta.url),
);

/** Far longer than the largest honest repository takes on a slow till. */
const REFRESH_MAX_MS = 10 * 60 * 1_000;
const HEAP_MAX_MEBIBYTES = 512;
/** Of what it says when it breaks down. */
const ERRORS_CHARS_MAX = 2_000;

export interface RefreshProcess {
  /** The program this one runs in. */
  readonly nodePath: string;
  readonly clock: Clock;
  /** Another program that answers the same questions. */
  readonly program?: string | undefined;
  readonly timeoutMs?: number | undefined;
  /** Ends the process before its answer. */
  readonly signal?: AbortSignal | undefined;
}

/** What a repository says, verified and durable. */
export interface Repository {
  readonly targets: ReadonlyMap<string, FoundTarget>;
  readonly releases: readonly Release[];
}

/** Rejects with `UpdateError`. */
export async function askRepository(
  question: RefreshQuestion,
  { nodePath, clock, program = PROGRAM, timeoutMs = REFRESH_MAX_MS, signal }: RefreshProcess,
): Promise<Repository> {
  const child = spawn(nodePath, [`--max-old-space-size=${HEAP_MAX_MEBIBYTES}`, program], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const kill = (): void => void child.kill('SIGKILL');
  const timer = clock.startTimer(timeoutMs, kill);
  signal?.addEventListener('abort', kill, { once: true });
  try {
    const errors = errorsOf(child);
    child.stdin.on('error', () => undefined);
    child.stdin.write(`${JSON.stringify(question)}\n`);
    const told = await readAnswer(child);
    return told ?? fail('unreachable', `the reading of metadata broke off ${await errors}`);
  } finally {
    timer.cancel();
    signal?.removeEventListener('abort', kill);
    kill();
  }
}

/** Undefined where it ends before its answer does. */
async function readAnswer(child: ChildProcess): Promise<Repository | undefined> {
  const targets = new Map<string, FoundTarget>();
  const releases: Release[] = [];
  if (child.stdout === null) return undefined;
  for await (const text of createInterface({ input: child.stdout })) {
    const { data: line } = refreshLineSchema.safeParse(parseJson(text));
    switch (line?.kind) {
      case undefined:
        return fail('untrusted-metadata', `what reads metadata said ${text}`);
      case 'faulted':
        return fail(line.code, line.detail);
      case 'target':
        targets.set(line.path, line);
        break;
      case 'release':
        releases.push(line.release);
        break;
      case 'done':
        return { targets, releases };
    }
  }
  return undefined;
}

function errorsOf(child: ChildProcess): Promise<string> {
  let errors = '';
  child.stderr?.on('data', (piece: Buffer) => {
    errors = `${errors}${piece.toString()}`.slice(-ERRORS_CHARS_MAX);
  });
  return new Promise((resolve) => {
    child.once('error', (cause) => resolve(cause.message));
    child.once('close', (code, signal) => resolve(`(${signal ?? code}) ${errors}`));
  });
}

function fail(code: UpdateError['code'], detail: string): never {
  throw new UpdateError(code, shortened(detail));
}
