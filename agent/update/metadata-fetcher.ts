/**
 * Brings `tuf-js` its metadata: over HTTP with a limit on silence rather than on the whole, or from a
 * folder. What was made for the other of the two is stopped here, before any of it can be kept.
 */
import type { Fetcher } from 'tuf-js';
import { DownloadHTTPError } from 'tuf-js/dist/error.js';
import { z } from 'zod';
import { parseJson } from '../../sync/trust/parse-json.ts';
import { MEDIUM_FIELD, MEDIUM_USB } from '../../sync/trust/tuf/metadata.ts';
import { requestFile, unreachable } from './hub-file.ts';
import { openMediumFile } from './medium-file.ts';
import type { MetadataSource } from './refresh-words.ts';
import { UpdateError } from './update-error.ts';

const STATUS_OK = 200;
/** What `tuf-js` takes for "there is no newer root". */
const NO_NEWER_ROOT: readonly number[] = [403, 404];
const STATUS_NOT_FOUND = 404;
const ROOT_NAME = /^\d+\.root\.json$/;
/** The two files that say what is the latest: each source has its own. */
const FRESHNESS_NAME = /^(timestamp|(\d+\.)?snapshot)\.json$/;
/** Any base will do for names within a folder. */
const MEDIUM_BASE = 'medium:///';

export interface MetadataFetcher {
  readonly fetcher: Fetcher;
  readonly baseUrl: string;
  /** Why the last file did not come; `tuf-js` wraps it and keeps no cause. */
  readonly fault: () => UpdateError | undefined;
}

export function createMetadataFetcher(source: MetadataSource): MetadataFetcher {
  let fault: UpdateError | undefined;
  const downloadBytes = async (url: string, maxBytes: number): Promise<Buffer> => {
    const name = decodeURIComponent(url.slice(url.lastIndexOf('/') + 1));
    try {
      const { status, bytes } = await read(source, { url, name, maxBytes });
      if (ROOT_NAME.test(name) && NO_NEWER_ROOT.includes(status)) {
        throw new DownloadHTTPError('there is no newer root', status);
      }
      if (status !== STATUS_OK) throw new UpdateError('unreachable', `${name}: answered ${status}`);
      requireOwnSource(name, bytes, source.kind);
      return bytes;
    } catch (cause) {
      if (cause instanceof DownloadHTTPError) throw cause;
      fault = unreachable(cause);
      throw fault;
    }
  };
  return {
    fetcher: {
      downloadBytes,
      downloadFile: () =>
        Promise.reject(new UpdateError('no-such-target', 'targets come by another way')),
    },
    baseUrl: source.kind === 'network' ? source.url : MEDIUM_BASE,
    fault: () => fault,
  };
}

interface WantedFile {
  readonly url: string;
  readonly name: string;
  readonly maxBytes: number;
}

interface FetchedFile {
  readonly status: number;
  readonly bytes: Buffer;
}

async function read(source: MetadataSource, wanted: WantedFile): Promise<FetchedFile> {
  if (source.kind === 'medium') return readMedium(source.folder, wanted);
  const answer = await requestFile({ url: wanted.url, tls: source });
  const status = answer.statusCode ?? 0;
  if (status === STATUS_OK) return { status, bytes: await readWhole(answer, wanted) };
  answer.destroy();
  return { status, bytes: Buffer.alloc(0) };
}

async function readMedium(folder: string, wanted: WantedFile): Promise<FetchedFile> {
  const isPlainName = !wanted.name.includes('/') && !wanted.name.includes('\0');
  const file = isPlainName ? await openMediumFile(folder, ['metadata', wanted.name]) : undefined;
  if (file === undefined) return { status: STATUS_NOT_FOUND, bytes: Buffer.alloc(0) };
  await using _ = file;
  return { status: STATUS_OK, bytes: await readWhole(file.createReadStream(), wanted) };
}

async function readWhole(
  body: AsyncIterable<Buffer>,
  { name, maxBytes }: WantedFile,
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let count = 0;
  for await (const piece of body) {
    count += piece.length;
    if (count > maxBytes) {
      throw new UpdateError('too-long', `${name} is longer than the ${maxBytes} bytes it may be`);
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** The mark is under the signature: taking it off or putting it on makes the file worthless. */
function requireOwnSource(name: string, bytes: Buffer, kind: MetadataSource['kind']): void {
  if (!FRESHNESS_NAME.test(name)) return;
  const { data } = markedSchema.safeParse(parseJson(bytes.toString('utf8')));
  if (data === undefined) return;
  const isOfMedium = data.signed[MEDIUM_FIELD] === MEDIUM_USB;
  if (isOfMedium === (kind === 'medium')) return;
  const made = isOfMedium ? 'a medium, not for the network' : 'the network, not for a medium';
  throw new UpdateError('wrong-source', `${name} was made for ${made}`);
}

/** What is no JSON is judged by whoever verifies it. */
const markedSchema = z.object({ signed: z.object({ [MEDIUM_FIELD]: z.unknown().optional() }) });
