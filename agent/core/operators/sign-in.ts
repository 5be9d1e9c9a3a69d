/**
 * Guessing a PIN gets slow: five wrong ones lock an operator out, for twice as long with each one
 * more. An attempt counts as wrong before its PIN is looked at, so that neither many at once nor a
 * crash gains one. Time is the till's own running time: no clock change and no restart shortens it.
 */
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Wrong PINs that cost nothing: everybody mistypes. */
export const FREE_FAILURES = 5;
export const FIRST_LOCK_MS = 5 * MINUTE_MS;
const LOCK_MAX_MS = 24 * HOUR_MS;
const GROWTH = 2;
/** Beyond this many doublings every lock is the longest. */
const DOUBLINGS_MAX = 20;

/** Wrong PINs of one API client, whoever they were tried on, and how soon one of them is forgotten. */
export const CLIENT_FAILURES_MAX = 20;
export const CLIENT_FORGET_MS = 5 * MINUTE_MS;

export interface OperatorFailures {
  readonly count: number;
  /** In running time; absent: not locked. */
  readonly lockedUntilMs?: number | undefined;
  /** How often the operators' file had unlocked them when this was written. */
  readonly unlocks: number;
}

export interface ClientFailures {
  /** Falls by one with every `CLIENT_FORGET_MS`. */
  readonly count: number;
  /** In running time. */
  readonly atMs: number;
}

/** What the till remembers of sign-ins that went wrong. */
export interface SignIns {
  /** How long the till has run, as far as it was counted. */
  readonly ranMs: number;
  readonly operators: Readonly<Record<string, OperatorFailures>>;
  readonly clients: Readonly<Record<string, ClientFailures>>;
}

export const NO_SIGN_INS: SignIns = { ranMs: 0, operators: {}, clients: {} };

/** Whom the operators' file knows under the id that was typed. */
export interface KnownOperator {
  readonly operatorId: string;
  /** How often the file says that they were unlocked. */
  readonly unlocks: number;
}

export type SignInEvent =
  | { readonly kind: 'ran'; readonly ms: number }
  /** `operator` is undefined where nobody has that id. */
  | {
      readonly kind: 'attempted';
      readonly operator: KnownOperator | undefined;
      readonly client: string;
    }
  /** The PIN of an attempt was right. */
  | { readonly kind: 'proved'; readonly operatorId: string; readonly client: string }
  | { readonly kind: 'unlocked'; readonly operatorId: string };

export type SignInRefusal =
  | { readonly code: 'operator-locked'; readonly waitMs: number }
  | { readonly code: 'sign-in-limited'; readonly waitMs: number };

export interface SignInStep {
  readonly signIns: SignIns;
  /** Why the PIN is not even looked at. */
  readonly refusal?: SignInRefusal | undefined;
  /** The operators' file has unlocked somebody since the last attempt. */
  readonly hasUnlocked: boolean;
}

/** Decides what an event comes to. */
export function stepSignIn(signIns: SignIns, event: SignInEvent): SignInStep {
  switch (event.kind) {
    case 'ran':
      return done({ ...signIns, ranMs: signIns.ranMs + Math.max(0, event.ms) });
    case 'attempted':
      return attempted(signIns, event.operator, event.client);
    case 'proved':
      return done(withoutAttempt(cleared(signIns, event.operatorId), event.client));
    case 'unlocked':
      return done(cleared(signIns, event.operatorId));
  }
}

/** How long until the next PIN of this operator is looked at; 0: now. */
export function lockedForMs(signIns: SignIns, operator: KnownOperator): number {
  const failures = failuresOf(signIns, operator.operatorId);
  if (failures === undefined || failures.unlocks < operator.unlocks) return 0;
  return Math.max(0, (failures.lockedUntilMs ?? 0) - signIns.ranMs);
}

/** True while running time is worth counting: somebody waits for it. */
export function isSomebodyLocked({ operators, ranMs }: SignIns): boolean {
  return Object.values(operators).some(({ lockedUntilMs = 0 }) => lockedUntilMs > ranMs);
}

function attempted(
  before: SignIns,
  operator: KnownOperator | undefined,
  client: string,
): SignInStep {
  const hasUnlocked = operator !== undefined && isUnlockedByFile(before, operator);
  const signIns = hasUnlocked ? cleared(before, operator.operatorId) : before;
  const lockMs = operator === undefined ? 0 : lockedForMs(signIns, operator);
  if (lockMs > 0) {
    return { signIns, refusal: { code: 'operator-locked', waitMs: lockMs }, hasUnlocked };
  }
  const waitMs = clientWaitMs(signIns, client);
  if (waitMs > 0) return { signIns, refusal: { code: 'sign-in-limited', waitMs }, hasUnlocked };
  const counted = withClientFailures(signIns, client, clientCount(signIns, client) + 1);
  if (operator === undefined) return { signIns: counted, hasUnlocked };
  return { signIns: withFailure(counted, operator), hasUnlocked };
}

/** One more than it had when somebody at the till's console last said so. */
function isUnlockedByFile(signIns: SignIns, operator: KnownOperator): boolean {
  const failures = failuresOf(signIns, operator.operatorId);
  return failures !== undefined && failures.unlocks < operator.unlocks;
}

function withFailure(signIns: SignIns, { operatorId, unlocks }: KnownOperator): SignIns {
  const count = (failuresOf(signIns, operatorId)?.count ?? 0) + 1;
  const lockMs = lockAfterMs(count);
  const lock = lockMs === 0 ? {} : { lockedUntilMs: signIns.ranMs + lockMs };
  const failures = { count, unlocks, ...lock };
  return { ...signIns, operators: { ...signIns.operators, [operatorId]: failures } };
}

function lockAfterMs(count: number): number {
  if (count < FREE_FAILURES) return 0;
  const doublings = Math.min(count - FREE_FAILURES, DOUBLINGS_MAX);
  return Math.min(LOCK_MAX_MS, FIRST_LOCK_MS * GROWTH ** doublings);
}

function cleared(signIns: SignIns, operatorId: string): SignIns {
  const { [operatorId]: _, ...operators } = signIns.operators;
  return { ...signIns, operators };
}

/** Its own attempt alone: whoever knows one PIN must not win guesses at the others. */
function withoutAttempt(signIns: SignIns, client: string): SignIns {
  return withClientFailures(signIns, client, Math.max(0, clientCount(signIns, client) - 1));
}

function clientCount({ clients, ranMs }: SignIns, client: string): number {
  const failures = Object.hasOwn(clients, client) ? clients[client] : undefined;
  if (failures === undefined) return 0;
  return Math.max(0, failures.count - (ranMs - failures.atMs) / CLIENT_FORGET_MS);
}

function clientWaitMs(signIns: SignIns, client: string): number {
  const over = clientCount(signIns, client) - (CLIENT_FAILURES_MAX - 1);
  return over <= 0 ? 0 : Math.ceil(over * CLIENT_FORGET_MS);
}

function withClientFailures(signIns: SignIns, client: string, count: number): SignIns {
  const { [client]: _, ...others } = signIns.clients;
  if (count === 0) return { ...signIns, clients: others };
  return { ...signIns, clients: { ...others, [client]: { count, atMs: signIns.ranMs } } };
}

/** An operator may be called what every object has anyway. */
function failuresOf({ operators }: SignIns, operatorId: string): OperatorFailures | undefined {
  return Object.hasOwn(operators, operatorId) ? operators[operatorId] : undefined;
}

function done(signIns: SignIns): SignInStep {
  return { signIns, hasUnlocked: false };
}
