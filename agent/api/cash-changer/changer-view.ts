/** The till as one UnifiedPOS CashChanger, whatever it is built of. */
import { addCounts, type CashCounts } from '../../core/cash/counts.ts';
import { heldAt } from '../../core/cash/holdings.ts';
import { isUnresolved as isUnresolvedJob } from '../../core/cash/changer-job.ts';
import { recyclerOf } from '../../core/cash/placed-counts.ts';
import { foreignOf, ofCurrency } from '../../core/cash/currency.ts';
import { isUnresolved } from '../../core/cash/payout.ts';
import { foreignCurrency, insertedMinor, type Sale } from '../../core/sale/sale.ts';
import { activeSale } from '../../core/till/till.ts';
import type { DeviceStatus } from '../../shell/machine.ts';
import type { TillView } from '../../shell/till-view.ts';
import { countsText } from './counts-text.ts';
import { CHAN_STATUS_JAM, changerStatus } from './device-status.ts';
import { resultOf, type ResultName } from './result-codes.ts';
import type { ChangerView } from './schema.ts';

const DEPOSIT_STATUS = { START: 1, END: 2, NONE: 3, COUNT: 4, JAM: 5 } as const;

interface Standing {
  readonly claimed: boolean;
  readonly deviceEnabled: boolean;
  readonly asyncMode: boolean;
  readonly asyncResult: ResultName;
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
  const canTake = devices.some((device) => isAcceptor(device) || isWhole(device));
  const sale = activeSale(view.till);
  const cash = (valuesOf: ValuesOf): string => valuesText(view, valuesOf);
  const { asyncResult, ...own } = standing;
  const { resultCode, resultCodeExtended } = resultOf(asyncResult);
  return {
    ...own,
    asyncResultCode: resultCode,
    asyncResultCodeExtended: resultCodeExtended,
    depositCodeList: currencyCodes(view).join(),
    currencyCode: code,
    currencyCodeList: currencyCodes(view).join(),
    currencyCashList: cash(({ valuesMinor }) => valuesMinor),
    depositCashList: cash(takenValues),
    exitCashList: cash(paidValues),
    deviceExits: 1,
    currentExit: 1,
    ...changerStatus(view),
    ...depositView(whole, sale, code),
    ...(canTake ? {} : { depositStatus: DEPOSIT_STATUS.NONE }),
    capDeposit: canTake,
    capDepositDataEvent: true,
    // A whole machine collects until it has ended its operation.
    capPauseDeposit: !devices.some(isWhole),
    // A note in escrow is taken as soon as it is wanted: what is repaid is its value.
    capRepayDeposit: false,
    capDiscrepancy: true,
    capEmptySensor: true,
    capNearEmptySensor: true,
    capFullSensor: hasLimit(view, 'fullCount'),
    capNearFullSensor: hasLimit(view, 'nearFullCount') || devices.some(isWhole),
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
  const isStuck = isDepositOpen(sale) && changerStatus(devices).deviceStatus === CHAN_STATUS_JAM;
  return {
    depositStatus: isStuck ? DEPOSIT_STATUS.JAM : depositStatus(sale),
    depositAmount: told === undefined ? 0 : insertedMinor(told),
    depositCounts: textOf(devices, told?.inserted ?? []),
  };
}

/** All that can be paid out again; what lies in cashboxes is not the changer's any more. */
export function heldText(whole: TillView, code: string): string {
  const view = inCurrency(whole, foreignOf(code, whole.settings.currency));
  const { till, places } = view;
  const recyclers = new Set(view.devices.filter(isWhole).map(({ device }) => recyclerOf(device)));
  const tubes = places.filter(
    ({ place, valueMinor }) => valueMinor !== undefined || recyclers.has(place),
  );
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
  const jobs = currency === undefined ? Object.values(till.jobs) : [];
  const isAnyUnresolved = payouts.some(isUnresolved) || jobs.some(isUnresolvedJob);
  return isAnyUnresolved || places.some(({ place }) => Object.hasOwn(till.doubts, place));
}

function isDepositOpen(sale: Sale | undefined): boolean {
  const status = depositStatus(sale);
  return status === DEPOSIT_STATUS.START || status === DEPOSIT_STATUS.COUNT;
}

function depositStatus(sale: Sale | undefined): number {
  switch (sale?.phase.kind) {
    case 'collecting':
    case 'paused':
    // Not all that may take money has been closed yet.
    case 'fixing':
      return DEPOSIT_STATUS.START;
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

type ValuesOf = (device: DeviceStatus) => readonly number[];

function valuesText({ devices }: TillView, valuesOf: ValuesOf): string {
  const notes = notesOf(devices);
  const values = new Set(devices.flatMap(valuesOf));
  const list = (isWanted: (value: number) => boolean): string =>
    [...values]
      .filter(isWanted)
      .toSorted((a, b) => a - b)
      .join();
  const noteList = list((value) => notes.has(value));
  const coinList = list((value) => !notes.has(value));
  return noteList === '' ? coinList : `${coinList};${noteList}`;
}

function takenValues(device: DeviceStatus): readonly number[] {
  return isAcceptor(device) || isWhole(device) ? device.valuesMinor : [];
}

function paidValues(device: DeviceStatus): readonly number[] {
  if (isAcceptor(device)) return [];
  const { denominations, valuesMinor } = device;
  return denominations === undefined
    ? valuesMinor
    : denominations.filter(({ isRecycled }) => isRecycled).map(({ valueMinor }) => valueMinor);
}

/** A value is a note where something takes or pays it as one. */
function notesOf(devices: readonly DeviceStatus[]): ReadonlySet<number> {
  return new Set(devices.flatMap(noteValues));
}

function noteValues({ kind, valuesMinor, denominations = [] }: DeviceStatus): readonly number[] {
  if (kind === 'bill-acceptor' || kind === 'bill-dispenser') return valuesMinor;
  return denominations.filter(({ isNote }) => isNote).map(({ valueMinor }) => valueMinor);
}

function isAcceptor({ kind }: DeviceStatus): boolean {
  return kind === 'coin-acceptor' || kind === 'bill-acceptor';
}

function isWhole({ kind }: DeviceStatus): boolean {
  return kind === 'cash-changer';
}

function hasLimit({ settings }: TillView, limit: 'fullCount' | 'nearFullCount'): boolean {
  return Object.values(settings.limits).some((limits) => limits[limit] !== undefined);
}
