import type { DeviceLine } from '../../kit/device-line.ts';
import { FramingReader } from '../../kit/framing.ts';
import { FRAME_MAX_BYTES, HOST_ADDRESS, type Frame } from './frame.ts';
import { frameFormats, type Checksum } from './frame-format.ts';
import { BehaviourStack, type Behaviour, type SimReply } from './sim-behaviour.ts';
import type { SimContext, SimDevice } from './sim-device.ts';

/** A slave forgets a frame that pauses for longer (part 1, 11). */
const SLAVE_FRAME_TIMEOUT_MS = 50;
/** Most bytes one garbling spoils. */
const GARBLED_MAX_BYTES = 3;

export interface SimBusOptions extends Omit<SimContext, 'emit'> {
  readonly hasEcho: boolean;
  readonly checksum: Checksum;
  /** Gives a number in [0, 1). */
  readonly random: () => number;
  readonly devices: readonly SimDevice[];
}

/** The one wire: it gives back what is sent and carries each request to the device addressed. */
export class SimBus {
  readonly #options: SimBusOptions;
  readonly #reader: FramingReader<Frame>;
  readonly #stacks: ReadonlyMap<string, BehaviourStack>;
  readonly #busStack = new BehaviourStack();
  #line: DeviceLine | undefined;

  constructor(options: SimBusOptions) {
    this.#options = options;
    this.#stacks = new Map(options.devices.map(({ device }) => [device, new BehaviourStack()]));
    this.#reader = new FramingReader({
      clock: options.clock,
      decode: frameFormats[options.checksum].decode,
      frameTimeoutMs: SLAVE_FRAME_TIMEOUT_MS,
      bufferMaxBytes: FRAME_MAX_BYTES,
      onFrame: (frame) => this.#carry(frame),
      onDropped: () => {},
    });
  }

  attach(line: DeviceLine): void {
    this.#line = line;
    line.listen((bytes) => {
      if (this.#options.hasEcho) line.send(bytes);
      this.#reader.push(bytes);
    });
  }

  /** Puts a behaviour before those of a device, or of the whole bus; false for an unknown name. */
  behave(target: string, behaviour: Behaviour): boolean {
    const stack = target === 'bus' ? this.#busStack : this.#stacks.get(target);
    stack?.prepend(behaviour);
    return stack !== undefined;
  }

  clearBehaviours(): void {
    for (const stack of [this.#busStack, ...this.#stacks.values()]) stack.clear();
  }

  /** Bytes nobody sent. */
  makeNoise(count: number): void {
    const { random } = this.#options;
    this.#line?.send(Uint8Array.from({ length: count }, () => Math.floor(random() * 256)));
  }

  #carry(request: Frame): void {
    const device = this.#options.devices.find(
      ({ address, isPowered }) => address === request.destination && isPowered,
    );
    if (device === undefined) return;
    const reply = this.#busStack.respond(request, (outer) => this.#askDevice(device, outer));
    if (reply === undefined) return;
    const destination = request.source ?? HOST_ADDRESS;
    const frame = { destination, source: device.address, ...reply };
    const { clock, timing, checksum } = this.#options;
    const bytes = frameFormats[checksum].encode(frame);
    clock.startTimer(timing.replyMs + (reply.delayMs ?? 0), () => {
      if (device.isPowered) this.#line?.send(reply.isGarbled === true ? this.#spoil(bytes) : bytes);
    });
  }

  #askDevice(device: SimDevice, request: Frame): SimReply | undefined {
    const stack = this.#stacks.get(device.device);
    return stack?.respond(request, (inner) => device.respond(inner));
  }

  #spoil(bytes: Uint8Array): Uint8Array {
    const { random } = this.#options;
    const spoiled = bytes.slice();
    const count = 1 + Math.floor(random() * GARBLED_MAX_BYTES);
    for (let done = 0; done < count; done += 1) {
      const at = Math.floor(random() * spoiled.length);
      spoiled[at] = ((spoiled[at] ?? 0) + 1 + Math.floor(random() * 255)) % 256;
    }
    return spoiled;
  }
}
