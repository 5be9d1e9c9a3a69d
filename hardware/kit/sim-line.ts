import { garbled } from './garbled.ts';
import type { Clock } from './clock.ts';
import type { DeviceLine } from './device-line.ts';
import { FramingReader, type Decoder } from './framing.ts';

/** One way of spoiling what passes between host and simulated device. */
export interface SimSpoil {
  /** `silence`: the request is not heard. `lose-reply`: it is, and its answer is not. */
  readonly name: 'silence' | 'lose-reply' | 'garble';
  /** How many more requests it applies to. */
  readonly times: number;
  /** Only requests with this number; every one when left out. */
  readonly command?: number | undefined;
}

export interface SimLineOptions<Frame> {
  readonly clock: Clock;
  /** Gives a number in [0, 1); what noise and garbling are made of. */
  readonly random: () => number;
  readonly decode: Decoder<Frame>;
  readonly frameMaxBytes: number;
  readonly replyMs: number;
  /** What tells requests apart for a spoil. */
  readonly commandOf: (frame: Frame) => number;
  /** The bytes of the answer; undefined is silence. */
  readonly respond: (frame: Frame) => Uint8Array | undefined;
}

/** A device forgets a frame that pauses for longer. */
const FRAME_TIMEOUT_MS = 50;

/** A simulated device's end of the line: requests in, answers out, and what goes wrong between. */
export class SimLine<Frame> {
  readonly #options: SimLineOptions<Frame>;
  readonly #reader: FramingReader<Frame>;
  #spoils: readonly SimSpoil[] = [];
  #line: DeviceLine | undefined;

  constructor(options: SimLineOptions<Frame>) {
    this.#options = options;
    this.#reader = new FramingReader({
      clock: options.clock,
      decode: options.decode,
      frameTimeoutMs: FRAME_TIMEOUT_MS,
      bufferMaxBytes: options.frameMaxBytes,
      onFrame: (frame) => this.#receive(frame),
      onDropped: () => {},
    });
  }

  attach(line: DeviceLine): void {
    this.#line = line;
    line.listen((bytes) => this.#reader.push(bytes));
  }

  /** The one added last is asked first. */
  spoil(spoil: SimSpoil): void {
    this.#spoils = [spoil, ...this.#spoils];
  }

  clear(): void {
    this.#spoils = [];
  }

  /** Bytes nobody sent. */
  makeNoise(count: number): void {
    const { random } = this.#options;
    this.#line?.send(Uint8Array.from({ length: count }, () => Math.floor(random() * 256)));
  }

  #receive(frame: Frame): void {
    const spoil = this.#nextSpoil(this.#options.commandOf(frame));
    if (spoil?.name === 'silence') return;
    const reply = this.#options.respond(frame);
    if (reply === undefined || spoil?.name === 'lose-reply') return;
    const bytes = spoil?.name === 'garble' ? garbled(reply, this.#options.random) : reply;
    this.#options.clock.startTimer(this.#options.replyMs, () => this.#line?.send(bytes));
  }

  #nextSpoil(command: number): SimSpoil | undefined {
    const found = this.#spoils.find((one) => (one.command ?? command) === command);
    if (found === undefined) return undefined;
    this.#spoils = this.#spoils.flatMap((one) => {
      if (one !== found) return [one];
      return one.times > 1 ? [{ ...one, times: one.times - 1 }] : [];
    });
    return found;
  }
}
