import { z } from 'zod';
import { documentField, nameField, planField, seqField, wallMsField } from './fields.ts';
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

export interface CommandBodies {
  readonly entitlement: SignedBody;
  /** What the till may promise offline. */
  readonly lease: SignedBody;
  /** A contract plan, for whatever contract names it. */
  readonly plan: SignedBody;
  /** What the vendor's director has this station install. */
  readonly director: SignedBody;
  /** The hub asks for a lease back; the till answers with the line `lease-closed`, when it can. */
  readonly 'lease-close': { readonly lease: string };
}

interface SignedBody {
  /** A signed document. */
  readonly document: string;
}

export type CommandKind = keyof CommandBodies;

const signedBody = z.strictObject({ document: documentField });

/** The body of each command kind there is. */
export const commandBodies: { readonly [Kind in CommandKind]: z.ZodType<CommandBodies[Kind]> } = {
  entitlement: signedBody,
  lease: signedBody,
  director: signedBody,
  plan: z.strictObject({ document: planField }),
  'lease-close': z.strictObject({ lease: nameField }),
};

export function isCommandKind(kind: string): kind is CommandKind {
  return Object.hasOwn(commandBodies, kind);
}
