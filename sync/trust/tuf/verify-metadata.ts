import { Key } from '@tufjs/models';
import type { MetadataFile, TufKeys, TufRole } from './metadata.ts';
import { metadataModel } from './metadata-model.ts';

/** Whether as many keys of a role have signed the file as must. */
export function isSignedFor(file: MetadataFile, role: TufRole, keys: TufKeys): boolean {
  return signersOf(file, role, keys).length >= role.threshold;
}

/** Which keys of a role have signed the file, so that it holds. */
export function signersOf(file: MetadataFile, role: TufRole, keys: TufKeys): readonly string[] {
  const model = metadataModel(file);
  return [...new Set(role.keyids)].filter((keyId) => {
    const key = keys[keyId];
    if (key === undefined) return false;
    try {
      Key.fromJSON(keyId, JSON.parse(JSON.stringify(key))).verifySignature(model);
      return true;
    } catch {
      return false;
    }
  });
}
