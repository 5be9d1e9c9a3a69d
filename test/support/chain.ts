/** Chains of lines as a till's journal makes them, and a till's chain as it tells of it. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../agent/core/canonical/canonical-json.ts';
import { GENESIS, type Place } from '../../sync/protocol/fields.ts';
import type { WireLine } from '../../sync/protocol/lines.ts';

export interface LineContent {
  readonly kind: string;
  readonly body: Record<string, unknown>;
}

/** A coin, told apart from every other by the device's name. */
export function coin(device: string, valueMinor = 100): LineContent {
  return { kind: 'cash-inserted', body: { device, place: 'tube', valueMinor } };
}

/** The chain with these lines more. */
export function extended(
  chain: readonly WireLine[],
  contents: readonly LineContent[],
): readonly WireLine[] {
  return contents.reduce<readonly WireLine[]>((lines, { kind, body }) => {
    const before = headOf(lines);
    const place = { seq: before.seq + 1, atMs: before.seq + 1_000, prevHash: before.hash };
    const hash = createHash('sha256')
      .update(canonicalJson({ ...place, kind, body }))
      .digest('hex');
    return [...lines, { ...place, kind, body, hash }];
  }, chain);
}

export function coins(count: number, device = 'coins'): readonly LineContent[] {
  return Array.from({ length: count }, (_, index) => coin(`${device}-${index}`));
}

export function headOf(chain: readonly WireLine[]): Place {
  const last = chain.at(-1);
  return last === undefined ? GENESIS : { seq: last.seq, hash: last.hash };
}

export function placeAt(chain: readonly WireLine[], seq: number): Place {
  return headOf(chain.slice(0, seq));
}
