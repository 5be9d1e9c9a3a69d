/** Amounts of a balance, which are pieces, minutes or money: as they are shown, and as they are typed. */
import type { BusinessAccount } from '../../../agent/words/business-text.ts';
import { businessWords } from '../../../agent/words/business-words.ts';
import { LOCALES, type Language } from '../../../agent/words/language.ts';
import { moneyText } from '../../../agent/words/money.ts';

export interface AmountUnit {
  /** As the hub names it; one that this page does not know is shown as a bare number. */
  readonly account: string;
  /** Of the contract's plan; undefined where no contract says it. */
  readonly currency: string | undefined;
}

export function amountText(
  amount: number,
  { account, currency }: AmountUnit,
  language: Language,
): string {
  const words = businessWords(language).balances;
  const count = new Intl.NumberFormat(LOCALES[language]).format(amount);
  switch (accountNamed(account)) {
    case 'credits':
      return words.credits(count);
    case 'wallet':
      return currency === undefined ? count : moneyText(amount, currency, language);
    case 'pool-remote':
    case 'pool-on-site':
      return words.minutes(count);
    case undefined:
      return count;
  }
}

export function accountText(account: string, language: Language): string {
  const known = accountNamed(account);
  return known === undefined ? account : businessWords(language).balances.accounts[known];
}

/** What is typed, in minor units or pieces; undefined where it is no amount above zero. */
export function typedAmount(text: string, { account, currency }: AmountUnit): number | undefined {
  const parts = TYPED.exec(text.trim());
  if (parts === null) return undefined;
  const decimals = account === 'wallet' && currency !== undefined ? decimalsOf(currency) : 0;
  const [, whole = '', , fraction = ''] = parts;
  if (fraction.length > decimals) return undefined;
  const amount = Number(`${whole}${fraction.padEnd(decimals, '0')}`);
  return Number.isSafeInteger(amount) && amount > 0 ? amount : undefined;
}

/** The last point or comma begins the decimals; thousands are not separated. */
const TYPED = /^(\d{1,9})([.,](\d{1,3}))?$/;

function accountNamed(account: string): BusinessAccount | undefined {
  return ACCOUNTS.find((each) => each === account);
}

const ACCOUNTS = ['credits', 'wallet', 'pool-remote', 'pool-on-site'] as const;

function decimalsOf(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 0;
}
