import { z } from 'zod';

/** Below this the specification forbids to poll (2.8). */
const POLL_MIN_MS = 100;
const POLL_MAX_MS = 1_000;
/** A note goes back after ten seconds in escrow: a hold has to be said well before. */
const HOLD_EVERY_MAX_MS = 8_000;

/** What the configuration may say about a CCNET port. */
export const ccnetConfigSchema = z.strictObject({
  /** Name of the port in traces. */
  port: z.string().min(1).max(40).default('ccnet'),
  device: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  /** 3 is the bill validator. */
  address: z.int().min(1).max(255).default(3),
  /** Three letters, as they stand in the validator's bill table. */
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** Decimal places of the currency's smallest unit. */
  minorDigits: z.int().min(0).max(3).default(2),
  pollMs: z.int().min(POLL_MIN_MS).max(POLL_MAX_MS).default(200),
  replyTimeoutMs: z.int().min(50).max(5_000).default(250),
  /** How long a frame may pause; the specification's 5 ms are too tight for a busy computer. */
  frameTimeoutMs: z.int().min(20).max(200).default(100),
  linkWaitMs: z.int().min(0).max(30_000).default(3_000),
  /** A note nobody has decided about goes back after this. */
  judgeMaxMs: z.int().min(1_000).max(120_000).default(30_000),
  holdEveryMs: z.int().min(500).max(HOLD_EVERY_MAX_MS).default(4_000),
});

export type CcnetConfig = z.infer<typeof ccnetConfigSchema>;
/** What a configuration file holds: the same with the defaults left out. */
export type CcnetConfigInput = z.input<typeof ccnetConfigSchema>;
