import { z } from 'zod';
import {
  documentField,
  epochField,
  generationField,
  hardwareField,
  nameField,
  nonceField,
  signatureField,
  versionField,
} from './fields.ts';

const PINS_MAX = 8;

/** Where a till presents its one-time code, and where its socket goes. */
export const ENROL_PATH = '/enrol';
export const SYNC_PATH = '/sync';

/** Ed25519: 32 bytes in base64url. */
export const publicKeyField = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** As a person types it: groups and letter case do not matter. */
export const codeField = z.string().min(8).max(64);

/** `POST /enrol`; the same code with the same key is answered the same, so a lost answer costs nothing. */
export const enrolment = {
  request: z.strictObject({
    code: codeField,
    publicKey: publicKeyField,
    version: versionField,
    nonce: nonceField,
    /** The licence the till holds, from wherever it has it: it goes on at the new station. */
    held: documentField.optional(),
    /** The highest generation it has ever taken; the hub issues above it. */
    generation: generationField.optional(),
    /** The computer that the licence is to be bound to; absent where nothing of it can be read. */
    hardware: hardwareField.optional(),
    /** By the station's key over all of the above: whoever enrols a key holds it. */
    signature: signatureField,
  }),
  result: z.strictObject({
    station: nameField,
    epoch: epochField,
    hubEpoch: nameField,
    /** SHA-256 (base64url) of public keys one of which the hub's certificate will have. */
    pins: z.array(z.string().regex(/^[A-Za-z0-9_-]{43}$/)).max(PINS_MAX),
    entitlement: documentField.optional(),
    /** All of this once more, signed; absent where the hub has no issuer key. */
    document: documentField.optional(),
  }),
} as const;

export type EnrolmentRequest = z.infer<typeof enrolment.request>;
export type EnrolmentResult = z.infer<typeof enrolment.result>;

/** What a till signs of its request. */
export function enrolmentFacts(request: Omit<EnrolmentRequest, 'signature'>): object {
  return { enrol: request };
}

/** Why an enrolment is refused; the HTTP status of each. */
export const ENROLMENT_REFUSALS = {
  'invalid-request': 400,
  /** Unknown, used by another key, or past its time; which of them is not told. */
  'code-not-valid': 403,
  /** The code is for a station that is to get a new key, and this is one that it has or had. */
  'key-not-new': 409,
  'not-found': 404,
  'body-too-large': 413,
  'too-many-attempts': 429,
  internal: 500,
  overloaded: 503,
} as const;

export type EnrolmentRefusal = keyof typeof ENROLMENT_REFUSALS;

export const refusalSchema = z.object({
  error: z.object({
    code: z.string(),
    retryAfterMs: z.int().min(0).optional(),
  }),
});
