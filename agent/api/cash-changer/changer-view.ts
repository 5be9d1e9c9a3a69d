/** The till as one UnifiedPOS CashChanger, whatever it is built of. */
import { addCounts, type CashCounts } from '../../core/cash/counts.ts';
import { insertedMinor, type Sale } from '../../core/sale/sale.ts';
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

export function changerView(view: TillView, standing: Standing): ChangerView {
  const { settings, devices } = view;
  const acceptors = devices.filter(isAcceptor);
  const dispensers = devices.filter((device) => !isAcceptor(device));
  const sale = activeSale(view.till);
  const cash = (some: readonly DeviceStatus[]): string => valuesText(view, some);
  return {
    ...standing,
    currencyCode: settings.currency,
    currencyCodeList: settings.currency,
    currencyCashList: cash(devices),
    depositCashList: cash(acceptors),
    exitCashList: cash(dispensers),
    deviceExits: 1,
    currentExit: 1,
    ...changerStatus(view),
    ...depositView(view, sale),
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

interface DepositStanding {
  readonly depositStatus: number;
  readonly depositAmount: number;
  readonly depositCounts: string;
}

/** What has come in for the deposit or sale that is at the machine. */
export function depositView(view: TillView, sale: Sale | undefined): DepositStanding {
  return {
    depositStatus: depositStatus(sale),
    depositAmount: sale === undefined ? 0 : insertedMinor(sale),
    depositCounts: textOf(view, sale?.inserted ?? []),
  };
}

/** All that can be paid out again; what lies in cashboxes is not the changer's any more. */
export function heldText(view: TillView): string {
  const { till, places } = view;
  const tubes = places.filter(({ valueMinor }) => valueMinor !== undefined);
  const held = tubes.reduce<CashCounts>(
    (sum, { place }) => addCounts(sum, till.holdings[place] ?? []),
    [],
  );
  return textOf(view, held);
}

/** True while somebody should count: credits were lost, or a device cannot tell what it paid. */
export function hasDiscrepancy({ till }: TillView): boolean {
  const isUnresolved = Object.values(till.payouts).some(({ phase }) => phase.kind === 'unresolved');
  return isUnresolved || Object.keys(till.doubts).length > 0;
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
