import type { KeyObject } from 'node:crypto';
import { CompactSign, compactVerify } from 'jose';
import { canonicalJson } from '../../agent/core/canonical/canonical-json.ts';
import { keyIdOf, publicKeyObject, publicKeyOf } from './ed25519.ts';
import { ALGORITHM } from './token.ts';

/** Whether a key has signed a token. False for whatever is no token: never throws. */
export async function isSignatureOf(publicKey: string, token: string): Promise<boolean> {
  try {
    await compactVerify(token, publicKeyObject(publicKey), { algorithms: [ALGORITHM] });
    return true;
  } catch {
    return false;
  }
}

/** How long the token of a payload will be; every signature is as long as any other. */
export function tokenChars(payload: object, typ: string, privateKey: KeyObject): number {
  const parts = [JSON.stringify(headerOf(typ, privateKey)), canonicalJson(payload)];
  const chars = parts.map((part) => base64urlChars(Buffer.byteLength(part)));
  return chars.reduce((sum, each) => sum + each + DOT_CHARS, base64urlChars(SIGNATURE_BYTES));
}

const DOT_CHARS = 1;
const SIGNATURE_BYTES = 64;

function base64urlChars(bytes: number): number {
  return Math.ceil((bytes * 4) / 3);
}

function headerOf(typ: string, privateKey: KeyObject) {
  return { alg: ALGORITHM, kid: keyIdOf(publicKeyOf(privateKey)), typ };
}

/** The compact JWS of a payload in its canonical form. */
export async function signToken(
  payload: object,
  typ: string,
  privateKey: KeyObject,
): Promise<string> {
  return await new CompactSign(new TextEncoder().encode(canonicalJson(payload)))
    .setProtectedHeader(headerOf(typ, privateKey))
    .sign(privateKey);
}
