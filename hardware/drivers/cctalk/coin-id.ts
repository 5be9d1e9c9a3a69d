/** What a coin position is programmed for. */
export type CoinId =
  | { readonly kind: 'coin'; readonly country: string; readonly valueMinor: number }
  | { readonly kind: 'token' }
  | { readonly kind: 'blank' }
  | { readonly kind: 'unreadable' };

/** Two letters of country, three characters of value, one letter of issue. */
const COIN_ID = /^(?<country>[A-Z]{2})(?<value>[0-9.KM]{3})[A-Z0-9]$/;
const BLANK = /^[. \0]*$/;
const TOKEN_COUNTRY = 'TK';

/** No coin is worth more, in any currency; an identifier that says so is not one. */
const COIN_VALUE_MAX_MINOR = 1_000_000;

/** Minor units of one major unit, in every currency a till of this market takes. */
const MINOR_PER_MAJOR = 100;
const SCALE = { '.': 1, K: 1_000, M: 1_000_000 } as const;

/**
 * Reads an identifier such as `EU200A` (ccTalk Generic Specification 4.7 part 3, appendix 3). Its
 * table and its examples disagree; euro devices give cents. So plain digits are minor units, and a
 * value with a point or a multiplier (`.10`, `1K0`) is in major units.
 */
export function parseCoinId(text: string): CoinId {
  if (BLANK.test(text)) return { kind: 'blank' };
  if (text.startsWith(TOKEN_COUNTRY)) return { kind: 'token' };
  const { country, value } = COIN_ID.exec(text)?.groups ?? {};
  const valueMinor = parseValue(value ?? '');
  if (country === undefined || valueMinor === undefined) return { kind: 'unreadable' };
  return { kind: 'coin', country, valueMinor };
}

function parseValue(text: string): number | undefined {
  if (/^[0-9]{3}$/.test(text)) return coinValue(Number(text));
  const symbol = /^[0-9]*(?<symbol>[.KM])[0-9]*$/.exec(text)?.groups?.['symbol'];
  if (symbol !== '.' && symbol !== 'K' && symbol !== 'M') return undefined;
  const major = Number(text.replace(symbol, '.')) * SCALE[symbol];
  return coinValue(Math.round(major * MINOR_PER_MAJOR));
}

function coinValue(valueMinor: number): number | undefined {
  const isCoin =
    Number.isSafeInteger(valueMinor) && valueMinor > 0 && valueMinor <= COIN_VALUE_MAX_MINOR;
  return isCoin ? valueMinor : undefined;
}
