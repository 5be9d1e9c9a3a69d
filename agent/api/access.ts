/**
 * Who may ask. The API listens on loopback only, and a browser on this computer can still be made to
 * call it by any website: so the name it was called by must be ours (DNS rebinding), the page that
 * calls must be ours, and every program shows its own token.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from './api-error.ts';
import type { RequestErrorCode } from '../words/error-text.ts';

const OWN_NAMES = ['localhost', '127.0.0.1', '[::1]'];
const HASH_BYTES = 32;
const HTTP_PORT = 80;
const BEARER = /^bearer +([\x21-\x7e]+)$/i;

/** A program that may use the API: the hash of its token, never the token. */
export interface ApiClient {
  readonly name: string;
  readonly tokenSha256Hex: string;
}

/** The name of the client a token belongs to. */
export type TokenLookup = (token: string) => string | undefined;

/** Throws `ApiError` for a client whose hash is not one. */
export function createTokenLookup(clients: readonly ApiClient[]): TokenLookup {
  const known = clients.map(({ name, tokenSha256Hex }) => {
    const hash = Buffer.from(tokenSha256Hex, 'hex');
    if (hash.length === HASH_BYTES) return { name, hash };
    throw new ApiError('client-malformed', `the token hash of client ${name} is malformed`);
  });
  return (token) => {
    const hash = createHash('sha256').update(token).digest();
    // All are compared, so that the time taken does not tell which one was close.
    return known.filter((client) => timingSafeEqual(client.hash, hash))[0]?.name;
  };
}

/** Why a request from there is refused before anybody looks at its token. */
export function refusalOfSource(
  { host, origin }: Pick<IncomingHttpHeaders, 'host' | 'origin'>,
  port: number | undefined,
): Extract<RequestErrorCode, 'forbidden-host' | 'forbidden-origin'> | undefined {
  const own = OWN_NAMES.map((name) => (port === HTTP_PORT ? name : `${name}:${port}`));
  const called = host?.toLowerCase() ?? '';
  if (!own.includes(called)) return 'forbidden-host';
  if (origin !== undefined && origin !== `http://${called}`) return 'forbidden-origin';
  return undefined;
}

export function bearerToken({ authorization }: IncomingHttpHeaders): string | undefined {
  return authorization === undefined ? undefined : BEARER.exec(authorization)?.[1];
}
