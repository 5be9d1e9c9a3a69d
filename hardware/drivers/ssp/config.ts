import { z } from 'zod';
import { deviceNameSchema } from '../../kit/device-name.ts';
import { ADDRESS_MAX } from './frame.ts';

const VALUE_MAX_MINOR = 100_000_000;
const VALUES_MAX = 20;
const UNITS_MAX = 8;
/** Units take being asked more often than this amiss, and less often than once a second too. */
const POLL_MIN_MS = 200;
const POLL_MAX_MS = 1_000;
/** "Not more than 20 repetitions" of what was not answered within a second (SSP manual). */
const RETRIES_MAX = 20;

const device = deviceNameSchema;
const valueMinor = z.int().min(1).max(VALUE_MAX_MINOR);

export const UNIT_KINDS = [
  'validator',
  'smart-payout',
  'nv11',
  'smart-hopper',
  'smart-coin-system',
] as const;

export type UnitKind = (typeof UNIT_KINDS)[number];

/** Note units answer at 0x00, coin units at 0x10, unless somebody has changed it. */
const DEFAULT_ADDRESS: Readonly<Record<UnitKind, number>> = {
  validator: 0x00,
  'smart-payout': 0x00,
  nv11: 0x00,
  'smart-hopper': 0x10,
  'smart-coin-system': 0x10,
};

const unitSchema = z
  .strictObject({
    unit: z.enum(UNIT_KINDS),
    device,
    address: z.int().min(0).max(ADDRESS_MAX).optional(),
    /** ISO 4217, as the unit's dataset says it. */
    currency: z.string().regex(/^[A-Z]{3}$/),
    /** What is kept to be paid out; each value is a dispenser of its own. */
    recycled: z.array(valueMinor).max(VALUES_MAX).default([]),
    /** Whether cash goes in here; a hopper without a coin mechanism only pays. */
    takesCash: z.boolean().default(true),
    encryption: z.boolean().default(true),
    /** The fixed half of the key, sixteen hexadecimal digits, where it is not the factory's. Secret. */
    fixedKey: z
      .string()
      .regex(/^[0-9a-fA-F]{16}$/)
      .optional(),
    /** Serial number the unit must have; without it the first one seen is the one. */
    serial: z.int().min(0).max(0xffff_ffff).optional(),
    /** Type the unit must give in its setup, where the manuals do not say it. */
    unitType: z.int().min(0).max(255).optional(),
    /** Order of the three bytes of the value multiplier; see the README. */
    valueMultiplierOrder: z.enum(['big-endian', 'little-endian']).default('big-endian'),
    /** Bytes of a coin's value in command 40; the two manuals disagree. */
    coinInhibitValueBytes: z.literal([2, 4]).default(2),
    /** Bytes behind the event D3, which no manual gives; without it D3 is an unknown event. */
    coinsLowDataBytes: z.int().min(0).max(64).optional(),
  })
  .transform(({ address, ...unit }) => ({
    ...unit,
    address: address ?? DEFAULT_ADDRESS[unit.unit],
  }))
  .superRefine((unit, context) => {
    for (const message of unitFaults(unit)) context.addIssue({ code: 'custom', message });
  });

interface UnitShape {
  readonly unit: UnitKind;
  readonly recycled: readonly number[];
  readonly encryption: boolean;
  readonly takesCash: boolean;
}

function unitFaults({ unit, recycled, encryption, takesCash }: UnitShape): readonly string[] {
  const isPayout = unit !== 'validator';
  const checks: readonly (readonly [boolean, string])[] = [
    [!isPayout && recycled.length > 0, 'A validator recycles nothing.'],
    [isPayout && !encryption, 'A unit that pays out takes its commands encrypted only.'],
    [isPayout && recycled.length === 0, 'Say which values are recycled.'],
    [new Set(recycled).size !== recycled.length, 'A value is recycled twice.'],
    [!takesCash && isNoteUnit(unit), 'A unit for notes takes cash.'],
  ];
  return checks.filter(([isWrong]) => isWrong).map(([, message]) => message);
}

/** What the configuration may say about an SSP port. */
export const sspConfigSchema = z
  .strictObject({
    /** Name of the port in traces. */
    port: z.string().min(1).max(40).default('ssp'),
    pollMs: z.int().min(POLL_MIN_MS).max(POLL_MAX_MS).default(250),
    replyTimeoutMs: z.int().min(100).max(5_000).default(1_000),
    retriesMax: z.int().min(1).max(RETRIES_MAX).default(RETRIES_MAX),
    frameTimeoutMs: z.int().min(50).max(1_000).default(200),
    /** How long cash on its way may take from the inhibit to being told of. */
    flushMs: z.int().min(0).max(5_000).default(1_000),
    /** How long an order may wait for the unit to be ready. */
    readyWaitMs: z.int().min(0).max(60_000).default(5_000),
    units: z.array(unitSchema).min(1).max(UNITS_MAX),
  })
  .superRefine(({ units }, context) => {
    for (const key of ['device', 'address'] as const) {
      if (new Set(units.map((one) => one[key])).size === units.length) continue;
      context.addIssue({ code: 'custom', message: `Two units have the same ${key}.` });
    }
  });

export type SspConfig = z.infer<typeof sspConfigSchema>;
/** What a configuration file holds: the same with the defaults left out. */
export type SspConfigInput = z.input<typeof sspConfigSchema>;
export type UnitConfig = z.infer<typeof unitSchema>;

export function isNoteUnit(unit: UnitKind): boolean {
  return unit === 'validator' || unit === 'smart-payout' || unit === 'nv11';
}

/** The name of the dispenser that one recycled value is. */
export function dispenserName(config: UnitConfig, value: number): string {
  return `${config.device}/${value}`;
}
