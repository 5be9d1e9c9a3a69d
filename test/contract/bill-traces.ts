import { readFileSync } from 'node:fs';
import type { FrameSource } from '../../hardware/kit/codec.ts';

export interface TracedFrame {
  readonly name: string;
  /** Who may have sent it. */
  readonly from: readonly FrameSource[];
  readonly bytes: Uint8Array;
}

const FOLDER = new URL('../../hardware/drivers/', import.meta.url);

/** The published frames of a family; those that bear no name may come from either end. */
export function tracesOf(family: string): readonly TracedFrame[] {
  const text = readFileSync(new URL(`${family}/traces/${family}.tsv`, FOLDER), 'utf8');
  const [head = '', ...lines] = text.trim().split('\n');
  return lines.map((line) => traced(line.split('\t'), head.includes('name')));
}

function traced([first = '', second = '']: readonly string[], isNamed: boolean): TracedFrame {
  const bytes = Buffer.from((isNamed ? second : first).replaceAll(' ', ''), 'hex');
  if (!isNamed) return { name: '', from: ['host', 'device'], bytes };
  const isReply = first.startsWith('reply ');
  return { name: first.replace('reply ', ''), from: [isReply ? 'device' : 'host'], bytes };
}
