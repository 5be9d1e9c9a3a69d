/**
 * What a balance of many grants costs: one ticket held and settled, the balance asked for, and all
 * entries read again, beside one pass over as many of them.
 */
import { available, foldEntries, post } from '../../agent/core/contract/ledger.ts';
import type { LedgerEntry } from '../../agent/core/contract/ledger-entry.ts';
import type { Comparison } from './comparison.ts';
import { median } from './statistics.ts';

const GRANTS = 10_000;
const ROUNDS = 200;
const READINGS = 5;
const GOAL_MS = 1;
const DAY_MS = 86_400_000;
const RULE = { holdProtects: true };

export function measureLedger(): readonly Comparison[] {
  const entries = grants();
  const readMs = Array.from({ length: READINGS }, () => timed(() => foldEntries(entries, RULE)));
  const ledger = foldEntries(entries, RULE);
  const atMs = GRANTS * DAY_MS;
  const hold = { kind: 'hold', id: 'hold', atMs, ticket: 'job', amount: 150 } as const;
  const settle = { kind: 'settle', id: 'settle', atMs, ticket: 'job', amount: 75 } as const;
  const held = post(ledger, hold).ledger;
  const passMs = rounds(() => entries.reduce((sum, { id }) => sum + id.length, 0));
  const against = { theirs: passMs, against: 'one pass over them', unit: 'ms' };
  const goal = { of: 'ours', bound: 'max', value: GOAL_MS } as const;
  const name = `ledger, ${GRANTS} grants`;
  return [
    { what: `${name}: hold`, ours: rounds(() => post(ledger, hold)), ...against, goal },
    { what: `${name}: settle`, ours: rounds(() => post(held, settle)), ...against, goal },
    { what: `${name}: balance`, ours: rounds(() => available(held, atMs)), ...against, goal },
    {
      what: `${name}: read again`,
      ours: median(readMs),
      ...against,
      note: 'all entries, as when the hub is asked for a balance',
    },
  ];
}

/** A pack a day; of three, one expires in a year, one in two, one never. Some have expired by the end. */
function grants(): readonly LedgerEntry[] {
  return Array.from({ length: GRANTS }, (_, day) => ({
    kind: 'grant',
    id: `pack-${day}`,
    atMs: day * DAY_MS,
    amount: 60,
    source: 'top-up',
    ...(day % 3 === 0 ? {} : { expiresMs: (GRANTS + (day % 3) * 365 - (day % 500)) * DAY_MS }),
  }));
}

function rounds(run: () => unknown): number {
  return median(Array.from({ length: ROUNDS }, () => timed(run)));
}

function timed(run: () => unknown): number {
  const beganMs = performance.now();
  run();
  return performance.now() - beganMs;
}
