/** The till as its API shows it. */
import { remainingMinor, type Debt } from '../core/cash/debt.ts';
import { heldAt } from '../core/cash/holdings.ts';
import { countOf, totalMinor } from '../core/cash/counts.ts';
import { levelOf, toFloat } from '../core/cash/levels.ts';
import {
  isUnderWay,
  isUnresolved as isJobUnresolved,
  type ChangerJob,
} from '../core/cash/changer-job.ts';
import { isUnresolved, type Payout } from '../core/cash/payout.ts';
import { isSaleTask } from '../core/cash/changer-transfers.ts';
import { ownCoverage } from '../core/contract/own-coverage.ts';
import { allowances } from '../core/entitlement/allowances.ts';
import { activeSale, ownOf, runningPayout } from '../core/till/till.ts';
import { detailOf, type DeviceStatus } from '../shell/machine.ts';
import type { TillView } from '../shell/till-view.ts';
import { depositView, isDeposit } from './deposit-view.ts';
import { tellsCounts } from './operation-view.ts';
import type { MachineQueue } from './machine-queue.ts';
import type { OperatorBook } from './operator-book.ts';
import { peripheralView } from './peripheral-view.ts';
import { limitsOf, placeLevels } from './place-levels.ts';
import { saleView } from './sale-view.ts';
import { supportStatus } from './support-view.ts';
import { updateStatus } from './update-view.ts';
import type {
  Activity,
  CountsView,
  DebtView,
  DeviceView,
  StatusView,
  UnresolvedView,
} from './schema.ts';

interface StatusParts {
  readonly book: Pick<OperatorBook, 'roster'>;
  readonly queue: Pick<MachineQueue, 'view'>;
}

/** What is not said to be of another currency is of the till's own. */
type Own = Pick<TillView['settings'], 'currency'>;

export function statusView(view: TillView, { book, queue }: StatusParts): StatusView {
  const { till, settings, sale, deposit, devices, isReady, isExactChangeOnly, head } = view;
  return {
    till: settings.till,
    currency: settings.currency,
    activity: activityOf(view),
    isReady,
    sale: sale === undefined ? null : saleView(sale, till),
    deposit: deposit !== undefined && isDeposit(deposit) ? depositView(deposit, till) : null,
    exactChangeOnly: isExactChangeOnly,
    foreign: view.foreign.map(({ isExactChangeOnly: exactChangeOnly, ...one }) => {
      return { ...one, exactChangeOnly };
    }),
    devices: devices.map((device) => deviceView(device, settings)),
    debts: debtViews(view),
    unresolved: [
      ...Object.values(till.payouts)
        .filter(isUnresolved)
        .flatMap((payout) => unresolvedViews(payout, view)),
      ...Object.values(till.jobs)
        .filter(isJobUnresolved)
        .map((job) => unresolvedJobView(job, view)),
    ],
    claimedBy: queue.view().claimedBy,
    journal: { seq: head.seq, hash: settings.operators.hideExpectedCounts ? null : head.hash },
    operators: operatorsState(book),
    licence: licenceView(view),
    update: updateStatus(till.updating),
    latestEntitled: till.updating.latest ?? null,
    support: supportStatus(view),
    coverage: ownCoverage(till.licensing.entitlement, view.licence.today) ?? null,
    levels: levelViews(view),
    hub: hubView(view),
    peripherals: view.peripherals.map(peripheralView),
  };
}

function operatorsState(book: Pick<OperatorBook, 'roster'>): StatusView['operators'] {
  const roster = book.roster();
  if (roster.kind === 'unusable') return 'unusable';
  return roster.operators.some(({ isDisabled }) => !isDisabled) ? 'ready' : 'none';
}

function licenceView({ licence, settings, till }: TillView): StatusView['licence'] {
  const { vendor = null, isDemo } = settings.licence;
  const { heldRefusal = null } = till.licensing;
  return { ...licence, newSales: allowances(licence).newSales, heldRefusal, vendor, isDemo };
}

function levelViews(view: TillView): StatusView['levels'] {
  return placeLevels(view)
    .filter(({ level }) => level !== 'ok')
    .map(({ place, currency = view.settings.currency, valueMinor, level }) => {
      return { place, currency, valueMinor, level };
    });
}

function hubView({ hub, head }: TillView): StatusView['hub'] {
  if (hub === undefined) return null;
  const { station, isOnline, durableTo } = hub;
  return { station, isOnline, unsentLines: Math.max(0, head.seq - durableTo) };
}

