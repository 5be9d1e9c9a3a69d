/**
 * Brings a target to disk and does not begin again where it broke off. What lies there afterwards is
 * exactly what was signed: length and hash are those of the bytes read back.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import type { Clock } from '../../hardware/kit/clock.ts';
import type { ReleaseFile } from '../core/update/release.ts';
import { unreachable } from './hub-file.ts';
import type { OpenTarget } from './target-source.ts';
import { isSystemError, UpdateError } from './update-error.ts';
import type { OnUpdatePoint } from './update-point.ts';

/** Slower than this over the whole is as good as not at all; what is there stays. */
const RATE_MIN_BYTES_PER_MS = 1;
const PATIENCE_MS = 60_000;
const ETAG_CHARS_MAX = 200;

export interface Download {
  readonly file: ReleaseFile;
  readonly openTarget: OpenTarget;
  /** Where it is to lie. */
  readonly place: string;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** Breaks it off; what has come by then stays. */
  readonly signal?: AbortSignal | undefined;
  readonly onPoint: OnUpdatePoint;
}

/** Resolves once the file is durable and verified. Rejects with `UpdateError`, or as the disk does. */
export async function download(wanted: Download): Promise<void> {
  const { place, onPoint } = wanted;
  const hadBytes = await bring(wanted);
  onPoint('download-whole');
  if (!(await isGenuine(wanted))) {
    await discard(place);
    // A beginning from before a power cut may be full of holes: that is nobody's tampering.
    if (hadBytes > 0) return download(wanted);
    throw new UpdateError('tampered-target', `${wanted.file.path} is not what was signed`);
  }
  onPoint('download-verified');
}

/** Removes what was brought, and the note of what it was the beginning of. */
export async function discard(place: string): Promise<void> {
  await rm(place, { force: true });
  await rm(etagPlace(place), { force: true });
}

/** How much of it still has to come. */
export async function missingBytes({ lengthBytes }: ReleaseFile, place: string): Promise<number> {
  const hadBytes = await sizeOf(place);
  // What is too long is no beginning, and is written anew.
  return hadBytes > lengthBytes ? lengthBytes : lengthBytes - hadBytes;
}

/** How much of it was there before. */
async function bring(wanted: Download): Promise<number> {
  const { file, place, openTarget, onPoint } = wanted;
  const hadBytes = await sizeOf(place);
  if (hadBytes === file.lengthBytes) return hadBytes;
  const etag = await readEtag(place);
  const isBeginning = hadBytes < file.lengthBytes;
  const target = await openTarget(file, { fromByte: isBeginning ? hadBytes : 0, etag });
  onPoint('download-begun');
  if (target.fromByte === 0) await rm(etagPlace(place), { force: true });
  if (target.etag !== undefined) await writeFile(etagPlace(place), target.etag);
  await using part = await open(place, target.fromByte === 0 ? 'w' : 'r+');
  const cameBytes = await writeBody(wanted, { part, ...target });
  await part.sync();
  if (cameBytes < file.lengthBytes) {
    throw new UpdateError('unreachable', `${file.path} broke off after ${cameBytes} bytes`);
  }
  return target.fromByte;
}

interface Body {
  readonly part: FileHandle;
  readonly body: AsyncIterable<Buffer>;
  readonly fromByte: number;
}

/** How far it came. */
async function writeBody(
  { file, place, clock, signal, onPoint }: Download,
  { part, body, fromByte }: Body,
): Promise<number> {
  const beganMs = clock.monotonicMs();
  let atByte = fromByte;
  for await (const piece of received(body)) {
    if (atByte + piece.length > file.lengthBytes) {
      await discard(place);
      throw new UpdateError('too-long', `${file.path} is longer than what was signed`);
    }
    await part.writev([piece], atByte);
    atByte += piece.length;
    onPoint('download-piece');
    signal?.throwIfAborted();
    const tookMs = clock.monotonicMs() - beganMs - PATIENCE_MS;
    if (tookMs * RATE_MIN_BYTES_PER_MS > atByte - fromByte) {
      throw new UpdateError('unreachable', `${file.path} comes too slowly`);
    }
  }
  return atByte;
}

/** What breaks off on the way is the network's fault; what the disk refuses is not. */
async function* received(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* body;
  } catch (cause) {
    throw unreachable(cause);
  }
}

/** Whether what lies there is what was signed, read back from the disk. */
export async function isGenuine({
  file,
  place,
  signal,
}: Pick<Download, 'file' | 'place' | 'signal'>): Promise<boolean> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(place)) {
    signal?.throwIfAborted();
    hash.update(piece);
  }
  return hash.digest('hex') === file.sha256;
}

async function sizeOf(place: string): Promise<number> {
  try {
    return (await stat(place)).size;
  } catch (cause) {
    if (isSystemError(cause) && cause.code === 'ENOENT') return 0;
    throw cause;
  }
}

async function readEtag(place: string): Promise<string | undefined> {
  try {
    const etag = await readFile(etagPlace(place), 'latin1');
    return /^(W\/)?"[\x21\x23-\x7e]*"$/.test(etag) && etag.length <= ETAG_CHARS_MAX
      ? etag
      : undefined;
  } catch {
    return undefined;
  }
}

function etagPlace(place: string): string {
  return `${place}.etag`;
}
