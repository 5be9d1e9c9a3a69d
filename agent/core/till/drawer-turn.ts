/** Drawers move none of the till's own cash: they are written down, and decide nothing. */
import type { LineDraft } from '../journal-line.ts';
import type { Operator } from '../operators/operator.ts';
import type { Sale, SaleStep } from '../sale/sale.ts';
import type { OperationKey, Refusal } from './events.ts';

/**
 * A sale opens a drawer so often and no more, whatever its POS program asks: for its slips, and again
 * where it was pushed shut too early. Then an operator opens it, in their own name.
 */
export const SALE_OPENINGS_MAX = 3;

/** On whose word a drawer is to be opened. */
export type DrawerCause =
  | { readonly kind: 'operator'; readonly operator: Operator; readonly note?: string | undefined }
  /** As part of a sale, by the POS program whose sale it is: that needs no operator. */
  | { readonly kind: 'sale'; readonly saleId: string }
  | { readonly kind: 'sale-ended'; readonly saleId: string };

/** What a drawer has done, as it is to be written down. */
export type DrawerNote = Extract<
  LineDraft,
  { readonly kind: 'drawer-not-opened' | 'drawer-state-changed' | 'drawer-left-open' }
>;

export type DrawerRequest =
  | {
      readonly kind: 'drawer-open-requested';
      readonly device: string;
      readonly client: string;
      readonly cause: DrawerCause;
      readonly operation?: OperationKey | undefined;
    }
  | { readonly kind: 'drawer-noted'; readonly note: DrawerNote };

/** What is written down, and the step of the sale that it is part of. */
export interface DrawerOrder {
  readonly line: LineDraft;
  readonly sale?: SaleStep | undefined;
}

/** What a request comes to, or why it comes to nothing. */
export function drawerOrder(
  request: DrawerRequest,
  saleOf: (saleId: string) => Sale | undefined,
): DrawerOrder | Refusal {
  if (request.kind === 'drawer-noted') return { line: request.note };
  const { device, client, cause } = request;
  switch (cause.kind) {
    case 'operator': {
      const { operatorId: operator } = cause.operator;
      const body = { device, reason: cause.kind, client, operator, note: cause.note };
      return { line: { kind: 'drawer-opened', body } };
    }
    case 'sale': {
      const { saleId } = cause;
      const sale = saleOf(saleId);
      if (sale === undefined || sale.client !== client) return { code: 'sale-not-found', saleId };
      const body = { device, reason: cause.kind, client, saleId };
      return reasonAgainst(sale) ?? openedBy(sale, { kind: 'drawer-opened', body });
    }
    case 'sale-ended': {
      const { saleId } = cause;
      const body = { device, reason: cause.kind, client, saleId };
      return { line: { kind: 'drawer-opened', body } };
    }
  }
}

/** A sale opens a drawer until its own POS program has taken note of how it ended. */
function reasonAgainst({ saleId, isAcknowledged, drawerOpenings = 0 }: Sale): Refusal | undefined {
  if (isAcknowledged) return { code: 'sale-over', saleId };
  return drawerOpenings < SALE_OPENINGS_MAX
    ? undefined
    : { code: 'drawer-opened-enough', saleId, openingsMax: SALE_OPENINGS_MAX };
}

function openedBy(sale: Sale, line: LineDraft): DrawerOrder {
  const opened = { ...sale, drawerOpenings: (sale.drawerOpenings ?? 0) + 1 };
  return { line, sale: { sale: opened, lines: [line], effects: [], wishes: [] } };
}

/** The sale and the client for which a drawer opens by itself: cash is owed that only a person can give. */
export function owedByHand(line: LineDraft): string | undefined {
  const isEnd = line.kind === 'sale-settled' || line.kind === 'sale-returned';
  return isEnd && line.body.owedMinor > 0 ? line.body.saleId : undefined;
}
