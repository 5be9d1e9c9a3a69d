/**
 * The till's connection to its hub, as a pure machine: what happened goes in, what is to be done comes
 * out as data. It is never given up: on every path out of a connection the retry timer is armed.
 */
import type { ReceivedError } from '../protocol/wire-error.ts';
import {
  CONNECT_TIMEOUT_MS,
  DICTATED_SPREAD,
  GREETING_TIMEOUT_MS,
  HEARTBEAT_MAX_MS,
  HEARTBEAT_MIN_MS,
  HEARTBEAT_MS,
  REFUSALS_MAX,
  RETRY_CAP_MS,
  RETRY_FIRST_MS,
} from './limits.ts';

export type TimerName = 'retry' | 'connect' | 'greeting' | 'heartbeat';

export interface ConnectionState {
  readonly phase: 'stopped' | 'waiting' | 'connecting' | 'greeting' | 'online';
  /** Failures in a row. */
  readonly failures: number;
  /** Tries in a row that nobody answered at all; an answer of whatever kind ends them. */
  readonly unanswered: number;
  readonly shipping: Shipping;
  readonly window: number;
  readonly heartbeatMs: number;
  /** Something was heard since the last beat. */
  readonly hasGivenSign: boolean;
}

/** Where the upload stands. */
export interface Shipping {
  readonly epoch: number;
  readonly head: number;
  readonly sentTo: number;
  readonly durableTo: number;
  readonly underWay: number;
  /** Rises when sending begins again from elsewhere; answers to what was sent before are stale. */
  readonly round: number;
  readonly refusals: number;
}

export type ConnectionEvent =
  | { readonly kind: 'started' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'socket-opened' }
  | {
      readonly kind: 'socket-lost';
      readonly retryAfterMs?: number | undefined;
      /** Nobody was there: no network, no name, no machine, no program at its port. */
      readonly isUnanswered?: boolean | undefined;
    }
  | { readonly kind: 'challenged' }
  | {
      readonly kind: 'hello-accepted';
      readonly epoch: number;
      readonly durableTo: number;
      readonly window: number;
      readonly heartbeatMs: number;
    }
  | { readonly kind: 'hello-refused'; readonly retryAfterMs?: number | undefined }
  | { readonly kind: 'lines-appended'; readonly head: number }
  | { readonly kind: 'lines-sent'; readonly to: number }
  | { readonly kind: 'lines-acknowledged'; readonly round: number; readonly durableTo: number }
  | { readonly kind: 'lines-refused'; readonly round: number; readonly error: ReceivedError }
  | { readonly kind: 'heard' }
  | { readonly kind: 'timer-fired'; readonly timer: TimerName };

export type ConnectionEffect =
  | { readonly kind: 'open-socket' }
  | { readonly kind: 'drop-socket' }
  | { readonly kind: 'send-hello' }
  /** Sends the next batch after this place; `lines-sent` says how far it reached. */
  | {
      readonly kind: 'send-lines';
      readonly epoch: number;
      readonly after: number;
      readonly round: number;
    }
  | { readonly kind: 'save-cursor'; readonly epoch: number; readonly durableTo: number }
  | { readonly kind: 'ping' }
  | { readonly kind: 'start-timer'; readonly timer: TimerName; readonly delayMs: number }
  | { readonly kind: 'cancel-timer'; readonly timer: TimerName };

export interface ConnectionStep {
  readonly state: ConnectionState;
  readonly effects: readonly ConnectionEffect[];
}

export interface ConnectionFacts {
  /** In [0, 1), drawn for this step. */
  readonly random: number;
}

export function createConnection(cursor: {
  readonly epoch: number;
  readonly durableTo: number;
  readonly head: number;
}): ConnectionState {
  const { epoch, durableTo, head } = cursor;
  return {
    phase: 'stopped',
    failures: 0,
    unanswered: 0,
    window: 1,
    heartbeatMs: HEARTBEAT_MS,
    hasGivenSign: true,
    shipping: { epoch, head, durableTo, sentTo: durableTo, underWay: 0, round: 0, refusals: 0 },
  };
}

