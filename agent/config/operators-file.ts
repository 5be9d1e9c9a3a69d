/** The operators' file as it lies on disk: strict, for the agent's user alone, replaced whole. */
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
  .strictObject({
    id: operatorIdSchema,
    name: operatorNameSchema,
    role: roleSchema,
    pin: z.string().regex(PIN_HASH, 'not a hash of this release'),
    isDisabled: z.boolean(),
    /** Rises by one each time somebody unlocks them in this file. */
    unlocks: z.int().min(0),
  })
  .readonly();

const fileSchema = z
  .strictObject({ operators: z.array(operatorSchema).max(OPERATORS_MAX).readonly() })
  .refine(
    ({ operators }) => new Set(operators.map(({ id }) => id)).size === operators.length,
    'two operators have one id',
  );

/** Whether an operator may be called this. */
export function isOperatorId(text: string): boolean {
  return operatorIdSchema.safeParse(text).success;
}

export type StoredOperator = z.infer<typeof operatorSchema>;

/** Every operator, none where the file does not exist yet. Throws `ConfigError`, with none of it in its words. */
export function readOperators(path: string): readonly StoredOperator[] {
  const text = textOf(path);
  if (text === undefined) return [];
  const parsed = fileSchema.safeParse(contentOf(text, path));
  if (parsed.success) return parsed.data.operators;
  throw new ConfigError('invalid', path, { reason: z.prettifyError(parsed.error) });
}

/** Throws `ConfigError` for what could not be read again. */
export function writeOperators(path: string, operators: readonly StoredOperator[]): void {
  const parsed = fileSchema.safeParse({ operators });
  if (!parsed.success) {
    throw new ConfigError('invalid', path, { reason: z.prettifyError(parsed.error) });
  }
  replaceFile(path, `${JSON.stringify(parsed.data, null, 2)}\n`, FILE_MODE);
}

export function isFull(operators: readonly StoredOperator[]): boolean {
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
