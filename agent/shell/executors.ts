/** One executor for each kind of effect; what it came to comes back as an event. */
import { invariant } from '../core/invariant.ts';
import type { TillEffect, TillReport } from '../core/till/events.ts';
import type { CashAcceptor, CashDispenser, DispenseOutcome } from '../../hardware/kit/device.ts';
import { createJobExecutors } from './job-executors.ts';
import type { Machine } from './machine.ts';
import { createSupportExecutors, type ShellSupport } from './support-executors.ts';
import { createUpdateExecutors, type ReleaseInstaller } from './update-executors.ts';

type EffectOf<Kind extends TillEffect['kind']> = Extract<TillEffect, { readonly kind: Kind }>;

/** An effect without an executor does not compile. `undefined`: there is nothing to tell. */
export type Executors = {
  readonly [Kind in TillEffect['kind']]: (
    effect: EffectOf<Kind>,
  ) => Promise<TillReport | undefined>;
};

interface ExecutorParts {
  readonly machine: Machine;
  readonly installer?: ReleaseInstaller | undefined;
  readonly support?: ShellSupport | undefined;
}

export function createExecutors({ machine, installer, support }: ExecutorParts): Executors {
  return {
    async 'set-acceptance'({ device, valuesMinor }) {
      acceptorOf(machine, device).setAcceptance(valuesMinor);
      return undefined;
    },
    // The acceptors report the coins that were still on their way before this resolves.
    async 'fix-deposit'({ saleId }) {
      const asked = machine.acceptors.map(async (acceptor) => {
        return (await acceptor.fixDeposit()) === 'fixed' ? [] : [acceptor.device];
      });
      return { kind: 'deposit-fixed', saleId, unanswered: (await Promise.all(asked)).flat() };
    },
    async 'prepare-dispense'({ payoutId, leg, device, to }) {
      const outcome = await dispenserOf(machine, device)?.prepare(to);
      return outcome?.kind === 'prepared'
        ? { kind: 'dispense-prepared', payoutId, leg, evidence: outcome.evidence }
        : { kind: 'dispense-refused', payoutId, leg };
    },
    async dispense({ payoutId, leg, device, count, evidence, to }) {
      const outcome = await dispenserOf(machine, device)?.dispense({ count, evidence, to });
      return reportOf({ payoutId, leg }, outcome ?? NOT_CONFIGURED);
    },
    async 'settle-dispense'({ payoutId, leg, device, count, evidence, to }) {
      const outcome = await dispenserOf(machine, device)?.settle({ count, evidence, to });
      return reportOf({ payoutId, leg }, outcome ?? NOT_CONFIGURED);
    },
    ...createJobExecutors(machine),
    ...createUpdateExecutors(installer),
    ...createSupportExecutors(support),
  };
}

/** Runs an effect with the executor of its kind. */
export function execute(executors: Executors, effect: TillEffect): Promise<TillReport | undefined> {
  switch (effect.kind) {
    case 'set-acceptance':
      return executors[effect.kind](effect);
    case 'fix-deposit':
      return executors[effect.kind](effect);
    case 'prepare-dispense':
      return executors[effect.kind](effect);
    case 'dispense':
      return executors[effect.kind](effect);
    case 'settle-dispense':
      return executors[effect.kind](effect);
    case 'open-job':
      return executors[effect.kind](effect);
    case 'find-job':
      return executors[effect.kind](effect);
    case 'run-job':
      return executors[effect.kind](effect);
    case 'follow-job':
      return executors[effect.kind](effect);
    case 'end-job':
      return executors[effect.kind](effect);
    case 'forget-job':
      return executors[effect.kind](effect);
    case 'check-release':
      return executors[effect.kind](effect);
    case 'fetch-release':
      return executors[effect.kind](effect);
    case 'look-at-releases':
      return executors[effect.kind](effect);
    case 'hand-over':
      return executors[effect.kind](effect);
    case 'confirm-trial':
      return executors[effect.kind](effect);
    case 'forget-rollbacks':
      return executors[effect.kind](effect);
    case 'open-stream':
      return executors[effect.kind](effect);
    case 'close-streams':
      return executors[effect.kind](effect);
    case 'set-control':
      return executors[effect.kind](effect);
    case 'send-logs':
      return executors[effect.kind](effect);
    case 'start-external':
      return executors[effect.kind](effect);
  }
}

/** Its order can only be settled by a count. */
const NOT_CONFIGURED = {
  kind: 'unknown',
  reason: 'not-configured',
  detail: 'this till has no such dispenser any more',
} as const;

function reportOf(
  leg: { readonly payoutId: string; readonly leg: number },
  outcome: DispenseOutcome | typeof NOT_CONFIGURED,
): TillReport {
  return outcome.kind === 'settled'
    ? { kind: 'dispense-settled', ...leg, paid: outcome.paid, end: outcome.cause }
    : { kind: 'dispense-unknown', ...leg, reason: outcome.reason, detail: outcome.detail };
}

function acceptorOf({ acceptors }: Machine, device: string): CashAcceptor {
  const acceptor = acceptors.find((candidate) => candidate.device === device);
  invariant(acceptor !== undefined, `${device} is not an acceptor of this till`);
  return acceptor;
}

/** None where the configuration has changed since the order was written down. */
function dispenserOf({ dispensers }: Machine, device: string): CashDispenser | undefined {
  return dispensers.find((candidate) => candidate.device === device);
}
