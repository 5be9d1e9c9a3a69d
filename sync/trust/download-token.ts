/**
 * The word of a till that it, and nobody else, asks for one file of a release now: a JWS signed with
 * the station's own key, of a type that nothing else has. Listened to, it opens the same file for a
 * while and nothing more; what the file is worth says the vendor's signature alone.
 */
import { z } from 'zod';
import { instantMs } from '../../agent/core/calendar.ts';
import { privateKeyObject, keyIdOf } from './ed25519.ts';
import { idSchema, instantSchema, nonceSchema } from './fields.ts';
import { isSignatureOf, signToken } from './signature.ts';
import { parseToken, refuse, type Refused } from './token.ts';

/** The scheme of the HTTP header `Authorization` that carries such a token. */
export const DOWNLOAD_SCHEME = 'Tillwarden-Station';

/** A till's clock may be wrong; one that has had a signed time is not wrong by this much. */
export const DOWNLOAD_TOKEN_TOLERANCE_MS = 24 * 60 * 60 * 1_000;

const TYP = 'tillwarden-download-v1';
const PATH_CHARS_MAX = 400;
const TOKEN_CHARS_MAX = 2_048;

const requestSchema = z.strictObject({
  station: idSchema,
  path: z.string().min(1).max(PATH_CHARS_MAX),
  /** By the till's reckoning. */
  at: instantSchema,
  /** So that a hub can tell a request from its echo. */
  nonce: nonceSchema,
});

/** What a till asks for; `path` is that of the request's URL, without query. */
export type DownloadRequest = z.infer<typeof requestSchema>;

/** The whole value of the header. Throws `TrustError` when the key is none. */
export async function downloadAuthorization(
  request: DownloadRequest,
  stationKey: string,
): Promise<string> {
  const token = await signToken(requestSchema.parse(request), TYP, privateKeyObject(stationKey));
  return `${DOWNLOAD_SCHEME} ${token}`;
}

export interface ReadDownload {
  readonly kind: 'read';
  /** As it says itself: nothing of it is to be believed before `verifyDownload`. */
  readonly request: DownloadRequest;
  readonly token: string;
  readonly keyId: string;
}

/** Takes a header apart, to know whose key to look up. Never throws. */
export function readDownload(header: string): ReadDownload | Refused {
  const [scheme, token, ...rest] = header.split(' ');
  if (scheme !== DOWNLOAD_SCHEME || token === undefined || rest.length > 0) {
    return refuse('malformed', `it is not ${DOWNLOAD_SCHEME} and a token`);
  }
  if (token.length > TOKEN_CHARS_MAX) return refuse('oversize', `it is ${token.length} long`);
  const parsed = parseToken(token, TYP);
  if (parsed.kind === 'refused') return parsed;
  const content = requestSchema.safeParse(parsed.payload);
  return content.success
    ? { kind: 'read', request: content.data, token, keyId: parsed.keyId }
    : refuse('malformed', z.prettifyError(content.error));
}

export interface DownloadFacts {
  /** Of the station that the request names. */
  readonly publicKey: string;
  /** Of the URL that was asked for. */
  readonly path: string;
  readonly nowMs: number;
}

export type DownloadVerdict =
  | { readonly kind: 'verified'; readonly request: DownloadRequest }
  | Refused
  | {
      readonly kind: 'refused';
      /** Genuine, but for another file; genuine, but of another day. */
      readonly code: 'other-file' | 'stale';
      readonly detail: string;
    };

/** Whether the station itself has asked for this file, about now. Never throws. */
export async function verifyDownload(
  { request, token, keyId }: ReadDownload,
  { publicKey, path, nowMs }: DownloadFacts,
): Promise<DownloadVerdict> {
  if (keyId !== keyIdOf(publicKey) || !(await isSignatureOf(publicKey, token))) {
    return refuse('tampered', `it is not signed by ${request.station}`);
  }
  if (request.path !== path) {
    return { kind: 'refused', code: 'other-file', detail: `it asks for ${request.path}` };
  }
  const isFresh = Math.abs(instantMs(request.at) - nowMs) <= DOWNLOAD_TOKEN_TOLERANCE_MS;
  return isFresh
    ? { kind: 'verified', request }
    : { kind: 'refused', code: 'stale', detail: `it was made at ${request.at}` };
}
