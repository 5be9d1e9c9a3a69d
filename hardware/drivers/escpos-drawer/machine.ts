import type { OpenOutcome } from '../../kit/device-peripheral.ts';
import type { PortContext } from '../../kit/device.ts';
import type { DrawerLook, DrawerProtocol } from '../../kit/drawer-port.ts';
import { Wire } from '../../kit/wire.ts';
import { kickOf, type EscposDrawerConfig } from './config.ts';
import {
  decodeStatus,
  encodeKick,
  encodeStatus,
  STATUS_REQUEST,
  type PrinterStatus,
} from './frame.ts';

const STATUS_BYTES = 1;
const FRAME_TIMEOUT_MS = 50;
/** A printer answers in real time, one behind a network or a slow line a little later. */
const REPLY_TIMEOUT_MS = 500;
const RETRIES_MAX = 1;
const UP_WAIT_MS = 1_000;
/** Looks in vain after which the pipe is opened again: a network may have lost its other end. */
const SILENT_LOOKS_MAX = 5;

/** The printer a drawer hangs on, asked for its status; what it prints comes from elsewhere. */
export class DrawerPrinter implements DrawerProtocol {
  readonly #wire: Wire<PrinterStatus>;
  readonly #config: EscposDrawerConfig;
  #silentLooks = 0;

  constructor(config: EscposDrawerConfig, context: PortContext) {
    this.#config = config;
    this.#wire = new Wire(
      {
        port: config.device,
        decode: decodeStatus,
        encode: encodeStatus,
        frameTimeoutMs: FRAME_TIMEOUT_MS,
        frameMaxBytes: STATUS_BYTES,
        replyTimeoutMs: REPLY_TIMEOUT_MS,
        retriesMax: RETRIES_MAX,
      },
      context,
    );
  }

  async pulse(): Promise<OpenOutcome> {
    const outcome = await this.#wire.order(encodeKick(kickOf(this.#config)));
    switch (outcome) {
      case 'written':
        return { kind: 'opened' };
      case 'offline':
        return { kind: 'refused', reason: 'offline', detail: 'the printer is not there' };
      case 'unknown':
        return { kind: 'unknown', detail: 'the connection broke while the pulse was ordered' };
    }
  }

  async look(): Promise<DrawerLook> {
    const isUp = await this.#wire.waitUp(UP_WAIT_MS);
    if (!isUp) return { kind: 'down', reason: 'the port cannot be opened' };
    const { openLevel } = this.#config;
    if (openLevel === 'none') return 'silent';
    const status = await this.#wire.ask(STATUS_REQUEST, () => true);
    if (status === undefined) return this.#silent();
    this.#silentLooks = 0;
    return status.isPin3High === (openLevel === 'high') ? 'open' : 'closed';
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#wire[Symbol.asyncDispose]();
  }

  async #silent(): Promise<DrawerLook> {
    this.#silentLooks += 1;
    if (this.#silentLooks % SILENT_LOOKS_MAX === 0) await this.#wire.renew();
    return { kind: 'down', reason: 'the printer does not answer' };
  }
}
