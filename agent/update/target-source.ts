/** Where the bytes of a target come from: the hub, by the till's own signed word, or a medium. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { ReleaseFile } from '../core/update/release.ts';
import { downloadAuthorization } from '../../sync/trust/download-token.ts';
import { idSchema } from '../../sync/trust/fields.ts';
import { parseJson } from '../../sync/trust/parse-json.ts';
import { storedPath } from '../../sync/trust/tuf/target-paths.ts';
import type { HubAddress } from '../../sync/uplink/hub-address.ts';
import { requestFile } from './hub-file.ts';
import { openMediumFile } from './medium-file.ts';
import { UpdateError } from './update-error.ts';

/** Below the hub's own address. */
const TARGETS_PATH = '/v1/releases/targets/';
const NONCE_BYTES = 24;
/** Of what the hub says in place of a file. */
const REASON_CHARS_MAX = 4_096;
const STATUS_OK = 200;
const STATUS_PARTIAL = 206;
const STATUS_NOT_FOUND = 404;
const STATUS_RANGE_NOT_SATISFIABLE = 416;

/** What the beginning that is there already is the beginning of. */
export interface Resumption {
  readonly fromByte: number;
  readonly etag?: string | undefined;
}

export interface TargetBytes {
  readonly body: AsyncIterable<Buffer>;
  /** Where the body begins: at what was asked for, or at 0. */
  readonly fromByte: number;
  readonly etag?: string | undefined;
}

/** Opens a target at a byte. Rejects with `UpdateError`. */
export type OpenTarget = (file: ReleaseFile, from: Resumption) => Promise<TargetBytes>;

export interface StationAtHub {
  readonly address: HubAddress;
  readonly station: string;
  /** The station's own; it signs what is asked for. */
  readonly privateKey: string;
}

/** `nowMs` is the till's reckoning; the signal breaks off what is being received. */
export function hubTargets(
  { address, station, privateKey }: StationAtHub,
  nowMs: () => number,
  signal: AbortSignal,
) {
  const base = address.url.replace(/\/$/, '');
  const open: OpenTarget = async (file, from) => {
    const path = `${TARGETS_PATH}${storedPath(file)}`;
    const nonce = randomBytes(NONCE_BYTES).toString('base64url');
    const at = new Date(nowMs()).toISOString();
    const authorization = await downloadAuthorization({ station, path, at, nonce }, privateKey);
    const headers = { authorization };
    return openUrl({ url: `${base}${path}`, tls: address, headers, signal }, from);
  };
  return open;
}

export function mediumTargets(folder: string): OpenTarget {
  return async (file, { fromByte }) => {
    const opened = await openMediumFile(folder, ['targets', ...storedPath(file).split('/')]);
    if (opened === undefined) {
      throw new UpdateError('no-such-target', `${file.path} is not on the medium`);
    }
    return { body: opened.createReadStream({ start: fromByte }), fromByte };
  };
}

export interface PlainRequest {
  readonly url: string;
  readonly tls: Omit<HubAddress, 'url'>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** A URL whose answer may begin where an earlier one broke off. */
export async function openUrl(request: PlainRequest, from: Resumption): Promise<TargetBytes> {
  const { url, tls, headers = {}, signal } = request;
  const answer = await requestFile({ url, tls, headers: { ...headers, ...rangeOf(from) }, signal });
  const { etag, 'content-range': range } = answer.headers;
  const { statusCode: status } = answer;
  if (status === STATUS_OK) return { body: answer, fromByte: 0, etag };
  if (status === STATUS_PARTIAL && range?.startsWith(`bytes ${from.fromByte}-`) === true) {
    return { body: answer, fromByte: from.fromByte, etag };
  }
  const reason = await reasonIn(answer);
  if (status === STATUS_RANGE_NOT_SATISFIABLE && from.fromByte > 0) {
    return openUrl(request, { fromByte: 0 });
  }
  const code = status === STATUS_NOT_FOUND ? 'no-such-target' : 'unreachable';
  throw new UpdateError(code, `${url} answered ${status}${reason}`);
}

/** Why the hub does not give it, in its own word, for whoever reads the journal. */
async function reasonIn(answer: IncomingMessage): Promise<string> {
  let text = '';
  try {
    for await (const piece of answer) {
      text += String(piece);
      if (text.length > REASON_CHARS_MAX) return '';
    }
  } catch {
    return '';
  }
  const { data } = refusalSchema.safeParse(parseJson(text));
  return data === undefined ? '' : `, ${data.error.code}`;
}

const refusalSchema = z.object({ error: z.object({ code: idSchema }) });

/** A beginning whose name is not known is no beginning: nothing could say what it belongs to. */
function rangeOf({ fromByte, etag }: Resumption): Readonly<Record<string, string>> {
  if (fromByte === 0 || etag === undefined) return {};
  return { range: `bytes=${fromByte}-`, 'if-range': etag };
}
