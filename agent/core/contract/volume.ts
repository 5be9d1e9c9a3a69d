/**
 * Prices by volume. Where a group arranges its purchase globally, the tier is that of the whole
 * purchase, and all the companies involved have it; else each order stands by itself.
 */

export interface VolumeTier {
  /** From so many on. */
  readonly from: number;
  /** For one. */
  readonly priceMinor: number;
}

/** An order within the purchase of a group. */
export interface GroupOrder {
  /** The company that implements it. */
  readonly implementer: string;
  readonly licences: number;
}

export interface GroupPurchase {
  readonly isGlobal: boolean;
  readonly orders: readonly GroupOrder[];
}

/** What one costs when so many are bought; undefined: no tier begins so low. */
export function volumePrice(tiers: readonly VolumeTier[], quantity: number): number | undefined {
  return tiers
    .filter(({ from }) => from <= quantity)
    .toSorted((a, b) => a.from - b.from)
    .at(-1)?.priceMinor;
}

/** How many licences decide the tier of an order. */
export function tierQuantity({ isGlobal, orders }: GroupPurchase, order: GroupOrder): number {
  return isGlobal ? orders.reduce((sum, { licences }) => sum + licences, 0) : order.licences;
}
