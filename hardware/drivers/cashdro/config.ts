import { z } from 'zod';
import { deviceNameSchema } from '../../kit/device-name.ts';

/** What the configuration may say about a CashDro. */
export const cashdroConfigSchema = z.strictObject({
  device: deviceNameSchema,
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** The till's name at the machine (`posid`): its own, where several tills share one machine. */
  terminal: z.string().regex(/^[A-Za-z0-9._-]{1,40}$/),
  /** How far the machine is set to round an amount; beyond it a sale does not count as paid. */
  roundingMaxMinor: z.int().min(0).max(100).default(2),
  /** How often an operation is asked after. */
  pollMs: z.int().min(100).max(5_000).default(500),
  /** How often an idle machine is asked whether somebody uses it. */
  idlePollMs: z.int().min(500).max(60_000).default(2_000),
  levelsEveryMs: z.int().min(5_000).max(3_600_000).default(60_000),
  /** The endpoint; older machines answer in another shape at `index.php`. */
  path: z
    .string()
    .regex(/^\/[A-Za-z0-9/._-]+$/)
    .default('/Cashdro3WS/index3.php'),
});

export type CashdroConfig = z.infer<typeof cashdroConfigSchema>;
