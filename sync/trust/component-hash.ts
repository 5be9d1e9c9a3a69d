import { createHmac, randomBytes } from 'node:crypto';
import {
  COMPONENT_KINDS,
  type Components,
  type HardwareHashes,
} from '../../agent/core/entitlement/hardware.ts';

/** As long as a name: two tills with the same part have other hashes of it. */
const SALT_BYTES = 16;

/** Before everything that is hashed here, so that no other program's hash of the same part is ours. */
const PURPOSE = 'tillwarden-component-v1';

/**
 * The parts of a computer under a salt. The part is the key, as machine-id(5) asks for: from a hash
 * nobody reads it back, though a part with few possible values can be found by trying them.
 */
export function componentHashes(components: Components, salt: string): HardwareHashes {
  const hashes = COMPONENT_KINDS.flatMap((kind) => {
    const value = components[kind];
    if (value === undefined) return [];
    const said = JSON.stringify([PURPOSE, kind, salt]);
    return [createHmac('sha256', value).update(said).digest('base64url')];
  });
  return { salt, hashes };
}

/** The same parts under a salt of their own: nobody sees from two licences that a part was in both. */
export function freshlySalted(components: Components): HardwareHashes {
  return componentHashes(components, randomBytes(SALT_BYTES).toString('base64url'));
}
