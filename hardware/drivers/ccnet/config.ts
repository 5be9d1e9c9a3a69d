import { z } from 'zod';
import { deviceNameSchema } from '../../kit/device-name.ts';

/** Below this the specification forbids to poll (2.8). */
const POLL_MIN_MS = 100;
const POLL_MAX_MS = 1_000;
/** A note goes back after ten seconds in escrow: a hold has to be said well before. */
const HOLD_EVERY_MAX_MS = 8_000;
const VALUE_MAX_MINOR = 100_000_000;
const CASSETTES_MAX = 16;

/** Where the devices stand that the specification names (1.3). */
export const CUSTOMARY_ADDRESS = { validator: 3, 'bill-to-bill': 1 } as const;

const cassetteSchema = z.strictObject({
  /** As the unit counts them; the drop cassette, 0, pays nothing. */
  cassette: z.int().min(1).max(CASSETTES_MAX),
  valueMinor: z.int().min(1).max(VALUE_MAX_MINOR),
});

/** What the configuration may say about a CCNET port. */
export const ccnetConfigSchema = z
  .strictObject({
    /** Name of the port in traces. */
    port: z.string().min(1).max(40).default('ccnet'),
    /** A Bill-to-Bill unit also pays out what its recycling cassettes hold. */
    unit: z.enum(['validator', 'bill-to-bill']).default('validator'),
    device: deviceNameSchema,
    /** The customary one of the unit when left out. */
    address: z.int().min(1).max(255).optional(),
    /** What each recycling cassette holds; all of the unit's other ones have to be unassigned. */
    cassettes: z.array(cassetteSchema).max(CASSETTES_MAX).default([]),
    /** Three letters, as they stand in the validator's bill table. */
    currency: z.string().regex(/^[A-Z]{3}$/),
    /** Decimal places of the currency's smallest unit. */
    minorDigits: z.int().min(0).max(3).default(2),
    pollMs: z.int().min(POLL_MIN_MS).max(POLL_MAX_MS).default(200),
    replyTimeoutMs: z.int().min(50).max(5_000).default(250),
    /** How long a frame may pause; the specification's 5 ms are too tight for a busy computer. */
    frameTimeoutMs: z.int().min(20).max(200).default(100),
    linkWaitMs: z.int().min(0).max(30_000).default(3_000),
    /** How long an order may wait for a Bill-to-Bill unit to be ready. */
    readyWaitMs: z.int().min(0).max(60_000).default(5_000),
    /** A note nobody has decided about goes back after this. */
    judgeMaxMs: z.int().min(1_000).max(120_000).default(30_000),
    holdEveryMs: z.int().min(500).max(HOLD_EVERY_MAX_MS).default(4_000),
  })
  .transform(({ address, ...port }) => ({
    ...port,
    address: address ?? CUSTOMARY_ADDRESS[port.unit],
  }))
  .superRefine((port, context) => {
    for (const message of cassetteFaults(port)) context.addIssue({ code: 'custom', message });
  });

export type CcnetConfig = z.infer<typeof ccnetConfigSchema>;
/** What a configuration file holds: the same with the defaults left out. */
export type CcnetConfigInput = z.input<typeof ccnetConfigSchema>;
export type CassetteConfig = z.infer<typeof cassetteSchema>;

interface Cassettes {
  readonly unit: 'validator' | 'bill-to-bill';
  readonly cassettes: readonly CassetteConfig[];
}

function cassetteFaults({ unit, cassettes }: Cassettes): readonly string[] {
  const isTwice = (key: keyof CassetteConfig): boolean =>
    new Set(cassettes.map((one) => one[key])).size !== cassettes.length;
  const checks: readonly (readonly [boolean, string])[] = [
    [unit === 'validator' && cassettes.length > 0, 'A validator has no cassettes to pay from.'],
    [isTwice('cassette'), 'A cassette is named twice.'],
    // The command to pay names a value and no cassette: of two nobody could say which was paid from.
    [isTwice('valueMinor'), 'Two cassettes hold the same value.'],
  ];
  return checks.filter(([isWrong]) => isWrong).map(([, message]) => message);
}

/** The name of the dispenser that one cassette is. */
export function dispenserName(device: string, valueMinor: number): string {
  return `${device}/${valueMinor}`;
}
