/** The program that a supervisor runs, as a child process with a channel to it. */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Clock, Timer } from '../../hardware/kit/clock.ts';
import { OutputTail } from './output-tail.ts';
import type { Reply } from './supervisor-words.ts';

export interface ProgramParts {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly clock: Clock;
  readonly onMessage: (message: unknown) => void;
  /** Once, with what it came to, such as `exit code 1`. */
  readonly onEnd: (ending: string) => void;
}

/** A program that was asked to end has this long for it: a sale is written down at each step. */
const KILL_AFTER_MS = 30_000;
/** What a program has said may still be on its way when it is gone. */
const LAST_WORDS_MS = 1_000;

export class ProgramProcess {
  readonly #child: ChildProcess;
  readonly #clock: Clock;
  readonly #tail = new OutputTail();
  readonly #onEnd: (ending: string) => void;
  #timer: Timer | undefined;
  #isAsked = false;
  #hasEnded = false;

  constructor(parts: ProgramParts) {
    const { command, args, env, stdout, stderr, clock, onMessage, onEnd } = parts;
    this.#clock = clock;
    this.#onEnd = onEnd;
    this.#child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    this.#passOn(this.#child.stdout, stdout);
    this.#passOn(this.#child.stderr, stderr);
    this.#child.on('message', onMessage);
    this.#child.on('error', (cause) => {
      // Any other fault of a process that was started ends it, or ends with it.
      if (this.#child.pid === undefined) this.#end(`it cannot be started: ${cause.message}`);
    });
    this.#child.once('exit', (code, signal) => {
      this.#endSoon(signal === null ? `exit code ${code}` : `signal ${signal}`);
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** The last it has said. */
  get output(): string {
    return this.#tail.text;
  }

  /** A program that is gone by now has no use for the answer. */
  send(reply: Reply): void {
    this.#child.send(reply, () => undefined);
  }

  /** Asks it to end, unless it does so by itself within the time; a program that does not is killed. */
  endAfter(afterMs: number): void {
    if (this.#isAsked || this.#hasEnded) return;
    this.#timer?.cancel();
    if (afterMs > 0) {
      this.#timer = this.#clock.startTimer(afterMs, () => this.endAfter(0));
      return;
    }
    this.#isAsked = true;
    this.#child.kill('SIGTERM');
    this.#timer = this.#clock.startTimer(KILL_AFTER_MS, () => this.#child.kill('SIGKILL'));
  }

  #passOn(from: NodeJS.ReadableStream | null, to: NodeJS.WritableStream): void {
    from?.on('data', (bytes: Buffer) => this.#tail.push(bytes));
    from?.pipe(to, { end: false });
  }

  #endSoon(ending: string): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.startTimer(LAST_WORDS_MS, () => this.#end(ending));
    this.#child.once('close', () => this.#end(ending));
  }

  #end(ending: string): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#timer?.cancel();
    this.#onEnd(ending);
  }
}
