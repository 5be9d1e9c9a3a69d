import { isUnattended } from './attendance.ts';
import { ofCurrency, type InCurrency } from './currency.ts';
import { sourcesOf, type ReadyDispenser } from './dispensers.ts';
import type { Holdings } from './holdings.ts';
import { planChosen, type PieceChoice } from './piece-choice.ts';

/** Orders to one dispenser that came to nothing before a payout gives it up. */
export const ATTEMPTS_MAX = 3;

/** A single order to a single dispenser. */
export interface Leg extends InCurrency {
  readonly leg: number;
  readonly device: string;
  readonly valueMinor: number;
  readonly count: number;
}

/** How far a payout has come, as far as its next order depends on it. */
export interface LegProgress extends InCurrency {
  readonly amountMinor: number;
  readonly paidMinor: number;
  readonly choice?: PieceChoice | undefined;
  /** Absent: out to the customer. */
  readonly to?: 'cashbox' | undefined;
  readonly startedAtMs: number;
  /** When its last pieces went, where somebody stands by however long it takes. */
  readonly watchedAtMs?: number | undefined;
  /** Orders that came to nothing, a device. */
  readonly attempts: Readonly<Record<string, number>>;
  /** Nobody waits for it any more: the leg under way is settled, and the rest is not paid. */
  readonly isParked: boolean;
}

export interface LegFacts {
  readonly nowMs: number;
  readonly holdings: Holdings;
  readonly dispensers: readonly ReadyDispenser[];
}

/** The next order; undefined where there is nothing to pay, nothing to pay it with, or nobody to pay. */
export function planLeg(progress: LegProgress, leg: number, facts: LegFacts): Leg | undefined {
  const restMinor = progress.amountMinor - progress.paidMinor;
  if (progress.isParked || restMinor <= 0) return undefined;
  // What stays inside the machine needs nobody in front of it.
  const isForSomebody = progress.to !== 'cashbox';
  const attendedAtMs = progress.watchedAtMs ?? progress.startedAtMs;
  if (isForSomebody && isUnattended(attendedAtMs, facts.nowMs)) return undefined;
  const usable = ofCurrency(facts.dispensers, progress.currency).filter(
    ({ device, countMax, canCollect }) =>
      countMax > 0 &&
      (progress.attempts[device] ?? 0) < ATTEMPTS_MAX &&
      (isForSomebody || canCollect),
  );
  const { dispenses } = planChosen(restMinor, progress.choice, sourcesOf(usable, facts.holdings));
  const first = dispenses.find(({ valueMinor }) => valueMinor <= restMinor);
  if (first === undefined) return undefined;
  const countMax = usable.find(({ device }) => device === first.device)?.countMax ?? 1;
  // A dispenser that has paid too much of one value leaves less for the others.
  const most = Math.floor(restMinor / first.valueMinor);
  const { currency } = progress;
  return { ...first, leg, count: Math.min(first.count, countMax, most), currency };
}
