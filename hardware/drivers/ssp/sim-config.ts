import { z } from 'zod';
import { deviceNameSchema } from '../../kit/device-name.ts';
import type { SspConfigInput, UnitKind } from './config.ts';
import { DEFAULT_FIXED_KEY } from './crypt.ts';

const PIECES_MAX = 10_000;
const TIME_MAX_MS = 60_000;

const timeMs = z.int().min(0).max(TIME_MAX_MS);
const valueMinor = z.int().min(1).max(100_000_000);

const timingSchema = z.strictObject({
  /** From the end of a packet to the start of its reply. */
  replyMs: timeMs,
  /** From a note's insertion to the decision what it is. */
  readMs: timeMs,
  /** From the acceptance to the credit. */
  stackMs: timeMs,
  /** From the credit to the place where the note stays. */
  storeMs: timeMs,
  /** Out through the front. */
  returnMs: timeMs,
  /** One note or coin to the customer. */
  pieceMs: timeMs,
  /** A note that nobody decides on goes back after this (SSP manual, 18). */
  escrowMs: timeMs,
  /** A unit that gets no command for this long takes nothing in. */
  disableMs: timeMs,
});

const simUnitSchema = z.strictObject({
  unit: z.enum(['validator', 'smart-payout', 'nv11', 'smart-hopper', 'smart-coin-system']),
  device: deviceNameSchema,
  address: z.int().min(0).max(0x7d),
  serial: z.int().min(0).max(0xffff_ffff),
  currency: z.string().length(3),
  /** By channel; all multiples of 100 for notes. */
  values: z.array(valueMinor).min(1).max(16),
  /** What is in the store: pairs of value and count, the first at the bottom. */
  store: z.array(z.tuple([valueMinor, z.int().min(0).max(PIECES_MAX)])).default([]),
  /** Pieces the unit believes to have and has not. */
  phantoms: z.array(z.tuple([valueMinor, z.int().min(0).max(PIECES_MAX)])).default([]),
  /** Highest protocol version it takes. */
  protocolMax: z.int().min(5).max(9).default(8),
  hasPollWithAck: z.boolean().default(true),
  /** Commands that its firmware does not know. */
  unknownCommands: z.array(z.int().min(0).max(255)).default([]),
  /** Coins come so fast that it tells their sum and not each of them. */
  tellsSums: z.boolean().default(false),
  /** More coins than this do not go in. */
  storeMax: z.int().min(1).max(PIECES_MAX).default(PIECES_MAX),
  /** Whether everything but the key exchange has to be encrypted. */
  isEncrypted: z.boolean().default(true),
  fixedKey: z
    .string()
    .regex(/^[0-9a-fA-F]{16}$/)
    .default(DEFAULT_FIXED_KEY.toString(16).padStart(16, '0')),
});

/** A line with units on it, to be simulated. */
export const simConfigSchema = z.strictObject({
  timing: timingSchema,
  units: z.array(simUnitSchema).min(1).max(8),
});

export type SimConfig = z.infer<typeof simConfigSchema>;
export type SimConfigInput = z.input<typeof simConfigSchema>;
export type SimUnitConfig = z.infer<typeof simUnitSchema>;
export type SimTiming = z.infer<typeof timingSchema>;

/** Coins fall out of it one by one; notes have a way to go. */
export function isCoinUnit({ unit }: Pick<SimUnitConfig, 'unit'>): boolean {
  return unit === 'smart-hopper' || unit === 'smart-coin-system';
}

/** Mechanics at about the speed of real ones. */
const realTiming: SimTiming = {
  replyMs: 10,
  readMs: 600,
  stackMs: 700,
  storeMs: 500,
  returnMs: 500,
  pieceMs: 600,
  escrowMs: 5_000,
  disableMs: 10_000,
};

/** Mechanics for tests over a real terminal, where nobody wants to wait. */
export const fastTiming: SimTiming = {
  ...realTiming,
  replyMs: 1,
  readMs: 20,
  stackMs: 30,
  storeMs: 20,
  returnMs: 20,
  pieceMs: 40,
};

const EURO_NOTES = [500, 1_000, 2_000, 5_000, 10_000];
const EURO_COINS = [5, 10, 20, 50, 100, 200];
const NOTE_RECYCLER_ADDRESS = 0x00;
const HOPPER_ADDRESS = 0x10;

/** A SMART Payout on an NV200: five, ten and twenty euro are recycled. */
export const nv200: SimConfigInput = {
  timing: realTiming,
  units: [
    {
      unit: 'smart-payout',
      device: 'notes',
      address: NOTE_RECYCLER_ADDRESS,
      serial: 4_170_011,
      currency: 'EUR',
      values: EURO_NOTES,
      store: [
        [500, 10],
        [1_000, 10],
        [2_000, 10],
      ],
    },
  ],
};

/** The commands of recyclers that pay in any order, which an NV11 does not know. */
const NOT_OF_NV11 = [0x44, 0x46, 0x52, 0x53];

/** An NV11: its store is a stack, of which the last note that came in goes first. */
export const nv11: SimConfigInput = {
  timing: realTiming,
  units: [
    {
      unit: 'nv11',
      device: 'notes',
      address: NOTE_RECYCLER_ADDRESS,
      serial: 2_110_055,
      currency: 'EUR',
      values: EURO_NOTES,
      unknownCommands: NOT_OF_NV11,
      store: [
        [1_000, 3],
        [500, 8],
      ],
    },
  ],
};

/** A SMART Hopper with a coin mechanism: it recycles all it takes. */
export const smartHopper: SimConfigInput = {
  timing: realTiming,
  units: [
    {
      unit: 'smart-hopper',
      device: 'coins',
      address: HOPPER_ADDRESS,
      serial: 5_220_022,
      currency: 'EUR',
      values: EURO_COINS,
      protocolMax: 7,
      store: EURO_COINS.map((value) => [value, 40]),
    },
  ],
};

/** A SMART Coin System: a feeder that takes coins by the handful, and one hopper for all of them. */
export const smartCoinSystem: SimConfigInput = {
  timing: realTiming,
  units: [
    {
      unit: 'smart-coin-system',
      device: 'coins',
      address: HOPPER_ADDRESS,
      serial: 6_330_044,
      currency: 'EUR',
      values: EURO_COINS,
      protocolMax: 7,
      store: EURO_COINS.map((value) => [value, 40]),
    },
  ],
};

/** A note validator without a store. */
export const nv9: SimConfigInput = {
  timing: realTiming,
  units: [
    {
      unit: 'validator',
      device: 'notes',
      address: NOTE_RECYCLER_ADDRESS,
      serial: 3_090_033,
      currency: 'EUR',
      values: EURO_NOTES,
      protocolMax: 7,
    },
  ],
};

/** The port configuration that fits a simulated line. */
export function driverConfigFor(sim: SimConfigInput): SspConfigInput {
  return {
    units: sim.units.map((one) => ({
      unit: one.unit satisfies UnitKind,
      device: one.device,
      address: one.address,
      currency: one.currency,
      encryption: one.isEncrypted ?? true,
      recycled: (one.store ?? []).map(([value]) => value),
    })),
  };
}
