import { z } from 'zod';
import { deviceNameSchema } from '../../kit/device-name.ts';
import type { CctalkConfigInput } from './config.ts';
import { CHECKSUMS } from './frame-format.ts';

const COINS_MAX = 10_000;
const TIME_MAX_MS = 600_000;

const device = deviceNameSchema;
const address = z.int().min(2).max(255);
const timeMs = z.int().min(0).max(TIME_MAX_MS);
const valueMinor = z.int().min(1).max(100_000_000);

const timingSchema = z.strictObject({
  /** From the end of a request to the start of its reply. */
  replyMs: timeMs,
  /** From a coin's insertion to the decision about it. */
  validateMs: timeMs,
  /** From that decision to the credit. */
  creditMs: timeMs,
  /** One coin out of a hopper. */
  coinMs: timeMs,
  /** A hopper gives up after this long without a coin. */
  payoutTimeoutMs: timeMs,
  /** An acceptor that is not polled for this long lets no coin in (part 4, 1.3.12). */
  selfInhibitMs: timeMs,
});

/** A machine to be simulated: what its devices are and what they hold. */
export const simConfigSchema = z.strictObject({
  echo: z.boolean(),
  checksum: z.enum(CHECKSUMS).default('simple'),
  /** Whether the devices know the address poll and the address clash; many do not. */
  hasAddressPoll: z.boolean().default(true),
  timing: timingSchema,
  acceptor: z.strictObject({
    device,
    address,
    /** Programmed coins; the first is position 1. */
    coins: z.array(z.strictObject({ id: z.string().length(6), valueMinor })).max(16),
    /** What stands below each sorter path: a hopper's device name, or `cashbox`; path 1 is first. */
    paths: z.array(device).min(1).max(8),
  }),
  hoppers: z
    .array(
      z.strictObject({
        device,
        address,
        valueMinor,
        serial: z.int().min(0).max(0xff_ffff),
        /** What goes before the number of coins in a dispense command. */
        security: z.enum(['serial-number', 'none']).default('serial-number'),
        /** What it answers when asked for its coin; many do not. */
        coinId: z.string().length(6).optional(),
        coins: z.int().min(0).max(COINS_MAX),
        /** Lifetime count, to start just before it turns over for instance. */
        dispenseCount: z.int().min(0).max(0xff_ffff).default(0),
      }),
    )
    .max(16),
  changer: z
    .strictObject({
      device,
      address,
      serial: z.int().min(0).max(0xff_ffff).default(80_001),
      coins: z.array(valueMinor).max(COINS_MAX),
      /** What it says to have paid in its life. */
      moneyOutMinor: z.int().min(0).max(0xffff_ffff).default(12_345),
    })
    .optional(),
  accumulator: z
    .strictObject({
      device,
      address,
      serial: z.int().min(0).max(0xff_ffff).default(81_001),
      /** What it holds, and what it has paid in its life, by kind of coin. */
      coins: z
        .array(
          z.strictObject({
            id: z.string().length(6),
            valueMinor,
            count: z.int().min(0).max(COINS_MAX),
            paid: z.int().min(0).max(0xff_ffff).default(0),
          }),
        )
        .min(1)
        .max(16),
    })
    .optional(),
  validator: z
    .strictObject({
      device,
      address,
      /** Both `Bill Validator` and `Bill Acceptor` are in use. */
      category: z.string().min(1).max(40).default('Bill Validator'),
      serial: z.int().min(0).max(0xff_ffff).default(90_001),
      /** Programmed notes; the first is position 1. */
      bills: z.array(z.strictObject({ id: z.string().length(7), valueMinor })).max(16),
      scaling: z.int().min(0).max(0xffff).default(100),
      decimals: z.int().min(0).max(9).default(2),
      stackerMax: z.int().min(1).max(COINS_MAX).default(500),
      /** What becomes of a note in escrow when the power comes back. */
      onPowerUp: z.enum(['return', 'stack']).default('return'),
      /** From a note's insertion to the decision about it. */
      drawMs: timeMs.default(1_500),
      /** From the escrow to the stacker, or back to the customer. */
      moveMs: timeMs.default(1_000),
      /** How long a note waits in escrow (part 2, 3.98). */
      escrowMs: timeMs.default(30_000),
      /** A validator that is not polled for this long closes itself (part 4, 2.2.2). */
      selfInhibitMs: timeMs.default(5_000),
    })
    .optional(),
});

export type SimConfig = z.infer<typeof simConfigSchema>;
export type SimTiming = SimConfig['timing'];

/** Mechanics at about the speed of real ones. */
export const realTiming: SimTiming = {
  replyMs: 5,
  validateMs: 40,
  creditMs: 60,
  coinMs: 80,
  payoutTimeoutMs: 3_000,
  selfInhibitMs: 1_000,
};

