/**
 * One job of a whole machine, from the order to the moment when the machine may forget it.
 *
 *     ordering ─► opened ─► running ─► ended ─► (forgotten)
 *
 * The order is durable before the machine hears of it, and the machine's own number of it before the
 * machine is told to begin: what was never told to begin is never carried out, so a lost answer
 * leaves at most a number that nothing belongs to. What moved is what the machine says, never what
 * was asked for; the machine may forget a job only when all of that is in the journal.
 */
import type { ChangerTask, JobEnd, PlacedCount } from '../changer-line.ts';
import { invariant } from '../invariant.ts';
import type { LineDraft } from '../journal-line.ts';
import { isSaleTask } from './changer-transfers.ts';
import { isUnattended } from './attendance.ts';
import type { Holdings } from './holdings.ts';
import { bookable, missing } from './job-booking.ts';
import { placedCounts, placedMinor } from './placed-counts.ts';

/** Times an order is put to a machine that then positively does not know it. */
const OPENINGS_MAX = 3;

export type JobPhase =
  /** Whether the machine has heard of it is not known before it says so. */
  | { readonly kind: 'ordering' }
  /** It has a number, and is being told to begin. */
  | { readonly kind: 'opened'; readonly machineId: string }
  | { readonly kind: 'running'; readonly machineId: string }
  /** All of it is in the journal; the machine has not been told so yet. */
  | { readonly kind: 'ended'; readonly machineId: string };

export interface ChangerJob {
  readonly jobId: string;
  readonly device: string;
  readonly task: ChangerTask;
  readonly ownerId: string;
  readonly amountMinor?: number | undefined;
  readonly startedAtMs: number;
  readonly openings: number;
  /** Booked so far, by the machine's own count. */
  readonly in: readonly PlacedCount[];
  readonly out: readonly PlacedCount[];
  /** It is to end, and to give back what is in or to keep it; absent while it goes on. */
  readonly ending?: JobEnding | undefined;
  /** The machine has taken note of that. */
  readonly isEndTold: boolean;
  /** The machine is being asked for it; one question at a time, or it would be ordered twice. */
  readonly isAsking: boolean;
  /** Why nobody can say how it stands; absent while the machine answers. */
  readonly trouble?: string | undefined;
  readonly phase: JobPhase;
}

/** How a job stands, as the machine tells it: cumulative, so that telling it twice does no harm. */
export interface JobReport {
  readonly machineId: string;
  /** `waiting`: it has not been told to begin. `unknown`: the machine has no such job. */
  readonly state: 'waiting' | 'running' | 'finished' | 'unknown';
  readonly in: readonly PlacedCount[];
  readonly out: readonly PlacedCount[];
  readonly inMinor: number;
  readonly outMinor: number;
  readonly notPaidMinor: number;
}

export type JobEvent =
  | { readonly kind: 'opened'; readonly machineId: string }
  | { readonly kind: 'refused'; readonly reason: string }
  /** Asked for by our id, the machine positively has no such job. */
  | { readonly kind: 'not-found' }
  | { readonly kind: 'begun' }
  /** It could not be asked, or its answer was lost. */
  | { readonly kind: 'unanswered'; readonly reason: string }
  | { readonly kind: 'end-told' }
  | { readonly kind: 'forgotten' }
  | { readonly kind: 'reported'; readonly report: JobReport }
  /** It is to end: `give-back` what is in, or `keep` it because no more is to come. */
  | { readonly kind: 'ending'; readonly how: JobEnding }
  | { readonly kind: 'device-lost'; readonly reason: string }
  /** The machine is there, or it is time to ask again. */
  | { readonly kind: 'looked-again' }
  | { readonly kind: 'agent-started' }
  /** The machine is gone for good, and somebody has counted what it holds. */
  | { readonly kind: 'counted' };

/** How a job is brought to its end. */
export type JobEnding = 'give-back' | 'keep';

