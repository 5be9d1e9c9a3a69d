/** The shapes of remote sessions and logs, as technicians ask for and see them. */
import { z } from 'zod';
import { SESSION_ENDS, STREAM_KINDS } from '../../../agent/core/support/remote-session.ts';
import { idSchema } from '../../trust/fields.ts';
import { REMOTE_CONTROLS, REMOTE_STATES } from '../desk/remote.ts';
import { BUNDLE_STATES } from '../store/log-bundles.ts';

const instantSchema = z.iso.datetime();

const END_REASONS = [
  ...SESSION_ENDS,
  'second-session',
  'ticket-unknown',
  'not-configured',
  'till-in-sale',
  'not-delivered',
] as const;

export const sessionParamsSchema = z.strictObject({ session: idSchema });
export const bundleParamsSchema = z.strictObject({ bundle: idSchema });

export const askSessionSchema = z
  .strictObject({ streams: z.array(z.enum(STREAM_KINDS)).min(1).max(2).readonly() })
  .readonly();
export const codeSchema = z.strictObject({ code: z.string().regex(/^\d{6}$/) }).readonly();
export const askLogsSchema = z.strictObject({ withTrace: z.boolean() }).readonly();

export const remoteSessionSchema = z
  .strictObject({
    session: z.string(),
    ticket: z.string(),
    station: z.string(),
    technician: z.strictObject({ name: z.string(), company: z.string() }).readonly(),
    streams: z.array(z.enum(STREAM_KINDS)).readonly(),
    state: z.enum(REMOTE_STATES),
    control: z.enum(REMOTE_CONTROLS),
    triesLeft: z.int(),
    askedAt: instantSchema,
    liveAt: instantSchema.optional(),
    endedAt: instantSchema.optional(),
    end: z.enum(END_REASONS).optional(),
    durationMs: z.int(),
    bytesIn: z.int(),
    bytesOut: z.int(),
    isMine: z.boolean().describe('Only who asked sees its streams.'),
  })
  .readonly()
  .meta({ id: 'RemoteSession' });
export type RemoteSessionView = z.output<typeof remoteSessionSchema>;

export const bundleSchema = z
  .strictObject({
    bundle: z.string(),
    station: z.string(),
    ticket: z.string().optional(),
    askedBy: z.string(),
    askedAt: instantSchema,
    state: z.enum(BUNDLE_STATES),
    sizeBytes: z.int().optional(),
    sha256: z.string().optional(),
    reason: z.string().optional(),
  })
  .readonly();
export type BundleView = z.output<typeof bundleSchema>;

export const ticketRemoteSchema = z
  .strictObject({
    sessions: z.array(remoteSessionSchema).readonly(),
    bundles: z.array(bundleSchema).readonly(),
  })
  .readonly();
