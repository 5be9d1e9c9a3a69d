/** Runs the program of an installed tree: carries out what `stepSupervising` decides. */
import { writeFileSync } from 'node:fs';
import type { Clock, Timer } from '../../hardware/kit/clock.ts';
import type { SupervisorRequest } from '../core/update/supervisor-request.ts';
import { beginSupervising, stepSupervising } from '../core/update/supervising.ts';
import type { Supervising, SupervisorEffect, SupervisorEvent } from '../core/update/supervision.ts';
import { lockInstance } from '../store/instance-lock.ts';
import { StoreError } from '../store/store-error.ts';
import {
  mainFile,
  makeCompileCache,
  nodeFile,
  PREFIX_VARIABLE,
  removeRelease,
  slotsFile,
  upMark,
  wholeReleases,
} from './installed-tree.ts';
import { NODE_ENVIRONMENT, NODE_FLAGS } from './node-settings.ts';
import { endLeftPrograms } from './left-programs.ts';
import { ProgramProcess } from './program-process.ts';
import { pointLink } from './release-link.ts';
import { readSlots, writeSlots } from './slots-file.ts';
import { SupervisorError } from './supervisor-error.ts';
import type { SupervisorEvents } from './supervisor-events.ts';
import { questionSchema } from './supervisor-words.ts';

export interface SupervisorParts {
  /** The folder everything is installed in. */
  readonly prefix: string;
  /** The release whose program supervises. */
  readonly version: string;
  /** For the program, such as `run --config FILE`. */
  readonly programArgs: readonly string[];
  /** How long a version on trial has to confirm. */
  readonly healthMs: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly clock: Clock;
  readonly events: SupervisorEvents;
  /** Called at the named points at which a crash is worth trying. */
  readonly onPoint?: (point: SupervisorPoint) => void;
}

type Moment = Exclude<SupervisorEvent['kind'], 'asked'> | SupervisorRequest['kind'];

/** Before and after each effect, by what it follows from. */
export type SupervisorPoint = `${Moment}:${SupervisorEffect['kind']}:${'before' | 'after'}`;

/** `replaced`: a newer release is to supervise in its place. */
export type SupervisorEnd = 'stopped' | 'replaced';

/**
 * Supervises until the signal aborts or a newer supervisor takes over; the program has ended by then.
 * Throws `SupervisorError` where it cannot begin.
 */
export async function supervise(
  parts: SupervisorParts,
  signal: AbortSignal,
): Promise<SupervisorEnd> {
  const { prefix, version, clock, events } = parts;
  using _lock = lockTree(prefix);
  const left = await endLeftPrograms(prefix, clock);
  if (left.length > 0) events.programsLeft({ pids: left });
  const { slots, isRead } = readSlots(prefix);
  events.began({ prefix, version, current: slots.current });
  if (!isRead) events.recordLost({ current: slots.current, previous: slots.previous });
  const supervisor = new Supervisor(parts, beginSupervising(slots));
  const stop = (): void => supervisor.take({ kind: 'stop-asked' });
  supervisor.take({ kind: 'began' });
  writeFileSync(upMark(prefix), `${version}\n`);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  const end = await supervisor.finished;
  signal.removeEventListener('abort', stop);
  events.ended({ end });
  return end;
}

function lockTree(prefix: string): Disposable {
  try {
    return lockInstance(slotsFile(prefix));
  } catch (cause) {
    if (!(cause instanceof StoreError) || cause.code !== 'in-use') throw cause;
    throw new SupervisorError('in-use', `another supervisor runs ${prefix}`, { cause });
  }
}

class Supervisor {
  readonly finished: Promise<SupervisorEnd>;
  readonly #parts: SupervisorParts;
  readonly #finish: (end: SupervisorEnd) => void;
  #state: Supervising;
  #program: ProgramProcess | undefined;
  #timer: Timer | undefined;

  constructor(parts: SupervisorParts, state: Supervising) {
    const { promise, resolve } = Promise.withResolvers<SupervisorEnd>();
    this.#parts = parts;
    this.#state = state;
    this.finished = promise;
    this.#finish = resolve;
  }

