import type { Clock } from '../../../hardware/kit/clock.ts';
import type { TillView } from '../../shell/till-view.ts';
import type { ApiShell } from '../api-parts.ts';

interface UntilParts {
  readonly shell: Pick<ApiShell, 'view' | 'subscribe'>;
  readonly clock: Clock;
}

/** Waits until the till is as asked, and no longer than `limitMs`; true where it is. */
export function until(
  { shell, clock }: UntilParts,
  limitMs: number,
  isThere: (view: TillView) => boolean,
): Promise<boolean> {
  if (isThere(shell.view())) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (isReached: boolean): void => {
      deadline.cancel();
      stop();
      resolve(isReached);
    };
    const deadline = clock.startTimer(limitMs, () => end(false));
    const stop = shell.subscribe((view) => {
      if (isThere(view)) end(true);
    });
  });
}
