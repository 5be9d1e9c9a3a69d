/** The till's own handshake with the VNC server on its loopback: RFC 6143, versions 3.3, 3.7 and 3.8. */
import { createCipheriv } from 'node:crypto';
import { read, say, type Talk } from './rfb-talk.ts';

/** Longer than any computer's name; a server that says more is none. */
export const SCREEN_NAME_MAX_BYTES = 4_096;

const VERSION_BYTES = 12;
const VERSION = /^RFB (\d{3})\.(\d{3})\n$/;
const CHALLENGE_BYTES = 16;
const PASSWORD_BYTES = 8;
const KEY_PARTS = 3;
/** Size, pixel format and the length of the name. */
const SERVER_INIT_BYTES = 24;
const NAME_LENGTH_AT = 20;
const SECURITY_NONE = 1;
const SECURITY_VNC = 2;
/** The screen is shared with whoever looks at it already. */
const CLIENT_INIT = Buffer.from([1]);

export type LoginFault =
  | 'not-rfb'
  /** It wants a password, and the configuration names none. */
  | 'password-needed'
  | 'password-wrong'
  /** It offers nothing that this till speaks. */
  | 'security-unknown'
  | 'name-too-long';

export type LoginOutcome =
  /** `serverInit` goes to the technician as it came. */
  | { readonly kind: 'logged-in'; readonly serverInit: Buffer }
  | { readonly kind: 'failed'; readonly fault: LoginFault };

/** Speaks as a client until the screen's size and format are known. */
export function* rfbLogin(password: string | undefined): Talk<LoginOutcome> {
  const version = minorOf(yield* read(VERSION_BYTES));
  if (version === undefined) return failed('not-rfb');
  yield* say(Buffer.from(`RFB 003.00${version}\n`, 'latin1'));
  const chosen = yield* version === 3 ? securityTold(password) : securityChosen(password);
  if (typeof chosen === 'string') return failed(chosen);
  const isLetIn = yield* proved(chosen, version, password ?? '');
  if (!isLetIn) return failed('password-wrong');
  yield* say(CLIENT_INIT);
  const head = yield* read(SERVER_INIT_BYTES);
  const nameBytes = head.readUInt32BE(NAME_LENGTH_AT);
  if (nameBytes > SCREEN_NAME_MAX_BYTES) return failed('name-too-long');
  const serverInit = Buffer.concat([head, yield* read(nameBytes)]);
  return { kind: 'logged-in', serverInit };
}

type Minor = 3 | 7 | 8;

/** The newest that both speak; what is no version of 3 is taken for the newest, as servers mean it. */
function minorOf(said: Buffer): Minor | undefined {
  const [, major, minor] = VERSION.exec(said.toString('latin1')) ?? [];
  if (major === undefined || minor === undefined || Number(major) < 3) return undefined;
  const isNewest = Number(major) > 3 || Number(minor) >= 8;
  if (isNewest) return 8;
  return Number(minor) === 7 ? 7 : 3;
}

type Security = typeof SECURITY_NONE | typeof SECURITY_VNC;

/** In 3.3 the server says which it is. */
function* securityTold(password: string | undefined): Talk<Security | LoginFault> {
  const security = (yield* read(4)).readUInt32BE();
  return choiceOf([security], password);
}

function* securityChosen(password: string | undefined): Talk<Security | LoginFault> {
  const [count = 0] = yield* read(1);
  const chosen = choiceOf([...(yield* read(count))], password);
  if (typeof chosen === 'number') yield* say(Buffer.from([chosen]));
  return chosen;
}

/** A password that there is, is used. */
function choiceOf(offered: readonly number[], password: string | undefined): Security | LoginFault {
  const hasVnc = offered.includes(SECURITY_VNC);
  if (hasVnc && password !== undefined) return SECURITY_VNC;
  if (offered.includes(SECURITY_NONE)) return SECURITY_NONE;
  return hasVnc ? 'password-needed' : 'security-unknown';
}

function* proved(security: Security, version: Minor, password: string): Talk<boolean> {
  if (security === SECURITY_VNC) {
    yield* say(vncAnswer(password, yield* read(CHALLENGE_BYTES)));
  } else if (version < 8) {
    return true;
  }
  return (yield* read(4)).readUInt32BE() === 0;
}

/**
 * DES with the password as its key, each byte's bits the other way round. OpenSSL has single DES no
 * more; three times the same key is the same cipher.
 */
function vncAnswer(password: string, challenge: Buffer): Buffer {
  const key = Buffer.alloc(PASSWORD_BYTES);
  key.write(password, 'latin1');
  const turned = Buffer.from(key.map(turnedBits));
  const thrice = Buffer.concat(Array.from({ length: KEY_PARTS }, () => turned));
  const cipher = createCipheriv('des-ede3-ecb', thrice, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(challenge), cipher.final()]);
}

const BITS: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7];

function turnedBits(byte: number): number {
  return BITS.reduce((turned, bit) => turned | (((byte >> bit) & 1) << (7 - bit)), 0);
}

function failed(fault: LoginFault): LoginOutcome {
  return { kind: 'failed', fault };
}
