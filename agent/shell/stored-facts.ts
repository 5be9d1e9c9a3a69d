import type { CashOperation } from '../core/cash/cash-operation.ts';
import type { LineDraft } from '../core/journal-line.ts';
import type { Sale } from '../core/sale/sale.ts';
import type { Operation, TillEvent, TillFacts } from '../core/till/events.ts';
import { answeringLine, operationOf } from '../core/till/operations.ts';
import type { TillStore } from '../store/till-store.ts';

/** What the store knows of that an event speaks of, by its id or by its client's key. */
export function storedFacts(
  store: TillStore,
  event: TillEvent,
): Pick<TillFacts, 'storedSale' | 'storedOperation' | 'storedLine' | 'storedCashOperation'> {
  const operation = storedOperation(store, event);
  return {
    storedSale: storedSale(store, event),
    storedOperation: operation,
    storedLine: operation === undefined ? undefined : storedLine(store, event, operation),
    storedCashOperation: storedCashOperation(store, event),
  };
}

function storedSale(store: TillStore, event: TillEvent): Sale | undefined {
  switch (event.kind) {
    case 'sale-requested':
      return store.saleByKey(event.terms.client, event.terms.idempotencyKey);
    case 'cancel-requested':
    case 'acknowledge-requested':
    case 'deposit-change-requested':
    case 'deposit-end-requested':
      return store.sale(event.saleId);
    case 'drawer-open-requested':
      return event.cause.kind === 'sale' ? store.sale(event.cause.saleId) : undefined;
    default:
      return undefined;
  }
}

function storedOperation(store: TillStore, event: TillEvent): Operation | undefined {
  const operation = operationOf(event);
  if (operation === undefined) return undefined;
  return store.operation(operation.client, operation.idempotencyKey);
}

function storedLine(
  store: TillStore,
  event: TillEvent,
  operation: Operation,
): LineDraft | undefined {
  const kind = answeringLine(event);
  return kind === undefined ? undefined : store.lineUnderKey(kind, operation);
}

function storedCashOperation(store: TillStore, event: TillEvent): CashOperation | undefined {
  switch (event.kind) {
    case 'operation-requested':
      return store.cashOperations.byKey(event.client, event.operation.idempotencyKey);
    case 'operation-acknowledge-requested':
    case 'operation-end-requested':
      return store.cashOperations.byId(event.operationId);
    default:
      return undefined;
  }
}
