import type { StatusView } from '../schema.ts';

/** The customer's business under way, which takes the screen when it begins; an operator's does not. */
export function customerBusiness({ sale, deposit }: StatusView): string | undefined {
  if (deposit !== null) return deposit.purpose === 'deposit' ? deposit.depositId : undefined;
  if (sale === null) return undefined;
  switch (sale.state) {
    case 'collecting':
    case 'settling':
    case 'cancelled':
    case 'returning':
      return sale.saleId;
    case 'settled':
    case 'returned':
    case 'unresolved':
    case 'owed':
      return undefined;
  }
}
