/**
 * One JWS in compact form (RFC 7515), read as strictly as it can be: one text stands for one
 * content, and a header says the algorithm, the key's name and the type, and nothing else. Whether
 * the signature is right is not looked at here.
 */
import { canonicalJson } from '../../agent/core/canonical/canonical-json.ts';
import type { DocumentRefusal } from '../../agent/core/entitlement/refusal.ts';

export const ALGORITHM = 'Ed25519';

export interface Refused {
  readonly kind: 'refused';
  readonly code: DocumentRefusal;
  /** For an administrator: what exactly is wrong. */
  readonly detail: string;
}

export interface ParsedToken {
  readonly kind: 'parsed';
  readonly token: string;
  readonly keyId: string;
  /** The payload as it is signed: the same text for all signatures of one certificate. */
  readonly signedText: string;
  readonly payload: unknown;
}

export function refuse(code: DocumentRefusal, detail: string): Refused {
  return { kind: 'refused', code, detail };
}

/** Takes a token apart; `typ` is what it has to be. Never throws. */
export function parseToken(token: string, typ: string): ParsedToken | Refused {
  const [header, payload, signature, ...rest] = token.split('.');
  if (header === undefined || payload === undefined || signature === undefined || rest.length > 0) {
    return refuse('malformed', 'it does not have the three parts of a signed document');
  }
  if (![header, payload, signature].every(isCanonicalBase64url)) {
    return refuse('non-canonical-base64', 'a part of it is not in its one base64url form');
  }
  const keyId = readHeader(jsonOf(header), typ);
  if (typeof keyId !== 'string') return keyId;
  const content = jsonOf(payload);
  return content === undefined
    ? refuse('malformed', 'its content is not canonical JSON')
    : { kind: 'parsed', token, keyId, signedText: payload, payload: content };
}

function isCanonicalBase64url(text: string): boolean {
  return Buffer.from(text, 'base64url').toString('base64url') === text;
}

/** Undefined for what is not the canonical text of its value: no duplicate keys, no other spelling. */
function jsonOf(part: string): unknown {
  const text = Buffer.from(part, 'base64url').toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    return canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The name of the key, or why the header is not one of ours. */
function readHeader(header: unknown, typ: string): string | Refused {
  if (typeof header !== 'object' || header === null) {
    return refuse('malformed', 'its header is not a canonical JSON object');
  }
  const {
    alg,
    crit,
    kid,
    typ: found,
    ...others
  }: Readonly<Record<string, unknown>> = {
    ...header,
  };
  if (alg !== ALGORITHM) return refuse('bad-algorithm', `alg is ${shown(alg)}, not ${ALGORITHM}`);
  if (crit !== undefined) return refuse('unknown-critical-header', `crit is ${shown(crit)}`);
  const [other] = Object.keys(others);
  if (other !== undefined) return refuse('unexpected-header', `it has a header ${shown(other)}`);
  if (found !== typ) return refuse('wrong-type', `typ is ${shown(found)}, not ${typ}`);
  return typeof kid === 'string' ? kid : refuse('malformed', 'it does not name its key');
}

const SHOWN_CHARS_MAX = 60;

/** Something from outside, made fit for one line of text. */
function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'missing').slice(0, SHOWN_CHARS_MAX);
}
