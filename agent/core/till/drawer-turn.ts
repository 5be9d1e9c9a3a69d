/** Drawers move none of the till's own cash: they are written down, and decide nothing. */
import type { LineDraft } from '../journal-line.ts';
import type { Operator } from '../operators/operator.ts';
import type { Sale } from '../sale/sale.ts';
import type { Refusal } from './events.ts';

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
    }
  | { readonly kind: 'drawer-noted'; readonly note: DrawerNote };

/** The line that a request comes to, or why there is none. */
export function drawerLine(
  request: DrawerRequest,
  saleOf: (saleId: string) => Sale | undefined,
): LineDraft | Refusal {
  if (request.kind === 'drawer-noted') return request.note;
  const { device, client, cause } = request;
  switch (cause.kind) {
    case 'operator': {
      const { operatorId: operator } = cause.operator;
      const body = { device, reason: cause.kind, client, operator, note: cause.note };
      return { kind: 'drawer-opened', body };
    }
    case 'sale': {
      const { saleId } = cause;
      const refusal = reasonAgainst(saleOf(saleId), { saleId, client });
      return (
        refusal ?? { kind: 'drawer-opened', body: { device, reason: cause.kind, client, saleId } }
      );
    }
    case 'sale-ended': {
      const { saleId } = cause;
      return { kind: 'drawer-opened', body: { device, reason: cause.kind, client, saleId } };
    }
  }
}

/** A sale opens a drawer until its own POS program has taken note of how it ended. */
function reasonAgainst(
  sale: Sale | undefined,
  { saleId, client }: { readonly saleId: string; readonly client: string },
): Refusal | undefined {
  if (sale === undefined || sale.client !== client) return { code: 'sale-not-found', saleId };
  return sale.isAcknowledged ? { code: 'sale-over', saleId } : undefined;
}

/** The sale and the client for which a drawer opens by itself: cash is owed that only a person can give. */
export function owedByHand(line: LineDraft): string | undefined {
  const isEnd = line.kind === 'sale-settled' || line.kind === 'sale-returned';
  return isEnd && line.body.owedMinor > 0 ? line.body.saleId : undefined;
}
