/** What an installation decides: one strict file, read once, frozen. Secrets lie apart from it. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { operatorRulesSchema } from './operator-rules.ts';

const NAME = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'use a-z, 0-9 and -, at most 64')
  .refine(isFreeName, 'every object has something of this name: use another');
const PORTS_MAX = 16;

/** The port of the local API that a till listens on when its configuration names none. */
const API_PORT = 7300;

/** A POS program that is silent for so long, with no coin coming in either, is taken to be gone. */
const IDLE_EXPIRY_SECONDS = 180;

const COUNT_MAX = 100_000;
const PLACES_MAX = 64;

/** How full a place may get, and what it should begin a day with; counts are pieces. */
const placeSchema = z
  .strictObject({
    nearEmptyCount: z.int().min(0).max(COUNT_MAX),
    nearFullCount: z.int().min(1).max(COUNT_MAX).optional(),
    fullCount: z.int().min(1).max(COUNT_MAX).optional(),
    floatCount: z.int().min(0).max(COUNT_MAX).optional(),
  })
  .refine(
    ({ nearEmptyCount, nearFullCount = COUNT_MAX, fullCount = COUNT_MAX }) =>
      nearEmptyCount < nearFullCount && nearFullCount <= fullCount,
    'near-empty must lie below near-full, and that not above full',
  );

/** A record schema leaves out a key that every object has, and says nothing of it: so it is looked for before. */
const placesSchema = z
  .unknown()
  .superRefine((places, context) => {
    for (const place of reservedKeys(places)) {
      const message = `no place can be called ${place}: every object has something of this name`;
      context.addIssue({ code: 'custom', message });
    }
  })
  .pipe(
    z
      .record(z.string().min(1).max(64), placeSchema)
      .refine((places) => Object.keys(places).length <= PLACES_MAX, 'too many places'),
  );

/** False for `constructor`, `__proto__`, `toString` and their like. */
function isFreeName(name: string): boolean {
  return !(name in Object.prototype);
}

function reservedKeys(places: unknown): readonly string[] {
  if (typeof places !== 'object' || places === null) return [];
  return Object.keys(places).filter((place) => !isFreeName(place));
}

/** Where there is no coin for the last digits: what a sale asks for is rounded to `stepMinor`. */
const roundingSchema = z
  .strictObject({
    stepMinor: z.int().min(2).max(100_000),
    mode: z.enum(['half-up', 'half-down', 'up', 'down']).default('half-up'),
  })
  .readonly();

const CURRENCY = z.string().regex(/^[A-Z]{3}$/, 'use an ISO 4217 code such as EUR');

const portSchema = z.strictObject({
  id: NAME,
  driver: NAME,
  /** Of the cash of all its devices; the till's own where left out. */
  currency: CURRENCY.optional(),
  /** Checked by the schema of the transport and of the driver. */
  transport: z.unknown(),
  options: z.unknown(),
});

const COMMAND_WORDS_MAX = 32;

/** How a technician is shown this till, after somebody here has said yes. */
const supportSchema = z.strictObject({
  /** A VNC server on this computer's loopback. */
  screen: z
    .strictObject({
      port: z.int().min(1).max(65_535),
      /** Its password; relative to the configuration file. */
      passwordFile: z.string().min(1).optional(),
    })
    .optional(),
  /** Whatever it sends is a call for help; its transport is like that of a port. */
  helpButton: z.strictObject({ transport: z.unknown() }).optional(),
  /** In the screen's place: started after the same consent. */
  externalTool: z
    .strictObject({
      name: z.string().min(1).max(64),
      command: z.array(z.string().min(1)).min(1).max(COMMAND_WORDS_MAX),
    })
    .optional(),
});

export const configSchema = z.strictObject({
  till: NAME,
  /** What commands at the till speak where nobody asks for another; the environment's where left out. */
  language: z.enum(['en', 'de', 'es', 'it']).optional(),
  /** The till's own; what is of another is never added to it. */
  currency: CURRENCY,
  /** The till's database; relative to the configuration file. */
  store: z.string().min(1).default('till.db'),
  /** The API clients' token hashes; relative to the configuration file. */
  clients: z.string().min(1).default('clients.json'),
  api: z.strictObject({ port: z.int().min(0).max(65_535) }).default({ port: API_PORT }),
  sale: z
    .strictObject({
      idleExpirySeconds: z.int().min(10).max(3_600).default(IDLE_EXPIRY_SECONDS),
      cashRounding: roundingSchema.optional(),
    })
    .default({ idleExpirySeconds: IDLE_EXPIRY_SECONDS }),
  operators: operatorRulesSchema.prefault({}),
  /** By place: a dispenser's name, `cashbox`, or as `cashbox-usd` for a currency that is not the till's. */
  places: placesSchema.default({}),
  support: supportSchema.default({}),
  ports: z.array(portSchema).min(1).max(PORTS_MAX),
});

export type Config = z.infer<typeof configSchema> & {
  /** Where the configuration lies: what the paths of ports are relative to. */
  readonly folder: string;
};
export type PortConfig = Config['ports'][number];

/** Reads and checks a configuration file; paths in it become absolute. Throws `ConfigError`. */
export function readConfig(path: string): Config {
  const parsed = configSchema.safeParse(readJsonFile(path));
  if (!parsed.success)
    throw new ConfigError('invalid', path, { reason: z.prettifyError(parsed.error) });
  const folder = dirname(resolve(path));
  const { store, clients, operators } = parsed.data;
  return Object.freeze({
    ...parsed.data,
    folder,
    store: resolve(folder, store),
    clients: resolve(folder, clients),
    operators: { ...operators, file: resolve(folder, operators.file) },
  });
}

/** The content of a JSON file, unchecked. Throws `ConfigError` naming what is wrong with the file. */
export function readJsonFile(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ConfigError('unreadable', path, { reason: whyUnreadable(cause), cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConfigError('not-json', path, { reason: String(cause), cause });
  }
}

function whyUnreadable(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT')
    return 'there is no such file; name another, or write one with tillwarden init';
  if (code === 'EACCES') return 'this user may not read it';
  return String(cause);
}
