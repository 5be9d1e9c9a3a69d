import { garbled } from '../../kit/garbled.ts';
import type { DeviceLine } from '../../kit/device-line.ts';
import { FramingReader } from '../../kit/framing.ts';
import { FRAME_MAX_BYTES, HOST_ADDRESS, type Frame } from './frame.ts';
import { frameFormats, type Checksum } from './frame-format.ts';
import { HEADER } from './machine.ts';
import { BehaviourStack, type Behaviour, type SimReply } from './sim-behaviour.ts';
import type { SimContext, SimDevice } from './sim-device.ts';

/** A slave forgets a frame that pauses for longer (part 1, 11). */
const SLAVE_FRAME_TIMEOUT_MS = 50;
const BROADCAST_ADDRESS = 0;
const ADDRESS_SLOT_MS = 4;
/** Most bytes one garbling spoils. */

export interface SimBusOptions extends Omit<SimContext, 'emit'> {
  readonly hasEcho: boolean;
  readonly checksum: Checksum;
  readonly hasAddressPoll: boolean;
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
    if (request.header === HEADER.addressPoll) return this.#answerAddressPoll(request);
    const devices = this.#poweredAt(request.destination);
    if (request.header === HEADER.addressClash) return this.#answerAddressClash(devices);
    const [device, ...twins] = devices;
    if (device === undefined) return undefined;
    return twins.length === 0 ? this.#answer(device, request) : this.#collide(devices, request);
  }

  #poweredAt(destination: number): readonly SimDevice[] {
    return this.#options.devices.filter(
      ({ address, isPowered }) => address === destination && isPowered,
    );
  }

  #answer(device: SimDevice, request: Frame): void {
    const reply = this.#busStack.respond(request, (outer) => this.#askDevice(device, outer));
    if (reply === undefined) return;
    const { clock, timing } = this.#options;
    const bytes = this.#bytesOf(request, device, reply);
    clock.startTimer(timing.replyMs + (reply.delayMs ?? 0), () => {
      if (device.isPowered)
        this.#line?.send(reply.isGarbled === true ? garbled(bytes, this.#options.random) : bytes);
    });
  }

  /** Devices of one address answer at once: on one open-collector wire every 0 wins. */
  #collide(devices: readonly SimDevice[], request: Frame): void {
    const { clock, timing } = this.#options;
    const answers = devices.flatMap((device) => {
      const reply = this.#askDevice(device, request);
      return reply === undefined ? [] : [this.#bytesOf(request, device, reply)];
    });
    const length = Math.max(0, ...answers.map((bytes) => bytes.length));
    const wire = Uint8Array.from({ length }, (_, at) =>
      answers.reduce((level, bytes) => level & (bytes[at] ?? 0xff), 0xff),
    );
    clock.startTimer(timing.replyMs, () => this.#line?.send(wire));
  }

  #bytesOf(request: Frame, device: SimDevice, { header, data }: SimReply): Uint8Array {
    const destination = request.source ?? HOST_ADDRESS;
    const frame = { destination, source: device.address, header, data };
    return frameFormats[this.#options.checksum].encode(frame);
  }

  /** Each answers with its bare address, at a moment that follows from it (part 2, MDCES). */
  #answerAddressPoll({ destination }: Frame): void {
    const { devices, hasAddressPoll } = this.#options;
    if (destination !== BROADCAST_ADDRESS || !hasAddressPoll) return;
    for (const { address, isPowered } of devices) {
      if (isPowered) this.#sayAddress(address, ADDRESS_SLOT_MS * address);
    }
  }

  /** At a moment of its own, so that twins can be told apart. */
  #answerAddressClash(devices: readonly SimDevice[]): void {
    const { random, hasAddressPoll } = this.#options;
    if (!hasAddressPoll) return;
    for (const { address } of devices) {
      this.#sayAddress(address, ADDRESS_SLOT_MS * Math.floor(random() * 256));
    }
  }

  #sayAddress(address: number, delayMs: number): void {
    this.#options.clock.startTimer(delayMs, () => this.#line?.send(Uint8Array.of(address)));
  }

  #askDevice(device: SimDevice, request: Frame): SimReply | undefined {
    const stack = this.#stacks.get(device.device);
    return stack?.respond(request, (inner) => device.respond(inner));
  }
}
