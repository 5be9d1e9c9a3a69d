/** A JSON file read with a strict schema: what is wrong with it is said line by line. */
import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { UsageError } from './command.ts';
import { explained } from './explain-issues.ts';

/** Far above any honest file of contract data. */
export const FILE_BYTES_MAX = 64 * 1024 * 1024;

/** The content of a file that is as it should be. Throws `UsageError`. */
export function readStrict<Value>(path: string, schema: z.ZodType<Value>): Value {
  return parseStrict(readJson(path), path, schema);
}

/** A value that is as it should be. Throws `UsageError` naming where it came from. */
export function parseStrict<Value>(value: unknown, from: string, schema: z.ZodType<Value>): Value {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const lines = explained(parsed.error, value).map((line) => `  ${line}`);
  throw new UsageError(`${from} is not as it should be:\n${lines.join('\n')}`);
}

/** The content of a JSON file, unchecked. Throws `UsageError` saying what is wrong with the file. */
export function readJson(path: string): unknown {
  const text = readText(path);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${path} is not JSON: ${messageOf(cause)}`, { cause });
  }
}

/** A schema as programs read it. */
export function jsonSchemaText(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`;
}

/** The text of a file. Throws `UsageError`. */
export function readText(path: string): string {
  try {
    if (statSync(path).size > FILE_BYTES_MAX) throw new UsageError(`${path} is far too large`);
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(`${path} cannot be read: ${messageOf(cause)}`, { cause });
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
