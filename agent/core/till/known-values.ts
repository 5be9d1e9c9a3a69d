/**
 * A release after this one may have left something in the till's state that this one has no word for:
 * another phase, another purpose. What is done by a guess there moves money, so a till that holds one
 * is not worked on by this release. New values come in two steps: one release reads them, the next
 * one writes them.
 */
import type { CashOperation } from '../cash/cash-operation.ts';
import type { ChangerJob } from '../cash/changer-job.ts';
import type { Debt } from '../cash/debt.ts';
import type { Payout } from '../cash/payout.ts';
import type { HeldLease, LeasePromise } from '../contract/lease.ts';
import type { Sale } from '../sale/sale.ts';
import type { Updating, UpdatePhase } from '../update/updating.ts';
import type { Till } from './till.ts';

/** Complete by its type. */
type Known<Value extends string> = Readonly<Record<Value, true>>;

const PAYOUT_PURPOSES: Known<Payout['purpose']> = {
  change: true,
  return: true,
  debt: true,
  operation: true,
};
const LEGS: Known<Payout['legs'][number]['kind']> = {
  preparing: true,
  dispensing: true,
  unresolved: true,
};
const TARGETS: Known<NonNullable<Payout['to']>> = { cashbox: true };
const CHOICES: Known<NonNullable<Payout['choice']>['kind']> = { most: true, these: true };
const SALE_PHASES: Known<Sale['phase']['kind']> = {
  collecting: true,
  paused: true,
  fixing: true,
  fixed: true,
  settling: true,
  settled: true,
  cancelled: true,
  returning: true,
  returned: true,
  unresolved: true,
  owed: true,
};
const DEPOSIT_PURPOSES: Known<NonNullable<Sale['deposit']>['purpose']> = {
  deposit: true,
  fill: true,
  exchange: true,
};
const DEPOSIT_ENDS: Known<NonNullable<NonNullable<Sale['deposit']>['ended']>['kind']> = {
  change: true,
  'no-change': true,
  repay: true,
  exchange: true,
};
const DEBT_CAUSES: Known<Debt['cause']> = { owed: true, unassigned: true };
const JOB_PHASES: Known<ChangerJob['phase']['kind']> = {
  ordering: true,
  opened: true,
  running: true,
  ended: true,
};
const JOB_ENDINGS: Known<NonNullable<ChangerJob['ending']>> = { 'give-back': true, keep: true };
const TASKS: Known<ChangerJob['task']> = {
  sale: true,
  payout: true,
  deposit: true,
  'deposit-of-amount': true,
  exchange: true,
  load: true,
  withdrawal: true,
  'to-cassette': true,
  'take-notes': true,
  'take-coins': true,
};
const OPERATION_PURPOSES: Known<CashOperation['purpose']> = {
  dispense: true,
  refund: true,
  float: true,
  empty: true,
  collect: true,
};
const LEASES: Known<HeldLease['state']> = { open: true, closed: true };
const PROMISES: Known<LeasePromise['state']> = { promised: true, settled: true, released: true };
const UPDATE_PHASES: Known<UpdatePhase['kind']> = {
  idle: true,
  checking: true,
  fetching: true,
  'waiting-to-retry': true,
  ready: true,
  'handing-over': true,
  'on-trial': true,
};
const UPDATE_MODES: Known<NonNullable<Updating['order']>['mode']> = {
  forced: true,
  soft: true,
  'download-only': true,
};

/** Something that stands in the state and that this release has no word for. */
export interface UnknownValue {
  /** Such as `payout s/payout`. */
  readonly where: string;
  readonly value: string;
}

/** The first value of what is under way that this release does not know. */
export function unknownInTill(till: Till): UnknownValue | undefined {
  return firstUnknown([
    ...Object.values(till.sales).flatMap(saleLooks),
    ...Object.values(till.payouts).flatMap(payoutLooks),
    ...Object.values(till.debts).map(({ debtId, cause }) =>
      look(`debt ${debtId}`, DEBT_CAUSES, cause),
    ),
    ...Object.values(till.jobs).flatMap(jobLooks),
    ...Object.values(till.cashOperations).flatMap(operationLooks),
    ...till.leasing.leases.map(({ id, state }) => look(`lease ${id}`, LEASES, state)),
    ...till.leasing.promises.map(({ ticket, state }) => look(`ticket ${ticket}`, PROMISES, state)),
    look('update', UPDATE_PHASES, till.updating.phase.kind),
    look('update', UPDATE_MODES, till.updating.order?.mode),
  ]);
}

/** The same of one sale, under way or over. */
export function unknownInSale(sale: Sale): UnknownValue | undefined {
  return firstUnknown(saleLooks(sale));
}

interface Look {
  readonly where: string;
  readonly known: Readonly<Record<string, true>>;
  readonly value: string | undefined;
}

function saleLooks({ saleId, phase, deposit }: Sale): readonly Look[] {
  const where = `sale ${saleId}`;
  return [
    look(where, SALE_PHASES, phase.kind),
    look(where, PAYOUT_PURPOSES, 'purpose' in phase ? phase.purpose : undefined),
    look(where, DEPOSIT_PURPOSES, deposit?.purpose),
    look(where, DEPOSIT_ENDS, deposit?.ended?.kind),
  ];
}

function payoutLooks({ payoutId, purpose, legs, to, choice }: Payout): readonly Look[] {
  const where = `payout ${payoutId}`;
  return [
    look(where, PAYOUT_PURPOSES, purpose),
    ...legs.map(({ kind }) => look(where, LEGS, kind)),
    look(where, TARGETS, to),
    look(where, CHOICES, choice?.kind),
  ];
}

function jobLooks({ jobId, phase, task, ending }: ChangerJob): readonly Look[] {
  const where = `job ${jobId}`;
  return [
    look(where, JOB_PHASES, phase.kind),
    look(where, TASKS, task),
    look(where, JOB_ENDINGS, ending),
  ];
}

function operationLooks({ operationId, purpose, atMachine }: CashOperation): readonly Look[] {
  const where = `operation ${operationId}`;
  return [look(where, OPERATION_PURPOSES, purpose), look(where, TASKS, atMachine)];
}

function look(where: string, known: Look['known'], value: string | undefined): Look {
  return { where, known, value };
}

function firstUnknown(looks: readonly Look[]): UnknownValue | undefined {
  for (const { where, known, value } of looks) {
    if (value !== undefined && !Object.hasOwn(known, value)) return { where, value };
  }
  return undefined;
}
