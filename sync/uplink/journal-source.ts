import type { JournalLine } from '../../agent/core/journal-line.ts';
import type { Place } from '../protocol/fields.ts';
import { TRAIL_MAX } from '../protocol/limits.ts';
import { wireLine, type WireLine } from '../protocol/lines.ts';
import { TRAIL_DENSE } from './limits.ts';

/** The till's journal, which is its outbox. */
export interface JournalSource {
  readonly head: Place;
  /** In order, from the one after `seq`. */
  linesAfter(seq: number): Iterable<JournalLine>;
}

export interface BatchLimits {
  readonly linesMax: number;
  readonly bytesMax: number;
}

/** The next lines after `seq`, as many as one upload takes; one at least, where there is one. */
export function readBatch(
  journal: JournalSource,
  seq: number,
  { linesMax, bytesMax }: BatchLimits,
): readonly WireLine[] {
  const batch: WireLine[] = [];
  let bytes = 0;
  for (const line of journal.linesAfter(seq)) {
    const wire = wireLine(line);
    bytes += Buffer.byteLength(JSON.stringify(wire));
    if (batch.length > 0 && bytes > bytesMax) return batch;
    batch.push(wire);
    if (batch.length >= linesMax) return batch;
  }
  return batch;
}

/**
 * Places of the chain by which the hub finds where two of them part: what it has acknowledged, then
 * ever larger steps back from the head.
 */
export function trailOf(journal: JournalSource, durableTo: number): readonly Place[] {
  const { seq: head } = journal.head;
  const seqs = new Set<number>();
  if (durableTo > 0 && durableTo < head) seqs.add(durableTo);
  for (let step = 1, seq = head - 1; seq > 0 && seqs.size < TRAIL_MAX; seq -= step) {
    seqs.add(seq);
    if (seqs.size > TRAIL_DENSE) step *= 2;
  }
  return [...seqs].toSorted((a, b) => b - a).flatMap((seq) => placeOf(journal, seq) ?? []);
}

function placeOf(journal: JournalSource, wanted: number): Place | undefined {
  for (const { seq, hash } of journal.linesAfter(wanted - 1)) {
    return seq === wanted ? { seq, hash } : undefined;
  }
  return undefined;
}
