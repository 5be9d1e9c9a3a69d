/** Help and sessions in the till's turns; what is promised for a request lies in its own turn. */
import { decideAtTill, type TillAnswer } from '../contract/till-decision.ts';
import type { HelpAnswer } from '../support/help.ts';
import { askedBefore, ticketIn } from '../support/step-help.ts';
import { stepSupporting } from '../support/step-supporting.ts';
import type {
  SupportAnswer,
  SupportAsk,
  SupportEvent,
  SupportFacts,
  SupportSaid,
  SupportSurroundings,
} from '../support/supporting.ts';
import { refuse, type Answered } from './answered.ts';
import { answerLease } from './leasing-turn.ts';
import { isPaying, isSelling } from './till.ts';
import { withEffects, withLines, type Turn } from './turn.ts';

/** Asked by the desk, or by somebody at the till. */
export interface SupportRequest {
  readonly kind: 'support-requested';
  readonly request: SupportAsk;
}

/** What an effect for a session, or for the logs, came to. */
export interface SupportTold {
  readonly kind: 'support-told';
  readonly said: SupportSaid;
}

export function answerSupport(turn: Turn, { request }: SupportRequest): Answered {
  if (request.kind === 'help-asked') return helpAsked(turn, request);
  const { turn: stepped, answer } = supportMoved(turn, request);
  if (request.kind === 'help-withdrawn' && answer.kind === 'done') {
    return answerOf(letGo(turn, stepped, request.ticket), answer);
  }
  return answerOf(stepped, answer);
}

/** What nobody at the desk has heard of, nobody has worked on: its promise is free again at once. */
function letGo(before: Turn, after: Turn, ticket: string): Turn {
  const held = ticketIn(before.till.supporting, ticket);
  const isHeard = (held?.asked?.seq ?? 0) <= supportFacts(before).durableTo;
  return isHeard ? after : answerLease(after, { kind: 'ticket-released', ticket }).turn;
}

/** Takes in what moves a session or a request: time, a PIN, cash that is asked for, a start. */
export function supportMoved(
  turn: Turn,
  event: SupportEvent,
): { readonly turn: Turn; readonly answer: SupportAnswer } {
  const { supporting, lines, effects, answer } = stepSupporting(
    turn.till.supporting,
    event,
    supportFacts(turn),
  );
  if (supporting === turn.till.supporting && lines.length === 0 && effects.length === 0) {
    return { turn, answer };
  }
  const moved = { ...turn, till: { ...turn.till, supporting } };
  return { turn: withEffects(withLines(moved, lines), effects), answer };
}

type HelpAsk = Extract<SupportAsk, { readonly kind: 'help-asked' }>;

/** Decided here and now, with no line to anybody; what it takes is promised before anybody is told. */
function helpAsked(turn: Turn, request: HelpAsk): Answered {
  const { nowMs, newId: ticket } = turn.facts;
  const before = askedBefore(turn.till.supporting, request, nowMs);
  if (before !== undefined) {
    return { turn, answer: { kind: 'help', ticket: before, isNew: false } };
  }
  const decided = decidedHelp(turn, request);
  const promised = withPromise(turn, ticket, decided);
  const { answer } = promised;
  const { question } = request;
  const asked = supportMoved(turn, { kind: 'help-decided', question, ticket, answer });
  // After the line that says which ticket it is for.
  const { leasing } = promised.turn.till;
  const kept = { ...asked.turn, till: { ...asked.turn.till, leasing } };
  return answerOf(withLines(kept, promised.turn.lines.slice(turn.lines.length)), asked.answer);
}

function decidedHelp(turn: Turn, { question, plans }: HelpAsk): TillAnswer {
  const { licensing, leasing } = turn.till;
  const { entitlement, evidence } = licensing;
  const { caller, topic, channel, serviceClass, mode } = question;
  const { firstLineNote, accepted, hasConsent } = question;
  const agreed = { firstLineNote, accepted, hasConsent };
  const station = entitlement?.licence.issuedTo.station;
  const asked = { caller, topic, channel, serviceClass, mode, station, ...agreed };
  const holding = { entitlement, evidence, leasing, clockMs: turn.facts.nowMs };
  return decideAtTill({ kind: 'contact', ...asked }, holding, plans);
}

interface Promised {
  readonly turn: Turn;
  readonly answer: HelpAnswer;
}

/** What cannot be set aside here, all of it, is for the vendor to say. */
function withPromise(turn: Turn, ticket: string, answer: TillAnswer): Promised {
  if (answer.kind !== 'decided') return { turn, answer };
  const { holds } = answer.decision;
  const [hold, ...others] = holds;
  if (hold === undefined) return { turn, answer };
  const { contacts } = answer;
  const lineNeeded: HelpAnswer = { kind: 'line-needed', missing: holds, contacts };
  // A ticket's promise stands on one account; a second one only the vendor can set aside.
  if (others.length > 0) return { turn, answer: lineNeeded };
  const { account, amount } = hold;
  const taken = answerLease(turn, { kind: 'promise-asked', ticket, account, amount });
  return taken.answer.kind === 'done' ? { turn: taken.turn, answer } : { turn, answer: lineNeeded };
}

function answerOf(turn: Turn, answer: SupportAnswer): Answered {
  return answer.kind === 'refused' ? refuse(turn, { code: answer.code }) : { turn, answer };
}

/** A till with nothing around it that could show anything to anybody. */
const NOTHING_AROUND: SupportSurroundings = {
  monotonicMs: 0,
  newCode: '',
  streams: [],
  hasExternalTool: false,
  bytes: { bytesIn: 0, bytesOut: 0 },
  headSeq: 0,
  durableTo: 0,
};

function supportFacts({ till, facts, lines }: Turn): SupportFacts {
  const around = facts.support ?? NOTHING_AROUND;
  return {
    ...around,
    nowMs: facts.nowMs,
    nextSeq: around.headSeq + lines.length + 1,
    isInSale: isSelling(till) || isPaying(till),
    lastLineAtMs: facts.lastLineAtMs,
  };
}

/** Whether anybody waits for time to pass. */
export function isWaitingForSupport({ session }: Turn['till']['supporting']): boolean {
  return session !== undefined;
}
