/** A view that is asked for again and again: what is shown is fresh, or marked as old. */
import type { Answer } from './hub-calls.ts';

const FRESH_EVERY_MS = 4_000;
const RETRY_FIRST_MS = 1_000;
const RETRY_MAX_MS = 15_000;
const RETRY_GROWTH = 2;

export interface Polled<View> {
  readonly link: 'connecting' | 'live' | 'lost';
  readonly view: View | undefined;
  /** Why there is none to see. */
  readonly refusal: Extract<Answer<View>, { readonly kind: 'refused' }>['error'] | undefined;
  /** When the view was true, on the wall clock. */
  readonly seenAtMs: number;
  readonly failures: number;
}

export interface Step<View> {
  readonly polled: Polled<View>;
  /** When to ask again; undefined: not any more. */
  readonly nextInMs: number | undefined;
}

export function notYet<View>(): Polled<View> {
  return { link: 'connecting', view: undefined, refusal: undefined, seenAtMs: 0, failures: 0 };
}

/** What an answer makes of it; a lost answer keeps what was seen, and asks less and less often. */
export function afterAnswer<View>(
  before: Polled<View>,
  answer: Answer<View>,
  nowMs: number,
): Step<View> {
  switch (answer.kind) {
    case 'done': {
      const { body: view } = answer;
      const polled = {
        link: 'live',
        view,
        refusal: undefined,
        seenAtMs: nowMs,
        failures: 0,
      } as const;
      return { polled, nextInMs: FRESH_EVERY_MS };
    }
    case 'refused': {
      const polled = { ...before, link: 'live', refusal: answer.error, view: undefined } as const;
      return { polled, nextInMs: RETRY_MAX_MS };
    }
    case 'signed-out':
      return { polled: before, nextInMs: undefined };
    case 'unknown': {
      const waitMs = RETRY_FIRST_MS * RETRY_GROWTH ** before.failures;
      const link = before.view === undefined ? 'connecting' : 'lost';
      const polled = { ...before, link, failures: before.failures + 1 } as const;
      return { polled, nextInMs: Math.min(waitMs, RETRY_MAX_MS) };
    }
  }
}
