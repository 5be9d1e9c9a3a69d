/** Somebody proves with a PIN who they are; the till counts the attempt before the PIN is looked at. */
import type { ServerParts } from './api-parts.ts';
import { problemOf, type Problem } from './errors.ts';
import type { OperatorRecord, Roster } from './operator-book.ts';

export type PinProof =
  | { readonly kind: 'proved'; readonly record: OperatorRecord }
  | { readonly kind: 'refused'; readonly problem: Problem };

export interface PinClaim {
  readonly operatorId: string;
  readonly pin: string;
  readonly client: string;
  /** They begin to work, rather than prove it once more. */
  readonly isNew: boolean;
}

export async function provePin(
  { book, shell }: Pick<ServerParts, 'book' | 'shell'>,
  { operatorId, pin, client, isNew }: PinClaim,
): Promise<PinProof> {
  const roster = book.roster();
  if (roster.kind === 'unusable') return refused({ code: 'operators-unusable' });
  if (book.isBusy) return refused({ code: 'overloaded' });
  const before = recordOf(roster, operatorId);
  const barred = roster.barred.find((one) => one.operatorId === operatorId);
  const unlocks = (before ?? barred)?.unlocks;
  const known = unlocks === undefined ? undefined : { operatorId, unlocks };
  const attempt = await shell.ask({ kind: 'sign-in-attempted', operator: known, client });
  if (attempt.kind === 'refused') return refused(problemOf(attempt.refusal));
  const verdict = await book.verify(operatorId, pin);
  if (verdict === 'overloaded') return refused({ code: 'overloaded' });
  const record = recordOf(book.roster(), operatorId);
  const isSame = record !== undefined && record.revision === before?.revision;
  if (verdict === 'wrong' || !isSame || record.isDisabled) {
    await shell.ask({ kind: 'pin-failed', operator: known, client });
    const isBarred = verdict === 'right' && barred !== undefined;
    return refused({ code: isBarred ? 'operator-barred' : 'sign-in-failed' });
  }
  const operator = { operatorId, role: record.role };
  await shell.ask({ kind: 'pin-proved', operator, isNew, client });
  return { kind: 'proved', record };
}

export function recordOf(roster: Roster, operatorId: string): OperatorRecord | undefined {
  if (roster.kind === 'unusable') return undefined;
  return roster.operators.find((record) => record.operatorId === operatorId);
}

function refused(problem: Problem): PinProof {
  return { kind: 'refused', problem };
}