export type JobEffect =
  | ({ readonly kind: 'open-job' } & JobOrder)
  | { readonly kind: 'find-job'; readonly jobId: string; readonly device: string }
  | ({ readonly kind: 'run-job' } & KnownJob)
  | ({ readonly kind: 'follow-job' } & KnownJob)
  | ({ readonly kind: 'end-job'; readonly how: JobEnding } & KnownJob)
  | ({ readonly kind: 'forget-job' } & KnownJob);

interface JobOrder {
  readonly jobId: string;
  readonly device: string;
  readonly task: ChangerTask;
  readonly amountMinor?: number | undefined;
}

interface KnownJob {
  readonly jobId: string;
  readonly device: string;
  readonly machineId: string;
}

export interface JobFacts {
  readonly nowMs: number;
  readonly holdings: Holdings;
}

/** What a job has come to; its owner hears it once. */
export interface JobOutcome {
  readonly end: JobEnd;
  readonly reason: string;
  readonly inMinor: number;
  readonly outMinor: number;
  readonly notPaidMinor: number;
}

export interface JobStep {
  /** Undefined once the machine may have forgotten it. */
  readonly job: ChangerJob | undefined;
  readonly lines: readonly LineDraft[];
  readonly effects: readonly JobEffect[];
  /** New since the last step. */
  readonly moved?: Moved | undefined;
  readonly outcome?: JobOutcome | undefined;
}

export interface Moved {
  readonly in: readonly PlacedCount[];
  readonly out: readonly PlacedCount[];
}

export type NewJob = Pick<ChangerJob, 'jobId' | 'device' | 'task' | 'ownerId' | 'amountMinor'>;

/** Writes a job down; the machine hears of it once that is durable. */
export function startJob(order: NewJob, nowMs: number): JobStep {
  const { jobId, device, task, ownerId, amountMinor } = order;
  const job: ChangerJob = {
    ...order,
    startedAtMs: nowMs,
    openings: 1,
    in: [],
    out: [],
    isEndTold: false,
    isAsking: true,
    phase: { kind: 'ordering' },
  };
  const body = { jobId, device, task, ownerId, amountMinor };
  return { job, lines: [{ kind: 'job-ordered', body }], effects: [open(job)] };
}

/** Moves a job on. An event its phase has no use for changes nothing. */
export function stepJob(job: ChangerJob, event: JobEvent, facts: JobFacts): JobStep {
  switch (event.kind) {
    case 'opened':
      return opened(job, event.machineId, facts);
    case 'refused':
      return job.phase.kind === 'ordering'
        ? dropped(job, { end: 'refused', reason: event.reason })
        : only(job);
    case 'not-found':
      return notFound(job, facts);
    case 'begun':
      return begun(job);
    case 'unanswered':
      return unanswered({ ...job, isAsking: false }, event.reason);
    case 'device-lost':
      return unanswered(job, event.reason);
    case 'end-told':
      return only({ ...job, isEndTold: true });
    case 'forgotten':
      return job.phase.kind === 'ended' ? { job: undefined, lines: [], effects: [] } : only(job);
    case 'reported':
      return reported(job, event.report, facts);
    case 'ending':
      return ending(job, event.how);
    case 'looked-again':
      return lookedAgain(job);
    case 'agent-started':
      return lookedAgain({ ...job, isAsking: false });
    case 'counted':
      return job.phase.kind === 'ended' ? only(job) : dropped(job, { end: 'counted', reason: '' });
  }
}

/** Nobody can say how it stands. */
export function isUnresolved({ phase, trouble }: ChangerJob): boolean {
  return trouble !== undefined && phase.kind !== 'ended';
}

/** Cash may still move for it. */
export function isUnderWay({ phase }: ChangerJob): boolean {
  return phase.kind !== 'ended';
}

function opened(job: ChangerJob, machineId: string, { nowMs }: JobFacts): JobStep {
  if (job.phase.kind !== 'ordering') return only(job);
  const { jobId, device } = job;
  const known = { ...calm(job), phase: { kind: 'opened', machineId } } as const;
  const line: LineDraft = { kind: 'job-opened', body: { jobId, device, machineId } };
  if (!isWanted(job, nowMs)) return { ...withdrawn(known, machineId), lines: [line] };
  return { job: known, lines: [line], effects: [aimed('run-job', known, machineId)] };
}

