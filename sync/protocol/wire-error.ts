/**
 * Everything one end can refuse the other. On the wire the code is one of OCPP-J's own, so that any
 * OCPP-J program understands the kind; `details.reason` is what ours decide by.
 */
import { z } from 'zod';
import { epochField, placeField, seqField } from './fields.ts';
import { RETRY_AFTER_MAX_MS } from './limits.ts';

/** The OCPP-J error code of each reason. */
export const WIRE_ERRORS = {
  /** The text is no frame. */
  'frame-malformed': 'RpcFrameworkError',
  'message-type-unknown': 'MessageTypeNotSupported',
  'action-unknown': 'NotImplemented',
  /** A known action at the wrong moment, such as Lines before Hello. */
  'action-unexpected': 'ProtocolError',
  'payload-invalid': 'FormatViolation',
  /** More calls under way than were granted. */
  'window-exceeded': 'GenericError',
  /** The station, its key or its signature is not what was enrolled; which of them is not told. */
  'sign-on-refused': 'SecurityError',
  'too-many-attempts': 'SecurityError',
  'version-unsupported': 'NotSupported',
  /** Lines that do not follow on what is durable. */
  'lines-not-contiguous': 'ProtocolError',
  /** Lines that contradict what is held: go on under the epoch of `details.fork`. */
  'chain-forked': 'ProtocolError',
  /** Lines under another epoch than was agreed. */
  'epoch-not-agreed': 'ProtocolError',
  stopping: 'GenericError',
  overloaded: 'GenericError',
  internal: 'InternalError',
} as const;

export type WireReason = keyof typeof WIRE_ERRORS;

/** Where a branch of the chain leaves what the hub holds, and the epoch it goes on under. */
export const forkField = z.strictObject({ ...placeField.shape, epoch: epochField });
export type Fork = z.infer<typeof forkField>;

/** Open, unlike the payloads: other OCPP-J programs put their own things here. */
const detailsSchema = z.object({
  reason: z.custom<WireReason>(isWireReason).optional(),
  retryAfterMs: z.int().min(0).max(RETRY_AFTER_MAX_MS).optional(),
  durableTo: seqField.optional(),
  fork: forkField.optional(),
  /** What is wrong with a payload, for whoever writes the other end. */
  issues: z.string().optional(),
});

/** A refusal as our own ends make it. */
export interface WireError {
  readonly reason: WireReason;
  readonly retryAfterMs?: number;
  readonly durableTo?: number;
  readonly fork?: Fork;
  readonly issues?: string;
}

/** What can be told from an error that came in; `reason` is absent where the other end is not ours. */
export type ReceivedError = z.infer<typeof detailsSchema>;

/** Reads the details of a CALLERROR; what cannot be read is left out. */
export function readErrorDetails(details: unknown): ReceivedError {
  const parsed = detailsSchema.safeParse(details);
  return parsed.success ? parsed.data : {};
}

function isWireReason(value: unknown): value is WireReason {
  return typeof value === 'string' && Object.hasOwn(WIRE_ERRORS, value);
}
