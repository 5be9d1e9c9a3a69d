import { countOf } from './counts.ts';
import type { InCurrency } from './currency.ts';
import { heldAt, type Holdings } from './holdings.ts';
import type { DispenseSource } from './plan.ts';

/** A dispenser that can be asked now. */
export interface ReadyDispenser extends InCurrency {
  readonly device: string;
  readonly valueMinor: number;
  /** Dispensers of one unit carry out one order at a time for all of them. Absent: one by itself. */
  readonly unit?: string | undefined;
  /** Most pieces one order may ask for. */
  readonly countMax: number;
  /** Whether it can move pieces into its cashbox by itself. */
  readonly canCollect: boolean;
}

/** The dispensers as sources for a plan, by what they really hold. */
export function sourcesOf(
  dispensers: readonly ReadyDispenser[],
  holdings: Holdings,
): readonly DispenseSource[] {
  return dispensers.map(({ device, valueMinor }) => ({
    device,
    valueMinor,
    available: countOf(heldAt(holdings, device), valueMinor),
  }));
}
