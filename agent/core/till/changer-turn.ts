/** What a whole machine does, brought to the till: its job, and whoever the job is for. */
import type { PlacedCount } from '../changer-line.ts';
import {
  isUnderWay,
  isUnresolved,
  stepJob,
  type ChangerJob,
  type JobEvent,
  type JobOutcome,
  type JobStep,
  type Moved,
  type NewJob,
} from '../cash/changer-job.ts';
import { everywhere, placedDifference, placedIn, placedMinor } from '../cash/placed-counts.ts';
import { isSaleTask } from '../cash/changer-transfers.ts';
import type { PayoutOrder } from '../cash/payout.ts';
import { invariant } from '../invariant.ts';
import { stepMachineDeposit } from '../sale/machine-deposit.ts';
import { stepSale } from '../sale/sale.ts';
import { stepMachineSale, type MachineSaleEvent } from '../sale/machine-sale.ts';
import type { Refusal } from './events.ts';
import { ownOf, type Till } from './till.ts';
import { endPayout, withEffects, withLines, withSale, type Turn } from './turn.ts';

type PayoutPurpose = PayoutOrder['purpose'];

/** A whole machine as the core knows it. `occupied`: somebody else's operation runs on it. */
export interface KnownChanger {
  readonly device: string;
  readonly condition: 'ready' | 'occupied' | 'away';
  /** How far it may round an amount by itself. */
  readonly roundingMaxMinor: number;
}

/** True when a machine is there and does nothing: only then may it be given a job. */
export function isChangerFree(till: Till, { device, condition }: KnownChanger): boolean {
  return condition === 'ready' && !Object.values(till.jobs).some((job) => isBusyWith(job, device));
}

/** What a machine rounds, and which amounts it takes, is its own affair. */
export function reasonAgainstJob(till: Till, changer: KnownChanger): Refusal | undefined {
  switch (changer.condition) {
    case 'occupied':
      return { code: 'machine-in-use' };
    case 'away':
      return { code: 'machine-not-ready' };
    case 'ready':
      return isChangerFree(till, changer) ? undefined : { code: 'machine-busy' };
  }
}

export function jobMoved(turn: Turn, jobId: string, event: JobEvent): Turn {
  const job = ownOf(turn.till.jobs, jobId);
  if (job === undefined) return turn;
  const facts = { nowMs: turn.facts.nowMs, holdings: turn.till.holdings };
  return withJob(turn, stepJob(job, event, facts), job);
}

/** Every job that this is news for. */
export function jobsMoved(
  turn: Turn,
  isConcerned: (job: ChangerJob) => boolean,
  event: JobEvent,
): Turn {
  return Object.values(turn.till.jobs)
    .filter(isConcerned)
    .reduce((current, { jobId }) => jobMoved(current, jobId, event), turn);
}

/** A job that time alone moves on: the machine has to be asked, or told, again. */
export function isWaitingJob(job: ChangerJob): boolean {
  const isEndOpen = job.ending !== undefined && !job.isEndTold && job.phase.kind === 'running';
  return job.phase.kind === 'ended' || isUnresolved(job) || isEndOpen;
}

/** Takes a machine's own count for what it holds; while cash may move there it says nothing. */
export function levelsRead(
  turn: Turn,
  { device, levels }: { readonly device: string; readonly levels: readonly PlacedCount[] },
): Turn {
  if (Object.values(turn.till.jobs).some((job) => isBusyWith(job, device))) return turn;
  const { holdings } = turn.till;
  const expected = placedIn(holdings, device);
  if (placedDifference(levels, expected).length === 0) return turn;
  const isFirst = !Object.keys(holdings).some((place) => place.startsWith(`${device}/`));
  const body = { device, expected, found: levels, isFirst };
  return withLines(turn, [{ kind: 'levels-read', body }]);
}

function isBusyWith(job: ChangerJob, device: string): boolean {
  return job.device === device && isUnderWay(job);
}