export function stepConnection(
  state: ConnectionState,
  event: ConnectionEvent,
  facts: ConnectionFacts,
): ConnectionStep {
  if (state.phase === 'stopped' && event.kind !== 'started') return keepHead(state, event);
  switch (event.kind) {
    case 'started':
      return state.phase === 'stopped' ? connect(state) : unchanged(state);
    case 'stopped':
      return { state: { ...state, phase: 'stopped' }, effects: [...CANCEL_ALL, DROP] };
    case 'socket-opened':
      return state.phase === 'connecting' ? greet(state) : unchanged(state);
    case 'socket-lost':
      return state.phase === 'waiting'
        ? unchanged(state)
        : lose(countedTry(state, event.isUnanswered), facts, event.retryAfterMs);
    case 'hello-refused':
      return state.phase === 'waiting' ? unchanged(state) : lose(state, facts, event.retryAfterMs);
    case 'challenged':
      return state.phase === 'greeting' ? does(state, { kind: 'send-hello' }) : unchanged(state);
    case 'hello-accepted':
      return state.phase === 'greeting' ? goOnline(state, event) : unchanged(state);
    case 'heard':
      return unchanged({ ...state, hasGivenSign: true });
    case 'timer-fired':
      return fire(state, event.timer, facts);
    case 'lines-appended':
      return ship(withShipping(state, { head: event.head }));
    case 'lines-sent':
      return sent(state, event.to);
    case 'lines-acknowledged':
      return acknowledged(state, event);
    case 'lines-refused':
      return refused(state, event, facts);
  }
}

const DROP = { kind: 'drop-socket' } as const;
const TIMERS: readonly TimerName[] = ['retry', 'connect', 'greeting', 'heartbeat'];
const CANCEL_ALL = TIMERS.map((timer) => ({ kind: 'cancel-timer', timer }) as const);

function connect(state: ConnectionState): ConnectionStep {
  const timer = { kind: 'start-timer', timer: 'connect', delayMs: CONNECT_TIMEOUT_MS } as const;
  return { state: { ...state, phase: 'connecting' }, effects: [timer, { kind: 'open-socket' }] };
}

function greet(state: ConnectionState): ConnectionStep {
  return {
    state: { ...state, phase: 'greeting', unanswered: 0 },
    effects: [
      { kind: 'cancel-timer', timer: 'connect' },
      { kind: 'start-timer', timer: 'greeting', delayMs: GREETING_TIMEOUT_MS },
    ],
  };
}

function goOnline(
  state: ConnectionState,
  accepted: Extract<ConnectionEvent, { kind: 'hello-accepted' }>,
): ConnectionStep {
  const { epoch, durableTo, window } = accepted;
  const heartbeatMs = clamp(accepted.heartbeatMs, HEARTBEAT_MIN_MS, HEARTBEAT_MAX_MS);
  const { round } = state.shipping;
  const from = { epoch, durableTo, sentTo: durableTo, underWay: 0, round: round + 1, refusals: 0 };
  const online = { ...state, phase: 'online', window, heartbeatMs, hasGivenSign: true } as const;
  const shipped = ship(withShipping(online, from));
  return {
    state: shipped.state,
    effects: [
      { kind: 'cancel-timer', timer: 'greeting' },
      { kind: 'save-cursor', epoch, durableTo },
      { kind: 'start-timer', timer: 'heartbeat', delayMs: heartbeatMs },
      ...shipped.effects,
    ],
  };
}

function fire(state: ConnectionState, timer: TimerName, facts: ConnectionFacts): ConnectionStep {
  switch (timer) {
    case 'retry':
      return state.phase === 'waiting' ? connect(state) : unchanged(state);
    case 'connect':
      return state.phase === 'connecting' ? lose(countedTry(state, true), facts) : unchanged(state);
    case 'greeting':
      return state.phase === 'greeting' ? lose(state, facts) : unchanged(state);
    case 'heartbeat':
      return state.phase === 'online' ? beat(state, facts) : unchanged(state);
  }
}

/** A connection counts as good once it has lasted a beat: one that dies at once is still backed off. */
function beat(state: ConnectionState, facts: ConnectionFacts): ConnectionStep {
  if (!state.hasGivenSign) return lose(state, facts);
  return {
    state: { ...state, hasGivenSign: false, failures: 0 },
    effects: [
      { kind: 'ping' },
      { kind: 'start-timer', timer: 'heartbeat', delayMs: state.heartbeatMs },
    ],
  };
}

