/** A line that a crash kept from being told is read from the store, which orders its facts by name. */
import { expect, it } from 'vitest';
import { canonicalJson } from '../../../agent/core/canonical/canonical-json.ts';
import type { JournalLine } from '../../../agent/core/journal-line.ts';
import { Wishes } from './wishes.ts';

const WRITTEN = { seq: 1, atMs: 0, prevHash: '', hash: '' };

function booked(times: number): readonly string[] {
  const problems: string[] = [];
  const wishes = new Wishes((holds, problem) => {
    if (!holds) problems.push(problem);
  });
  const entry = { place: 'hopper-20', added: [{ valueMinor: 20, count: 7 }], client: 'pos' };
  wishes.ask({ kind: 'fill-entered', ...entry });
  const line = { kind: 'cash-filled', body: entry, ...WRITTEN } as const;
  for (let time = 0; time < times; time += 1) {
    wishes.wrote(JSON.parse(canonicalJson(line)) as JournalLine);
  }
  return problems;
}

it('is the entry that was asked for, and the same once more is not', () => {
  expect(booked(1)).toEqual([]);
  expect(booked(2)).toHaveLength(1);
});
