/** Every kind of signed document: its `typ`, who may sign it, and what it must contain. */
import { z } from 'zod';
import type { Plan } from '../../agent/core/contract/plan.ts';
import type { Entitlement } from '../../agent/core/entitlement/entitlement.ts';
import type { UpdateOrder } from '../../agent/core/update/update-order.ts';
import { directorSchema } from './director-schema.ts';
import { entitlementSchema } from './entitlement-schema.ts';
import type { KeyRole } from './certificate.ts';
import { publicKeySchema } from './ed25519.ts';
import { idSchema, instantSchema, nonceSchema } from './fields.ts';
import { leaseSchema, type LeaseDocument } from './lease-schema.ts';
import { DOCUMENT_CHARS_MAX, PLAN_CHARS_MAX } from './limits.ts';
import { planSchema } from './plan-schema.ts';

/** The hub's clock at one moment, as the answer to a till that asked with a nonce of its own. */
const signedTimeSchema = z.strictObject({
  station: idSchema,
  nonce: nonceSchema,
  /** The time itself. */
  issuedAt: instantSchema,
});

const PINS_MAX = 8;

/** What a station is told when its one-time code was good: who it is from now on. */
const enrolmentAnswerSchema = z.strictObject({
  station: idSchema,
  /** The station's own key, as enrolled: an answer for another key is not for this till. */
  publicKey: publicKeySchema,
  /** Of the request. */
  nonce: nonceSchema,
  /** The journal's epoch; rises when a station is enrolled again. */
  epoch: z.int().min(1),
  /** Names the hub's mailbox; a hub that came back from a backup has another. */
  hubEpoch: idSchema,
  /** SHA-256 of public keys one of which the hub's certificate will have, base64url. */
  pins: z.array(z.string().max(64)).max(PINS_MAX),
  /** The first entitlement, a signed document itself. */
  entitlement: z.string().max(DOCUMENT_CHARS_MAX).optional(),
  issuedAt: instantSchema,
});

/** A contract plan, and when the vendor gave it out. */
export interface SignedPlan {
  readonly plan: Plan;
  readonly issuedAt: string;
}

const signedPlanSchema: z.ZodType<SignedPlan> = z.strictObject({
  plan: planSchema,
  issuedAt: instantSchema,
});

export type SignedTime = z.infer<typeof signedTimeSchema>;
export type EnrolmentAnswer = z.infer<typeof enrolmentAnswerSchema>;

export interface DocumentPayloads {
  readonly entitlement: Entitlement;
  readonly time: SignedTime;
  readonly 'enrolment-answer': EnrolmentAnswer;
  readonly lease: LeaseDocument;
  readonly plan: SignedPlan;
  readonly director: UpdateOrder;
}

export type DocumentKind = keyof DocumentPayloads;

interface KindRules<Payload> {
  /** Versions the document: another content is another `typ`. */
  readonly typ: string;
  readonly role: KeyRole;
  readonly schema: z.ZodType<Payload>;
  /** Of the whole text. */
  readonly charsMax: number;
}

export const DOCUMENT_KINDS: {
  readonly [Kind in DocumentKind]: KindRules<DocumentPayloads[Kind]>;
} = {
  entitlement: {
    typ: 'tillwarden-entitlement-v1',
    role: 'issuer',
    schema: entitlementSchema,
    charsMax: DOCUMENT_CHARS_MAX,
  },
  time: {
    typ: 'tillwarden-time-v1',
    role: 'time',
    schema: signedTimeSchema,
    charsMax: DOCUMENT_CHARS_MAX,
  },
  'enrolment-answer': {
    typ: 'tillwarden-enrolment-answer-v1',
    role: 'issuer',
    schema: enrolmentAnswerSchema,
    charsMax: DOCUMENT_CHARS_MAX,
  },
  plan: {
    typ: 'tillwarden-plan-v1',
    role: 'issuer',
    schema: signedPlanSchema,
    charsMax: PLAN_CHARS_MAX,
  },
  director: {
    typ: 'tillwarden-director-v1',
    role: 'director',
    schema: directorSchema,
    charsMax: DOCUMENT_CHARS_MAX,
  },
  lease: {
    typ: 'tillwarden-lease-v1',
    role: 'issuer',
    schema: leaseSchema,
    charsMax: DOCUMENT_CHARS_MAX,
  },
};
