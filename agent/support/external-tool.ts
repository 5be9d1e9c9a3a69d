/** A tool of another maker that shows the screen instead: started after the same consent, ended with it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { kill } from 'node:process';
import type { Clock } from '../../hardware/kit/clock.ts';

/** After being asked to end; then it is made to. */
const END_TIMEOUT_MS = 3_000;

export class ExternalTool {
  readonly #child: ChildProcess;
  readonly #clock: Clock;
  /** Resolves once it is gone, or was never there. */
  readonly ended: Promise<'ended' | 'not-started'>;

  /** The words of the command as they are: no shell looks at them. */
  constructor([program = '', ...words]: readonly string[], clock: Clock) {
    this.#clock = clock;
    // A group of its own, so that all it starts ends with it.
    this.#child = spawn(program, words, { shell: false, detached: true, stdio: 'ignore' });
    this.ended = new Promise((resolve) => {
      this.#child.once('error', () => resolve('not-started'));
      this.#child.once('exit', () => {
        // What it has left behind shows the screen as it did.
        this.#signal('SIGKILL');
        resolve('ended');
      });
    });
  }

  async end(): Promise<void> {
    this.#signal('SIGTERM');
    const timer = this.#clock.startTimer(END_TIMEOUT_MS, () => this.#signal('SIGKILL'));
    await this.ended;
    timer.cancel();
  }

  #signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      kill(-pid, signal);
    } catch {
      // Nobody of the group is left.
    }
  }
}
