/** Carries out what the core asks of a whole machine; each answer comes back about its job. */
import type { CashChanger } from '../../hardware/kit/device.ts';
import type { JobEffect, JobEvent } from '../core/cash/changer-job.ts';
import type { TillReport } from '../core/till/events.ts';
import type { Machine } from './machine.ts';

type JobExecutors = {
  readonly [Kind in JobEffect['kind']]: (
    effect: Extract<JobEffect, { readonly kind: Kind }>,
  ) => Promise<TillReport | undefined>;
};

/** The executors of jobs; a machine taken out of the configuration answers nothing. */
export function createJobExecutors(machine: Machine): JobExecutors {
  return {
    async 'open-job'({ jobId, device, task, amountMinor }) {
      const outcome = await changerOf(machine, device)?.open({ jobId, task, amountMinor });
      return told(jobId, outcome ?? NOT_CONFIGURED);
    },
    async 'find-job'({ jobId, device }) {
      return told(jobId, (await changerOf(machine, device)?.find(jobId)) ?? NOT_CONFIGURED);
    },
    async 'run-job'({ jobId, device, machineId }) {
      const outcome = await changerOf(machine, device)?.run({ jobId, machineId });
      return told(jobId, outcome?.kind === 'told' ? BEGUN : (outcome ?? NOT_CONFIGURED));
    },
    async 'follow-job'({ jobId, device, machineId }) {
      const changer = changerOf(machine, device);
      changer?.follow({ jobId, machineId });
      return changer === undefined ? told(jobId, NOT_CONFIGURED) : undefined;
    },
    async 'end-job'({ jobId, device, machineId, how }) {
      const outcome = await changerOf(machine, device)?.end({ jobId, machineId }, how);
      return outcome?.kind === 'told' ? told(jobId, { kind: 'end-told' }) : undefined;
    },
    async 'forget-job'({ jobId, device, machineId }) {
      const outcome = await changerOf(machine, device)?.forget({ jobId, machineId });
      return outcome?.kind === 'told' ? told(jobId, { kind: 'forgotten' }) : undefined;
    },
  };
}

const BEGUN: JobEvent = { kind: 'begun' };
const NOT_CONFIGURED: JobEvent = { kind: 'unanswered', reason: 'not-configured' };

function told(jobId: string, said: JobEvent): TillReport {
  return { kind: 'job-told', jobId, said };
}

function changerOf({ changers }: Machine, device: string): CashChanger | undefined {
  return changers.find((candidate) => candidate.device === device);
}