/**
 * It was found by our id and nobody waits for it any more. Whether the machine had begun it is for
 * the machine to say: it is told to give back, and followed to its end.
 */
function withdrawn(job: ChangerJob, machineId: string): JobStep {
  const leaving: ChangerJob = { ...job, ending: 'give-back' };
  return only(leaving, [...endings(leaving, machineId), aimed('follow-job', leaving, machineId)]);
}

function notFound(job: ChangerJob, { nowMs }: JobFacts): JobStep {
  if (job.phase.kind !== 'ordering') return only(job);
  if (!isWanted(job, nowMs) || job.openings >= OPENINGS_MAX) {
    return dropped(job, { end: 'not-executed', reason: job.trouble ?? '' });
  }
  const again = { ...calm(job), isAsking: true, openings: job.openings + 1 };
  return only(again, [open(again)]);
}

function begun(job: ChangerJob): JobStep {
  if (job.phase.kind !== 'opened') return only(job);
  const { machineId } = job.phase;
  const running: ChangerJob = { ...calm(job), phase: { kind: 'running', machineId } };
  return only(running, endings(running, machineId));
}

function unanswered(job: ChangerJob, reason: string): JobStep {
  if (job.phase.kind === 'ended' || job.trouble !== undefined) return only(job);
  const { jobId, device } = job;
  const line: LineDraft = { kind: 'job-unresolved', body: { jobId, device, reason } };
  return { job: { ...job, trouble: reason }, lines: [line], effects: [] };
}

function ending(job: ChangerJob, how: JobEnding): JobStep {
  if (job.ending !== undefined || job.phase.kind === 'ended') return only(job);
  const leaving = { ...job, ending: how };
  // Before it runs there is nothing to end: what opens it, or begins it, ends it.
  return only(leaving, job.phase.kind === 'running' ? endings(leaving, job.phase.machineId) : []);
}

/** The order to end it, where it is to end and the machine has not taken note of that. */
function endings(job: ChangerJob, machineId: string): readonly JobEffect[] {
  const { jobId, device, ending: how, isEndTold } = job;
  return how === undefined || isEndTold ? [] : [{ kind: 'end-job', jobId, device, machineId, how }];
}

/** The order is never put again blindly: first the machine is asked whether it knows it. */
function lookedAgain(job: ChangerJob): JobStep {
  const { phase, jobId, device } = job;
  switch (phase.kind) {
    case 'ordering':
      if (job.isAsking) return only(job);
      return only({ ...job, isAsking: true }, [{ kind: 'find-job', jobId, device }]);
    case 'opened':
    case 'running': {
      const { machineId } = phase;
      return only(job, [...endings(job, machineId), aimed('follow-job', job, machineId)]);
    }
    case 'ended':
      return only(job, [aimed('forget-job', job, phase.machineId)]);
  }
}

function reported(job: ChangerJob, report: JobReport, facts: JobFacts): JobStep {
  const { phase } = job;
  const isOurs = phase.kind !== 'ordering' && phase.machineId === report.machineId;
  if (!isOurs || phase.kind === 'ended') return only(job);
  switch (report.state) {
    case 'waiting':
      return waiting(calm(job), report, facts);
    case 'running': {
      const running: ChangerJob = {
        ...calm(job),
        phase: { kind: 'running', machineId: report.machineId },
      };
      const late = phase.kind === 'opened' ? endings(running, report.machineId) : [];
      return withEffects(booked(running, report, facts), late);
    }
    case 'finished':
      return ended(booked(calm(job), report, facts), report, {
        end: 'finished',
        reason: '',
        notPaidMinor: report.notPaidMinor,
      });
    case 'unknown':
      return ended(only(calm(job)), report, { end: 'lost', reason: '', notPaidMinor: 0 });
  }
}

