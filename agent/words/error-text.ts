import type { Refusal } from '../core/till/events.ts';
import type { PeripheralErrorCode } from './peripheral-words.ts';

/** Refused by the API itself, before the till was asked. */
export type RequestErrorCode =
  | 'unauthorised'
  | 'operator-session-ended'
  | 'sign-in-failed'
  /** Their role or their rights are of another release. */
  | 'operator-barred'
  | 'operators-unusable'
  | 'operator-not-found'
  | 'operator-exists'
  | 'operators-full'
  | 'pin-unfit'
  | 'last-admin'
  | 'forbidden-host'
  | 'forbidden-origin'
  | 'not-found'
  | 'method-not-allowed'
  | 'invalid-request'
  | 'body-too-large'
  | 'unsupported-media-type'
  | 'websocket-expected'
  | 'page-not-built'
  | 'machine-occupied'
  | 'not-claimed'
  | 'claim-not-held'
  | 'changer-disabled'
  | 'overloaded'
  | 'stopping'
  | 'internal';

/** Every refusal of the till is among them, so a new one does not compile without its words. */
export type ErrorCode = Refusal['code'] | RequestErrorCode | PeripheralErrorCode;

export interface ErrorText {
  /** What happened. */
  readonly message: string;
  /** What has not been lost or changed by it. */
  readonly safe: string;
  /** What to do now. */
  readonly action: string;
}

export type ErrorWords = Readonly<Record<ErrorCode, ErrorText>>;
