/** Reads what lies in the drivers' `traces/`: published frames, and sessions that were recorded. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { FrameSource } from '../../hardware/kit/codec.ts';

export interface TracedFrame {
  readonly name: string;
  /** Who may have sent it. */
  readonly from: readonly FrameSource[];
  readonly bytes: Uint8Array;
}

export interface Trace {
  readonly file: string;
  readonly family: string;
  /** The codec's name. */
  readonly protocol: string;
  /** A recorded session has times, and its frames are in order. */
  readonly isSession: boolean;
  /** What a session put in, in minor units, where whoever recorded it has written it down. */
  readonly creditsMinor: readonly number[] | undefined;
  readonly frames: readonly TracedFrame[];
}

const DRIVERS = join(import.meta.dirname, '../../hardware/drivers');
const BOTH: readonly FrameSource[] = ['host', 'device'];

/** Every file of frames of these drivers; what is no `.tsv` is for its driver's own tests. */
export function tracesOf(families: readonly string[]): readonly Trace[] {
  return families.flatMap((family) => {
    const folder = join(DRIVERS, family, 'traces');
    const files = readdirSync(folder).filter((file) => file.endsWith('.tsv'));
    return files.map((file) => readTrace(join(folder, file), family));
  });
}

/**
 * One file: lines of `# word value`, then the names of the columns, then a frame a line. `direction`
 * is TX from the host or RX from the device; without it a name that begins with "reply" is the
 * device's, and a frame without a name may come from either end.
 */
export function readTrace(path: string, family: string): Trace {
  const { facts, columns, rows } = readTable(path);
  const credits = facts.get('credits');
  return {
    file: basename(path),
    family,
    protocol: facts.get('protocol') ?? family,
    isSession: columns.includes('ms'),
    creditsMinor: credits === undefined ? undefined : numbersOf(credits),
    frames: rows.map((row) => frameOf(columns, row)),
  };
}

export interface TraceTable {
  readonly facts: ReadonlyMap<string, string>;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The parts of any file in `traces/`. */
export function readTable(path: string): TraceTable {
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  const facts = new Map(
    lines
      .filter((line) => line.startsWith('# '))
      .map((line) => [line.split(' ')[1] ?? '', line.split(' ').slice(2).join(' ')]),
  );
  const [head = '', ...rows] = lines.filter((line) => !line.startsWith('#'));
  return { facts, columns: head.split('\t'), rows: rows.map((row) => row.split('\t')) };
}

function numbersOf(text: string): readonly number[] {
  return text === '' ? [] : text.split(' ').map(Number);
}

function frameOf(columns: readonly string[], cells: readonly string[]): TracedFrame {
  const cell = (column: string): string | undefined => cells[columns.indexOf(column)];
  const name = cell('name') ?? '';
  const bytes = Uint8Array.from(Buffer.from((cell('hex') ?? '').replaceAll(' ', ''), 'hex'));
  return { name: name.replace(/^reply /, ''), from: sourcesOf(cell('direction'), name), bytes };
}

function sourcesOf(direction: string | undefined, name: string): readonly FrameSource[] {
  if (direction === 'TX') return ['host'];
  if (direction === 'RX') return ['device'];
  if (name === '') return BOTH;
  return [name.startsWith('reply ') ? 'device' : 'host'];
}
