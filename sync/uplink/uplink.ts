/**
 * Keeps the till connected to its hub: runs the connection machine's effects, ships the journal, takes
 * commands in. Selling never waits for any of it.
 */
import { randomBytes } from 'node:crypto';
import type { Clock, Timer } from '../../hardware/kit/clock.ts';
import { challenge, type ChallengeRequest } from '../protocol/challenge.ts';
import { commands, type CommandsRequest } from '../protocol/commands.ts';
import type { Place } from '../protocol/fields.ts';
import {
  hello,
  helloFacts,
  type HelloRequest,
  type HelloResult,
  type HelloStatement,
} from '../protocol/hello.ts';
import { LINES_BATCH_MAX, LINES_BATCH_MAX_BYTES } from '../protocol/limits.ts';
import { lines } from '../protocol/lines.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import type { Fork } from '../protocol/wire-error.ts';
import { signAsStation } from '../trust/station-key.ts';
import type { CommandRunner } from './command-runner.ts';
import {
  createConnection,
  stepConnection,
  type ConnectionEffect,
  type ConnectionEvent,
  type ConnectionState,
  type TimerName,
} from './connection.ts';
import type { HubAddress } from './hub-address.ts';
import { UNANSWERED_MIN } from './limits.ts';
import { readBatch, trailOf, type BatchLimits, type JournalSource } from './journal-source.ts';
import { Link, type LinkOutcome, type LinkReply } from './link.ts';
import { openWebSocket, type OpenSocket } from './web-socket.ts';

/** How far the hub has acknowledged, and under which epoch. */
export interface Cursor {
  readonly epoch: number;
  readonly durableTo: number;
}

/** Durable on return of `save`. */
export interface CursorStore {
  load(): Cursor;
  save(cursor: Cursor): void;
}

/** The moments at which a crash of the till is worth trying. */
export type UplinkPoint =
  | 'lines-sent'
  | 'lines-acknowledged'
  | 'cursor-saved'
  | 'commands-received';

/** What the uplink tells the log. */
export type UplinkEvent =
  | { readonly kind: 'hub-connected'; readonly epoch: number; readonly durableTo: number }
  | { readonly kind: 'hub-lost'; readonly failures: number }
  | { readonly kind: 'hub-refused'; readonly reason: string }
  | { readonly kind: 'lines-acknowledged'; readonly durableTo: number }
  | { readonly kind: 'commands-received'; readonly durableTo: number }
  | { readonly kind: 'chain-forked'; readonly fork: Fork }
  /** The hub holds lines that this till has lost: its disk was restored. */
  | { readonly kind: 'till-restored'; readonly lost: Place };

/** A time signed over the nonce that this till has just made. */
export interface TimeAnswer {
  readonly document: string;
  readonly nonce: string;
}

export interface UplinkParts {
  readonly address: HubAddress;
  readonly station: string;
  readonly privateKey: string;
  readonly version: string;
  readonly journal: JournalSource;
  readonly cursor: CursorStore;
  readonly commands: CommandRunner;
  /** The highest generation of an entitlement the till has seen. */
  readonly generation: () => HelloRequest['generation'];
  /** The highest counter of a director document the till has taken. */
  readonly directorCounter?: () => HelloRequest['directorCounter'];
  /** What releases are built for; absent where none can be installed. */
  readonly platform?: () => string | undefined;
  readonly clock: Clock;
  /** Numbers in [0, 1), to spread the tills of a fleet. */
  readonly random: () => number;
  readonly onTime: (answer: TimeAnswer) => void;
  readonly onEvent: (event: UplinkEvent) => void;
  /** A fault of our own, such as a cursor that cannot be saved. */
  readonly onFault: (cause: unknown) => void;
  readonly onPoint?: (point: UplinkPoint) => void;
  /** How the hub is dialled; a WebSocket of `ws` where nothing is said. */
  readonly openSocket?: OpenSocket;
}

const NONCE_BYTES = 24;
const CAPABILITIES = ['window'];
const LIMITS_AT_FIRST: BatchLimits = { linesMax: LINES_BATCH_MAX, bytesMax: LINES_BATCH_MAX_BYTES };

export class Uplink implements AsyncDisposable {
  readonly #parts: UplinkParts;
  readonly #timers = new Map<TimerName, Timer>();
  readonly #effects: ConnectionEffect[] = [];
  #state: ConnectionState;
  #link: Link | undefined;
  #asked: ChallengeRequest | undefined;
  #limits = LIMITS_AT_FIRST;
  #isRunningEffects = false;

  constructor(parts: UplinkParts) {
    this.#parts = parts;
    const { epoch, durableTo } = parts.cursor.load();
    this.#state = createConnection({ epoch, durableTo, head: parts.journal.head.seq });
  }

  get phase(): ConnectionState['phase'] {
    return this.#state.phase;
  }

