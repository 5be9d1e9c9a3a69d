/** What a whole machine does, brought to the till: its job, and whoever the job is for. */
import type { ChangerTask, PlacedCount } from '../changer-line.ts';
import {
  isUnderWay,
  isUnresolved,
  startJob,
  stepJob,
  type ChangerJob,
  type JobEvent,
  type JobOutcome,
  type JobStep,
  type Moved,
  type NewJob,
} from '../cash/changer-job.ts';
import type { PayoutOrder } from '../cash/payout.ts';
import { everywhere, placedDifference, placedIn, placedMinor } from '../cash/placed-counts.ts';
import { invariant } from '../invariant.ts';
import { stepMachineSale, type MachineSaleEvent } from '../sale/machine-sale.ts';
import type { Refusal } from './events.ts';
import { ownOf, type Till } from './till.ts';
import { endPayout, withEffects, withLines, withSale, type Turn } from './turn.ts';

/** A whole machine as the core knows it. `occupied`: somebody else's operation runs on it. */
export interface KnownChanger {
  readonly device: string;
  readonly condition: 'ready' | 'occupied' | 'away';
  /** How far it may round an amount by itself. */
  readonly roundingMaxMinor: number;
}

/**
 * Gives a whole machine a job: written down now, sent once that is durable. Whoever wants the machine
 * to load, pay out or empty something calls this, after asking `isChangerFree`; `ownerId` hears of it
 * through `job-moved` and `job-ended` lines.
 */
export function beginJob(turn: Turn, order: NewJob): Turn {
  return withJob(turn, startJob(order, turn.facts.nowMs), order);
}

/** True when a machine is there and does nothing: only then may it be given a job. */
export function isChangerFree(till: Till, { device, condition }: KnownChanger): boolean {
  return condition === 'ready' && !Object.values(till.jobs).some((job) => isBusyWith(job, device));
}

/** Pays out an amount by the machine, for whoever the payout belongs to. */
export function beginPayoutJob(turn: Turn, device: string, order: PayoutOrder): Turn {
  const { payoutId, purpose, ownerId, amountMinor } = order;
  const body = { payoutId, purpose, ownerId, amountMinor };
  const written = withLines(turn, [{ kind: 'payout-started', body }]);
  return beginJob(written, { jobId: payoutId, device, task: 'payout', ownerId, amountMinor });
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
  return was === is ? turn : tellSale(turn, order, { kind: 'machine-answered', isUnresolved: is });
}

function tellEnded(turn: Turn, order: NewJob, outcome: JobOutcome): Turn {
  const { device, task } = order;
  switch (ownerOf(task)) {
    case 'sale': {
      const changer = turn.facts.changers.find((one) => one.device === device);
      return tellSale(turn, order, {
        kind: 'machine-ended',
        notPaidMinor: outcome.notPaidMinor,
        roundingMaxMinor: changer?.roundingMaxMinor ?? 0,
        isRefused: outcome.end === 'refused' || outcome.end === 'not-executed',
      });
    }
    case 'payout':
      return payoutEnded(turn, order, outcome.outMinor);
    case 'nobody':
      return turn;
  }
}

function ownerOf(task: ChangerTask): 'sale' | 'payout' | 'nobody' {
  if (task === 'sale') return 'sale';
  return task === 'payout' ? 'payout' : 'nobody';
}

function payoutEnded(turn: Turn, order: NewJob, paidMinor: number): Turn {
  const { jobId: payoutId, ownerId, amountMinor = 0 } = order;
  const shortMinor = Math.max(amountMinor - paidMinor, 0);
  const excessMinor = Math.max(paidMinor - amountMinor, 0);
  const body = { payoutId, paidMinor, shortMinor, excessMinor };
  const written = withLines(turn, [{ kind: 'payout-finished', body }]);
  const isOperation = ownOf(turn.till.cashOperations, ownerId) !== undefined;
  const purpose = isOperation ? 'operation' : 'debt';
  return endPayout(written, { purpose, ownerId }, { paidMinor, shortMinor, short: [] });
}

function tellSale(turn: Turn, { ownerId, task }: NewJob, event: MachineSaleEvent): Turn {
  if (ownerOf(task) !== 'sale') return turn;
  const sale = ownOf(turn.till.sales, ownerId);
  invariant(sale !== undefined, 'a sale stands until its job has ended');
  const step = stepMachineSale(sale, event, turn.facts.nowMs);
  return step.sale === sale && step.lines.length === 0 ? turn : withSale(turn, step);
}
