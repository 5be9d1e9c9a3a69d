import { canonicalJson } from '../core/canonical/canonical-json.ts';
import type { OperationKey } from '../core/till/events.ts';

/** The key a request came with, and what was asked for under it; undefined where it came with none. */
export function operationUnder(key: string | undefined, terms: object): OperationKey | undefined {
  return key === undefined ? undefined : { idempotencyKey: key, terms: canonicalJson(terms) };
}
