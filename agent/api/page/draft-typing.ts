/** What the number keys write into a draft. */
import type { Draft } from './money-actions.ts';
import { AMOUNT_MAX_MINOR, COUNT_MAX, withDigits, withoutDigit } from './typed-number.ts';

export type KeypadTarget =
  | { readonly kind: 'amount' }
  | { readonly kind: 'reference' }
  | { readonly kind: 'pieces'; readonly valueMinor: number };

/** The API takes no longer ones. */
export const TEXT_MAX_CHARS = 100;

export function typed(draft: Draft, target: KeypadTarget, digits: string): Draft {
  switch (target.kind) {
    case 'amount':
      return { ...draft, amountMinor: withDigits(draft.amountMinor, digits, AMOUNT_MAX_MINOR) };
    case 'reference': {
      const reference = `${draft.reference}${digits}`.slice(0, TEXT_MAX_CHARS);
      return { ...draft, reference };
    }
    case 'pieces': {
      const count = withDigits(countOf(draft, target.valueMinor), digits, COUNT_MAX);
      return withCount(draft, target.valueMinor, count);
    }
  }
}

export function deleted(draft: Draft, target: KeypadTarget): Draft {
  switch (target.kind) {
    case 'amount':
      return { ...draft, amountMinor: withoutDigit(draft.amountMinor) ?? 0 };
    case 'reference':
      return { ...draft, reference: draft.reference.slice(0, -1) };
    case 'pieces':
      return withCount(draft, target.valueMinor, withoutDigit(countOf(draft, target.valueMinor)));
  }
}

/** Undefined while nothing has been typed, which is not the same as none. */
export function countOf({ pieces }: Draft, valueMinor: number): number | undefined {
  return pieces.find((one) => one.valueMinor === valueMinor)?.count;
}

function withCount(draft: Draft, valueMinor: number, count: number | undefined): Draft {
  const others = draft.pieces.filter((one) => one.valueMinor !== valueMinor);
  return { ...draft, pieces: count === undefined ? others : [...others, { valueMinor, count }] };
}
