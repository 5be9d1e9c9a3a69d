import { z } from 'zod';
import type { Decision } from '../../agent/core/contract/decision.ts';
import { TICKET_STATES, type HelpNews } from '../../agent/core/support/help.ts';
import {
  STREAM_KINDS,
  type StreamKind,
  type Technician,
} from '../../agent/core/support/remote-session.ts';
import { documentField, nameField, planField, seqField, wallMsField } from './fields.ts';
import { BALANCES_MAX, CHAT_MAX_CHARS, COMMANDS_BATCH_MAX, PERSON_MAX_CHARS } from './limits.ts';

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
  /** How a ticket stands at the desk now. */
  readonly 'help-news': { readonly news: HelpNews };
  /** The work is done: what of a ticket's promise is used; 0 lets all of it go. */
  readonly 'help-settle': { readonly ticket: string; readonly amount: number };
  /** A technician, or whoever has the ticket, writes to the till. */
  readonly chat: ChatBody;
  /** The till puts its logs together and uploads them under this name. */
  readonly 'logs-collect': LogsBody;
  /** A technician asks for a session; after its time the till does not even show it. */
  readonly 'remote-ask': RemoteAskBody;
  /** What the technician has typed as the code that the cashier reads out. */
  readonly 'remote-code': { readonly session: string; readonly code: string };
  readonly 'remote-stop': { readonly session: string; readonly end: RemoteStop };
  /** The hub asks for a lease back; the till answers with the line `lease-closed`, when it can. */
  readonly 'lease-close': { readonly lease: string };
}

interface ChatBody {
  readonly ticket: string;
  readonly message: string;
  readonly from: Technician;
  readonly text: string;
  readonly sentAtMs: number;
}

interface LogsBody {
  readonly bundle: string;
  readonly ticket?: string | undefined;
  /** Of the last traffic with the devices, where the till records it. */
  readonly withTrace: boolean;
}

interface RemoteAskBody {
  readonly session: string;
  readonly ticket: string;
  readonly technician: Technician;
  readonly streams: readonly StreamKind[];
}

/** Why the hub ends a session. */
const REMOTE_STOPS = ['stopped-by-technician', 'withdrawn', 'time-over'] as const;
type RemoteStop = (typeof REMOTE_STOPS)[number];

interface SignedBody {
  /** A signed document. */
  readonly document: string;
}

export type CommandKind = keyof CommandBodies;

const signedBody = z.strictObject({ document: documentField });

const textField = z.string().min(1).max(CHAT_MAX_CHARS);
const personField = z.string().min(1).max(PERSON_MAX_CHARS);
const technician = z.strictObject({ name: personField, company: personField }).readonly();

/** What was decided is read by the till itself; a decision of a newer plan is shown as far as it is known. */
const decisionField = z.custom<Decision>(
  (value) => typeof value === 'object' && value !== null && 'outcome' in value,
);

const newsSchema: z.ZodType<HelpNews> = z.strictObject({
  ticket: nameField,
  state: z.enum(TICKET_STATES),
  handler: technician.optional(),
  scheduledAtMs: wallMsField.optional(),
  decision: decisionField.optional(),
  balances: z
    .array(
      z
        .strictObject({ account: nameField, charged: z.int().min(0), available: z.int() })
        .readonly(),
    )
    .max(BALANCES_MAX)
    .readonly()
    .optional(),
  text: textField.optional(),
});

/** The body of each command kind there is. */
export const commandBodies: { readonly [Kind in CommandKind]: z.ZodType<CommandBodies[Kind]> } = {
  entitlement: signedBody,
  lease: signedBody,
  director: signedBody,
  plan: z.strictObject({ document: planField }),
  'lease-close': z.strictObject({ lease: nameField }),
  'help-news': z.strictObject({ news: newsSchema }),
  'help-settle': z.strictObject({ ticket: nameField, amount: z.int().min(0) }),
  chat: z.strictObject({
    ticket: nameField,
    message: nameField,
    from: technician,
    text: textField,
    sentAtMs: wallMsField,
  }),
  'logs-collect': z.strictObject({
    bundle: nameField,
    ticket: nameField.optional(),
    withTrace: z.boolean(),
  }),
  'remote-ask': z.strictObject({
    session: nameField,
    ticket: nameField,
    technician,
    streams: z.array(z.enum(STREAM_KINDS)).min(1).max(STREAM_KINDS.length).readonly(),
  }),
  'remote-code': z.strictObject({ session: nameField, code: z.string().regex(/^\d{6}$/) }),
  'remote-stop': z.strictObject({ session: nameField, end: z.enum(REMOTE_STOPS) }),
};

export function isCommandKind(kind: string): kind is CommandKind {
  return Object.hasOwn(commandBodies, kind);
}