/** Takes in what a job's step came to; its owner hears of it in the same turn. */
function withJob(turn: Turn, step: JobStep, order: NewJob): Turn {
  const before = ownOf(turn.till.jobs, order.jobId);
  if (step.job !== undefined && step.job === before) return withEffects(turn, step.effects);
  const { [order.jobId]: _, ...others } = turn.till.jobs;
  const jobs = step.job === undefined ? others : { ...others, [order.jobId]: step.job };
  const kept = withLines({ ...turn, till: { ...turn.till, jobs } }, step.lines);
  const moved = tellMoved(withEffects(kept, step.effects), order, step.moved);
  const told = tellTrouble(moved, { order, before, after: step.job });
  return step.outcome === undefined ? told : tellEnded(told, order, step.outcome);
}

function tellMoved(turn: Turn, order: NewJob, moved: Moved | undefined): Turn {
  if (moved === undefined) return turn;
  const cashIn = everywhere(moved.in);
  return tellSale(turn, order, {
    kind: 'machine-moved',
    cashIn,
    outMinor: placedMinor(moved.out),
  });
}

interface Change {
  readonly order: NewJob;
  readonly before: ChangerJob | undefined;
  readonly after: ChangerJob | undefined;
}

function tellTrouble(turn: Turn, { order, before, after }: Change): Turn {
  const was = before !== undefined && isUnresolved(before);
  const is = after !== undefined && isUnresolved(after);
  if (was === is) return turn;
  const told = tellSale(turn, order, { kind: 'machine-answered', isUnresolved: is });
  const sale = isSaleTask(order.task) ? undefined : ownOf(told.till.sales, order.ownerId);
  if (sale === undefined) return told;
  const event = { kind: 'payout-moved', isUnresolved: is } as const;
  return withSale(told, stepSale(sale, event, told.facts.nowMs));
}

/** A payout's owner hears what came out; everything else is a sale's or a deposit's. */
function tellEnded(turn: Turn, order: NewJob, outcome: JobOutcome): Turn {
  const { device, task } = order;
  if (!isSaleTask(task)) return payoutEnded(turn, order, outcome.outMinor);
  const changer = turn.facts.changers.find((one) => one.device === device);
  return tellSale(turn, order, {
    kind: 'machine-ended',
    notPaidMinor: outcome.notPaidMinor,
    roundingMaxMinor: changer?.roundingMaxMinor ?? 0,
    isRefused: outcome.end === 'refused' || outcome.end === 'not-executed',
  });
}

function payoutEnded(turn: Turn, order: NewJob, paidMinor: number): Turn {
  const { jobId: payoutId, ownerId, amountMinor = 0 } = order;
  const shortMinor = Math.max(amountMinor - paidMinor, 0);
  const excessMinor = Math.max(paidMinor - amountMinor, 0);
  const body = { payoutId, paidMinor, shortMinor, excessMinor };
  const written = withLines(turn, [{ kind: 'payout-finished', body }]);
  const purpose = purposeOf(turn.till, ownerId);
  return endPayout(written, { purpose, ownerId }, { paidMinor, shortMinor, short: [] });
}

/** Ids are never used twice, so it is only one of these. */
function purposeOf({ cashOperations, sales }: Till, ownerId: string): PayoutPurpose {
  if (ownOf(cashOperations, ownerId) !== undefined) return 'operation';
  const sale = ownOf(sales, ownerId);
  if (sale === undefined) return 'debt';
  return sale.deposit?.ended?.kind === 'change' ? 'change' : 'return';
}

function tellSale(turn: Turn, { ownerId, task }: NewJob, event: MachineSaleEvent): Turn {
  if (!isSaleTask(task)) return turn;
  const sale = ownOf(turn.till.sales, ownerId);
  invariant(sale !== undefined, 'a sale stands until its job has ended');
  const step =
    sale.deposit === undefined
      ? stepMachineSale(sale, event, turn.facts.nowMs)
      : stepMachineDeposit(sale, event, turn.facts.nowMs);
  return step.sale === sale && step.lines.length === 0 ? turn : withSale(turn, step);
}
