/** The fields that several messages share; each is written down once. */
import { z } from 'zod';
import { CAPABILITIES_MAX, DOCUMENT_MAX_CHARS, EPOCH_MAX, PLAN_MAX_CHARS } from './limits.ts';

const NONCE_BYTES_MIN = 16;
const NAME_MAX_CHARS = 64;
const VERSION_MAX_CHARS = 64;

export const hashField = z.string().regex(/^[0-9a-f]{64}$/, 'SHA-256 in hexadecimal');

/** Base64url without padding; at least as many bits as cannot be guessed. */
export const nonceField = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/, 'base64url')
  .min(Math.ceil((NONCE_BYTES_MIN * 4) / 3))
  .max(NAME_MAX_CHARS);

/** Ed25519: 64 bytes in base64url. */
export const signatureField = z.string().regex(/^[A-Za-z0-9_-]{86}$/);

export const nameField = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
  .max(NAME_MAX_CHARS);

export const versionField = z.string().min(1).max(VERSION_MAX_CHARS);

/** 0 is the place before the first. */
export const seqField = z.int().min(0);
export const epochField = z.int().min(1).max(EPOCH_MAX);
export const durationMsField = z.int().min(0);
export const wallMsField = z.int();

/** A place in a chain of lines. */
export const placeField = z.strictObject({ seq: seqField, hash: hashField });
export type Place = z.infer<typeof placeField>;

const COMPONENTS_MAX = 16;
const SALT_MAX_CHARS = 64;

/** The parts of a till's computer, hashed under a salt: what they say of themselves stays there. */
export const hardwareField = z.strictObject({
  salt: z.string().min(1).max(SALT_MAX_CHARS),
  hashes: z.array(z.string().regex(/^[A-Za-z0-9_-]{43}$/)).max(COMPONENTS_MAX),
});

/** The rising number of an entitlement: within a key epoch, then across them. */
export const generationField = z.strictObject({ keyEpoch: z.int().min(0), n: z.int().min(0) });

/** A place in a hub's mailbox; a hub that came back from a backup numbers anew. */
export const mailboxCursorField = z.strictObject({ hubEpoch: nameField, seq: seqField });
export type MailboxCursor = z.infer<typeof mailboxCursorField>;

export const capabilitiesField = z.array(nameField).max(CAPABILITIES_MAX);

/** A signed document as it was signed; whoever reads it verifies it. */
export const documentField = z.string().min(1).max(DOCUMENT_MAX_CHARS);

/** A signed plan, the same. */
export const planField = z.string().min(1).max(PLAN_MAX_CHARS);

/** The hash before the first line of every chain. */
export const GENESIS: Place = { seq: 0, hash: '0'.repeat(64) };