/** Oldest first: who has waited longest is served first. */
export function debtViews({ till, settings }: TillView): readonly DebtView[] {
  return Object.values(till.debts)
    .toSorted((a, b) => a.recordedAtMs - b.recordedAtMs)
    .map((debt) => debtView(debt, settings));
}

export function deviceView({ state, ...device }: DeviceStatus, own: Own): DeviceView {
  const { currency = own.currency } = device;
  return { ...device, currency, state: state.kind, detail: detailOf(state) };
}

/** `canSee`: how many pieces the journal expects, and not only about how full each place is. */
export function countsView({ till, places, settings }: TillView, canSee: boolean): CountsView {
  return {
    currency: settings.currency,
    places: places.map(({ place, valueMinor, currency = settings.currency }) => {
      const counts = heldAt(till.holdings, place);
      const limits = limitsOf(settings, place);
      const missing = valueMinor === undefined ? 0 : toFloat(counts, valueMinor, limits);
      return {
        place,
        currency,
        valueMinor,
        counts: canSee ? counts : null,
        totalMinor: canSee ? totalMinor(counts) : null,
        level: valueMinor === undefined ? null : levelOf(countOf(counts, valueMinor), limits),
        toFloat: canSee ? missing : null,
      };
    }),
  };
}

/** True when every device is there and cash can be taken. */
export function isHealthy({ devices, isReady }: TillView): boolean {
  return isReady && devices.every(({ state }) => state.kind === 'up');
}

/** True when the machine is at nobody's work, so that the next in turn may begin. */
export function isFree(view: TillView): boolean {
  const activity = activityOf(view);
  return activity === 'idle' || activity === 'not-ready' || activity === 'unresolved';
}

function activityOf({ till, isReady }: TillView): Activity {
  const payout = runningPayout(till);
  if (payout !== undefined) return isUnresolved(payout) ? 'unresolved' : 'paying-out';
  if (Object.values(till.jobs).some(isPaying)) return 'paying-out';
  const sale = activeSale(till);
  switch (sale?.phase.kind) {
    case 'collecting':
    case 'paused':
      return 'collecting';
    case 'fixing':
    case 'fixed':
    case 'settling':
      return sale?.job === undefined || sale.deposit !== undefined ? 'counting' : 'paying-out';
    case 'cancelled':
      return 'counting';
    case 'returning':
      return 'paying-out';
    case 'unresolved':
      return 'unresolved';
    case 'settled':
    case 'returned':
    case 'owed':
    case undefined:
      return isReady ? 'idle' : 'not-ready';
  }
}

function isPaying(job: ChangerJob): boolean {
  return !isSaleTask(job.task) && isUnderWay(job) && !isJobUnresolved(job);
}

function unresolvedViews(payout: Payout, { till, settings }: TillView): readonly UnresolvedView[] {
  const { legs, ownerId, currency = settings.currency } = payout;
  const operation = ownOf(till.cashOperations, ownerId);
  const isHidden = settings.operators.hideExpectedCounts && tellsCounts(operation);
  return legs.map(({ leg: { device, count, valueMinor } }) => {
    const amountMinor = isHidden ? null : count * valueMinor;
    return { device, currency, amountMinor, ...ownerOf(payout) };
  });
}

function ownerOf({
  purpose,
  ownerId,
}: Payout): Pick<UnresolvedView, 'saleId' | 'debtId' | 'operationId'> {
  switch (purpose) {
    case 'debt':
      return { debtId: ownerId };
    case 'operation':
      return { operationId: ownerId };
    case 'change':
    case 'return':
      return { saleId: ownerId };
  }
}

/** A whole machine works in the till's own currency. */
function unresolvedJobView(job: ChangerJob, { till, settings }: TillView): UnresolvedView {
  const { device, task, ownerId, amountMinor = 0 } = job;
  const amount = { device, currency: settings.currency, amountMinor };
  if (isSaleTask(task) || ownOf(till.sales, ownerId)) return { ...amount, saleId: ownerId };
  return ownOf(till.cashOperations, ownerId) === undefined
    ? { ...amount, debtId: ownerId }
    : { ...amount, operationId: ownerId };
}

function debtView(debt: Debt, own: Own): DebtView {
  const { debtId, cause, saleId, amountMinor, payoutId, recordedAtMs } = debt;
  const { currency = own.currency } = debt;
  return {
    debtId,
    cause,
    saleId,
    currency,
    amountMinor,
    remainingMinor: remainingMinor(debt),
    isBeingPaid: payoutId !== undefined,
    recordedAt: new Date(recordedAtMs).toISOString(),
  };
}
