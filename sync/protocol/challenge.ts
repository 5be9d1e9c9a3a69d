import { z } from 'zod';
import { nameField, nonceField } from './fields.ts';

/** Hub to till, first of all: what the till must sign to show that it holds the station's key. */
export const challenge = {
  action: 'Challenge',
  request: z.strictObject({
    nonce: nonceField,
    /** Which life of the hub this is; another one after it came back from a backup. */
    hubEpoch: nameField,
  }),
  result: z.strictObject({}),
} as const;

export type ChallengeRequest = z.infer<typeof challenge.request>;
