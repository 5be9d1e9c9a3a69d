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

/** The compact JWS of a payload in its canonical form. */
export async function signToken(
  payload: object,
  typ: string,
  privateKey: KeyObject,
): Promise<string> {
  const kid = keyIdOf(publicKeyOf(privateKey));
  return await new CompactSign(new TextEncoder().encode(canonicalJson(payload)))
    .setProtectedHeader({ alg: ALGORITHM, kid, typ })
    .sign(privateKey);
}
