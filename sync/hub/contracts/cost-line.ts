/** What is charged to whom, for what, and before tax; and how it goes out for invoicing. */
import { rateCode } from '../../../agent/core/contract/case.ts';
import type { CostLine } from '../../../agent/core/contract/decision.ts';
import type { CreditPack } from '../../../agent/core/contract/packs.ts';
import { HELP_MODES } from '../../../agent/core/contract/request.ts';
import { hourlyMinor } from '../../../agent/core/contract/tariff.ts';
import { tableCsv } from '../books/csv.ts';
import type { CustomerTerms } from './customer-terms.ts';

/** `totalMinor` is missing where nobody has set a price: it is quoted, and never 0. */
export interface Charge extends Omit<CostLine, 'totalMinor' | 'currency'> {
  readonly totalMinor?: number | undefined;
  readonly currency?: string | undefined;
  readonly origin: ChargeOrigin;
  /** The entry, ticket or decision it is charged for. */
  readonly about: string;
  readonly contract?: string | undefined;
}

export const CHARGE_ORIGINS = ['pack', 'top-up', 'overdraft', 'decision'] as const;

export type ChargeOrigin = (typeof CHARGE_ORIGINS)[number];

export interface ChargedLine extends Charge {
  /** From what it is charged for, so that nothing is charged twice. */
  readonly line: string;
  readonly customer: string;
  readonly atMs: number;
}

export function packCharge(
  { contract, plan }: CustomerTerms,
  { credits, priceMinor }: CreditPack,
  id: string,
): Charge {
  const { currency } = plan;
  const what = { code: `pack-${credits}`, quantity: 1, unit: 'piece', payer: 'customer' } as const;
  const whom = { contract: contract.id, about: id, origin: 'pack' } as const;
  return { ...what, totalMinor: priceMinor, currency, ...whom };
}

export function topUpCharge(
  { contract, plan }: CustomerTerms,
  { amount, id }: { readonly amount: number; readonly id: string },
): Charge {
  const { currency } = plan;
  const what = { code: 'wallet', quantity: 1, unit: 'piece', payer: 'customer' } as const;
  const whom = { contract: contract.id, about: id, origin: 'top-up' } as const;
  return { ...what, totalMinor: amount, currency, ...whom };
}

/**
 * What was used beyond any grant. Money costs itself, and a minute what the hour of its mode does; a
 * single credit has no price, and neither has anything where there is no contract.
 */
export function overdraftCharge(
  terms: CustomerTerms | undefined,
  { account, amount, ticket }: Overdraft,
): Charge {
  const whom = { payer: 'customer', about: ticket, origin: 'overdraft' } as const;
  const known = terms === undefined ? {} : { contract: terms.contract.id };
  if (account === 'wallet') {
    const what = { code: account, quantity: 1, unit: 'piece', totalMinor: amount } as const;
    return { ...what, currency: terms?.plan.currency, ...whom, ...known };
  }
  const mode = HELP_MODES.find((each) => account === `pool-${each}`);
  if (mode === undefined) {
    return { code: account, quantity: amount, unit: 'credit', ...whom, ...known };
  }
  const code = rateCode(mode);
  const rate = terms?.prices.get(code);
  const priced =
    rate === undefined
      ? {}
      : { totalMinor: hourlyMinor(amount, rate), currency: terms?.plan.currency };
  return { code, quantity: amount, unit: 'minute', ...priced, ...whom, ...known };
}

interface Overdraft {
  readonly account: string;
  readonly amount: number;
  readonly ticket: string;
}

const HEADINGS = [
  'line',
  'charged_at',
  'customer',
  'contract',
  'payer',
  'origin',
  'about',
  'code',
  'quantity',
  'unit',
  'total_minor',
  'currency',
];

/** An export as it goes to whoever invoices; a total that is empty is to be quoted. */
export function costCsv(lines: readonly ChargedLine[]): string {
  const rows = lines.map(({ line, atMs, customer, ...charge }) => [
    line,
    new Date(atMs).toISOString(),
    customer,
    charge.contract ?? '',
    charge.payer,
    charge.origin,
    charge.about,
    charge.code,
    charge.quantity,
    charge.unit,
    charge.totalMinor ?? '',
    charge.currency ?? '',
  ]);
  return tableCsv([HEADINGS, ...rows]);
}