  /** Decides and does it, all at once: the next event finds everything done. */
  take(event: SupervisorEvent): void {
    const before = this.#state;
    const { state, effects } = stepSupervising(before, event, this.#facts());
    const moment = event.kind === 'asked' ? event.request.kind : event.kind;
    this.#state = state;
    for (const effect of effects) {
      this.#parts.onPoint?.(`${moment}:${effect.kind}:before`);
      const isDone = this.#tryTo(effect);
      if (!isDone && event.kind === 'asked' && effect.kind === 'write-slots') {
        // Nothing of it is done; who asked goes on as before.
        this.#state = before;
        this.#answer(event.id, { kind: 'refused', reason: 'disk' });
        return;
      }
      this.#parts.onPoint?.(`${moment}:${effect.kind}:after`);
    }
  }

  #facts() {
    const { clock, prefix, version } = this.#parts;
    return {
      nowMs: clock.monotonicMs(),
      releases: wholeReleases(prefix),
      own: version,
      output: this.#program?.output ?? '',
    };
  }

  /** A disk that fails is no reason to leave the till without a program. */
  #tryTo(effect: SupervisorEffect): boolean {
    try {
      this.#carryOut(effect);
      return true;
    } catch (cause) {
      this.#parts.events.failed(effect.kind, cause);
      return false;
    }
  }

  #carryOut(effect: SupervisorEffect): void {
    const { prefix, events, clock } = this.#parts;
    switch (effect.kind) {
      case 'write-slots':
        writeSlots(prefix, effect.slots);
        events.recorded(effect.slots);
        return;
      case 'point-link':
        pointLink(prefix, effect.link, effect.version);
        return;
      case 'start':
        this.#start(effect);
        return;
      case 'wait':
        this.#timer = clock.startTimer(effect.delayMs, () => this.take({ kind: 'waited' }));
        return;
      case 'answer':
        this.#answer(effect.id, effect.answer);
        return;
      case 'end-program':
        this.#program?.endAfter(effect.afterMs);
        return;
      case 'remove-release':
        removeRelease(prefix, effect.version);
        events.releaseRemoved({ version: effect.version });
        return;
      case 'make-way':
        this.#end('replaced');
        return;
      case 'finish':
        this.#end('stopped');
    }
  }

  #answer(id: number, answer: Extract<SupervisorEffect, { kind: 'answer' }>['answer']): void {
    this.#parts.events.answered(answer);
    this.#program?.send({ id, answer });
  }

  #start({ version, run, isOnTrial }: Extract<SupervisorEffect, { kind: 'start' }>): void {
    const { clock, events, healthMs } = this.#parts;
    this.#timer?.cancel();
    try {
      this.#program = this.#spawn(version, run);
    } catch (cause) {
      events.failed('start', cause);
      const ending = `it cannot be started: ${String(cause)}`;
      this.#timer = clock.startTimer(0, () => this.take({ kind: 'exited', run, ending }));
      return;
    }
    events.programStarted({ version, pid: this.#program.pid, isOnTrial });
    if (!isOnTrial) return;
    this.#timer = clock.startTimer(healthMs, () => this.take({ kind: 'window-over', run }));
  }

  #spawn(version: string, run: number): ProgramProcess {
    const { prefix, env, stdout, stderr, clock, events, programArgs } = this.#parts;
    return new ProgramProcess({
      command: nodeFile(prefix, version),
      args: [...NODE_FLAGS, mainFile(prefix, version), ...programArgs],
      env: {
        ...NODE_ENVIRONMENT,
        ...env,
        [PREFIX_VARIABLE]: prefix,
        NODE_COMPILE_CACHE: makeCompileCache(prefix, version),
      },
      stdout,
      stderr,
      clock,
      onMessage: (message) => this.#hear(message, run),
      onEnd: (ending) => {
        events.programEnded({ version, ending });
        this.#timer?.cancel();
        this.take({ kind: 'exited', run, ending });
      },
    });
  }

  #hear(message: unknown, run: number): void {
    const question = questionSchema.safeParse(message);
    if (!question.success) {
      this.#parts.events.notUnderstood(question.error.message);
      return;
    }
    this.take({ kind: 'asked', run, ...question.data });
  }

  #end(end: SupervisorEnd): void {
    this.#timer?.cancel();
    this.#finish(end);
  }
}
