import { z } from 'zod';
import type { ChallengeRequest } from './challenge.ts';
import {
  capabilitiesField,
  documentField,
  durationMsField,
  epochField,
  generationField,
  mailboxCursorField,
  nameField,
  nonceField,
  placeField,
  seqField,
  signatureField,
  versionField,
} from './fields.ts';
import { LINES_BATCH_MAX, TRAIL_MAX, WINDOW_MAX } from './limits.ts';
import { forkField } from './wire-error.ts';

const statement = {
  station: nameField,
  epoch: epochField,
  versions: z.strictObject({ agent: versionField, protocol: z.int().min(1) }),
  journal: z.strictObject({
    head: placeField,
    /** Earlier places, newest first: by them the hub finds where two chains part. */
    trail: z.array(placeField).max(TRAIL_MAX),
  }),
  /** Absent before the first command has come. */
  mailbox: mailboxCursorField.optional(),
  /** The highest generation of an entitlement the till has seen; the hub issues above it. */
  generation: generationField.optional(),
  /** The highest counter of a director document the till has taken; the hub orders above it. */
  directorCounter: generationField.optional(),
  /** What releases are built for, such as `linux-x64`; absent where none can be installed. */
  platform: nameField.optional(),
  capabilities: capabilitiesField,
  /** The hub signs its time over this. */
  nonce: nonceField,
};

/** Till to hub: who this is and how far it has come. */
export const hello = {
  action: 'Hello',
  request: z.strictObject({ ...statement, signature: signatureField }),
  result: z.strictObject({
    /** Signed time over the till's nonce; absent where the hub has no time key. */
    time: documentField.optional(),
    /** Lines are wanted from the one after this on, under this epoch. */
    epoch: epochField,
    durableTo: seqField,
    /** How many commands of this hub's life the till has taken in. */
    mailboxTo: seqField,
    limits: z.strictObject({
      linesMax: z.int().min(1).max(LINES_BATCH_MAX),
      bytesMax: z.int().min(1),
      heartbeatMs: durationMsField,
    }),
    /** Calls the till may have under way. */
    window: z.int().min(1).max(WINDOW_MAX),
    /** A revoked station may still upload its last lines, and is sent nothing. */
    mode: z.enum(['full', 'upload-only']),
    /** The chain has forked: go on from this place under this epoch. */
    fork: forkField.optional(),
    /** The hub holds lines the till has lost: its head, and the till was restored. */
    lost: placeField.optional(),
  }),
} as const;

export type HelloRequest = z.infer<typeof hello.request>;
export type HelloStatement = Omit<HelloRequest, 'signature'>;
export type HelloResult = z.infer<typeof hello.result>;

/** What a till signs and the hub verifies: its statement, and the challenge it answers. */
export function helloFacts(answered: ChallengeRequest, stated: HelloStatement): object {
  return { challenge: answered, hello: stated };
}
