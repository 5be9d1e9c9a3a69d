import type { Clock } from '../../hardware/kit/clock.ts';
import type { Transport } from '../../hardware/kit/transport.ts';
import type { Trace } from './traces.ts';

interface Exchange {
  readonly asked: string;
  readonly answers: readonly Uint8Array[];
}

interface Stream {
  readonly exchanges: Exchange[];
  next: number;
}

const REPLY_MS = 2;

/**
 * A line that answers as a recorded one did: to each request with what followed its next occurrence
 * in the recording, or else its last one, and with nothing once that has ended. Each device of a bus has a stream of its
 * own, since which of them is asked first is chance. What was never recorded is remembered.
 */
export class ReplayTransport implements Transport {
  readonly unknown: string[] = [];
  readonly #clock: Clock;
  readonly #trace: Trace;
  readonly #streams = new Map<string, Stream>();

  constructor(clock: Clock, trace: Trace) {
    this.#clock = clock;
    this.#trace = trace;
    let answers: Uint8Array[] = [];
    for (const { from, bytes } of trace.frames) {
      if (from[0] === 'host') {
        answers = [];
        this.#streamOf(bytes).exchanges.push({ asked: hexOf(bytes), answers });
      } else {
        answers.push(bytes);
      }
    }
    if (this.#streams.size === 0) throw new RangeError('The recording holds no request.');
  }

  /** Whether every stream has come to its end. */
  get isPlayed(): boolean {
    return [...this.#streams.values()].every(({ exchanges, next }) => next === exchanges.length);
  }

  open: Transport['open'] = async ({ onBytes, onClose }) => {
    let isOpen = true;
    return {
      write: async (bytes) => {
        for (const answer of this.#answersTo(bytes)) {
          this.#clock.startTimer(REPLY_MS, () => {
            if (isOpen) onBytes(answer);
          });
        }
      },
      close: async () => {
        if (!isOpen) return;
        isOpen = false;
        onClose('closed');
      },
    };
  };

  #answersTo(bytes: Uint8Array): readonly Uint8Array[] {
    const stream = this.#streamOf(bytes);
    const asked = hexOf(bytes);
    const { exchanges, next } = stream;
    const ahead = exchanges.findIndex((one, at) => at >= next && one.asked === asked);
    if (ahead >= 0) {
      stream.next = ahead + 1;
      return this.#withEcho(bytes, exchanges[ahead]?.answers ?? []);
    }
    if (next === exchanges.length) return [];
    // A host on a busy computer gave up waiting and asked again: here it may ask once more than then.
    const before = exchanges.findLast((one) => one.asked === asked && one.answers.length > 0);
    if (before === undefined) this.unknown.push(asked);
    return this.#withEcho(bytes, before?.answers ?? []);
  }

  /** A recording leaves out what a ccTalk line gives back of the host's own. */
  #withEcho(asked: Uint8Array, answers: readonly Uint8Array[]): readonly Uint8Array[] {
    return this.#isBus ? [asked, ...answers] : answers;
  }

  #streamOf(bytes: Uint8Array): Stream {
    const key = this.#isBus ? String(bytes[0]) : '';
    const stream = this.#streams.get(key) ?? { exchanges: [], next: 0 };
    this.#streams.set(key, stream);
    return stream;
  }

  get #isBus(): boolean {
    return this.#trace.family === 'cctalk';
  }
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
