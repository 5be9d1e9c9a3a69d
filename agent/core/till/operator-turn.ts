/** Operators in the till's turns: who signs in, who is locked out, and who may do what. */
import type { Operator, OperatorRight } from '../operators/operator.ts';
import { refusalOf } from '../operators/rights.ts';
import { isSomebodyLocked, lockedForMs, stepSignIn, type SignIns } from '../operators/sign-in.ts';
import type { LineDraft } from '../journal-line.ts';
import type { Answer, Refusal } from './events.ts';
import type { OperatorRequest } from './operator-request.ts';
import { withLines, type Turn } from './turn.ts';

/** Running time that is not worth a write of its own yet. */
const RUNNING_TIME_MIN_MS = 60_000;

interface OperatorAnswer {
  readonly turn: Turn;
  readonly answer: Answer;
}

/** Why what needs a right may not be done as things are; for every door into the till. */
export function refusalOfOperator(
  { facts }: Turn,
  operator: Operator | undefined,
  right: OperatorRight,
): Refusal | undefined {
  return refusalOf(facts.operators, operator, right);
}

export function answerOperator(turn: Turn, request: OperatorRequest): OperatorAnswer {
  switch (request.kind) {
    case 'sign-in-attempted':
      return attempted(withCountedTime(turn), request);
    case 'pin-proved':
      return done(proved(withCountedTime(turn), request));
    case 'pin-failed':
      return done(failed(withCountedTime(turn), request));
    case 'operator-unlock-requested':
      return unlockRequested(turn, request);
    case 'claim-break-requested':
      return claimBreakRequested(turn, request);
    case 'operator-change-noted': {
      const { operatorId, change, role, operator, client } = request;
      const body = { operator: operatorId, change, role, by: operator.operatorId, client };
      return done(withLines(turn, [{ kind: 'operator-changed', body }]));
    }
  }
}

/** Running time counts for a lock as long as there is one. */
export function lockWatched(turn: Turn): Turn {
  const isWorthIt = turn.facts.lockRanMs >= RUNNING_TIME_MIN_MS;
  return isWorthIt ? lockTimeKept(turn) : turn;
}

/** The agent stops: what has run counts, whether or not it is worth it. */
export function lockTimeKept(turn: Turn): Turn {
  return isSomebodyLocked(turn.till.signIns) ? withCountedTime(turn) : turn;
}

type Request<Kind extends OperatorRequest['kind']> = Extract<
  OperatorRequest,
  { readonly kind: Kind }
>;

function attempted(turn: Turn, { operator, client }: Request<'sign-in-attempted'>): OperatorAnswer {
  const step = stepSignIn(turn.till.signIns, { kind: 'attempted', operator, client });
  const unlocked: LineDraft[] =
    operator !== undefined && step.hasUnlocked
      ? [{ kind: 'operator-unlocked', body: { operator: operator.operatorId } }]
      : [];
  const next = withSignIns(withLines(turn, unlocked), step.signIns);
  return step.refusal === undefined
    ? done(next)
    : { turn: next, answer: { kind: 'refused', refusal: step.refusal } };
}

function proved(turn: Turn, { operator, isNew, client }: Request<'pin-proved'>): Turn {
  const { operatorId, role } = operator;
  const { signIns } = stepSignIn(turn.till.signIns, { kind: 'proved', operatorId, client });
  const next = withSignIns(turn, signIns);
  if (!isNew) return next;
  const body = { operator: operatorId, role, client };
  return withLines(next, [{ kind: 'operator-signed-in', body }]);
}

/** It counts already; it is only written down here. */
function failed(turn: Turn, { operator, client }: Request<'pin-failed'>): Turn {
  const body = { operator: operator?.operatorId, client };
  const written = withLines(turn, [{ kind: 'operator-sign-in-failed', body }]);
  const forMs = operator === undefined ? 0 : lockedForMs(turn.till.signIns, operator);
  if (operator === undefined || forMs === 0) return written;
  const locked = { operator: operator.operatorId, forMs, client };
  return withLines(written, [{ kind: 'operator-locked', body: locked }]);
}

function unlockRequested(
  turn: Turn,
  { operatorId, operator, client }: Request<'operator-unlock-requested'>,
): OperatorAnswer {
  const refusal = refusalOfOperator(turn, operator, 'manage-operators');
  if (refusal !== undefined) return { turn, answer: { kind: 'refused', refusal } };
  const { signIns } = stepSignIn(turn.till.signIns, { kind: 'unlocked', operatorId });
  const body = { operator: operatorId, by: operator.operatorId, client };
  return done(withLines(withSignIns(turn, signIns), [{ kind: 'operator-unlocked', body }]));
}

function claimBreakRequested(
  turn: Turn,
  { claimedBy, reason, operator, client }: Request<'claim-break-requested'>,
): OperatorAnswer {
  const refusal = refusalOfOperator(turn, operator, 'service');
  if (refusal !== undefined) return { turn, answer: { kind: 'refused', refusal } };
  const body = { claimedBy, reason, operator: operator.operatorId, client };
  return done(withLines(turn, [{ kind: 'claim-broken', body }]));
}

function withCountedTime(turn: Turn): Turn {
  const ms = turn.facts.lockRanMs;
  if (ms === 0) return turn;
  return withSignIns(turn, stepSignIn(turn.till.signIns, { kind: 'ran', ms }).signIns);
}

function withSignIns(turn: Turn, signIns: SignIns): Turn {
  return { ...turn, till: { ...turn.till, signIns } };
}

function done(turn: Turn): OperatorAnswer {
  return { turn, answer: { kind: 'done' } };
}
