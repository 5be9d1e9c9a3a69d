/**
 * The till's screen for a technician: the VNC server on the loopback at one end, the hub at the other,
 * the filter between. Neither end is read while the other does not take what it was sent.
 */
import type { Socket } from 'node:net';
import type { Clock, Timer } from '../../hardware/kit/clock.ts';
import type { LiveControl, StreamBytes } from '../core/support/supporting.ts';
import type { OpenStream, StreamFault } from './open-stream.ts';
import type { OpenRelay, RelayLine } from './relay-line.ts';
import { RfbFilter } from './rfb-filter.ts';
import { rfbReception } from './rfb-reception.ts';
import { RfbTalk } from './rfb-talk.ts';
import { connectScreen, logIn, type ScreenFault, type ScreenPlace } from './screen-login.ts';

/** What is held down is let go of before the screen's server is left; it has this long to take that. */
const LEAVE_TIMEOUT_MS = 100;

/** A server that takes what is typed at once has nothing waiting; more than this, and it does not. */
const BEHIND_BYTES = 0;

export interface ScreenParts {
  readonly session: string;
  readonly place: ScreenPlace;
  readonly openRelay: OpenRelay;
  readonly clock: Clock;
  /** Told once of an end that nobody has asked for, after it was opened. */
  readonly onEnded: (reason: StreamFault) => void;
  /** Why the screen cannot be shown; never what a password is. */
  readonly onFault: (fault: ScreenFault) => void;
}

type Phase = 'opening' | 'open' | 'over';

export class ScreenStream implements OpenStream {
  readonly opened: Promise<'opened' | StreamFault>;
  readonly #parts: ScreenParts;
  readonly #filter = new RfbFilter();
  readonly #socket: Socket;
  readonly #gone: Promise<void>;
  #relay: RelayLine | undefined;
  #reception: RfbTalk<'welcomed' | 'not-rfb'> | undefined;
  #phase: Phase = 'opening';

  constructor(parts: ScreenParts) {
    this.#parts = parts;
    this.#socket = connectScreen(parts.place);
    this.#gone = new Promise((resolve) => this.#socket.once('close', () => resolve()));
    // That it is gone is what `close` says.
    this.#socket.on('error', () => undefined);
    this.opened = this.#open();
  }

  get bytes(): StreamBytes {
    const { bytesIn = 0, bytesOut = 0 } = this.#relay ?? {};
    return { bytesIn, bytesOut };
  }

  control(control: LiveControl): void {
    const released = this.#filter.setGranted(control === 'granted');
    if (released.length > 0 && this.#phase === 'open') this.#socket.write(released);
  }

  cut(): Promise<void> {
    this.#leave();
    return this.#gone;
  }

  async #open(): Promise<'opened' | StreamFault> {
    const { place, clock } = this.#parts;
    const login = await logIn(this.#socket, place, clock);
    if (login.kind === 'failed') {
      if (this.#phase !== 'over') this.#parts.onFault(login.fault);
      this.#leave();
      return 'screen-unavailable';
    }
    if (this.#phase === 'over') return 'line-lost';
    this.#socket.once('close', () => this.#ended('screen-unavailable'));
    return await this.#openRelay(login.serverInit, login.rest);
  }

  async #openRelay(serverInit: Buffer, rest: Buffer): Promise<'opened' | StreamFault> {
    const reception = new RfbTalk(rfbReception(serverInit));
    this.#reception = reception;
    const relay = this.#parts.openRelay(this.#parts.session, 'screen', {
      onFrame: (bytes, isText) => {
        if (isText) this.#ended('protocol');
        else this.#fromTechnician(bytes);
      },
      onRoom: () => this.#socket.resume(),
      onLost: () => this.#ended('line-lost'),
    });
    this.#relay = relay;
    const outcome = await relay?.opened;
    if (relay === undefined || outcome !== 'opened' || this.#isOver()) {
      this.#leave();
      return 'line-lost';
    }
    this.#phase = 'open';
    this.#socket.unshift(rest);
    relay.send(reception.push(Buffer.alloc(0)));
    return 'opened';
  }

  /** A method, since the phase moves while others are waited for. */
  #isOver(): boolean {
    return this.#phase === 'over';
  }

  #fromTechnician(bytes: Buffer): void {
    if (this.#reception === undefined) return this.#toScreen(bytes);
    const said = this.#reception.push(bytes);
    if (said.length > 0) this.#relay?.send(said);
    const { outcome } = this.#reception;
    if (outcome === 'not-rfb') return this.#ended('protocol');
    if (outcome === undefined) return;
    const rest = this.#reception.rest();
    this.#reception = undefined;
    this.#joinScreen();
    this.#toScreen(rest);
  }

  /** Pictures from here on: the technician's page has the size and format before the first. */
  #joinScreen(): void {
    const relay = this.#relay;
    this.#socket.on('data', (bytes: Buffer) => {
      relay?.send(bytes);
      if (relay?.isFull === true) this.#socket.pause();
    });
    this.#socket.on('drain', () => relay?.resume());
    this.#socket.resume();
  }

  #toScreen(bytes: Buffer): void {
    if (this.#phase === 'over') return;
    const isBehind = this.#socket.writableLength > BEHIND_BYTES;
    const { passed, fault } = this.#filter.push(bytes, isBehind);
    if (passed.length > 0 && !this.#socket.write(passed)) this.#relay?.pause();
    if (fault !== undefined) this.#ended('protocol');
  }

  #ended(reason: StreamFault): void {
    if (this.#phase === 'over') return;
    const wasOpen = this.#phase === 'open';
    this.#leave();
    if (wasOpen) this.#parts.onEnded(reason);
  }

  /** The technician is cut off first; what they held down is let go of behind them. */
  #leave(): void {
    if (this.#phase === 'over') return;
    this.#phase = 'over';
    this.#relay?.cut();
    const socket = this.#socket;
    socket.removeAllListeners('data').resume();
    const released = this.#filter.setGranted(false);
    if (released.length === 0 || socket.destroyed) {
      socket.destroy();
      return;
    }
    const timer: Timer = this.#parts.clock.startTimer(LEAVE_TIMEOUT_MS, () => socket.destroy());
    socket.end(released, () => {
      timer.cancel();
      socket.destroy();
    });
  }
}