/** It has a number and was not told to begin, or the machine forgot that it was. */
function waiting(job: ChangerJob, { machineId }: JobReport, { nowMs }: JobFacts): JobStep {
  if (isWanted(job, nowMs)) return only(job, [aimed('run-job', job, machineId)]);
  const withdrawn: ChangerJob = { ...job, ending: 'give-back', isEndTold: false };
  const step = dropped(job, { end: 'not-executed', reason: '' });
  return { ...step, effects: [...endings(withdrawn, machineId), ...step.effects] };
}

/** Over without the machine's word of what it came to. */
function dropped(job: ChangerJob, end: Pick<JobOutcome, 'end' | 'reason'>): JobStep {
  const outcome = outcomeOf(job, { ...end, notPaidMinor: 0 });
  const lines = [endLine(job, outcome)];
  if (job.phase.kind === 'ordering') return { job: undefined, lines, effects: [], outcome };
  const { machineId } = job.phase;
  const over: ChangerJob = { ...calm(job), phase: { kind: 'ended', machineId } };
  return { job: over, lines, effects: [aimed('forget-job', over, machineId)], outcome };
}

function ended(step: JobStep, { machineId }: JobReport, end: Ending): JobStep {
  const { job } = step;
  invariant(job !== undefined, 'only a job that is there can end');
  const outcome = outcomeOf(job, end);
  const over: ChangerJob = { ...job, phase: { kind: 'ended', machineId } };
  return {
    ...step,
    job: over,
    lines: [...step.lines, endLine(over, outcome)],
    effects: [aimed('forget-job', over, machineId)],
    outcome,
  };
}

type Ending = Pick<JobOutcome, 'end' | 'reason' | 'notPaidMinor'>;

function outcomeOf(job: ChangerJob, end: Ending): JobOutcome {
  return { ...end, inMinor: placedMinor(job.in), outMinor: placedMinor(job.out) };
}

function endLine({ jobId, device }: ChangerJob, outcome: JobOutcome): LineDraft {
  return { kind: 'job-ended', body: { jobId, device, ...outcome } };
}

/** Writes down what has moved since the last report. */
function booked(job: ChangerJob, report: JobReport, { holdings }: JobFacts): JobStep {
  const { moved, isDisputed } = bookable(job, report);
  const { jobId, device, task, ownerId } = job;
  const saleId = isSaleTask(task) ? ownerId : undefined;
  const isMove = moved.in.length > 0 || moved.out.length > 0;
  const lines: LineDraft[] = isMove
    ? [
        ...missing(moved, holdings),
        { kind: 'job-moved', body: { jobId, device, task, ...moved, saleId } },
      ]
    : [];
  const dispute = { device, code: 'totals-disagree', isFraud: false };
  if (isDisputed) lines.push({ kind: 'incident-reported', body: dispute });
  const richer = {
    ...job,
    in: placedCounts([...job.in, ...moved.in]),
    out: placedCounts([...job.out, ...moved.out]),
  };
  return { job: richer, lines, effects: [], moved: isMove ? moved : undefined };
}

/** Somebody still waits for it to begin. */
function isWanted({ ending, startedAtMs }: ChangerJob, nowMs: number): boolean {
  return ending === undefined && !isUnattended(startedAtMs, nowMs);
}

function calm(job: ChangerJob): ChangerJob {
  const { trouble: _, ...rest } = job;
  return { ...rest, isAsking: false };
}

function open({ jobId, device, task, amountMinor }: ChangerJob): JobEffect {
  return { kind: 'open-job', jobId, device, task, amountMinor };
}

function aimed(
  kind: 'run-job' | 'follow-job' | 'forget-job',
  { jobId, device }: ChangerJob,
  machineId: string,
): JobEffect {
  return { kind, jobId, device, machineId };
}

function withEffects(step: JobStep, effects: readonly JobEffect[]): JobStep {
  return { ...step, effects: [...step.effects, ...effects] };
}

function only(job: ChangerJob, effects: readonly JobEffect[] = []): JobStep {
  return { job, lines: [], effects };
}