/** Mechanics for tests over a real terminal, where nobody wants to wait. */
export const fastTiming: SimTiming = {
  ...realTiming,
  replyMs: 1,
  validateMs: 5,
  creditMs: 10,
  coinMs: 10,
  payoutTimeoutMs: 150,
};

const EURO_COINS = [5, 10, 20, 50, 100, 200] as const;
const COINS_PER_HOPPER = 40;
const FIRST_HOPPER_ADDRESS = 3;
/** Path 1 leads to the cash box, the hoppers follow. */
const FIRST_HOPPER_PATH = 2;

interface EuroCoin {
  readonly id: string;
  readonly valueMinor: number;
  readonly device: string;
  readonly address: number;
  readonly path: number;
  readonly serial: number;
}

const euroCoins: readonly EuroCoin[] = EURO_COINS.map((value, at) => ({
  id: `EU${String(value).padStart(3, '0')}A`,
  valueMinor: value,
  device: `hopper-${value}`,
  address: FIRST_HOPPER_ADDRESS + at,
  path: FIRST_HOPPER_PATH + at,
  serial: 70_001 + at * 1_111,
}));

/** An acceptor for 5 cent to 2 euro and a hopper for each of these coins. */
export const euroMachine: SimConfig = {
  echo: true,
  checksum: 'simple',
  hasAddressPoll: true,
  timing: realTiming,
  acceptor: {
    device: 'acceptor',
    address: 2,
    coins: euroCoins.map((coin) => ({
      id: coin.id,
      valueMinor: coin.valueMinor,
    })),
    paths: ['cashbox', ...euroCoins.map((coin) => coin.device)],
  },
  hoppers: euroCoins.map((coin) => ({
    device: coin.device,
    address: coin.address,
    valueMinor: coin.valueMinor,
    serial: coin.serial,
    security: 'serial-number',
    coinId: coin.id,
    coins: COINS_PER_HOPPER,
    dispenseCount: 0,
  })),
};

const EURO_NOTES = [500, 1_000, 2_000, 5_000] as const;

/** The euro machine with a bill validator for 5 to 50 euro beside it. */
export const euroNoteMachine: SimConfig = simConfigSchema.parse({
  ...euroMachine,
  validator: {
    device: 'validator',
    address: 40,
    bills: EURO_NOTES.map((value) => ({
      id: `EU${String(value / 100).padStart(4, '0')}A`,
      valueMinor: value,
    })),
  },
});

/** The euro machine with notes, in frames with CRC-16. */
export const euroCrcMachine: SimConfig = { ...euroNoteMachine, checksum: 'crc' };

/** The port configuration that fits the euro machine. */
export const euroMachineDriverConfig: CctalkConfigInput = {
  echo: true,
  acceptors: [
    {
      device: 'acceptor',
      address: 2,
      currencyCode: 'EU',
      paths: euroCoins.map((coin) => ({
        path: coin.path,
        place: coin.device,
        coins: [coin.valueMinor],
      })),
      defaultPlace: 'cashbox',
    },
  ],
  dispensers: euroCoins.map((coin) => ({
    device: coin.device,
    address: coin.address,
    valueMinor: coin.valueMinor,
    serial: coin.serial,
  })),
};

/** The port configuration that fits the euro machine with notes. */
export const euroNoteMachineDriverConfig: CctalkConfigInput = {
  ...euroMachineDriverConfig,
  validators: [{ device: 'validator', address: 40, currencyCode: 'EU' }],
};

/** The euro machine with a changer and an accumulator hopper beside its hoppers. */
export const euroValueMachine: SimConfig = simConfigSchema.parse({
  ...euroMachine,
  changer: {
    device: 'changer',
    address: 55,
    coins: EURO_COINS.flatMap((value) => Array.from({ length: COINS_PER_HOPPER }, () => value)),
  },
  accumulator: {
    device: 'accumulator',
    address: 10,
    coins: euroCoins.map(({ id, valueMinor: value }) => ({
      id,
      valueMinor: value,
      count: COINS_PER_HOPPER,
    })),
  },
});

/** The port configuration that fits it. */
export const euroValueMachineDriverConfig: CctalkConfigInput = {
  ...euroMachineDriverConfig,
  valueDispensers: [
    { kind: 'changer', device: 'changer', address: 55, unitMinor: 5 },
    { kind: 'accumulator', device: 'accumulator', address: 10, unitMinor: 5 },
  ],
};

const fastNotes = { drawMs: 20, moveMs: 20 } as const;

/** The same machine, for tests over a real terminal. */
export function quickened({ validator, ...config }: SimConfig): SimConfig {
  const notes = validator === undefined ? {} : { validator: { ...validator, ...fastNotes } };
  return { ...config, ...notes, timing: fastTiming };
}
