import { z } from 'zod';
import { documentField, nameField, seqField, wallMsField } from './fields.ts';
import { COMMANDS_BATCH_MAX } from './limits.ts';

/** The kind and body are any here: a till that does not know a command takes it in and says so. */
const commandSchema = z.strictObject({
  seq: z.int().min(1),
  kind: nameField,
  body: z.record(z.string(), z.unknown()),
  notAfterMs: wallMsField.optional(),
});
export type Command = z.infer<typeof commandSchema>;

/** Hub to till: what lies in the station's mailbox, in its order, `from` the first. */
export const commands = {
  action: 'Commands',
  request: z.strictObject({
    hubEpoch: nameField,
    from: z.int().min(1),
    commands: z.array(commandSchema).min(1).max(COMMANDS_BATCH_MAX),
  }),
  /** The receipt of everything up to here is in the till's journal. */
  result: z.strictObject({ durableTo: seqField }),
} as const;

export type CommandsRequest = z.infer<typeof commands.request>;

/** The body of each command kind there is. */
export const commandBodies = {
  entitlement: z.strictObject({ document: documentField }),
} as const;
