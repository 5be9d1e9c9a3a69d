import type { LineDraft } from '../journal-line.ts';
import type { SupportEffect, SupportRefusal, SupportStep, Supporting } from './supporting.ts';

interface StepParts {
  readonly lines?: readonly LineDraft[];
  readonly effects?: readonly SupportEffect[];
}

/** A step that is done. */
export function stepOf(
  supporting: Supporting,
  { lines = [], effects = [] }: StepParts = {},
): SupportStep {
  return { supporting, lines, effects, answer: { kind: 'done' } };
}

/** A step that is not taken; nothing changes by it. */
export function refuseStep(supporting: Supporting, code: SupportRefusal): SupportStep {
  return { ...stepOf(supporting), answer: { kind: 'refused', code } };
}
