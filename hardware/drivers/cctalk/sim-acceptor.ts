import type { Frame } from './frame.ts';
import { HEADER } from './machine.ts';
import type { SimReply } from './sim-behaviour.ts';
import type { SimConfig } from './sim-config.ts';
import {
  ACK,
  bytesReply,
  identityReply,
  NAK,
  numberReply,
  textReply,
  type SimContext,
  type SimDevice,
} from './sim-device.ts';
import { SimEventRing } from './sim-event-ring.ts';

const REJECT_COIN = 1;
const INHIBITED_COIN = 2;
const DEFAULT_PATH = 1;
const BLANK_COIN = '......';

export interface SimAcceptorOptions extends SimContext {
  readonly config: SimConfig['acceptor'];
  /** Lets a coin fall to where a sorter path leads; gives the name of that place. */
  readonly drop: (valueMinor: number, place: string) => void;
}

/**
 * A coin acceptor with its mechanics: a coin takes its time, one that has passed the gate is kept
 * whatever the host says meanwhile, and everything but the money is forgotten without power.
 */
export class SimAcceptor implements SimDevice {
  readonly device: string;
  readonly address: number;
  readonly #options: SimAcceptorOptions;
  #isPowered = true;
  #powerUps = 0;
  readonly #ring = new SimEventRing();
  #mask = 0;
  #isMasterOpen = false;
  #paths = new Map<number, number>();
  #polledMs = Number.NEGATIVE_INFINITY;

  constructor(options: SimAcceptorOptions) {
    this.device = options.config.device;
    this.address = options.config.address;
    this.#options = options;
  }

  get isPowered(): boolean {
    return this.#isPowered;
  }

  insert(valueMinor: number): void {
    const { clock, timing, emit } = this.#options;
    emit({ event: 'inserted', valueMinor });
    clock.startTimer(timing.validateMs, () => this.#validate(valueMinor));
  }

  cutPower(): void {
    this.#isPowered = false;
    this.#powerUps += 1;
  }

  restorePower(): void {
    if (this.#isPowered) return;
    this.#isPowered = true;
    this.#forget();
  }

  respond(request: Frame): SimReply | undefined {
    const { header } = request;
    return (
      this.#respondToWrite(request) ??
      this.#respondToRead(request) ??
      identityReply(header, 'Coin Acceptor')
    );
  }

  #respondToWrite({ header, data }: Frame): SimReply | undefined {
    const [first = 0, second = 0] = data;
    switch (header) {
      case HEADER.modifyInhibitStatus:
        this.#mask = first + second * 256;
        return ACK;
      case HEADER.modifyMasterInhibitStatus:
        this.#isMasterOpen = (first & 1) === 1;
        return ACK;
      case HEADER.modifySorterPaths:
        return this.#setPath(first, second);
      case HEADER.resetDevice:
        this.#forget();
        return ACK;
      default:
        return undefined;
    }
  }

  #respondToRead({ header, data }: Frame): SimReply | undefined {
    switch (header) {
      case HEADER.readBufferedCredit:
        return this.#answerPoll();
      case HEADER.requestInhibitStatus:
        return numberReply(this.#mask, 2);
      case HEADER.requestMasterInhibitStatus:
        return bytesReply(this.#isMasterOpen ? 1 : 0);
      case HEADER.requestCoinId:
        return textReply(this.#options.config.coins[(data[0] ?? 0) - 1]?.id ?? BLANK_COIN);
      default:
        return undefined;
    }
  }

  #answerPoll(): SimReply {
    this.#polledMs = this.#options.clock.monotonicMs();
    return this.#ring.reply();
  }

  #setPath(position: number, path: number): SimReply {
    const { coins, paths } = this.#options.config;
    if (position < 1 || position > coins.length || path < 1 || path > paths.length) return NAK;
    this.#paths.set(position, path);
    return ACK;
  }

  #validate(valueMinor: number): void {
    const { clock, timing, config } = this.#options;
    const position = config.coins.findIndex((coin) => coin.valueMinor === valueMinor) + 1;
    if (position === 0 || !this.#letsIn(position)) {
      this.#reject(valueMinor, position === 0 ? REJECT_COIN : INHIBITED_COIN);
      return;
    }
    const powerUps = this.#powerUps;
    clock.startTimer(timing.creditMs, () => {
      if (powerUps === this.#powerUps) this.#credit(valueMinor, position);
      else this.#swallow(valueMinor);
    });
  }

  #letsIn(position: number): boolean {
    const { clock, timing } = this.#options;
    const isPolled = clock.monotonicMs() - this.#polledMs <= timing.selfInhibitMs;
    const isEnabled = (this.#mask & (1 << (position - 1))) !== 0;
    return this.#isPowered && isPolled && this.#isMasterOpen && isEnabled;
  }

  #reject(valueMinor: number, code: number): void {
    if (this.#isPowered) this.#ring.record({ a: 0, b: code });
    this.#options.emit({ event: 'rejected', valueMinor });
  }

  #credit(valueMinor: number, position: number): void {
    const { config, drop, emit } = this.#options;
    const path = this.#paths.get(position) ?? DEFAULT_PATH;
    const place = config.paths[path - 1] ?? 'cashbox';
    drop(valueMinor, place);
    this.#ring.record({ a: position, b: path });
    emit({ event: 'accepted', valueMinor, place });
  }

  /** The gate had let the coin by when the power went: it is in, and nobody has counted it. */
  #swallow(valueMinor: number): void {
    this.#options.drop(valueMinor, 'cashbox');
    this.#options.emit({ event: 'swallowed', valueMinor });
  }

  #forget(): void {
    this.#ring.forget();
    this.#mask = 0;
    this.#isMasterOpen = false;
    this.#paths = new Map();
    this.#polledMs = Number.NEGATIVE_INFINITY;
  }
}
