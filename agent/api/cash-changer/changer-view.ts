/** The till as one UnifiedPOS CashChanger, whatever it is built of. */
import { addCounts, type CashCounts } from '../../core/cash/counts.ts';
import { heldAt } from '../../core/cash/holdings.ts';
import { foreignOf, ofCurrency } from '../../core/cash/currency.ts';
import { isUnresolved } from '../../core/cash/payout.ts';
import { foreignCurrency, insertedMinor, type Sale } from '../../core/sale/sale.ts';
import { activeSale } from '../../core/till/till.ts';
import type { DeviceStatus } from '../../shell/machine.ts';
import type { TillView } from '../../shell/till-view.ts';
import { countsText } from './counts-text.ts';
import { changerStatus } from './device-status.ts';
import type { ChangerView } from './schema.ts';

const DEPOSIT_STATUS = { START: 1, END: 2, COUNT: 4 } as const;

interface Standing {
  readonly claimed: boolean;
  readonly deviceEnabled: boolean;
}

/** CurrencyCode: what a client names, or the till's own. Undefined for one that no device has. */
export function currencyCodeOf(view: TillView, asked: string | undefined): string | undefined {
  const code = asked ?? view.settings.currency;
  return currencyCodes(view).includes(code) ? code : undefined;
}

/** The machine in one currency, as if it had no other. */
export function changerView(whole: TillView, code: string, standing: Standing): ChangerView {
  const view = inCurrency(whole, foreignOf(code, whole.settings.currency));
  const { devices } = view;
  const acceptors = devices.filter(isAcceptor);
  const dispensers = devices.filter((device) => !isAcceptor(device));
  const sale = activeSale(view.till);
  const cash = (some: readonly DeviceStatus[]): string => valuesText(view, some);
  return {
    ...standing,
    currencyCode: code,
    currencyCodeList: currencyCodes(view).join(),
    currencyCashList: cash(devices),
    depositCashList: cash(acceptors),
    exitCashList: cash(dispensers),
    deviceExits: 1,
    currentExit: 1,
    ...changerStatus(view),
    ...depositView(whole, sale, code),
    capDeposit: acceptors.length > 0,
    capDepositDataEvent: true,
    capPauseDeposit: true,
    // A note in escrow is taken as soon as it is wanted: what is repaid is its value.
    capRepayDeposit: false,
    capDiscrepancy: true,
    capEmptySensor: true,
    capNearEmptySensor: true,
    capFullSensor: hasLimit(view, 'fullCount'),
    capNearFullSensor: hasLimit(view, 'nearFullCount'),
    capJamSensor: true,
    capRealTimeData: true,
  };
}

function currencyCodes({ settings, foreign }: TillView): readonly string[] {
  return [settings.currency, ...foreign.map(({ currency }) => currency)];
}

function inCurrency(view: TillView, currency: string | undefined): TillView {
  const { devices, places } = view;
  return {
    ...view,
    devices: ofCurrency(devices, currency),
    places: ofCurrency(places, currency),
  };
}

interface DepositStanding {
  readonly depositStatus: number;
  readonly depositAmount: number;
  readonly depositCounts: string;
}

/** What has come in for the deposit or sale at the machine; no amounts of one in another currency. */
export function depositView(
  view: TillView,
  sale: Sale | undefined,
  code: string | undefined = sale?.currency,
): DepositStanding {
  const told = sale?.currency === code ? sale : undefined;
  const devices = inCurrency(view, told === undefined ? undefined : foreignCurrency(told));
  return {
    depositStatus: depositStatus(sale),
    depositAmount: told === undefined ? 0 : insertedMinor(told),
    depositCounts: textOf(devices, told?.inserted ?? []),
  };
}

/** All that can be paid out again; what lies in cashboxes is not the changer's any more. */
export function heldText(whole: TillView, code: string): string {
  const view = inCurrency(whole, foreignOf(code, whole.settings.currency));
  const { till, places } = view;
  const tubes = places.filter(({ valueMinor }) => valueMinor !== undefined);
  const held = tubes.reduce<CashCounts>(
    (sum, { place }) => addCounts(sum, heldAt(till.holdings, place)),
    [],
  );
  return textOf(view, held);
}

/** True while somebody should count: credits were lost, or a device cannot tell what it paid. */
export function hasDiscrepancy(whole: TillView, code: string): boolean {
  const currency = foreignOf(code, whole.settings.currency);
  const { till, places } = inCurrency(whole, currency);
  const payouts = ofCurrency(Object.values(till.payouts), currency);
  return (
    payouts.some(isUnresolved) || places.some(({ place }) => Object.hasOwn(till.doubts, place))
  );
}

function depositStatus(sale: Sale | undefined): number {
  switch (sale?.phase.kind) {
    case 'collecting':
    case 'paused':
      return DEPOSIT_STATUS.START;
    case 'fixing':
    case 'fixed':
      return DEPOSIT_STATUS.COUNT;
    case 'settling':
    case 'settled':
    case 'cancelled':
    case 'returning':
    case 'returned':
    case 'unresolved':
    case 'owed':
    case undefined:
      return DEPOSIT_STATUS.END;
  }
}

function textOf({ devices }: TillView, counts: CashCounts): string {
  const notes = notesOf(devices);
  return countsText(counts, (valueMinor) => notes.has(valueMinor));
}

function valuesText({ devices }: TillView, some: readonly DeviceStatus[]): string {
  const notes = notesOf(devices);
  const values = new Set(some.flatMap(({ valuesMinor }) => valuesMinor));
  const list = (isWanted: (value: number) => boolean): string =>
    [...values]
      .filter(isWanted)
      .toSorted((a, b) => a - b)
      .join();
  const noteList = list((value) => notes.has(value));
  const coinList = list((value) => !notes.has(value));
  return noteList === '' ? coinList : `${coinList};${noteList}`;
}

/** A value is a note where something takes or pays it as one. */
function notesOf(devices: readonly DeviceStatus[]): ReadonlySet<number> {
  const bills = devices.filter(({ kind }) => kind === 'bill-acceptor' || kind === 'bill-dispenser');
  return new Set(bills.flatMap(({ valuesMinor }) => valuesMinor));
}

function isAcceptor({ kind }: DeviceStatus): boolean {
  return kind === 'coin-acceptor' || kind === 'bill-acceptor';
}

function hasLimit({ settings }: TillView, limit: 'fullCount' | 'nearFullCount'): boolean {
  return Object.values(settings.limits).some((limits) => limits[limit] !== undefined);
}
