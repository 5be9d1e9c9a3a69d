/** What the page shows of a status: one line, one clear number, and the few that explain it. */
import type { SaleView, StatusView } from '../schema.ts';
import type { FigureName, Headline } from '../../words/page-text.ts';

export interface FigureView {
  readonly name: FigureName;
  readonly amountMinor: number;
}

export interface SaleFigures {
  readonly headline: Headline;
  readonly tone: 'plain' | 'active' | 'good' | 'alert' | 'quiet';
  readonly main?: FigureView;
  readonly others: readonly FigureView[];
  /** Of all its numbers; undefined where there is none. */
  readonly currency?: string | undefined;
  /** True when the numbers are those of a sale that is over and taken note of. */
  readonly isPast: boolean;
}

export function saleFigures(status: StatusView): SaleFigures {
  const { deposit } = status;
  // The last sale is over while one is under way.
  if (deposit !== null && deposit.state !== 'unresolved') return depositing(deposit);
  return { currency: status.sale?.currency, ...figuresOf(status) };
}

function figuresOf(status: StatusView): SaleFigures {
  const { activity, sale } = status;
  switch (activity) {
    case 'collecting':
      return sale === null ? idle('idle') : collecting(sale);
    case 'counting':
      return sale === null ? idle('idle') : counting(sale);
    case 'paying-out':
      return isUnderWay(sale) ? payingOut(sale) : payingDebt(status);
    case 'unresolved':
      return unresolved(status);
    case 'not-ready':
      return { ...finished(sale), headline: 'not-ready', tone: 'quiet', isPast: true };
    case 'idle':
      return status.licence.newSales ? finished(sale) : closed(finished(sale));
  }
}

function collecting({ restMinor, cashDueMinor, insertedMinor }: SaleView): SaleFigures {
  return {
    headline: 'collecting',
    tone: 'active',
    main: { name: 'rest', amountMinor: restMinor },
    others: [
      { name: 'due', amountMinor: cashDueMinor },
      { name: 'inserted', amountMinor: insertedMinor },
    ],
    isPast: false,
  };
}

function counting(sale: SaleView): SaleFigures {
  return {
    headline: sale.isPaid ? 'counting-paid' : 'counting-cancelled',
    tone: sale.isPaid ? 'good' : 'active',
    main: payable(sale),
    others: dueAndInserted(sale),
    isPast: false,
  };
}

function payingOut(sale: SaleView): SaleFigures {
  return {
    headline: sale.isPaid ? 'paying-change' : 'returning',
    tone: 'good',
    main: payable(sale),
    others: [...dueAndInserted(sale), { name: 'paid-out', amountMinor: sale.paidOutMinor }],
    isPast: false,
  };
}

function depositing({ insertedMinor, currency }: NonNullable<StatusView['deposit']>): SaleFigures {
  return {
    currency,
    headline: 'deposit',
    tone: 'active',
    main: { name: 'inserted', amountMinor: insertedMinor },
    others: [],
    isPast: false,
  };
}

function payingDebt({ debts }: StatusView): SaleFigures {
  const paid = debts.filter(({ isBeingPaid }) => isBeingPaid);
  if (paid.length === 0) return { ...idle('moving'), tone: 'active' };
  const currency = paid[0]?.currency;
  const amountMinor = paid
    .filter((debt) => debt.currency === currency)
    .reduce((sum, { remainingMinor }) => sum + remainingMinor, 0);
  return {
    headline: 'paying-debt',
    tone: 'good',
    main: { name: 'open-amount', amountMinor },
    others: [],
    currency,
    isPast: false,
  };
}

function unresolved({ sale, unresolved: parts }: StatusView): SaleFigures {
  const isOfSale = sale !== null && sale.state === 'unresolved';
  // One number has one currency; the notices name every part by itself.
  const currency = isOfSale ? sale.currency : parts[0]?.currency;
  const amounts = parts
    .filter((part) => part.currency === currency)
    .map(({ amountMinor }) => amountMinor);
  const known = amounts.filter((amountMinor) => amountMinor !== null);
  const amountMinor = known.reduce((sum, part) => sum + part, 0);
  // An amount that is hidden leaves the headline without its number: a part of it would mislead.
  const isTold = known.length === amounts.length;
  return {
    headline: 'unresolved',
    tone: 'alert',
    ...(isTold ? { main: { name: 'unresolved', amountMinor } } : {}),
    others: isOfSale ? [payable(sale), { name: 'paid-out', amountMinor: sale.paidOutMinor }] : [],
    currency,
    isPast: false,
  };
}

function finished(sale: SaleView | null): SaleFigures {
  if (sale === null) return idle('idle');
  const { state, isAcknowledged, isPaid } = sale;
  if (state === 'owed' || state === 'unresolved') return open(sale, state);
  const outcome = isPaid ? 'settled' : 'returned';
  return {
    headline: isAcknowledged ? 'idle' : outcome,
    tone: 'good',
    main: payable(sale),
    others: dueAndInserted(sale),
    isPast: isAcknowledged,
  };
}

/** The last sale's outcome still stands; what does not come is the next sale. */
function closed(figures: SaleFigures): SaleFigures {
  return figures.headline === 'idle'
    ? { ...figures, headline: 'no-new-sales', tone: 'quiet' }
    : figures;
}

/** Over for the machine, but not for the customer. */
function open(sale: SaleView, name: 'owed' | 'unresolved'): SaleFigures {
  const { owedMinor, unresolvedMinor, paidOutMinor } = sale;
  return {
    headline: name,
    tone: 'alert',
    main: { name, amountMinor: name === 'owed' ? owedMinor : unresolvedMinor },
    others: [payable(sale), { name: 'paid-out', amountMinor: paidOutMinor }],
    isPast: false,
  };
}

function idle(headline: Headline): SaleFigures {
  return { headline, tone: 'good', others: [], isPast: false };
}

/** What the customer gets: change once the sale is paid, and all of it back before that. */
function payable({ isPaid, changeDueMinor, insertedMinor }: SaleView): FigureView {
  return isPaid
    ? { name: 'change', amountMinor: changeDueMinor }
    : { name: 'money-back', amountMinor: insertedMinor };
}

function dueAndInserted({ cashDueMinor, insertedMinor }: SaleView): readonly FigureView[] {
  return [
    { name: 'due', amountMinor: cashDueMinor },
    { name: 'inserted', amountMinor: insertedMinor },
  ];
}

function isUnderWay(sale: SaleView | null): sale is SaleView {
  return sale !== null && (sale.state === 'settling' || sale.state === 'returning');
}
