/** The result codes of UnifiedPOS 1.16 (OposConst.h, OposConstCashChanger.h) for what the API answers. */
import type { ErrorCode } from '../../words/error-text.ts';

const RESULT_CODES = {
  OPOS_SUCCESS: 0,
  OPOS_E_CLAIMED: 102,
  OPOS_E_NOTCLAIMED: 103,
  OPOS_E_DISABLED: 105,
  OPOS_E_ILLEGAL: 106,
  OPOS_E_OFFLINE: 108,
  OPOS_E_NOEXIST: 109,
  OPOS_E_FAILURE: 111,
  OPOS_E_TIMEOUT: 112,
  OPOS_E_BUSY: 113,
  OPOS_E_EXTENDED: 114,
} as const;

export type ResultName = keyof typeof RESULT_CODES;

/** `ResultCode` and, with `OPOS_E_EXTENDED`, `ResultCodeExtended`. */
interface ResultView {
  readonly resultName: ResultName;
  readonly resultCode: number;
  readonly resultCodeExtended: number;
}

/** OPOS_ECHAN_OVERDISPENSE: more was asked for than can be paid. */
const OVERDISPENSE = 201;

export function resultOf(name: ResultName): ResultView {
  const resultCodeExtended = name === 'OPOS_E_EXTENDED' ? OVERDISPENSE : 0;
  return { resultName: name, resultCode: RESULT_CODES[name], resultCodeExtended };
}

export function resultOfError(code: ErrorCode): ResultView {
  return resultOf(RESULT_NAMES[code]);
}

