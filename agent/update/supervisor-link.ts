/** The program's side of the channel to its supervisor. */
import type { Clock, Timer } from '../../hardware/kit/clock.ts';
import type {
  Standing,
  SupervisorAnswer,
  SupervisorRequest,
} from '../core/update/supervisor-request.ts';
import { SupervisorError } from './supervisor-error.ts';
import { replySchema, shortReason } from './supervisor-words.ts';

/** The channel a process has to the one that started it. */
export interface ParentChannel {
  readonly send: (message: object) => void;
  /** Gives what takes the listener away again. */
  readonly onMessage: (listener: (message: unknown) => void) => () => void;
  readonly onClosed: (listener: () => void) => () => void;
}

/** What the supervisor says of the program and the tree it runs from. */
export interface InstalledStanding extends Standing {
  readonly prefix: string;
  /** Such as `linux-x64`. */
  readonly platform: string;
}

/** Each resolves once the supervisor has it durably; each may reject with `SupervisorError`. */
export interface SupervisorLink extends Disposable {
  readonly standing: () => Promise<InstalledStanding>;
  /** The program then ends by itself, with `HANDED_OVER_EXIT`. */
  readonly handOver: (version: string) => Promise<void>;
  readonly confirm: (version: string) => Promise<void>;
  readonly unhealthy: (reason: string) => Promise<void>;
  readonly forgetRollbacks: (versions: readonly string[]) => Promise<void>;
  /** Resolves when the supervisor is gone: the program has to end, since another will be started. */
  readonly lost: Promise<void>;
}

export interface LinkParts {
  readonly prefix: string | undefined;
  readonly platform: string;
  readonly channel: ParentChannel | undefined;
  readonly clock: Clock;
}

/** A disk that stalls may take long; a supervisor that does not answer at all is broken. */
const ANSWER_TIMEOUT_MS = 30_000;

/** Undefined for a program that no supervisor has started. */
export function connectSupervisor(parts: LinkParts): SupervisorLink | undefined {
  const { prefix, platform, channel, clock } = parts;
  if (prefix === undefined || channel === undefined) return undefined;
  const line = new QuestionLine(channel, clock);
  return {
    standing: async () => {
      const answer = await line.ask({ kind: 'standing' });
      if (answer.kind !== 'standing') throw refusedError('standing', answer);
      const { kind: _, ...standing } = answer;
      return { ...standing, prefix, platform };
    },
    handOver: (version) => line.tell({ kind: 'hand-over', version }),
    confirm: (version) => line.tell({ kind: 'confirm', version }),
    unhealthy: (reason) => line.tell({ kind: 'unhealthy', reason: shortReason(reason) }),
    forgetRollbacks: (versions) => line.tell({ kind: 'forget', versions }),
    lost: line.lost,
    [Symbol.dispose]: () => line[Symbol.dispose](),
  };
}

interface Waiting {
  readonly timer: Timer;
  readonly resolve: (answer: SupervisorAnswer) => void;
  readonly reject: (cause: SupervisorError) => void;
}

const GONE = 'the supervisor is gone';

/** Questions that wait for the answer with their own number. */
class QuestionLine implements Disposable {
  readonly lost: Promise<void>;
  readonly #channel: ParentChannel;
  readonly #clock: Clock;
  readonly #waiting = new Map<number, Waiting>();
  readonly #stack = new DisposableStack();
  #asked = 0;
  #isLost = false;

  constructor(channel: ParentChannel, clock: Clock) {
    this.#channel = channel;
    this.#clock = clock;
    const lost = Promise.withResolvers<void>();
    this.lost = lost.promise;
    this.#stack.defer(channel.onMessage((message) => this.#take(message)));
    this.#stack.defer(
      channel.onClosed(() => {
        this.#isLost = true;
        this.#giveUp(GONE);
        lost.resolve();
      }),
    );
  }

  async tell(request: SupervisorRequest): Promise<void> {
    const answer = await this.ask(request);
    if (answer.kind !== 'written') throw refusedError(request.kind, answer);
  }

  ask(request: SupervisorRequest): Promise<SupervisorAnswer> {
    if (this.#isLost) return Promise.reject(new SupervisorError('lost', GONE));
    this.#asked += 1;
    const id = this.#asked;
    return new Promise((resolve, reject) => {
      const timer = this.#clock.startTimer(ANSWER_TIMEOUT_MS, () => {
        this.#waiting.delete(id);
        reject(new SupervisorError('no-answer', `the supervisor does not answer ${request.kind}`));
      });
      this.#waiting.set(id, { timer, resolve, reject });
      this.#channel.send({ id, request });
    });
  }

  [Symbol.dispose](): void {
    this.#stack.dispose();
    this.#giveUp('the program ends');
  }

  #take(message: unknown): void {
    const reply = replySchema.safeParse(message);
    if (!reply.success) return;
    const waiting = this.#waiting.get(reply.data.id);
    this.#waiting.delete(reply.data.id);
    waiting?.timer.cancel();
    waiting?.resolve(reply.data.answer);
  }

  #giveUp(reason: string): void {
    for (const { timer, reject } of this.#waiting.values()) {
      timer.cancel();
      reject(new SupervisorError('lost', reason));
    }
    this.#waiting.clear();
  }
}

function refusedError(asked: string, answer: SupervisorAnswer): SupervisorError {
  const reason = answer.kind === 'refused' ? answer.reason : undefined;
  const said = `the supervisor refuses ${asked}: ${reason ?? answer.kind}`;
  return new SupervisorError('refused', said, { reason });
}
