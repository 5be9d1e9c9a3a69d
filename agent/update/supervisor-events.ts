/** What the supervisor says about itself: one function an event. */
import type { Logger } from 'pino';
import type { Slots } from '../core/update/slots.ts';
import type { SupervisorAnswer } from '../core/update/supervisor-request.ts';
import type { SupervisorEffect } from '../core/update/supervision.ts';

export interface SupervisorEvents {
  readonly began: (facts: {
    readonly prefix: string;
    readonly version: string;
    readonly current: string;
  }) => void;
  /** Of a supervisor that was killed; they have ended by now, or cannot be made to. */
  readonly programsLeft: (facts: { readonly pids: readonly number[] }) => void;
  /** The record could not be read, and was made up from the links. */
  readonly recordLost: (slots: Pick<Slots, 'current' | 'previous'>) => void;
  readonly recorded: (slots: Slots) => void;
  readonly programStarted: (facts: {
    readonly version: string;
    readonly pid: number | undefined;
    readonly isOnTrial: boolean;
  }) => void;
  readonly programEnded: (facts: { readonly version: string; readonly ending: string }) => void;
  readonly answered: (answer: SupervisorAnswer) => void;
  readonly notUnderstood: (reason: string) => void;
  readonly releaseRemoved: (facts: { readonly version: string }) => void;
  /** It goes on all the same. */
  readonly failed: (effect: SupervisorEffect['kind'], cause: unknown) => void;
  readonly ended: (facts: { readonly end: 'stopped' | 'replaced' }) => void;
}

export function createSupervisorEvents(log: Logger): SupervisorEvents {
  return {
    began: (facts) => log.info(facts, 'supervisor-began'),
    programsLeft: (facts) => log.warn(facts, 'programs-left'),
    recordLost: (slots) => log.error(slots, 'record-lost'),
    recorded: (slots) => log.info(shown(slots), 'slots-recorded'),
    programStarted: (facts) => log.info(facts, 'program-started'),
    programEnded: (facts) => log.info(facts, 'program-ended'),
    answered: (answer) => {
      if (answer.kind === 'refused') log.warn({ reason: answer.reason }, 'request-refused');
    },
    notUnderstood: (reason) => log.warn({ reason }, 'request-not-understood'),
    releaseRemoved: (facts) => log.info(facts, 'release-removed'),
    failed: (effect, cause) => log.error({ effect, err: cause }, 'effect-failed'),
    ended: (facts) => log.info(facts, 'supervisor-ended'),
  };
}

/** What the programs said is in the log already. */
function shown({ rollbacks, ...slots }: Slots) {
  return {
    ...slots,
    rollbacks: rollbacks.map(({ version, to, cause }) => ({ version, to, cause })),
  };
}
