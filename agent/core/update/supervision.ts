/** The words of supervising: its state, what happens to it, and what it has done. */
import type { SupervisorAnswer, SupervisorRequest } from './supervisor-request.ts';
import type { Slots } from './slots.ts';

export interface Supervising {
  readonly slots: Slots;
  readonly phase: SupervisorPhase;
  /** Counts the starts, so that what an earlier program said late is told apart. */
  readonly run: number;
  /** When a release past its trial ended by itself, within the time that makes a loop of it. */
  readonly endsMs: readonly number[];
  /** The same of runs that were short, within the longer time that makes a slow loop of them. */
  readonly earlyEndsMs: readonly number[];
  /** Ends one after the other without a steady run between; each waits longer than the one before. */
  readonly endsInRow: number;
  /** The release the record named as supervisor when this one began. */
  readonly supervisorAtStart: string;
}

export type SupervisorPhase =
  | { readonly kind: 'resting' }
  | {
      readonly kind: 'running';
      readonly version: string;
      readonly sinceMs: number;
      /** The supervisor itself was asked to end. */
      readonly isStopping: boolean;
    }
  | { readonly kind: 'stopped' };

export interface SupervisorFacts {
  /** Monotonic. */
  readonly nowMs: number;
  /** Whole releases, the one unpacked last first. */
  readonly releases: readonly string[];
  /** The release whose program supervises. */
  readonly own: string;
  /** The last words of the program that runs, or that has just ended. */
  readonly output: string;
}

export type SupervisorEvent =
  | { readonly kind: 'began' }
  /** `ending`: such as `exit code 1`. */
  | { readonly kind: 'exited'; readonly run: number; readonly ending: string }
  | AskedEvent
  /** The health window of a start has passed. */
  | { readonly kind: 'window-over'; readonly run: number }
  /** The wait before the next start is over. */
  | { readonly kind: 'waited' }
  | { readonly kind: 'stop-asked' };

export interface AskedEvent {
  readonly kind: 'asked';
  readonly run: number;
  /** Of the question, for its answer. */
  readonly id: number;
  readonly request: SupervisorRequest;
}

export type ReleaseLinkName = 'current' | 'supervisor' | 'supervisor.previous';

/** Done in this order, one after the other. */
export type SupervisorEffect =
  | { readonly kind: 'write-slots'; readonly slots: Slots }
  | { readonly kind: 'point-link'; readonly link: ReleaseLinkName; readonly version: string }
  | {
      readonly kind: 'start';
      readonly version: string;
      readonly run: number;
      /** Its health window begins with it. */
      readonly isOnTrial: boolean;
    }
  | { readonly kind: 'wait'; readonly delayMs: number }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: SupervisorAnswer }
  /** Ends the program, unless it does so by itself within this time. */
  | { readonly kind: 'end-program'; readonly afterMs: number }
  | { readonly kind: 'remove-release'; readonly version: string }
  /** Ends the supervisor so that its newer release goes on in its place. */
  | { readonly kind: 'make-way' }
  | { readonly kind: 'finish' };

export interface SupervisorStep {
  readonly state: Supervising;
  readonly effects: readonly SupervisorEffect[];
}

/** The supervisor's own links; `supervisor.previous` first, so that one of them always leads somewhere. */
export function supervisorLinks({
  supervisor,
  supervisorPrevious,
}: Slots): readonly SupervisorEffect[] {
  const ahead: SupervisorEffect = { kind: 'point-link', link: 'supervisor', version: supervisor };
  if (supervisorPrevious === undefined) return [ahead];
  return [{ kind: 'point-link', link: 'supervisor.previous', version: supervisorPrevious }, ahead];
}

/** What is kept of a version that is given up: why, and its last words. */
export function evidenceOf(reason: string, { output }: Pick<SupervisorFacts, 'output'>): string {
  return output === '' ? reason : `${reason}\n${output}`;
}
