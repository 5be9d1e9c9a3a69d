import { z } from 'zod';
import type { Generation } from '../../agent/core/entitlement/entitlement.ts';
import { parseJson } from '../trust/parse-json.ts';
import type { KeyFiles } from './key-files.ts';
import { VendorError } from './vendor-error.ts';

const COUNTER_FILE = 'generation.json';

const counterSchema = z.strictObject({ keyEpoch: z.int().min(1), n: z.int().min(0) });

/**
 * The next generation, written down before anything is signed with it: what was interrupted leaves
 * a gap, and no number is ever used twice. `above` skips what somebody else, such as a hub, has
 * issued. The caller holds the lock. Throws `VendorError`.
 */
export function takeGeneration(files: KeyFiles, keyEpoch: number, above: number): Generation {
  const last = parseCounter(files.read(COUNTER_FILE) ?? '');
  if (last.keyEpoch > keyEpoch) {
    const why = `generations have been counted in key epoch ${last.keyEpoch} already`;
    throw new VendorError('invalid-file', `${COUNTER_FILE}: ${why}; the issuer key is older`);
  }
  const counted = last.keyEpoch === keyEpoch ? last.n : 0;
  const generation = { keyEpoch, n: Math.max(counted, above) + 1 };
  writeCounter(files, generation);
  return generation;
}

/** The counter of a new folder. A folder without one is damaged: starting again would repeat numbers. */
export function startCounter(files: KeyFiles, keyEpoch: number): void {
  writeCounter(files, { keyEpoch, n: 0 });
}

function writeCounter(files: KeyFiles, last: Generation): void {
  files.replace(COUNTER_FILE, `${JSON.stringify(last)}\n`);
}

function parseCounter(text: string): Generation {
  const { data } = counterSchema.safeParse(parseJson(text));
  if (data !== undefined) return data;
  const cure = 'put back a copy, or write the last generation that was issued';
  throw new VendorError('invalid-file', `${COUNTER_FILE} is missing or damaged: ${cure}`);
}
