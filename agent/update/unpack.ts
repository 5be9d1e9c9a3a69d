/** Unpacks an archive that was verified, and still trusts it with nothing but plain files. */
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { entryRefusal } from './archive-rules.ts';
import { isSystemError, shortened, UpdateError } from './update-error.ts';

/** Several times what Node and all packages take up. */
const UNPACKED_MAX_BYTES = 2_000_000_000;
const ENTRIES_MAX = 100_000;
const MODE_PROGRAM = 0o755;
const MODE_FILE = 0o644;
const EXECUTABLE_BITS = 0o111;

export interface Archive {
  readonly path: string;
  /** Exists and is empty. */
  readonly folder: string;
  /** Names at its top that it may not have. */
  readonly reserved: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** Resolves when all is written, though not yet durable. Rejects with `UpdateError`, or as the disk does. */
export async function unpack({ path, folder, reserved, signal }: Archive): Promise<void> {
  // Loaded here: a till that has nothing to unpack does without it.
  const { Unpack } = await import('tar');
  const gate = new Gate(reserved);
  const writer = new Unpack({
    cwd: folder,
    strict: true,
    preserveOwner: false,
    noMtime: true,
    // Neither rights nor owners of the vendor's computer: only whether something is a program.
    filter: (_path, entry) => 'linkpath' in entry && gate.lets(entry),
  });
  let fault: unknown;
  const failed = new Promise<void>((resolve) => {
    writer.on('error', (cause: unknown) => {
      fault ??= cause;
      resolve();
    });
  });
  const closed = Promise.race([once(writer, 'close').catch(() => undefined), failed]);
  try {
    for await (const piece of unzipped(path)) {
      const isReady = writer.write(piece);
      if (!isReady) await Promise.race([once(writer, 'drain'), failed]);
      signal?.throwIfAborted();
      if (fault !== undefined || gate.refusal !== undefined) break;
    }
    writer.end();
    await closed;
  } catch (cause) {
    fault ??= cause;
  }
  if (gate.refusal !== undefined) throw new UpdateError('bad-archive', gate.refusal);
  if (fault !== undefined) throw archiveFault(fault);
}

/** Counts what comes, and remembers the first thing that must not. */
class Gate {
  refusal: string | undefined;
  readonly #reserved: readonly string[];
  #entries = 0;

  constructor(reserved: readonly string[]) {
    this.#reserved = reserved;
  }

  lets(entry: {
    readonly path: string;
    readonly type: string;
    readonly linkpath?: string | undefined;
    mode?: number | undefined;
  }): boolean {
    this.#entries += 1;
    const refusal =
      this.#entries > ENTRIES_MAX ? 'is one file too many' : entryRefusal(entry, this.#reserved);
    if (refusal !== undefined) this.refusal ??= shortened(`${entry.path} ${refusal}`);
    const isProgram = ((entry.mode ?? 0) & EXECUTABLE_BITS) !== 0 || entry.type === 'Directory';
    entry.mode = isProgram ? MODE_PROGRAM : MODE_FILE;
    return this.refusal === undefined;
  }
}

/** Unzipped on other threads, piece by piece, and never more than anybody would sign. */
async function* unzipped(path: string): AsyncGenerator<Buffer> {
  let bytes = 0;
  const archive = createReadStream(path);
  const pieces: AsyncIterable<Buffer> = archive.pipe(createGunzip());
  try {
    for await (const piece of pieces) {
      bytes += piece.length;
      if (bytes > UNPACKED_MAX_BYTES)
        throw new UpdateError('bad-archive', 'it unpacks to too much');
      yield piece;
    }
  } finally {
    archive.destroy();
  }
}

function archiveFault(cause: unknown): unknown {
  if (cause instanceof UpdateError) return cause;
  if (isSystemError(cause) && !cause.code.startsWith('TAR_')) return cause;
  const said = cause instanceof Error ? cause.message : String(cause);
  return new UpdateError('bad-archive', shortened(said), { cause });
}
