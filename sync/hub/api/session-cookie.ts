/** The cookie that carries a session: out of reach of scripts, of other sites and of plaintext. */
import type { IncomingHttpHeaders } from 'node:http';

const TOKEN = /^[A-Za-z0-9_-]{20,64}$/;
const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Strict';

/** Under TLS the prefix makes browsers refuse the cookie from any other host, path or scheme. */
function cookieName(isTls: boolean): string {
  return isTls ? '__Host-tillwarden' : 'tillwarden';
}

/** Undefined where there is none, or more than one: then it is not known which is ours. */
export function sessionToken({ cookie }: IncomingHttpHeaders, isTls: boolean): string | undefined {
  const prefix = `${cookieName(isTls)}=`;
  const [token, another] = (cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(prefix))
    .map((pair) => pair.slice(prefix.length));
  return token !== undefined && another === undefined && TOKEN.test(token) ? token : undefined;
}

export function sessionCookie(token: string, isTls: boolean): string {
  return `${cookieName(isTls)}=${token}; ${ATTRIBUTES}${isTls ? '; Secure' : ''}`;
}

export function endedCookie(isTls: boolean): string {
  return `${sessionCookie('', isTls)}; Max-Age=0`;
}
