/**
 * Whether a request comes from our own page. A browser sends its cookie along with what another site
 * makes it ask, so whatever changes something must come from our origin and carry a token that only
 * a script of ours can have read.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];
const PORT = /:\d{1,5}$/;

export interface RequestSource {
  readonly method: string;
  readonly isTls: boolean;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
}

export type SourceRefusal = 'host' | 'origin';

/** Why a request from there is not looked at; undefined where it may be ours. */
export function refusalOfSource(source: RequestSource): SourceRefusal | undefined {
  if (!isOwnHost(source)) return 'host';
  if (!isStateChanging(source.method)) return undefined;
  return isOwnPage(source) ? undefined : 'origin';
}

export function isStateChanging(method: string): boolean {
  return !SAFE_METHODS.includes(method);
}

/** Made from the session's token, which no script can read; it lives and ends with the session. */
export function csrfTokenOf(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('tillwarden request').digest('base64url');
}

export function isCsrfToken(given: string | undefined, sessionToken: string): boolean {
  const expected = Buffer.from(csrfTokenOf(sessionToken));
  const shown = Buffer.from(given ?? '');
  return shown.length === expected.length && timingSafeEqual(shown, expected);
}

/** In plaintext no certificate proves the name, so another site's could be led to this address. */
function isOwnHost({ host, isTls }: RequestSource): boolean {
  if (host === undefined || host === '') return false;
  return isTls || LOOPBACK_NAMES.includes(host.toLowerCase().replace(PORT, ''));
}

/** What says nothing of where it comes from is no page of ours. */
function isOwnPage({ host, origin, fetchSite, isTls }: RequestSource): boolean {
  if (origin === undefined && fetchSite === undefined) return false;
  if (fetchSite !== undefined && fetchSite !== 'same-origin') return false;
  const own = `${isTls ? 'https' : 'http'}://${host?.toLowerCase() ?? ''}`;
  return origin === undefined || origin.toLowerCase() === own;
}
