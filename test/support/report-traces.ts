/** Reads the recorded sessions of HID drivers: reports with their kind and id, and the descriptor. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { bytesOf, hexSchema } from '../../hardware/kit/hex.ts';
import { readTable } from './traces.ts';

const rowSchema = z.strictObject({
  ms: z.coerce.number().int().min(0),
  direction: z.enum(['TX', 'RX']),
  report: z.enum(['input', 'output', 'feature']),
  id: z.coerce.number().int().min(0).max(0xff),
  hex: z
    .string()
    .transform((text) => text.replaceAll(' ', ''))
    .pipe(hexSchema(1_024).min(2))
    .transform(bytesOf),
});

export type TracedReport = z.infer<typeof rowSchema>;

export interface ReportTrace {
  readonly file: string;
  readonly family: string;
  readonly descriptor: Uint8Array;
  /** What the driver told of it when it was recorded. */
  readonly told: readonly string[];
  readonly reports: readonly TracedReport[];
}

const DRIVERS = join(import.meta.dirname, '../../hardware/drivers');

export function reportTracesOf(family: string): readonly ReportTrace[] {
  const folder = join(DRIVERS, family, 'traces');
  const files = readdirSync(folder).filter((file) => file.endsWith('.tsv'));
  return files.map((file) => readReportTrace(join(folder, file)));
}

/** Throws for a file that is no such recording. */
export function readReportTrace(path: string): ReportTrace {
  const { facts, columns, rows } = readTable(path);
  const told = facts.get('told') ?? '';
  return {
    file: basename(path),
    family: facts.get('protocol') ?? '',
    descriptor: bytesOf(hexSchema(4_096).min(2).parse(facts.get('descriptor'))),
    told: told === '' ? [] : told.split(', '),
    reports: rows.map((row) =>
      rowSchema.parse(Object.fromEntries(columns.map((column, at) => [column, row[at]]))),
    ),
  };
}
