/** The catalogue of everything the API can refuse: one line a code, its words in agent/words. */
import type { Refusal } from '../core/till/events.ts';
import { errorText } from '../words/error-words.ts';
import type { ErrorCode } from '../words/error-text.ts';
import type { Language } from '../words/language.ts';
import type { ErrorCatalogue } from './catalogue-schema.ts';
import type { ErrorBody } from './schema.ts';

/** The HTTP status of each. A code of the till that is not here does not compile. */
export const ERROR_STATUSES = {
  'not-licensed': 403,
  'sale-in-progress': 409,
  'machine-busy': 409,
  'update-beginning': 503,
  'no-update-ready': 409,
  'no-update-ordered': 409,
  'no-version-to-go-back-to': 409,
  'update-lock-held': 409,
  'update-lock-too-long': 422,
  'update-lock-used-up': 409,
  'machine-not-ready': 503,
  'machine-in-use': 409,
  'amount-not-payable': 422,
  'currency-not-accepted': 422,
  'idempotency-key-reused': 409,
  'machine-occupied': 409,
  'not-claimed': 409,
  'claim-not-held': 409,
  'changer-disabled': 409,
  'sale-not-found': 404,
  'sale-already-paid': 409,
  'sale-not-finished': 409,
  'sale-over': 409,
  'drawer-opened-enough': 409,
  'peripheral-not-found': 404,
  'peripheral-not-ready': 503,
  'drawer-not-opened': 503,
  'peripheral-claimed': 409,
  'peripheral-not-claimed': 409,
  'events-not-heard': 409,
  'weight-in-motion': 409,
  'weight-under-zero': 409,
  'weight-over-limit': 409,
  'scale-needs-service': 503,
  'shift-open-already': 409,
  'no-shift-open': 409,
  'debt-not-found': 404,
  'debt-being-paid': 409,
  'payout-open': 409,
  'place-not-found': 404,
  'value-not-held-here': 422,
  'more-than-held': 422,
  'deposit-in-progress': 409,
  'deposit-not-found': 404,
  'deposit-not-fixed': 409,
  'deposit-fixed': 409,
  'deposit-ended': 409,
  'deposit-end-not-possible': 422,
  'deposit-too-small': 422,
  'not-dispensable': 409,
  'nothing-to-move': 422,
  'cannot-collect': 422,
  'machine-cannot': 422,
  'operation-not-found': 404,
  'operation-not-finished': 409,
  'cassette-out': 409,
  'cassette-not-out': 409,
  'operator-needed': 403,
  'operator-session-ended': 403,
  'right-missing': 403,
  'sign-in-failed': 403,
  'operator-locked': 429,
  'sign-in-limited': 429,
  'operators-unusable': 503,
  'operator-not-found': 404,
  'operator-exists': 409,
  'operators-full': 409,
  'pin-unfit': 422,
  'last-admin': 409,
  'ticket-not-found': 404,
  'ticket-ended': 409,
  'no-session': 409,
  'code-not-typed': 409,
  'session-not-live': 409,
  'session-not-paused': 409,
  'control-not-possible': 409,
  'windows-invalid': 422,
  'remote-control-on': 409,
  'control-suspended': 409,
  'pin-needed-again': 403,
  unauthorised: 401,
  'forbidden-host': 403,
  'forbidden-origin': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'invalid-request': 400,
  'body-too-large': 413,
  'unsupported-media-type': 415,
  'websocket-expected': 426,
  'page-not-built': 503,
  overloaded: 503,
  stopping: 503,
  internal: 500,
} as const satisfies Readonly<Record<ErrorCode, number>>;

/** Why a request is not carried out, with the facts a program can use. */
export interface Problem {
  readonly code: ErrorCode;
  readonly details?: Readonly<Record<string, unknown>>;
}

export function problemOf({ code, ...details }: Refusal): Problem {
  return { code, details };
}

export function errorBody({ code, details = {} }: Problem, language: Language): ErrorBody {
  return { error: { code, ...errorText(code, language), details } };
}

export function errorCatalogue(language: Language): ErrorCatalogue {
  const errors = Object.entries(ERROR_STATUSES).flatMap(([code, status]) =>
    isErrorCode(code) ? [{ code, status, ...errorText(code, language) }] : [],
  );
  return { errors };
}

function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERROR_STATUSES, text);
}
