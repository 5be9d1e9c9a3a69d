import { z } from 'zod';
import { deviceNameSchema } from '../../kit/device-name.ts';
import { DENOMINATIONS_MAX } from './names.ts';

const VALUE_MAX_MINOR = 100_000_000;

const denominationSchema = z.strictObject({
  /** The validator's own number of the note, as its variant has it. */
  index: z.int().min(1).max(DENOMINATIONS_MAX),
  valueMinor: z.int().min(1).max(VALUE_MAX_MINOR),
});

/** What the configuration may say about an EBDS port. */
export const ebdsConfigSchema = z
  .strictObject({
    /** Name of the port in traces. */
    port: z.string().min(1).max(40).default('ebds'),
    device: deviceNameSchema,
    currency: z.string().regex(/^[A-Z]{3}$/),
    /** The notes of the validator's variant: outside of its extended mode it tells a number only. */
    denominations: z.array(denominationSchema).min(1).max(DENOMINATIONS_MAX),
    pollMs: z.int().min(50).max(500).default(200),
    replyTimeoutMs: z.int().min(50).max(5_000).default(250),
    /** How long a frame may pause. */
    frameTimeoutMs: z.int().min(20).max(200).default(100),
    linkWaitMs: z.int().min(0).max(30_000).default(3_000),
    /** A note nobody has decided about goes back after this. */
    judgeMaxMs: z.int().min(1_000).max(120_000).default(30_000),
  })
  .refine(
    ({ denominations }) =>
      new Set(denominations.map((one) => one.index)).size === denominations.length,
    { message: 'Two denominations have the same index.' },
  );

export type EbdsConfig = z.infer<typeof ebdsConfigSchema>;
/** What a configuration file holds: the same with the defaults left out. */
export type EbdsConfigInput = z.input<typeof ebdsConfigSchema>;
