/** What an earlier release has written is read by this one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { TillStore } from './till-store.ts';

/** The last version in which a payout had one leg at a time. */
const ONE_LEG_VERSION = 4;

const PAYOUT = {
  payoutId: 's/payout',
  purpose: 'change',
  ownerId: 's',
  amountMinor: 260,
  paidMinor: 200,
  startedAtMs: 7,
  attempts: { 'hopper-50': 1 },
  isParked: false,
};
const LEG = { leg: 2, device: 'hopper-50', valueMinor: 50, count: 1 };
const PREPARING = { kind: 'preparing', leg: { ...LEG, leg: 1 } };
const UNRESOLVED = {
  kind: 'unresolved',
  leg: LEG,
  evidence: '{"serial":1,"paid":4}',
  reason: 'offline',
  isAsking: true,
};

/** A store whose payouts are as that release has written them. */
function payoutsAfterUpgrade(path: string, written: object): object {
  const database = openDatabase(path);
  database
    .prepare('INSERT INTO till_part (part, state) VALUES (?, ?)')
    .run('payouts', JSON.stringify(written));
  database.pragma(`user_version = ${ONE_LEG_VERSION}`);
  database.close();
  using store = new TillStore(openDatabase(path));
  return store.load().payouts;
}

it('a payout with one leg under way is one with one of several', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tillwarden-migrations-'));
  try {
    const written = {
      's/payout': { ...PAYOUT, phase: UNRESOLVED },
      'd/payout-1': { ...PAYOUT, phase: PREPARING },
    };
    expect(payoutsAfterUpgrade(join(folder, 'till.db'), written)).toEqual({
      's/payout': { ...PAYOUT, legs: [UNRESOLVED], lastLeg: 2 },
      'd/payout-1': { ...PAYOUT, legs: [PREPARING], lastLeg: 1 },
    });
    expect(payoutsAfterUpgrade(join(folder, 'other.db'), {})).toEqual({});
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