  /** Nobody answers, try after try; a hub that is there and refuses this till is another thing. */
  get isLineDown(): boolean {
    return this.#state.unanswered >= UNANSWERED_MIN;
  }

  /** The hub has everything up to this line. */
  get durableTo(): number {
    return this.#state.shipping.durableTo;
  }

  start(): void {
    this.#parts.commands.start();
    this.#take({ kind: 'started' });
  }

  /** Lines have become durable in the journal. */
  linesAppended(): void {
    this.#take({ kind: 'lines-appended', head: this.#parts.journal.head.seq });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#take({ kind: 'stopped' });
    await this.#parts.commands[Symbol.asyncDispose]();
  }

  /** Effects of an event that an effect gives rise to come after those that are due already. */
  #take(event: ConnectionEvent): void {
    const before = this.#state.phase;
    const { state, effects } = stepConnection(this.#state, event, { random: this.#parts.random() });
    this.#state = state;
    this.#effects.push(...effects);
    if (before !== 'waiting' && state.phase === 'waiting') {
      this.#parts.onEvent({ kind: 'hub-lost', failures: state.failures });
    }
    if (this.#isRunningEffects) return;
    this.#isRunningEffects = true;
    try {
      for (let effect = this.#effects.shift(); effect; effect = this.#effects.shift()) {
        this.#run(effect);
      }
    } catch (cause) {
      this.#parts.onFault(cause);
    } finally {
      this.#isRunningEffects = false;
    }
  }

  #run(effect: ConnectionEffect): void {
    switch (effect.kind) {
      case 'open-socket':
        this.#open();
        return;
      case 'drop-socket':
        this.#link?.drop();
        this.#link = undefined;
        return;
      case 'send-hello':
        this.#sendHello();
        return;
      case 'send-lines':
        this.#sendLines(effect);
        return;
      case 'save-cursor':
        this.#parts.cursor.save({ epoch: effect.epoch, durableTo: effect.durableTo });
        this.#parts.onPoint?.('cursor-saved');
        return;
      case 'ping':
        this.#link?.ping();
        return;
      case 'start-timer':
        this.#startTimer(effect.timer, effect.delayMs);
        return;
      case 'cancel-timer':
        this.#timers.get(effect.timer)?.cancel();
    }
  }

  /** What an old socket still says is nobody's business. */
  #open(): void {
    const { address, station, clock, openSocket = openWebSocket } = this.#parts;
    const ifCurrent = (event: ConnectionEvent): void => {
      if (this.#link === link) this.#take(event);
    };
    const link = new Link({
      address,
      station,
      clock,
      openSocket,
      onOpen: () => ifCurrent({ kind: 'socket-opened' }),
      onLost: (loss) => ifCurrent({ kind: 'socket-lost', ...loss }),
      onHeard: () => ifCurrent({ kind: 'heard' }),
      answer: (action, payload) => this.#answer(action, payload),
    });
    this.#link = link;
  }

