/** What all the judge's books have in common. */
import type { JournalLine } from '../../../agent/core/journal-line.ts';

export type BodyOf<Kind extends JournalLine['kind']> = Extract<
  JournalLine,
  { readonly kind: Kind }
>['body'];

/** Writes the problem down where the rule does not hold. */
export type Expect = (holds: boolean, problem: string) => void;
