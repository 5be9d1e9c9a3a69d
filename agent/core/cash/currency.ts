/**
 * A till has a currency of its own, and may have devices of others. Only another currency is ever
 * named, on lines and in what is kept: where none is, it is the till's own, as it was on every line
 * before there were others. No amount of one is added to an amount of another.
 */
export interface InCurrency {
  /** Absent: the till's own. */
  readonly currency?: string | undefined;
}

/** How a currency is kept: undefined where it is the till's own, or none was asked for. */
export function foreignOf(currency: string | undefined, own: string): string | undefined {
  return currency === own ? undefined : currency;
}

/** Those of one currency; undefined: of the till's own. */
export function ofCurrency<Thing extends InCurrency>(
  things: readonly Thing[],
  currency: string | undefined,
): readonly Thing[] {
  return things.filter((thing) => thing.currency === currency);
}
