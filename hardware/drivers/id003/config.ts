import { z } from 'zod';
import { deviceNameSchema } from '../../kit/device-name.ts';
import { DENOMINATIONS_MAX, FIRST_DENOMINATION } from './machine.ts';

const VALUE_MAX_MINOR = 100_000_000;

const denominationSchema = z.strictObject({
  /** 97 (hexadecimal 61) is the first. */
  code: z
    .int()
    .min(FIRST_DENOMINATION)
    .max(FIRST_DENOMINATION + DENOMINATIONS_MAX - 1),
  valueMinor: z.int().min(1).max(VALUE_MAX_MINOR),
});

/** What the configuration may say about an ID-003 port. */
export const id003ConfigSchema = z.strictObject({
  /** Name of the port in traces. */
  port: z.string().min(1).max(40).default('id003'),
  device: deviceNameSchema,
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** Decimal places of the currency's smallest unit. */
  minorDigits: z.int().min(0).max(3).default(2),
  /** The maker's country number; without it the acceptor may hold notes of one country only. */
  country: z.int().min(0).max(255).optional(),
  /** For an acceptor that does not answer a currency request, and for no other. */
  denominations: z.array(denominationSchema).min(1).max(DENOMINATIONS_MAX).optional(),
  pollMs: z.int().min(100).max(1_000).default(200),
  replyTimeoutMs: z.int().min(50).max(5_000).default(300),
  /** How long a frame may pause. */
  frameTimeoutMs: z.int().min(20).max(200).default(100),
  linkWaitMs: z.int().min(0).max(30_000).default(3_000),
  /** A note nobody has decided about goes back after this. */
  judgeMaxMs: z.int().min(1_000).max(120_000).default(30_000),
  holdEveryMs: z.int().min(500).max(8_000).default(4_000),
});

export type Id003Config = z.infer<typeof id003ConfigSchema>;
/** What a configuration file holds: the same with the defaults left out. */
export type Id003ConfigInput = z.input<typeof id003ConfigSchema>;
