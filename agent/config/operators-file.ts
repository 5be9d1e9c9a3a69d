/**
 * The operators' file as it lies on disk: for the agent's user alone, replaced whole. A release after
 * this one may have written it: fields that this one does not know are kept as they are, and nobody
 * signs in whose rights or PIN it cannot read.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { roleSchema } from './operator-rules.ts';
import { PIN_HASH } from './pin.ts';
import { replaceFile } from './replace-file.ts';

const FILE_MODE = 0o600;
const OPERATORS_MAX = 500;
const NAME_MAX_CHARS = 60;

const operatorIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'use a-z, 0-9 and -, at most 32');
const operatorNameSchema = z
  .string()
  .min(1)
  .max(NAME_MAX_CHARS)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'no control characters');

const operatorSchema = z
  .looseObject({
    id: operatorIdSchema,
    name: operatorNameSchema,
    role: z.unknown(),
    pin: z.unknown(),
    isDisabled: z.boolean(),
    /** Rises by one each time somebody unlocks them in this file. */
    unlocks: z.int().min(0),
    /** This release gives rights by role alone; whatever narrows one operator's stands here. */
    rights: z.unknown().optional(),
  })
  .readonly();

const fileSchema = z
  .looseObject({ operators: z.array(operatorSchema).max(OPERATORS_MAX).readonly() })
  .readonly()
  .refine(
    ({ operators }) => new Set(operators.map(({ id }) => id)).size === operators.length,
    'two operators have one id',
  );

const pinSchema = z.string().regex(PIN_HASH);

/** Whether an operator may be called this. */
export function isOperatorId(text: string): boolean {
  return operatorIdSchema.safeParse(text).success;
}

export type OperatorsFile = z.infer<typeof fileSchema>;

/** As it was written, by whatever release. */
export type WrittenOperator = z.infer<typeof operatorSchema>;

/** One who can sign in here. */
export type StoredOperator = WrittenOperator & {
  readonly role: z.infer<typeof roleSchema>;
  readonly pin: string;
};

/** Why this release lets an operator not sign in whom another one has written down. */
export type OperatorBar = 'unknown-role' | 'unknown-rights' | 'unknown-pin';

/** Undefined for one who can sign in. */
export function barOf({ role, rights, pin }: WrittenOperator): OperatorBar | undefined {
  if (!roleSchema.safeParse(role).success) return 'unknown-role';
  if (rights !== undefined) return 'unknown-rights';
  return isPinHash(pin) ? undefined : 'unknown-pin';
}

export function isStored(written: WrittenOperator): written is StoredOperator {
  return barOf(written) === undefined;
}

/** At no other cost than ours: another would be work for the till. */
export function isPinHash(pin: unknown): pin is string {
  return pinSchema.safeParse(pin).success;
}

/** With no operators where it does not exist yet. Throws `ConfigError`, with none of it in its words. */
export function readOperators(path: string): OperatorsFile {
  const text = textOf(path);
  if (text === undefined) return { operators: [] };
  const parsed = fileSchema.safeParse(contentOf(text, path));
  if (parsed.success) return parsed.data;
  throw new ConfigError('invalid', path, { reason: z.prettifyError(parsed.error) });
}

/** Throws `ConfigError` for what could not be read again. */
export function writeOperators(path: string, file: OperatorsFile): void {
  const parsed = fileSchema.safeParse(file);
  if (!parsed.success) {
    throw new ConfigError('invalid', path, { reason: z.prettifyError(parsed.error) });
  }
  replaceFile(path, `${JSON.stringify(parsed.data, null, 2)}\n`, FILE_MODE);
}

export function isFull({ operators }: OperatorsFile): boolean {
  return operators.length >= OPERATORS_MAX;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    if (code === 'ENOENT') return undefined;
    throw new ConfigError('unreadable', path, { reason: `it cannot be read (${code})` });
  }
}

/** The parser's own words show what stands there, and hashes of PINs stand there. */
function contentOf(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigError('not-json', path, { reason: 'it is not JSON' });
  }
}
