import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../agent/core/canonical/canonical-json.ts';
import { lineText } from '../../../agent/core/canonical/line-text.ts';
import type { WireLine } from '../../protocol/lines.ts';
import { effectOf, NO_EFFECT, type Effect } from './line-effect.ts';

/** Why a line is set aside: kept and acknowledged, without effect until somebody has looked. */
export type QuarantineReason =
  /** Its hash is not that of its content. */
  | 'hash-mismatch'
  /** It does not name the line before it. */
  | 'broken-link'
  /** Its content has no one text, and so no hash. */
  | 'no-canonical-form'
  /** Its body is not what its kind must have. */
  | 'body-invalid'
  /** Another line has its place; it goes on under another epoch. */
  | 'forked'
  /** It is about a lease that this hub has not cut for this station. */
  | 'lease-unknown';

export interface CheckedLine {
  readonly line: WireLine;
  readonly bodyText: string;
  readonly verdict:
    | { readonly kind: 'good'; readonly effect: Effect }
    | { readonly kind: 'poison'; readonly reason: QuarantineReason };
}

/** Checks what a line says of itself; its link to the line before is checked where that is known. */
export function checkLine(line: WireLine): CheckedLine {
  const { seq, atMs, prevHash, kind, body, hash } = line;
  const canonicalBody = canonicalText(body);
  if (canonicalBody === undefined) return poison(line, 'no-canonical-form');
  const text = lineText(kind, canonicalBody, { seq, atMs, prevHash });
  const isHashed = createHash('sha256').update(text).digest('hex') === hash;
  if (!isHashed) return poison(line, 'hash-mismatch');
  const effect = effectOf(kind, body);
  if (effect === undefined) return poison(line, 'body-invalid');
  return { line, bodyText: JSON.stringify(body), verdict: { kind: 'good', effect } };
}

/** Marks every line that does not name the one before it, the first of them being `prevHash`. */
export function checkLinks(
  lines: readonly CheckedLine[],
  prevHash: string,
): readonly CheckedLine[] {
  return lines.map((checked, index) => {
    const before = index === 0 ? prevHash : lines[index - 1]?.line.hash;
    return checked.line.prevHash === before ? checked : poison(checked.line, 'broken-link');
  });
}

export function effectOfChecked({ verdict }: CheckedLine): Effect {
  return verdict.kind === 'good' ? verdict.effect : NO_EFFECT;
}

/** The same line, without its effect. */
export function setAside({ line }: CheckedLine, reason: QuarantineReason): CheckedLine {
  return poison(line, reason);
}

function poison(line: WireLine, reason: QuarantineReason): CheckedLine {
  return { line, bodyText: JSON.stringify(line.body), verdict: { kind: 'poison', reason } };
}

function canonicalText(value: unknown): string | undefined {
  try {
    return canonicalJson(value);
  } catch {
    return undefined;
  }
}
