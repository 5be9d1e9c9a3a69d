/**
 * The file of a hub's key for snapshot and timestamp, unencrypted because a hub starts without
 * anybody beside it. It has no certificate: the root of the repository names the key.
 */
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { privateKeyObject, privateKeyText } from '../ed25519.ts';
import { parseJson } from '../parse-json.ts';
import { TrustError } from '../trust-error.ts';

const FORMAT = 'tillwarden-release-key-v1';
const KEY_CHARS_MAX = 200;

const releaseKeySchema = z.strictObject({
  format: z.literal(FORMAT),
  role: z.literal('freshness'),
  privateKey: z.string().max(KEY_CHARS_MAX),
});

/** Throws `TrustError` for a file that is not that of such a key. */
export function parseReleaseKey(text: string): KeyObject {
  const { data } = releaseKeySchema.safeParse(parseJson(text));
  if (data !== undefined) return privateKeyObject(data.privateKey);
  throw new TrustError('invalid-file', 'this is not the key file of release freshness');
}

export function releaseKeyText(privateKey: KeyObject): string {
  const file = { format: FORMAT, role: 'freshness', privateKey: privateKeyText(privateKey) };
  return `${JSON.stringify(file, null, 2)}\n`;
}
