/**
 * A deposit that a whole machine collects. The machine has no way to close its inlets and wait: to fix
 * a deposit is to have the machine end its operation and keep what is in. What its client then wants
 * out again is paid by a job of its own, as a debt is; so repaid is the value, never the very pieces.
 * Ended at the machine itself it is fixed too, unless the machine gave the money back.
 */
import { addCounts } from '../cash/counts.ts';
import {
  endedSale,
  fixedSale,
  insertedMinor,
  onlySale,
  owedSale,
  type Sale,
  type SaleStep,
} from './sale.ts';
import type { MachineSaleEvent } from './machine-sale.ts';
import type { CancelReason, LineDraft } from '../journal-line.ts';

/** Moves a deposit of a whole machine on, as long as its job goes on. */
export function stepMachineDeposit(sale: Sale, event: MachineSaleEvent, nowMs: number): SaleStep {
  switch (event.kind) {
    case 'machine-moved':
      return onlySale({
        ...sale,
        touchedAtMs: nowMs,
        inserted: addCounts(sale.inserted, event.cashIn),
        paidOutMinor: sale.paidOutMinor + event.outMinor,
      });
    // It is asked until it answers; what it has taken meanwhile it tells then.
    case 'machine-answered':
      return onlySale(sale);
    case 'machine-ended':
      return ended(sale, event.isRefused, nowMs);
  }
}

function ended(sale: Sale, isRefused: boolean, nowMs: number): SaleStep {
  switch (sale.phase.kind) {
    case 'cancelled':
      return givenBack({ ...sale, closedAtMs: sale.closedAtMs ?? nowMs });
    case 'collecting':
    case 'fixing': {
      const isKept = sale.paidOutMinor === 0 && insertedMinor(sale) > 0;
      const isWanted = sale.phase.kind === 'fixing' && sale.paidOutMinor === 0 && !isRefused;
      if (isKept || isWanted) return fixedSale(sale, nowMs);
      const reason: CancelReason = isRefused ? 'refused' : 'at-machine';
      const body = { saleId: sale.saleId, insertedMinor: insertedMinor(sale), reason };
      return givenBack({ ...sale, closedAtMs: nowMs }, [{ kind: 'sale-cancelled', body }]);
    }
    case 'paused':
    case 'fixed':
    case 'settling':
    case 'settled':
    case 'returning':
    case 'returned':
    case 'unresolved':
    case 'owed':
      return onlySale(sale);
  }
}

/** What the machine did not give back is owed. */
function givenBack(sale: Sale, lines: readonly LineDraft[] = []): SaleStep {
  const owedMinor = Math.max(insertedMinor(sale) - sale.paidOutMinor, 0);
  const step = owedMinor > 0 ? owedSale(sale, 'return', owedMinor) : endedSale(sale, 'return');
  return { ...step, lines: [...lines, ...step.lines] };
}
