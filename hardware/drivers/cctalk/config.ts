import { z } from 'zod';
import { deviceNameSchema } from '../../kit/device-name.ts';
import { CHECKSUMS } from './frame-format.ts';
import { shippedCiphers, type CipherTable } from './hopper-cipher.ts';

const ADDRESS_MIN = 2;
const ADDRESS_MAX = 255;
const POLL_MIN_MS = 50;
/** An acceptor that is not polled for a second inhibits itself (part 4, 1.3.12). */
export const POLL_MAX_MS = 900;
const PATH_MAX = 8;
const VALUE_MAX_MINOR = 100_000_000;
const SERIAL_MAX = 2 ** 24 - 1;
const DEVICES_MAX = 16;

/** The place of all that no dispenser can give back. */
export const CASHBOX = 'cashbox';

const device = deviceNameSchema;
const address = z.int().min(ADDRESS_MIN).max(ADDRESS_MAX);
const valueMinor = z.int().min(1).max(VALUE_MAX_MINOR);

const acceptorSchema = z.strictObject({
  device,
  address: address.default(2),
  /** First two letters of the coin identifiers, `EU` for euro. */
  currencyCode: z.string().regex(/^[A-Z]{2}$/),
  /** Sorter paths to be set, and where each leads; a path not named here leads to `defaultPlace`. */
  paths: z
    .array(
      z.strictObject({
        path: z.int().min(1).max(PATH_MAX),
        place: device,
        coins: z.array(valueMinor).max(DEVICES_MAX),
      }),
    )
    .max(PATH_MAX)
    .default([]),
  defaultPlace: device.default(CASHBOX),
});

const validatorSchema = z.strictObject({
  device,
  address: address.default(40),
  /** First two letters of the bill identifiers, `EU` for euro. */
  currencyCode: z.string().regex(/^[A-Z]{2}$/),
});

const dispenserSchema = z.strictObject({
  device,
  address,
  valueMinor,
  /** Serial number the hopper must have; without it any hopper is taken. */
  serial: z.int().min(0).max(SERIAL_MAX).optional(),
  /** How its dispense command is secured: the hopper's own configuration, by its data sheet. */
  cipher: z.string().min(1).max(40).default('serial-number'),
});

const valueDispenserSchema = z.strictObject({
  /** An accumulator hopper (134 to 130), or a changer (128 to 117). */
  kind: z.enum(['accumulator', 'changer']),
  device,
  address,
  /** The smallest amount it can pay; what lies in it is counted in these. */
  unitMinor: valueMinor,
  serial: z.int().min(0).max(SERIAL_MAX).optional(),
  /** How the command of an accumulator hopper is secured; a changer's is not. */
  cipher: z.string().min(1).max(40).default('eight-zeros'),
});

const portSchema = z.strictObject({
  /** Name of the port in traces. */
  port: z.string().min(1).max(40).default('cctalk'),
  /** Whether the line gives back what is sent, as one wire does; some adapters suppress it. */
  echo: z.boolean().default(true),
  /** How the devices secure their frames; all of a port do it the same way. */
  checksum: z.enum(CHECKSUMS).default('simple'),
  pollMs: z.int().min(POLL_MIN_MS).max(POLL_MAX_MS).default(200),
  replyTimeoutMs: z.int().min(150).max(5_000).default(250),
  /** How long a frame may pause; the specification's 50 ms are too tight for a busy computer. */
  frameTimeoutMs: z.int().min(100).max(200).default(100),
  /** How long coins on their way may take from the inhibit to their credit. */
  flushMs: z.int().min(0).max(5_000).default(300),
  /** How long a request may wait for the port to come up. */
  linkWaitMs: z.int().min(0).max(30_000).default(3_000),
  acceptors: z.array(acceptorSchema).max(DEVICES_MAX).default([]),
  validators: z.array(validatorSchema).max(DEVICES_MAX).default([]),
  dispensers: z.array(dispenserSchema).max(DEVICES_MAX).default([]),
  /** Devices that pay an amount out of coins of their own choice. */
  valueDispensers: z.array(valueDispenserSchema).max(DEVICES_MAX).default([]),
});

export type CctalkConfig = z.infer<typeof portSchema>;
export type ValueDispenserConfig = z.infer<typeof valueDispenserSchema>;
/** What a configuration file holds: the same with the defaults left out. */
export type CctalkConfigInput = z.input<typeof portSchema>;
export type AcceptorConfig = z.infer<typeof acceptorSchema>;
export type ValidatorConfig = z.infer<typeof validatorSchema>;
export type DispenserConfig = z.infer<typeof dispenserSchema>;

/** What the configuration may say about a ccTalk port. */
export const cctalkConfigSchema = cctalkConfigSchemaWith(shippedCiphers);

/** The same where there are other ciphers; one that is not there is refused in plain words. */
export function cctalkConfigSchemaWith(
  ciphers: CipherTable,
): z.ZodType<CctalkConfig, CctalkConfigInput> {
  return portSchema.superRefine((config, context) => {
    const faults = [...wiringFaults(config), ...cipherFaults(config, ciphers)];
    for (const message of faults) context.addIssue({ code: 'custom', message });
  });
}

interface Wiring {
  readonly acceptors: readonly z.infer<typeof acceptorSchema>[];
  readonly validators: readonly z.infer<typeof validatorSchema>[];
  readonly dispensers: readonly z.infer<typeof dispenserSchema>[];
  readonly valueDispensers: readonly z.infer<typeof valueDispenserSchema>[];
}

/** What would send coins to a place that nobody knows, or that cannot give them back as they are. */
function wiringFaults(wiring: Wiring): readonly string[] {
  const { acceptors, validators, dispensers, valueDispensers } = wiring;
  const all = [...acceptors, ...validators, ...dispensers, ...valueDispensers];
  const twins = (['device', 'address'] as const)
    .filter((key) => new Set(all.map((one) => one[key])).size !== all.length)
    .map((key) => `Two devices have the same ${key}.`);
  const valueAt = new Map(dispensers.map((one) => [one.device, one.valueMinor]));
  const paths = acceptors.flatMap((acceptor) => acceptor.paths);
  const places = [
    ...paths.map(({ place }) => place),
    ...acceptors.map(({ defaultPlace }) => defaultPlace),
  ];
  const unknown = places
    .filter((place) => place !== CASHBOX && !valueAt.has(place))
    .map((place) => `${place} is neither a dispenser of single coins nor the ${CASHBOX}.`);
  const mixed = paths
    .filter(({ place, coins }) => coins.some((coin) => coin !== (valueAt.get(place) ?? coin)))
    .map(({ path, place }) => `Path ${path} leads coins of another value to ${place}.`);
  return [...twins, ...unknown, ...mixed];
}

function cipherFaults(wiring: Wiring, ciphers: CipherTable): readonly string[] {
  const known = Object.keys(ciphers).join(' and ');
  return [...wiring.dispensers, ...wiring.valueDispensers]
    .filter(({ cipher }) => !Object.hasOwn(ciphers, cipher))
    .map(
      ({ device: name, cipher }) =>
        `${name} wants the cipher ${cipher}, which is not here: there are ${known}. ` +
        'How hoppers with keys compute theirs is not public.',
    );
}
