import { LOCALES, type Language } from './language.ts';

/** An amount in minor units as it stands on a receipt: 1250 EUR is "12,50 €" in German. */
export function moneyText(amountMinor: number, currency: string, language: Language): string {
  const format = new Intl.NumberFormat(LOCALES[language], { style: 'currency', currency });
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 0;
  return format.format(amountMinor / 10 ** decimals);
}
