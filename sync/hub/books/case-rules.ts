/** Who may say what in a case: the vendor decides, once; everybody else asks for themselves. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { CaseEntry } from './case-entry.ts';

export type CaseProblem = 'forbidden' | 'case-decided';

export interface CaseChange {
  readonly before: CaseEntry | undefined;
  /** Undefined: it is taken back. */
  readonly after: CaseEntry | undefined;
  /** The vendor's own people write for anybody. */
  readonly isVendor: boolean;
  /** Whom the writer belongs to. */
  readonly party: string | undefined;
}

/** What keeps a case from being written so; a decision is taken by its own request only. */
export function problemOfCase(change: CaseChange): CaseProblem | undefined {
  const { before, after, isVendor, party } = change;
  const isOwn = [before, after].every((each) => each === undefined || each.by === party);
  if (!isVendor && !isOwn) return 'forbidden';
  if (isDeepStrictEqual(before, after)) return undefined;
  if (before?.decision !== undefined) return 'case-decided';
  return after?.decision === undefined ? undefined : 'forbidden';
}
