/** One try to tell a program: the body as it is, signed, and only as much of the answer as says whether it was taken. */
import { createHmac } from 'node:crypto';
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { isOutside, outsideLookup, type AllowedAddresses } from './outside-address.ts';

const TIMEOUT_MS = 10_000;
/** Of an answer no more is read; nothing in it is of use. */
const ANSWER_MAX_BYTES = 16 * 1_024;
const MS_PER_SECOND = 1_000;

/** `t=SECONDS,v1=HEX`: the HMAC-SHA256, by the secret, over the seconds, a full stop and the body. */
const SIGNATURE_HEADER = 'x-tillwarden-signature';

export interface Post {
  readonly url: string;
  readonly secret: string;
  readonly delivery: string;
  readonly kind: string;
  readonly body: string;
  readonly nowMs: number;
  readonly allowed: AllowedAddresses;
}

/** Undefined: it was taken. Otherwise why not. */
export function postWebhook(post: Post): Promise<string | undefined> {
  const url = new URL(post.url);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // Of an address that is no name there is no look-up.
  if (isIP(host) !== 0 && !isOutside(host, post.allowed)) return Promise.resolve('address-inside');
  return new Promise((resolve) => {
    const asked = ask(url, post);
    asked.on('response', (answer) => resolve(readStatus(answer)));
    asked.on('error', (cause) => resolve(codeOf(cause)));
    asked.end(post.body);
  });
}

export function signatureOf(secret: string, body: string, nowMs: number): string {
  const seconds = Math.floor(nowMs / MS_PER_SECOND);
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${mac}`;
}

function ask(url: URL, post: Post): ClientRequest {
  const { secret, body, delivery, kind, nowMs, allowed } = post;
  const options = {
    method: 'POST',
    lookup: outsideLookup(allowed),
    signal: AbortSignal.timeout(TIMEOUT_MS),
    // A socket kept from before was looked up before.
    agent: false,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'tillwarden-hub',
      'x-tillwarden-event': kind,
      'x-tillwarden-delivery': delivery,
      [SIGNATURE_HEADER]: signatureOf(secret, body, nowMs),
    },
  } as const;
  return url.protocol === 'https:' ? httpsRequest(url, options) : httpRequest(url, options);
}

/** An answer that points elsewhere is a refusal: redirects are not followed. */
function readStatus(answer: IncomingMessage): string | undefined {
  const { statusCode = 0 } = answer;
  let readBytes = 0;
  answer.on('error', () => undefined);
  answer.on('data', (piece: Buffer) => {
    readBytes += piece.length;
    if (readBytes > ANSWER_MAX_BYTES) answer.destroy();
  });
  return statusCode >= 200 && statusCode < 300 ? undefined : `status-${statusCode}`;
}

function codeOf(cause: Error): string {
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}
