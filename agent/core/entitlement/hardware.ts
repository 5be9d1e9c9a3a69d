/**
 * The computer that a licence is bound to. What its parts say of themselves never leaves it: the
 * licence, the journal and the hub have salted hashes alone.
 */
import type { Fingerprint } from './entitlement.ts';

export const COMPONENT_KINDS = [
  'machine-id',
  'product-uuid',
  'board-serial',
  'root-disk-serial',
  'network-address',
  'tpm-endorsement-key',
] as const;

export type ComponentKind = (typeof COMPONENT_KINDS)[number];

/** What each part that could be read says of itself; never a placeholder. */
export type Components = Readonly<Partial<Record<ComponentKind, string>>>;

/** The hashes of the parts that were found, under one salt. */
export interface HardwareHashes {
  readonly salt: string;
  readonly hashes: readonly string[];
}

/** How the parts that were found stand to those of the licence. */
export type Binding =
  /** The licence names no computer. */
  { readonly kind: 'unbound' } | ({ readonly kind: 'same' | 'drifted' | 'other' } & Matches);

interface Matches {
  /** How many parts of the licence were found again. */
  readonly matched: number;
  /** How many it names. */
  readonly named: number;
  /** How many of them must be found. */
  readonly needed: number;
}

/** So many parts must be found again, where there are so many. */
const NEEDED_MAX = 3;

/** The same computer, the same with other parts, or another one; found hashes are under the licence's salt. */
export function bindingOf(fingerprint: Fingerprint | undefined, found: readonly string[]): Binding {
  if (fingerprint === undefined) return { kind: 'unbound' };
  const { k: needed, hashes } = fingerprint;
  const named = new Set(hashes);
  const present = new Set(found);
  const matched = [...named].filter((hash) => present.has(hash)).length;
  const matches = { matched, named: named.size, needed };
  if (matched < needed) return { kind: 'other', ...matches };
  // A part that cannot be read today may be there tomorrow: only another one is news.
  const hasNews = [...present].some((hash) => !named.has(hash));
  return { kind: hasNews ? 'drifted' : 'same', ...matches };
}

/** What a licence says that is bound to this computer; undefined where nothing of it could be read. */
export function fingerprintOf({ salt, hashes }: HardwareHashes): Fingerprint | undefined {
  const parts = [...new Set(hashes)].toSorted();
  if (parts.length === 0) return undefined;
  return { k: Math.min(NEEDED_MAX, parts.length), salt, hashes: parts };
}

/** The order, and how often one is there, say nothing. */
export function isSameHardware(one: readonly string[], other: readonly string[]): boolean {
  const [a, b] = [new Set(one), new Set(other)];
  return a.size === b.size && [...a].every((hash) => b.has(hash));
}