/** Only of a socket that never opened: what is lost later has answered before. */
function countedTry(state: ConnectionState, isUnanswered: boolean | undefined): ConnectionState {
  if (state.phase !== 'connecting') return state;
  return { ...state, unanswered: isUnanswered === true ? state.unanswered + 1 : 0 };
}

function lose(
  state: ConnectionState,
  facts: ConnectionFacts,
  retryAfterMs?: number,
): ConnectionStep {
  const delayMs = retryDelayMs(state.failures, facts, retryAfterMs);
  return {
    state: { ...state, phase: 'waiting', failures: state.failures + 1 },
    effects: [...CANCEL_ALL, DROP, { kind: 'start-timer', timer: 'retry', delayMs }],
  };
}

function retryDelayMs(
  failures: number,
  { random }: ConnectionFacts,
  retryAfterMs: number | undefined,
): number {
  if (retryAfterMs !== undefined) return Math.ceil(retryAfterMs * (1 + DICTATED_SPREAD * random));
  return Math.ceil(random * Math.min(RETRY_CAP_MS, RETRY_FIRST_MS * 2 ** failures));
}

/** Sends as long as there is something to send and the window has room. */
function ship(state: ConnectionState): ConnectionStep {
  const { epoch, head, sentTo, underWay, round } = state.shipping;
  const hasRoom = state.phase === 'online' && underWay < state.window;
  if (!hasRoom || sentTo >= head) return unchanged(state);
  return does(withShipping(state, { underWay: underWay + 1 }), {
    kind: 'send-lines',
    epoch,
    after: sentTo,
    round,
  });
}

function sent(state: ConnectionState, to: number): ConnectionStep {
  return ship(withShipping(state, { sentTo: to }));
}

function acknowledged(
  state: ConnectionState,
  { round, durableTo }: { readonly round: number; readonly durableTo: number },
): ConnectionStep {
  const { shipping } = state;
  const settled = withShipping(state, { underWay: Math.max(0, shipping.underWay - 1) });
  const isNew = round === shipping.round && durableTo > shipping.durableTo;
  if (!isNew || durableTo > shipping.sentTo) return ship(settled);
  const next = ship(withShipping(settled, { durableTo, refusals: 0 }));
  const saved = { kind: 'save-cursor', epoch: shipping.epoch, durableTo } as const;
  return { state: next.state, effects: [saved, ...next.effects] };
}

function refused(
  state: ConnectionState,
  { round, error }: { readonly round: number; readonly error: ReceivedError },
  facts: ConnectionFacts,
): ConnectionStep {
  const { shipping } = state;
  const settled = withShipping(state, { underWay: Math.max(0, shipping.underWay - 1) });
  if (state.phase !== 'online') return unchanged(settled);
  if (round !== shipping.round) return ship(settled);
  const from = resumption(shipping, error);
  const isHopeless = from === undefined || shipping.refusals >= REFUSALS_MAX;
  if (isHopeless) return lose(settled, facts, error.retryAfterMs);
  const { epoch, durableTo } = from;
  const refusals = shipping.refusals + 1;
  const moved = { epoch, durableTo, sentTo: durableTo, round: round + 1, refusals };
  const next = ship(withShipping(settled, moved));
  return {
    state: next.state,
    effects: [{ kind: 'save-cursor', epoch, durableTo }, ...next.effects],
  };
}

/** Where the hub says to go on; undefined where a refusal says nothing of the kind. */
function resumption(
  { epoch }: Shipping,
  { reason, fork, durableTo }: ReceivedError,
): { readonly epoch: number; readonly durableTo: number } | undefined {
  if (reason === 'chain-forked' && fork !== undefined) {
    return { epoch: fork.epoch, durableTo: fork.seq };
  }
  if (reason === 'lines-not-contiguous' && durableTo !== undefined) return { epoch, durableTo };
  return undefined;
}

function keepHead(state: ConnectionState, event: ConnectionEvent): ConnectionStep {
  return unchanged(
    event.kind === 'lines-appended' ? withShipping(state, { head: event.head }) : state,
  );
}

function withShipping(state: ConnectionState, change: Partial<Shipping>): ConnectionState {
  return { ...state, shipping: { ...state.shipping, ...change } };
}

function does(state: ConnectionState, ...effects: readonly ConnectionEffect[]): ConnectionStep {
  return { state, effects };
}

function unchanged(state: ConnectionState): ConnectionStep {
  return { state, effects: [] };
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
