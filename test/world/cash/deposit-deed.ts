/** Somebody puts cash in before it is known what becomes of it: to keep, to fill the till, to change. */
import { insertedMinor } from '../../../agent/core/sale/sale.ts';
import type { DepositEndAsked } from '../../../agent/core/till/events.ts';
import type { DepositPurpose } from '../../../agent/core/journal-line.ts';
import { CASHIER } from '../../support/operators.ts';
import { some } from './cash-machine.ts';
import type { CashWorld } from './cash-world.ts';
import { strike, type Fates } from './fates.ts';
import { drawCurrency, insertPiece, untilQuiet, valuesOf } from './sale-deed.ts';

const PURPOSES: readonly DepositPurpose[] = ['deposit', 'deposit', 'exchange', 'fill'];
const PIECES_MAX = 6;
const FIX_PATIENCE_MS = 6_000;
const PATIENCE_MS = 12_000;

export async function putIn(world: CashWorld, fates: Fates): Promise<void> {
  const saleId = world.till.newId();
  const purpose = world.pick(PURPOSES);
  const foreign = drawCurrency(world);
  const operator = purpose === 'deposit' ? undefined : CASHIER.operatorId;
  const terms = {
    saleId,
    client: 'pos',
    idempotencyKey: saleId,
    amountDueMinor: 0,
    currency: foreign ?? 'EUR',
    deposit: { purpose, operator },
  };
  const answer = await world.insist({ kind: 'sale-requested', terms });
  if (answer?.kind !== 'sale') return;
  await insertSome(world, fates, foreign);
  await world.insist({ kind: 'deposit-change-requested', saleId, change: 'fix' });
  if (world.chance(0.1)) await strike(world, fates);
  await world.clock.runUntil(() => world.active?.phase.kind !== 'fixing', FIX_PATIENCE_MS);
  if (world.chance(0.9)) await end(world, saleId, purpose);
  if (world.chance(0.25)) await strike(world, fates);
  await untilQuiet(world, PATIENCE_MS);
}

/** Piece by piece; the acceptors are closed for a while now and then, and somebody tries all the same. */
async function insertSome(
  world: CashWorld,
  fates: Fates,
  currency: string | undefined,
): Promise<void> {
  const pieces = some(world.random, PIECES_MAX);
  await world.clock.advance(world.pick([0, 300, 600]));
  for (let piece = 0; piece < pieces; piece += 1) {
    if (world.chance(0.1)) await change(world, 'pause');
    await insertPiece(world, currency, world.pick(valuesOf(world, currency)));
    if (world.active?.phase.kind === 'paused') await change(world, 'restart');
    if (world.chance(0.05)) await strike(world, fates);
  }
}

async function change(world: CashWorld, to: 'pause' | 'restart'): Promise<void> {
  const saleId = world.active?.saleId ?? 'none';
  await world.insist({ kind: 'deposit-change-requested', saleId, change: to });
}

async function end(world: CashWorld, saleId: string, purpose: DepositPurpose): Promise<void> {
  const asked = drawEnd(world, purpose);
  const operation = { idempotencyKey: `${saleId}-end`, terms: JSON.stringify(asked) };
  await world.insist({ kind: 'deposit-end-requested', saleId, end: asked, operation });
}

/** One that may not be asked for now and then, and now and then more than is there. */
function drawEnd(world: CashWorld, purpose: DepositPurpose): DepositEndAsked {
  const { active } = world;
  const inMinor = active === undefined ? 0 : insertedMinor(active);
  const amountMinor = 5 * Math.floor((world.random() * 1.1 * inMinor) / 5);
  const keeping: readonly DepositEndAsked[] = [
    { kind: 'change', amountMinor },
    { kind: 'no-change' },
    { kind: 'repay' },
  ];
  switch (purpose) {
    case 'deposit':
      return world.pick(keeping);
    case 'fill':
      return world.pick([{ kind: 'no-change' }, { kind: 'no-change' }, ...keeping]);
    case 'exchange':
      return world.pick([
        { kind: 'exchange' },
        { kind: 'exchange', choice: { kind: 'most' } },
        { kind: 'repay' },
        { kind: 'no-change' },
      ]);
  }
}