  #startTimer(timer: TimerName, delayMs: number): void {
    this.#timers.get(timer)?.cancel();
    const fired = (): void => this.#take({ kind: 'timer-fired', timer });
    this.#timers.set(timer, this.#parts.clock.startTimer(delayMs, fired));
  }

  #answer(action: string, payload: unknown): LinkReply {
    if (action === challenge.action) return this.#challenged(payload);
    if (action === commands.action) return this.#commanded(payload);
    const isOwn = action === hello.action || action === lines.action;
    return { kind: 'error', error: { reason: isOwn ? 'action-unexpected' : 'action-unknown' } };
  }

  /** The answer leaves before the Hello that it gives rise to. */
  #challenged(payload: unknown): LinkReply {
    const parsed = challenge.request.safeParse(payload);
    if (!parsed.success) return { kind: 'error', error: { reason: 'payload-invalid' } };
    if (this.#state.phase !== 'greeting') {
      return { kind: 'error', error: { reason: 'action-unexpected' } };
    }
    this.#asked = parsed.data;
    queueMicrotask(() => this.#take({ kind: 'challenged' }));
    return { kind: 'result', payload: {} };
  }

  #commanded(payload: unknown): LinkReply {
    const parsed = commands.request.safeParse(payload);
    if (!parsed.success) return { kind: 'error', error: { reason: 'payload-invalid' } };
    if (this.#state.phase !== 'online' || parsed.data.hubEpoch !== this.#asked?.hubEpoch) {
      return { kind: 'error', error: { reason: 'action-unexpected' } };
    }
    const durableTo = this.#received(parsed.data);
    if (durableTo === undefined) return { kind: 'error', error: { reason: 'internal' } };
    this.#parts.onPoint?.('commands-received');
    this.#parts.onEvent({ kind: 'commands-received', durableTo });
    return { kind: 'result', payload: { durableTo } };
  }

  /** Undefined where the receipts could not be written: then nothing is acknowledged. */
  #received({ hubEpoch, commands: received }: CommandsRequest): number | undefined {
    try {
      return this.#parts.commands.take(hubEpoch, received);
    } catch (cause) {
      this.#parts.onFault(cause);
      return undefined;
    }
  }

  #sendHello(): void {
    const { privateKey } = this.#parts;
    const asked = this.#asked;
    if (asked === undefined) return;
    const stated = this.#statement(asked.hubEpoch);
    const facts = helloFacts(asked, stated);
    const signature = signAsStation(privateKey, { purpose: 'hello', facts });
    this.#call(hello.action, { ...stated, signature }, (outcome) => {
      this.#helloAnswered(outcome, stated.nonce);
    });
  }

  #statement(hubEpoch: string): HelloStatement {
    const { station, version, journal, commands: runner } = this.#parts;
    const { epoch, durableTo } = this.#state.shipping;
    const mailbox = runner.cursor(hubEpoch);
    const generation = this.#parts.generation();
    const directorCounter = this.#parts.directorCounter?.();
    const platform = this.#parts.platform?.();
    return {
      station,
      epoch,
      versions: { agent: version, protocol: PROTOCOL_VERSION },
      journal: { head: journal.head, trail: [...trailOf(journal, durableTo)] },
      capabilities: CAPABILITIES,
      nonce: randomBytes(NONCE_BYTES).toString('base64url'),
      ...(mailbox === undefined ? {} : { mailbox }),
      ...(generation === undefined ? {} : { generation }),
      ...(directorCounter === undefined ? {} : { directorCounter }),
      ...(platform === undefined ? {} : { platform }),
    };
  }

  #helloAnswered(outcome: LinkOutcome, nonce: string): void {
    if (outcome.kind !== 'result') {
      const error = outcome.kind === 'refused' ? outcome.error : {};
      this.#parts.onEvent({ kind: 'hub-refused', reason: error.reason ?? outcome.kind });
      this.#take({ kind: 'hello-refused', retryAfterMs: error.retryAfterMs });
      return;
    }
    const parsed = hello.result.safeParse(outcome.payload);
    if (parsed.success) this.#welcomed(parsed.data, nonce);
    else this.#take({ kind: 'hello-refused' });
  }

  #welcomed(result: HelloResult, nonce: string): void {
    const { onEvent, onTime, journal } = this.#parts;
    const { epoch, durableTo, limits, window, time, fork, lost } = result;
    this.#limits = {
      linesMax: limits.linesMax,
      bytesMax: Math.min(limits.bytesMax, LINES_BATCH_MAX_BYTES),
    };
    if (time !== undefined) onTime({ document: time, nonce });
    if (fork !== undefined) onEvent({ kind: 'chain-forked', fork });
    if (lost !== undefined) onEvent({ kind: 'till-restored', lost });
    onEvent({ kind: 'hub-connected', epoch, durableTo });
    const { heartbeatMs } = limits;
    this.#take({ kind: 'hello-accepted', epoch, durableTo, window, heartbeatMs });
    this.#take({ kind: 'lines-appended', head: journal.head.seq });
  }

  #sendLines({ epoch, after, round }: Extract<ConnectionEffect, { kind: 'send-lines' }>): void {
    const batch = readBatch(this.#parts.journal, after, this.#limits);
    const [first] = batch;
    if (first === undefined) return;
    this.#call(lines.action, { epoch, from: first.seq, lines: batch }, (outcome) => {
      this.#linesAnswered(outcome, round);
    });
    this.#parts.onPoint?.('lines-sent');
    this.#take({ kind: 'lines-sent', to: first.seq + batch.length - 1 });
  }

  #linesAnswered(outcome: LinkOutcome, round: number): void {
    const { onEvent, onPoint } = this.#parts;
    if (outcome.kind === 'refused') {
      const { error } = outcome;
      onEvent({ kind: 'hub-refused', reason: error.reason ?? 'unknown' });
      if (error.fork !== undefined) onEvent({ kind: 'chain-forked', fork: error.fork });
      this.#take({ kind: 'lines-refused', round, error });
      return;
    }
    const parsed = lines.result.safeParse(outcome.kind === 'result' ? outcome.payload : undefined);
    if (!parsed.success) {
      this.#take({ kind: 'socket-lost' });
      return;
    }
    const { durableTo } = parsed.data;
    onPoint?.('lines-acknowledged');
    onEvent({ kind: 'lines-acknowledged', durableTo });
    this.#take({ kind: 'lines-acknowledged', round, durableTo });
  }

  /** Answers that come after their socket was let go are nobody's business either. */
  #call(action: string, payload: unknown, then: (outcome: LinkOutcome) => void): void {
    const link = this.#link;
    link?.call(action, payload, (outcome) => {
      if (this.#link !== link || outcome.kind === 'closed') return;
      try {
        then(outcome);
      } catch (cause) {
        this.#parts.onFault(cause);
      }
    });
  }
}
