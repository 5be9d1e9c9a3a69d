/**
 * What an amount comes to in cash where there is no coin for its last digits. Shops round the total
 * to pay and nothing else: what comes in and goes out is counted as it is.
 */

export interface CashRounding {
  /** The smallest amount that changes hands, in minor units. */
  readonly stepMinor: number;
  /** `half-…`: to the nearest step, and so where it lies between two. */
  readonly mode: 'half-up' | 'half-down' | 'up' | 'down';
}

/** The amount to pay in cash; as it is without a rule. */
export function cashAmountMinor(amountMinor: number, rounding: CashRounding | undefined): number {
  if (rounding === undefined) return amountMinor;
  const { stepMinor, mode } = rounding;
  const restMinor = amountMinor % stepMinor;
  const below = amountMinor - restMinor;
  return restMinor > 0 && isUp(restMinor, { stepMinor, mode }) ? below + stepMinor : below;
}

function isUp(restMinor: number, { stepMinor, mode }: CashRounding): boolean {
  switch (mode) {
    case 'half-up':
      return restMinor * 2 >= stepMinor;
    case 'half-down':
      return restMinor * 2 > stepMinor;
    case 'up':
      return true;
    case 'down':
      return false;
  }
}
