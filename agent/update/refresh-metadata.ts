/** One look at a repository: its metadata is verified from the root down, and what it says is told. */
import { mkdir, rm } from 'node:fs/promises';
import { Updater } from 'tuf-js';
import { keepMetadata, layOutMetadata } from './kept-metadata.ts';
import { metadataFault } from './metadata-fault.ts';
import { createMetadataFetcher, type MetadataFetcher } from './metadata-fetcher.ts';
import type { RefreshLine, RefreshQuestion } from './refresh-words.ts';
import { releasesOf } from './release-walk.ts';
import type { UpdateError } from './update-error.ts';

/** Where a crash can fall; whatever is kept is kept whole. */
export type RefreshPoint =
  | 'metadata-laid-out'
  | 'metadata-verified'
  /** After each file. */
  | 'metadata-file-kept'
  | 'metadata-kept';

/** In bytes; the lengths that signed metadata names count before these. */
const LIMITS = {
  maxRootRotations: 256,
  maxDelegations: 32,
  rootMaxLength: 512_000,
  timestampMaxLength: 16_384,
  snapshotMaxLength: 2_000_000,
  targetsMaxLength: 5_000_000,
  fetchRetry: 0,
} as const;

/**
 * Answers with lines, of which the last is `done` or `faulted`; what it has found is durable before it
 * is told, also when only a part of it could be verified. Reads the time from `Date`. Never rejects.
 */
export async function refreshMetadata(
  question: RefreshQuestion,
  onPoint: (point: RefreshPoint) => void = () => undefined,
): Promise<readonly RefreshLine[]> {
  try {
    await rm(question.scratch, { recursive: true, force: true });
    await mkdir(question.scratch, { recursive: true });
    const lines = await refreshIn(question, onPoint);
    await rm(question.scratch, { recursive: true, force: true });
    return lines;
  } catch (cause) {
    return [faulted(metadataFault(cause))];
  }
}

async function refreshIn(
  question: RefreshQuestion,
  onPoint: (point: RefreshPoint) => void,
): Promise<readonly RefreshLine[]> {
  await layOutMetadata(question);
  onPoint('metadata-laid-out');
  const source = createMetadataFetcher(question.source);
  const lines = await look(question, source).catch((cause: unknown) => [
    faulted(source.fault() ?? metadataFault(cause)),
  ]);
  onPoint('metadata-verified');
  await keepMetadata(question, () => onPoint('metadata-file-kept'));
  onPoint('metadata-kept');
  return lines;
}

async function look(
  { scratch, paths, releasesOf: line }: RefreshQuestion,
  { fetcher, baseUrl: metadataBaseUrl }: MetadataFetcher,
): Promise<readonly RefreshLine[]> {
  const options = { metadataDir: scratch, metadataBaseUrl, fetcher, config: LIMITS };
  const updater = new Updater(options);
  await updater.refresh();
  const lines: RefreshLine[] = [];
  for (const path of paths) lines.push(...(await targetLines(updater, path)));
  const releases = line === undefined ? [] : await releasesOf(updater, line);
  for (const release of releases) lines.push({ kind: 'release', release });
  return [...lines, { kind: 'done' }];
}

async function targetLines(updater: Updater, path: string): Promise<readonly RefreshLine[]> {
  const target = await updater.getTargetInfo(path);
  if (target === undefined) return [];
  const { length: lengthBytes, hashes, custom } = target;
  const { sha256 } = hashes;
  return [
    { kind: 'target', path, lengthBytes, custom, ...(sha256 === undefined ? {} : { sha256 }) },
  ];
}

function faulted({ code, message }: UpdateError): RefreshLine {
  return { kind: 'faulted', code, detail: message };
}
