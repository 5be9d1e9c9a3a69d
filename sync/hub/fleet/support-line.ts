/** Lines of a till about help, as far as the desk acts on them. */
import { z } from 'zod';
import type { Decision, Outcome } from '../../../agent/core/contract/decision.ts';
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
  /** What became of a command; of one that was to settle a promise, the desk must know. */
  'command-settled': z.object({
    hubEpoch: nameField,
    seq: z.int().min(1),
    command: z.string(),
    outcome: z.enum(['done', 'refused', 'expired', 'unsupported']),
  }),
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

const OUTCOMES: Readonly<Record<Outcome, true>> = {
  COVERED: true,
  CHARGEABLE: true,
  ROUTE: true,
  SCHEDULE: true,
  NEEDS: true,
  QUOTE: true,
  REFUSE: true,
  MANUAL: true,
  SETTLE: true,
  FLAG: true,
  END: true,
  RENEWED: true,
  EXPIRE: true,
};

const COST_LINES_MAX = 64;

const costLine = z.object({
  code: nameField,
  quantity: z.int().min(0),
  unit: z.enum(['piece', 'minute', 'credit', 'year']),
  totalMinor: z.int().min(0),
  currency: z.string().regex(/^[A-Z]{3}$/),
  payer: z.enum(['distributor', 'customer']),
});

const chargeable = z.object({
  outcome: z.string().refine((outcome) => Object.hasOwn(OUTCOMES, outcome)),
  costLines: z.array(costLine).max(COST_LINES_MAX),
});

/**
 * What a till decided, where the desk can act on it: a till whose decision owes the customer money, or
 * has an outcome that this hub has no word for, is not taken at its word, and the desk decides.
 */
export function actionable(made: Decision): Decision | undefined {
  return chargeable.safeParse(made).success ? made : undefined;
}

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
    case 'command-settled': {
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
