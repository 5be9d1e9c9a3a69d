/**
 * The key a till makes for itself at its first start and never shows. What is signed with it names
 * its purpose, so that a signature given for one thing is worth nothing for another.
 */
import { sign, verify } from 'node:crypto';
import { canonicalJson } from '../../agent/core/canonical/canonical-json.ts';
import {
  generatePrivateKey,
  isPublicKey,
  privateKeyObject,
  privateKeyText,
  publicKeyObject,
  publicKeyOf,
} from './ed25519.ts';

/** Both halves as text; the private one is a secret and belongs in a file only the till can read. */
export interface StationKey {
  readonly privateKey: string;
  readonly publicKey: string;
}

export type StationPurpose = 'enrol' | 'hello' | 'journal-head' | 'logs';

export interface StationStatement {
  readonly purpose: StationPurpose;
  /** Everything that is to be believed because of the signature; integers, no fractions. */
  readonly facts: object;
}

export interface SignedStatement extends StationStatement {
  readonly publicKey: string;
  readonly signature: string;
}

const SIGNATURE_BYTES = 64;

export function createStationKey(): StationKey {
  const privateKey = generatePrivateKey();
  return { privateKey: privateKeyText(privateKey), publicKey: publicKeyOf(privateKey) };
}

/** A signature in base64url. Throws `TrustError` when the key is none. */
export function signAsStation(privateKey: string, statement: StationStatement): string {
  return sign(null, bytesOf(statement), privateKeyObject(privateKey)).toString('base64url');
}

/** Whether the holder of the key has said exactly this. False for anything malformed: never throws. */
export function isSignedByStation(statement: SignedStatement): boolean {
  const { publicKey, signature } = statement;
  const bytes = Buffer.from(signature, 'base64url');
  const isCanonical = bytes.toString('base64url') === signature;
  if (!isCanonical || bytes.length !== SIGNATURE_BYTES || !isPublicKey(publicKey)) return false;
  try {
    return verify(null, bytesOf(statement), publicKeyObject(publicKey), bytes);
  } catch {
    return false;
  }
}

function bytesOf({ purpose, facts }: StationStatement): Buffer {
  return Buffer.from(`tillwarden-${purpose}-v1\n${canonicalJson(facts)}`);
}
