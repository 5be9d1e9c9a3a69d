/** One line of a ledger file: an entry as people and programs write it, with its instant as ISO 8601. */
import { z } from 'zod';
import type { LedgerEntry } from '../core/contract/ledger-entry.ts';
import { problemsOf, type Problem } from './explain-issues.ts';
import { isoInstantMs } from './iso-time.ts';

const NAME_CHARS_MAX = 128;

const nameSchema = z
  .string()
  .min(1)
  .max(NAME_CHARS_MAX)
  .regex(/^\P{C}*$/u, 'leave out control characters');

const instantSchema = z
  .string()
  .refine(
    (text) => isoInstantMs(text) !== undefined,
    'use an instant with its offset, such as 2026-11-23T15:00:00+01:00 or 2026-11-23T14:00:00Z',
  );

/** Whether it is a whole number above 0 the ledger itself says, and refuses the entry. */
const amountSchema = z.number();

/** Its number in the file is its name where it has none. */
const common = {
  id: nameSchema.optional(),
  at: instantSchema,
  account: nameSchema.default('credits'),
};

const ticket = { ...common, ticket: nameSchema };
const lease = { ...common, lease: nameSchema };

const LINES = [
  z.strictObject({
    kind: z.literal('grant'),
    ...common,
    amount: amountSchema,
    source: nameSchema.default('grant'),
    priority: z.int().optional(),
    expires: instantSchema.optional(),
  }),
  z.strictObject({ kind: z.literal('hold'), ...ticket, amount: amountSchema }),
  z.strictObject({
    kind: z.literal('settle'),
    ...ticket,
    amount: amountSchema,
    onShort: z.enum(['refuse', 'overdraft']).optional(),
  }),
  z.strictObject({ kind: z.literal('release'), ...ticket }),
  z.strictObject({ kind: z.literal('reverse'), ...ticket }),
  z.strictObject({ kind: z.literal('lease-cut'), ...lease, amount: amountSchema }),
  z.strictObject({
    kind: z.literal('lease-spend'),
    ...lease,
    ticket: nameSchema,
    amount: amountSchema,
  }),
  z.strictObject({ kind: z.literal('lease-closed'), ...lease }),
  z.strictObject({ kind: z.literal('lease-written-off'), ...lease }),
] as const;

const KINDS = LINES.flatMap(({ shape }) => [...shape.kind.values]).join(', ');

/** An entry of a ledger file. */
export const ledgerLineSchema = z.discriminatedUnion('kind', LINES, {
  error: `use one of ${KINDS}`,
});

/** An entry with the place it came from. */
export interface ReadLine {
  readonly line: number;
  readonly account: string;
  readonly entry: LedgerEntry;
}

/** What is wrong with a line, and where. */
export interface BadLine extends Problem {
  readonly line: number;
}

/** Reads one line; `line` is its number in the file. */
export function ledgerLine(text: string, line: number): ReadLine | readonly BadLine[] {
  const json = jsonIn(text);
  if (json.kind === 'bad')
    return [{ line, field: '', problem: `this is not JSON: ${json.reason}` }];
  const parsed = ledgerLineSchema.safeParse(json.value);
  if (!parsed.success) {
    return problemsOf(parsed.error, json.value).map((problem) => ({ line, ...problem }));
  }
  const { account, at, ...written } = parsed.data;
  const { id = `line-${line}` } = written;
  const atMs = isoInstantMs(at) ?? 0;
  return { line, account, entry: entryOf({ ...written, at, account }, { id, atMs }) };
}

type Written = z.infer<typeof ledgerLineSchema>;

function entryOf(
  written: Written,
  { id, atMs }: { readonly id: string; readonly atMs: number },
): LedgerEntry {
  const { account: _account, at: _at, id: _id, ...rest } = written;
  if (rest.kind !== 'grant') return { ...rest, id, atMs };
  const { expires, ...grant } = rest;
  return {
    ...grant,
    id,
    atMs,
    ...(expires === undefined ? {} : { expiresMs: isoInstantMs(expires) }),
  };
}

type Json =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'bad'; readonly reason: string };

function jsonIn(text: string): Json {
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch (cause) {
    return { kind: 'bad', reason: cause instanceof Error ? cause.message : String(cause) };
  }
}
