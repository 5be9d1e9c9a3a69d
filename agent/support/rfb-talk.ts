import { RfbBytes } from './rfb-bytes.ts';

/** What a talk waits for next, or says. */
export type TalkStep =
  | { readonly kind: 'read'; readonly countBytes: number }
  | { readonly kind: 'say'; readonly bytes: Buffer };

/** One side of a handshake: it reads and says by turns until it has come to something. */
export type Talk<Outcome> = Generator<TalkStep, Outcome, Buffer>;

/** Waits for so many bytes. */
export function* read(countBytes: number): Talk<Buffer> {
  return yield { kind: 'read', countBytes };
}

export function* say(bytes: Buffer): Talk<void> {
  yield { kind: 'say', bytes };
}

const NOTHING = Buffer.alloc(0);

/** Leads a talk with what comes in, however it is cut into pieces. */
export class RfbTalk<Outcome> {
  readonly #talk: Talk<Outcome>;
  readonly #bytes = new RfbBytes();
  #awaitedBytes = 0;
  #outcome: { readonly value: Outcome } | undefined;

  constructor(talk: Talk<Outcome>) {
    this.#talk = talk;
  }

  /** Undefined until it has come to something. */
  get outcome(): Outcome | undefined {
    return this.#outcome?.value;
  }

  /** What came after the talk was over. */
  rest(): Buffer {
    return this.#bytes.takeAll();
  }

  /** Takes bytes in, none to begin; what is to be said comes back, in its order. */
  push(piece: Buffer): Buffer {
    this.#bytes.push(piece);
    const said: Buffer[] = [];
    while (this.#outcome === undefined) {
      const next = this.#bytes.take(this.#awaitedBytes);
      if (next === undefined) break;
      this.#lead(next, said);
    }
    return Buffer.concat(said);
  }

  /** Goes on to the next wait. */
  #lead(answer: Buffer, said: Buffer[]): void {
    let step = this.#talk.next(answer);
    while (step.done !== true && step.value.kind === 'say') {
      said.push(step.value.bytes);
      step = this.#talk.next(NOTHING);
    }
    if (step.done === true) this.#outcome = { value: step.value };
    else if (step.value.kind === 'read') this.#awaitedBytes = step.value.countBytes;
  }
}
