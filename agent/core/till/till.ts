import type { CashOperation } from '../cash/cash-operation.ts';
import type { InCurrency } from '../cash/currency.ts';
import { currencyAt, type PlaceCurrencies } from '../cash/place-currencies.ts';
import { NO_CASSETTES, type Cassettes } from '../cash/cassettes.ts';
import {
  isUnderWay,
  isUnresolved as isJobUnresolved,
  type ChangerJob,
} from '../cash/changer-job.ts';
import type { Debt } from '../cash/debt.ts';
import type { Doubts } from '../cash/doubts.ts';
import type { Holdings } from '../cash/holdings.ts';
import type { ReadyDispenser } from '../cash/dispensers.ts';
import { isUnresolved, type Payout } from '../cash/payout.ts';
import type { Leg } from '../cash/payout-leg.ts';
import { NO_SHIFTS, type Shifts } from '../cash/shift.ts';
import type { HeldPlan } from '../contract/held-plans.ts';
import { NO_LEASES, type Leasing } from '../contract/lease.ts';
import { NEW_LICENSING, type Licensing } from '../entitlement/licensing.ts';
import { NO_SIGN_INS, type SignIns } from '../operators/sign-in.ts';
import type { Sale } from '../sale/sale.ts';
import { NO_SUPPORT, type Supporting } from '../support/supporting.ts';
import { NO_UPDATE, type Updating } from '../update/updating.ts';

/** Where cash can lie, of one currency; a dispenser's tube holds pieces of one value only. */
export interface Place extends InCurrency {
  readonly place: string;
  readonly valueMinor?: number | undefined;
}

/** All that a till must still know after a restart; finished sales lie in the store. */
export interface Till {
  /** The sale the machine works for; it stops being so when it is finished or set aside. */
  readonly activeSaleId: string | undefined;
  /** Sales under way, unresolved or still owed, by id. */
  readonly sales: Readonly<Record<string, Sale>>;
  /** Payouts under way or unresolved, by id. */
  readonly payouts: Readonly<Record<string, Payout>>;
  /** Debts not yet paid in full, by id. */
  readonly debts: Readonly<Record<string, Debt>>;
  readonly holdings: Holdings;
  readonly placeCurrencies: PlaceCurrencies;
  readonly doubts: Doubts;
  /** Where each device's reports were last read to. */
  readonly cursors: Readonly<Record<string, string>>;
  /** Jobs of whole machines that are under way, or that the machine may not forget yet, by id. */
  readonly jobs: Readonly<Record<string, ChangerJob>>;
  readonly licensing: Licensing;
  readonly shifts: Shifts;
  /** What operators have had the machine do, as long as it goes on. */
  readonly cashOperations: Readonly<Record<string, CashOperation>>;
  readonly cassettes: Cassettes;
  /** Of the operators: who is locked out, and what of that is over. */
  readonly signIns: SignIns;
  /** What may be promised with no line to the vendor, and what has been. */
  readonly leasing: Leasing;
  /** Contract plans it was sent. */
  readonly plans: readonly HeldPlan[];
  readonly updating: Updating;
  readonly supporting: Supporting;
}

export const EMPTY_TILL: Till = {
  activeSaleId: undefined,
  sales: {},
  payouts: {},
  debts: {},
  holdings: {},
  placeCurrencies: {},
  doubts: {},
  cursors: {},
  jobs: {},
  licensing: NEW_LICENSING,
  shifts: NO_SHIFTS,
  cashOperations: {},
  cassettes: NO_CASSETTES,
  signIns: NO_SIGN_INS,
  leasing: NO_LEASES,
  plans: [],
  updating: NO_UPDATE,
  supporting: NO_SUPPORT,
};

/** The sale the machine works for, if any. */
export function activeSale(till: Till): Sale | undefined {
  return till.activeSaleId === undefined ? undefined : ownOf(till.sales, till.activeSaleId);
}

/** The deposit the machine works for, if any. */
export function activeDeposit(till: Till): Sale | undefined {
  const active = activeSale(till);
  return active?.deposit === undefined ? undefined : active;
}

/** The payout somebody waits for, if any: the others are set aside until their devices answer. */
export function runningPayout(till: Till): Payout | undefined {
  return Object.values(till.payouts).find((payout) => !payout.isParked || !isUnresolved(payout));
}

/** The machine works for a sale or a deposit; one that is unresolved waits for its device. */
export function isSelling(till: Till): boolean {
  const active = activeSale(till);
  return active !== undefined && active.phase.kind !== 'unresolved';
}

/** Coins may be falling; a payout that is unresolved waits for its devices and moves none. */
export function isPaying(till: Till): boolean {
  return (
    Object.values(till.payouts).some((payout) => !isUnresolved(payout)) ||
    Object.values(till.jobs).some((job) => isUnderWay(job) && !isJobUnresolved(job))
  );
}

/** What a record holds under an id that came from outside; never what every object has anyway. */
export function ownOf<Value>(
  record: Readonly<Record<string, Value>>,
  id: string,
): Value | undefined {
  return Object.hasOwn(record, id) ? record[id] : undefined;
}

/** The dispensers that none of these payouts may be paying from. */
export function freeDispensers(
  payouts: Till['payouts'],
  dispensers: readonly ReadyDispenser[],
): readonly ReadyDispenser[] {
  const taken = new Set(legsOf(payouts).map(({ device }) => device));
  return dispensers.filter(({ device }) => !taken.has(device));
}

/**
 * Every place cash can lie in: those configured, and those that only the journal still knows, so
 * that a dispenser taken out of the configuration can be counted all the same.
 */
export function placesOf(till: Till, configured: readonly Place[]): readonly Place[] {
  const places = new Map<string, Place>();
  for (const place of [...configured, ...rememberedPlaces(till)]) {
    if (!places.has(place.place)) places.set(place.place, place);
  }
  return [...places.values()];
}

/** The first place whose cash, by the journal, is of another currency than is configured for it. */
export function misplacedCash(till: Till, configured: readonly Place[]): Place | undefined {
  const filled = rememberedPlaces(till).filter(
    ({ place, valueMinor }) =>
      valueMinor !== undefined || (ownOf(till.holdings, place) ?? []).length > 0,
  );
  return filled.find(({ place, currency }) =>
    configured.some((one) => one.place === place && one.currency !== currency),
  );
}

/** `valueMinor` is known of a place that a payout is not done with. */
function rememberedPlaces({ payouts, holdings, placeCurrencies }: Till): readonly Place[] {
  return [
    ...legsOf(payouts).map(({ device, valueMinor, currency }) => ({
      place: device,
      valueMinor,
      currency,
    })),
    ...Object.keys(holdings).map((place) => ({
      place,
      currency: currencyAt(placeCurrencies, place),
    })),
  ];
}

function legsOf(payouts: Till['payouts']): readonly Leg[] {
  return Object.values(payouts).flatMap(({ legs }) => legs.map(({ leg }) => leg));
}
