import { isUnattended } from './attendance.ts';
import { ofCurrency, type InCurrency } from './currency.ts';
import { sourcesOf, type ReadyDispenser } from './dispensers.ts';
import type { Holdings } from './holdings.ts';
import { choiceAfter, planChosen, type PieceChoice } from './piece-choice.ts';
import type { DispenseSource, PlannedDispense } from './plan.ts';

/** Orders to one dispenser that came to nothing before a payout gives it up. */
export const ATTEMPTS_MAX = 3;

/** A single order to a single dispenser. */
export interface Leg extends InCurrency {
  readonly leg: number;
  readonly device: string;
  readonly valueMinor: number;
  readonly count: number;
}

/** A leg that is not settled. */
export type OpenLeg =
  /** The device is asked for its counters; nothing has moved. */
  | { readonly kind: 'preparing'; readonly leg: Leg }
  /** The order is written down and may have been carried out. */
  | { readonly kind: 'dispensing'; readonly leg: Leg; readonly evidence: string }
  /** The order may have been carried out and nobody can say yet; `reason`: why not. */
  | {
      readonly kind: 'unresolved';
      readonly leg: Leg;
      readonly evidence: string;
      readonly reason: string;
      /** The device is being asked; one question at a time. */
      readonly isAsking: boolean;
    };

/** How far a payout has come, as far as its next orders depend on it. */
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
  /** Nobody waits for it any more: the legs under way are settled, and the rest is not paid. */
  readonly isParked: boolean;
}

export interface LegFacts {
  readonly nowMs: number;
  readonly holdings: Holdings;
  readonly dispensers: readonly ReadyDispenser[];
}

/** The legs of a payout, as far as the next depend on them. */
export interface LegsSoFar {
  /** Those that are not settled. */
  readonly legs: readonly OpenLeg[];
  /** Number of the last leg that was planned. */
  readonly lastLeg: number;
}

/**
 * The next orders, beside those that are not settled, which keep their unit and their part of the
 * rest: at most one a unit, and all together for no more than the rest. What a busy unit is to pay
 * waits for it; a unit that cannot say what it paid is planned without. None where there is nothing
 * to pay, nothing to pay it with, or nobody to pay.
 */
export function planLegs(progress: LegProgress & LegsSoFar, facts: LegFacts): readonly Leg[] {
  const { legs, lastLeg, currency } = progress;
  const restMinor = progress.amountMinor - progress.paidMinor - promisedMinor(legs);
  if (progress.isParked || restMinor <= 0 || isGivenUp(progress, facts)) return [];
  const usable = usableFor(progress, facts);
  const sources = sourcesOf(usable, facts.holdings).map((source) => lessPreparing(source, legs));
  const choice = legs.reduce((left, { leg }) => choiceAfter(left, leg, leg.count), progress.choice);
  const { dispenses } = planChosen(restMinor, choice, sources);
  const busy = unitsOf(legs, facts.dispensers);
  return firstOfEachUnit(dispenses, { usable, busy, restMinor }).map((one, at) => ({
    ...one,
    leg: lastLeg + at + 1,
    currency,
  }));
}

/** What the orders that are not settled may have paid, or may still pay. */
export function promisedMinor(legs: readonly OpenLeg[]): number {
  return legs.reduce((sum, { leg }) => sum + leg.count * leg.valueMinor, 0);
}

/** What stays inside the machine needs nobody in front of it. */
function isGivenUp({ to, watchedAtMs, startedAtMs }: LegProgress, { nowMs }: LegFacts): boolean {
  return to !== 'cashbox' && isUnattended(watchedAtMs ?? startedAtMs, nowMs);
}

function usableFor(
  { legs, attempts, to, currency }: LegProgress & LegsSoFar,
  { dispensers }: LegFacts,
): readonly ReadyDispenser[] {
  const unresolved = legs.filter(({ kind }) => kind === 'unresolved');
  const silent = unitsOf(unresolved, dispensers);
  return ofCurrency(dispensers, currency).filter(
    (dispenser) =>
      dispenser.countMax > 0 &&
      (attempts[dispenser.device] ?? 0) < ATTEMPTS_MAX &&
      (to !== 'cashbox' || dispenser.canCollect) &&
      !silent.has(unitOf(dispenser)),
  );
}

/** An order's pieces leave the holdings when it is written down. */
function lessPreparing(source: DispenseSource, legs: readonly OpenLeg[]): DispenseSource {
  const own = legs.find(({ kind, leg }) => kind === 'preparing' && leg.device === source.device);
  return own === undefined
    ? source
    : { ...source, available: Math.max(source.available - own.leg.count, 0) };
}

function unitsOf(
  legs: readonly OpenLeg[],
  dispensers: readonly ReadyDispenser[],
): ReadonlySet<string> {
  const units = legs.map(({ leg: { device } }) => {
    return unitOf(dispensers.find((one) => one.device === device) ?? { device });
  });
  return new Set(units);
}

function unitOf({ device, unit = device }: Pick<ReadyDispenser, 'device' | 'unit'>): string {
  return unit;
}

interface Room {
  readonly usable: readonly ReadyDispenser[];
  readonly busy: ReadonlySet<string>;
  readonly restMinor: number;
}

function firstOfEachUnit(
  dispenses: readonly PlannedDispense[],
  { usable, busy, restMinor }: Room,
): readonly PlannedDispense[] {
  const units = new Set(busy);
  let leftMinor = restMinor;
  return dispenses.flatMap((planned) => {
    const dispenser = usable.find(({ device }) => device === planned.device);
    const unit = unitOf(dispenser ?? planned);
    // A dispenser that has paid too much of one value leaves less for the others.
    const most = Math.floor(leftMinor / planned.valueMinor);
    const count = Math.min(planned.count, dispenser?.countMax ?? 1, most);
    if (units.has(unit) || count === 0) return [];
    units.add(unit);
    leftMinor -= count * planned.valueMinor;
    return [{ ...planned, count }];
  });
}
