/** A technician's session at the till, as both ends speak of it. */

/** `screen`: RFB of the till's own screen. `console`: devices, counters and the journal's tail. */
export const STREAM_KINDS = ['screen', 'console'] as const;
export type StreamKind = (typeof STREAM_KINDS)[number];

/** Whom the cashier sees: both as the hub names them. */
export interface Technician {
  readonly name: string;
  readonly company: string;
}

export const SESSION_ENDS = [
  'declined',
  /** Nobody at the till has answered, or no code was typed in time. */
  'expired',
  'wrong-code',
  'stopped-at-till',
  'stopped-by-technician',
  /** The technician may not any more: their role, their company's certification. */
  'withdrawn',
  'line-lost',
  'time-over',
  'agent-restarted',
  'screen-unavailable',
] as const;
export type SessionEnd = (typeof SESSION_ENDS)[number];

/** Why control is as it is. */
export const CONTROL_CAUSES = [
  'cashier',
  'sign-in',
  'cash-out',
  'counting',
  'consent',
  'ended',
] as const;
export type ControlCause = (typeof CONTROL_CAUSES)[number];

export const CODE_TRIES_MAX = 3;
/** From the moment a session is asked for until it is accepted. */
export const CONSENT_EXPIRY_MS = 60_000;
