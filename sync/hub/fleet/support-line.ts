/** Lines of a till about help, as far as the desk acts on them. */
import { z } from 'zod';
import type { Decision } from '../../../agent/core/contract/decision.ts';
import {
  ACCEPTABLES,
  CALLER_ROLES,
  CHANNELS,
  HELP_MODES,
  SERVICE_CLASSES,
  TOPICS,
} from '../../../agent/core/contract/request.ts';
import { CHAT_MAX_CHARS } from '../../protocol/limits.ts';
import { nameField } from '../../protocol/fields.ts';

const HOLDS_MAX = 16;

const hold = z.object({ account: nameField, amount: z.int().min(1) }).readonly();

/** The parts that the desk reads; the whole is kept as it came, for people. */
const decision = z
  .custom<Decision>((value) => typeof value === 'object' && value !== null)
  .refine((value) => z.array(hold).max(HOLDS_MAX).safeParse(value.holds).success);

const answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('decided'), decision }),
  z.object({ kind: z.literal('line-needed') }),
  z.object({ kind: z.literal('no-plan') }),
]);

/** The bodies of the lines that have an effect at the desk. */
export const SUPPORT_LINES = {
  'help-asked': z.object({
    ticket: nameField,
    number: z.int().min(1),
    operator: z.string().optional(),
    caller: z.enum(CALLER_ROLES),
    topic: z.enum(TOPICS).optional(),
    channel: z.enum(CHANNELS).optional(),
    serviceClass: z.enum(SERVICE_CLASSES).optional(),
    mode: z.enum(HELP_MODES).optional(),
    words: z.string().max(CHAT_MAX_CHARS).optional(),
    firstLineNote: z.string().max(CHAT_MAX_CHARS).optional(),
    accepted: z.array(z.enum(ACCEPTABLES)).max(ACCEPTABLES.length).readonly().optional(),
    answer,
  }),
  'help-withdrawn': z.object({ ticket: nameField }),
  'chat-said': z.object({
    ticket: nameField,
    message: nameField,
    text: z.string().min(1).max(CHAT_MAX_CHARS),
    operator: z.string().optional(),
  }),
} as const;

export type SupportLine = {
  readonly [Kind in keyof typeof SUPPORT_LINES]: {
    readonly kind: Kind;
    readonly body: z.infer<(typeof SUPPORT_LINES)[Kind]>;
  };
}[keyof typeof SUPPORT_LINES];

/** The line, if it is one of these and its body is what it must be. */
export function supportLineOf(kind: string, body: unknown): SupportLine | undefined {
  switch (kind) {
    case 'help-asked': {
      const { data } = SUPPORT_LINES[kind].safeParse(body);
      return data && { kind, body: data };
    }
    case 'help-withdrawn': {
      const { data } = SUPPORT_LINES[kind].safeParse(body);
      return data && { kind, body: data };
    }
    case 'chat-said': {
      const { data } = SUPPORT_LINES[kind].safeParse(body);
      return data && { kind, body: data };
    }
    default:
      return undefined;
  }
}

/** Beginnings of the kinds that the desk may have to look at. */
const OF_HELP = ['help-', 'chat-', 'remote-', 'logs-'];

export function isOfHelp({ kind }: { readonly kind: string }): boolean {
  return OF_HELP.some((beginning) => kind.startsWith(beginning));
}
