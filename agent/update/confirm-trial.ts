/**
 * Tells the supervisor that a trial is passed, until it has that in writing: the journal and the hub
 * have it already, and a supervisor that does not would undo the release when its window ends.
 */
import type { Clock } from '../../hardware/kit/clock.ts';
import { SupervisorError } from './supervisor-error.ts';
import type { SupervisorLink } from './supervisor-link.ts';

const AGAIN_MS = 2_000;
/** Far beyond any health window; by then the trial is decided. */
const TIMES_MAX = 300;

export interface Confirmation {
  readonly supervisor: Pick<SupervisorLink, 'confirm'>;
  readonly clock: Pick<Clock, 'startTimer'>;
  /** The program ends. */
  readonly signal: AbortSignal;
  /** It is not written down, and is not tried again. */
  readonly onFailed: (reason: string) => void;
}

/** Resolves when it is written, or when nothing more can be done about it. */
export async function confirmTrial(version: string, parts: Confirmation): Promise<void> {
  const { supervisor, clock, signal, onFailed } = parts;
  for (let times = 1; !signal.aborted; times += 1) {
    const refusal = await refusalOf(supervisor.confirm(version));
    if (refusal === undefined) return;
    if (!isPassing(refusal) || times >= TIMES_MAX) {
      onFailed(refusal.message);
      return;
    }
    await waitOn(clock, signal);
  }
}

async function refusalOf(asked: Promise<void>): Promise<SupervisorError | undefined> {
  try {
    await asked;
    return undefined;
  } catch (cause) {
    if (cause instanceof SupervisorError) return cause;
    throw cause;
  }
}

/** A disk that takes nothing now, or a supervisor that is slow on it, may do better later. */
function isPassing({ code, reason }: SupervisorError): boolean {
  return code === 'no-answer' || reason === 'disk';
}

function waitOn(clock: Confirmation['clock'], signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      timer.cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = clock.startTimer(AGAIN_MS, end);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