/** A code of the API that is not here does not compile. */
const RESULT_NAMES: Readonly<Record<ErrorCode, ResultName>> = {
  'not-licensed': 'OPOS_E_FAILURE',
  'sale-in-progress': 'OPOS_E_BUSY',
  'deposit-in-progress': 'OPOS_E_BUSY',
  'deposit-not-found': 'OPOS_E_ILLEGAL',
  'deposit-not-fixed': 'OPOS_E_ILLEGAL',
  'deposit-fixed': 'OPOS_E_ILLEGAL',
  'deposit-ended': 'OPOS_E_ILLEGAL',
  'deposit-end-not-possible': 'OPOS_E_ILLEGAL',
  'deposit-too-small': 'OPOS_E_ILLEGAL',
  'not-dispensable': 'OPOS_E_EXTENDED',
  'nothing-to-move': 'OPOS_E_ILLEGAL',
  'cannot-collect': 'OPOS_E_ILLEGAL',
  'machine-cannot': 'OPOS_E_ILLEGAL',
  'operation-not-found': 'OPOS_E_NOEXIST',
  'operation-not-finished': 'OPOS_E_BUSY',
  'cassette-out': 'OPOS_E_ILLEGAL',
  'cassette-not-out': 'OPOS_E_ILLEGAL',
  'machine-busy': 'OPOS_E_BUSY',
  'update-beginning': 'OPOS_E_BUSY',
  'no-update-ready': 'OPOS_E_ILLEGAL',
  'no-update-ordered': 'OPOS_E_ILLEGAL',
  'no-version-to-go-back-to': 'OPOS_E_ILLEGAL',
  'update-lock-held': 'OPOS_E_BUSY',
  'update-lock-too-long': 'OPOS_E_ILLEGAL',
  'update-lock-used-up': 'OPOS_E_ILLEGAL',
  'machine-in-use': 'OPOS_E_BUSY',
  'machine-not-ready': 'OPOS_E_OFFLINE',
  'amount-not-payable': 'OPOS_E_ILLEGAL',
  'currency-not-accepted': 'OPOS_E_ILLEGAL',
  'idempotency-key-reused': 'OPOS_E_ILLEGAL',
  'more-than-held': 'OPOS_E_EXTENDED',
  'sale-not-found': 'OPOS_E_NOEXIST',
  'sale-already-paid': 'OPOS_E_ILLEGAL',
  'sale-not-finished': 'OPOS_E_BUSY',
  'shift-open-already': 'OPOS_E_ILLEGAL',
  'no-shift-open': 'OPOS_E_ILLEGAL',
  'debt-not-found': 'OPOS_E_NOEXIST',
  'debt-being-paid': 'OPOS_E_BUSY',
  'place-not-found': 'OPOS_E_NOEXIST',
  'payout-open': 'OPOS_E_BUSY',
  'value-not-held-here': 'OPOS_E_ILLEGAL',
  'ticket-not-found': 'OPOS_E_NOEXIST',
  'ticket-ended': 'OPOS_E_ILLEGAL',
  'no-session': 'OPOS_E_ILLEGAL',
  'code-not-typed': 'OPOS_E_ILLEGAL',
  'session-not-live': 'OPOS_E_ILLEGAL',
  'session-not-paused': 'OPOS_E_ILLEGAL',
  'control-not-possible': 'OPOS_E_ILLEGAL',
  'windows-invalid': 'OPOS_E_ILLEGAL',
  'remote-control-on': 'OPOS_E_ILLEGAL',
  'control-suspended': 'OPOS_E_ILLEGAL',
  'pin-needed-again': 'OPOS_E_ILLEGAL',
  unauthorised: 'OPOS_E_ILLEGAL',
  'operator-needed': 'OPOS_E_ILLEGAL',
  'operator-session-ended': 'OPOS_E_ILLEGAL',
  'right-missing': 'OPOS_E_ILLEGAL',
  'sign-in-failed': 'OPOS_E_ILLEGAL',
  'operator-locked': 'OPOS_E_ILLEGAL',
  'sign-in-limited': 'OPOS_E_ILLEGAL',
  'operators-unusable': 'OPOS_E_FAILURE',
  'operator-not-found': 'OPOS_E_NOEXIST',
  'operator-exists': 'OPOS_E_ILLEGAL',
  'operators-full': 'OPOS_E_ILLEGAL',
  'pin-unfit': 'OPOS_E_ILLEGAL',
  'last-admin': 'OPOS_E_ILLEGAL',
  'forbidden-host': 'OPOS_E_ILLEGAL',
  'forbidden-origin': 'OPOS_E_ILLEGAL',
  'not-found': 'OPOS_E_NOEXIST',
  'method-not-allowed': 'OPOS_E_ILLEGAL',
  'invalid-request': 'OPOS_E_ILLEGAL',
  'body-too-large': 'OPOS_E_ILLEGAL',
  'unsupported-media-type': 'OPOS_E_ILLEGAL',
  'websocket-expected': 'OPOS_E_ILLEGAL',
  'page-not-built': 'OPOS_E_NOEXIST',
  'machine-occupied': 'OPOS_E_CLAIMED',
  'not-claimed': 'OPOS_E_NOTCLAIMED',
  'claim-not-held': 'OPOS_E_ILLEGAL',
  'changer-disabled': 'OPOS_E_DISABLED',
  overloaded: 'OPOS_E_BUSY',
  stopping: 'OPOS_E_FAILURE',
  'sale-over': 'OPOS_E_ILLEGAL',
  'drawer-opened-enough': 'OPOS_E_ILLEGAL',
  'peripheral-not-found': 'OPOS_E_NOEXIST',
  'peripheral-not-ready': 'OPOS_E_OFFLINE',
  'drawer-not-opened': 'OPOS_E_FAILURE',
  'peripheral-claimed': 'OPOS_E_CLAIMED',
  'peripheral-not-claimed': 'OPOS_E_NOTCLAIMED',
  'events-not-heard': 'OPOS_E_ILLEGAL',
  'weight-in-motion': 'OPOS_E_BUSY',
  'weight-under-zero': 'OPOS_E_EXTENDED',
  'weight-over-limit': 'OPOS_E_EXTENDED',
  'scale-needs-service': 'OPOS_E_FAILURE',
  internal: 'OPOS_E_FAILURE',
};
