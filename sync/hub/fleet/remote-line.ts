/** Lines of a till about remote sessions and logs, as far as the hub acts on them. */
import { z } from 'zod';
import { SESSION_ENDS, STREAM_KINDS } from '../../../agent/core/support/remote-session.ts';
import { nameField } from '../../protocol/fields.ts';

const count = z.int().min(0);

/** The bodies of the lines that have an effect here. */
export const REMOTE_LINES = {
  'remote-refused': z.object({
    session: nameField,
    reason: z.enum(['second-session', 'ticket-unknown', 'not-configured', 'till-in-sale']),
  }),
  'remote-code-tried': z.object({ session: nameField, isRight: z.boolean(), triesLeft: count }),
  'remote-consented': z.object({
    session: nameField,
    operator: z.string().optional(),
    isUnattended: z.boolean().optional(),
  }),
  'remote-control': z.object({
    session: nameField,
    control: z.enum(['granted', 'suspended', 'withdrawn']),
    cause: z.string(),
  }),
  'remote-stream': z.object({
    session: nameField,
    stream: z.enum(STREAM_KINDS),
    change: z.enum(['opened', 'closed']),
    reason: z.string().optional(),
  }),
  'remote-console': z.object({ session: nameField, action: z.string(), outcome: z.string() }),
  'remote-ended': z.object({
    session: nameField,
    end: z.enum(SESSION_ENDS),
    durationMs: count,
    controlMs: count,
    bytesIn: count,
    bytesOut: count,
  }),
  'logs-sent': z.object({ bundle: nameField, sizeBytes: count, sha256: z.string() }),
  'logs-failed': z.object({ bundle: nameField, reason: z.string() }),
} as const;

type Kinds = typeof REMOTE_LINES;

export type RemoteLine = {
  readonly [Kind in keyof Kinds]: { readonly kind: Kind; readonly body: z.infer<Kinds[Kind]> };
}[keyof Kinds];

/** The line, if it is one of these and its body is what it must be. */
export function remoteLineOf(kind: string, body: unknown): RemoteLine | undefined {
  if (!isRemoteKind(kind)) return undefined;
  return parsed(kind, body);
}

function isRemoteKind(kind: string): kind is keyof Kinds {
  return Object.hasOwn(REMOTE_LINES, kind);
}

const remoteLine = z.discriminatedUnion('kind', [
  lineSchema('remote-refused'),
  lineSchema('remote-code-tried'),
  lineSchema('remote-consented'),
  lineSchema('remote-control'),
  lineSchema('remote-stream'),
  lineSchema('remote-console'),
  lineSchema('remote-ended'),
  lineSchema('logs-sent'),
  lineSchema('logs-failed'),
]);

function lineSchema<Kind extends keyof Kinds>(kind: Kind) {
  return z.object({ kind: z.literal(kind), body: REMOTE_LINES[kind] });
}

function parsed(kind: keyof Kinds, body: unknown): RemoteLine | undefined {
  return remoteLine.safeParse({ kind, body }).data;
}
