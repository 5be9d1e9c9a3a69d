/**
 * A session from the technician's asking to its end. What comes from the hub can ask, type a code and
 * end it; only somebody at the till, or hours granted there, can begin it.
 */
import { CODE_TRIES_MAX, CONSENT_EXPIRY_MS, type StreamKind } from './remote-session.ts';
import { endSession } from './session-end.ts';
import { ticketIn } from './step-help.ts';
import { refuseStep, stepOf } from './support-step.ts';
import type {
  DeskRefusal,
  LivePhase,
  RemoteSession,
  SupportEffect,
  SupportEvent,
  SupportFacts,
  SupportStep,
  Supporting,
} from './supporting.ts';
import { windowAt } from './unattended.ts';

/** Longer than any session one cashier wants to keep an eye on; it can be asked for again. */
export const SESSION_MAX_MS = 8 * 60 * 60 * 1_000;

type EventOf<Kind extends SupportEvent['kind']> = Extract<SupportEvent, { readonly kind: Kind }>;

/** The same session asked for again is the one there is, or was. */
export function sessionAsked(
  supporting: Supporting,
  { session, ticket, technician, streams: wanted }: EventOf<'session-asked'>,
  facts: SupportFacts,
): SupportStep {
  if (supporting.session?.session === session) return stepOf(supporting);
  if (supporting.ended?.session === session) return stepOf(supporting);
  const streams = wanted.filter((stream) => facts.streams.includes(stream));
  const reason = reasonAgainst(supporting, { ticket, streams }, facts);
  if (reason !== undefined) {
    const body = { session, ticket, reason };
    return {
      ...stepOf(supporting, { lines: [{ kind: 'remote-refused', body }] }),
      answer: { kind: 'desk-refused', reason },
    };
  }
  const { nowMs: askedAtMs, monotonicMs: sinceMs, newCode: code } = facts;
  const phase = { kind: 'asked', code, triesLeft: CODE_TRIES_MAX } as const;
  const what = { session, ticket, technician, streams };
  const asked: RemoteSession = { ...what, askedAtMs, sinceMs, phase };
  const begun = stepOf(
    { ...supporting, session: asked },
    { lines: [{ kind: 'remote-asked', body: what }] },
  );
  const untilMs = windowAt(supporting.unattended, facts.nowMs)?.untilMs;
  return untilMs === undefined ? begun : unattended(begun, asked, { untilMs, facts });
}

type Against = Exclude<DeskRefusal, 'wrong-code' | 'no-session'>;

function reasonAgainst(
  supporting: Supporting,
  { ticket, streams }: Pick<RemoteSession, 'ticket' | 'streams'>,
  { isInSale }: SupportFacts,
): Against | undefined {
  if (supporting.session !== undefined) return 'second-session';
  if (ticketIn(supporting, ticket) === undefined) return 'ticket-unknown';
  if (streams.length === 0) return 'not-configured';
  return isInSale ? 'till-in-sale' : undefined;
}

/** Nobody is there to read a code out; what they granted stands for it, and never for control. */
function unattended(
  begun: SupportStep,
  asked: RemoteSession,
  { untilMs, facts }: { readonly untilMs: number; readonly facts: SupportFacts },
): SupportStep {
  const { session } = asked;
  const live = liveStep(begun.supporting, asked, {
    facts,
    unattendedUntilMs: untilMs,
    by: { session, isUnattended: true },
  });
  return { ...live, lines: [...begun.lines, ...live.lines] };
}

export function codeTyped(
  supporting: Supporting,
  { session: id, code }: EventOf<'code-typed'>,
  facts: SupportFacts,
): SupportStep {
  const session = ownSession(supporting, id);
  if (session === undefined) return deskRefused(stepOf(supporting), 'no-session');
  if (isExpired(session, facts)) return deskRefused(looked(supporting, facts), 'no-session');
  const { phase } = session;
  if (phase.kind !== 'asked') return stepOf(supporting);
  const isRight = phase.code === code;
  const triesLeft = isRight ? phase.triesLeft : phase.triesLeft - 1;
  const line = { kind: 'remote-code-tried', body: { session: id, isRight, triesLeft } } as const;
  const next = isRight ? ({ kind: 'matched' } as const) : { ...phase, triesLeft };
  const tried = stepOf({ ...supporting, session: { ...session, phase: next } }, { lines: [line] });
  if (isRight) return tried;
  if (triesLeft > 0) return deskRefused(tried, 'wrong-code');
  const ended = endSession(tried.supporting, 'wrong-code', facts);
  return deskRefused({ ...ended, lines: [line, ...ended.lines] }, 'wrong-code');
}

function deskRefused(step: SupportStep, reason: DeskRefusal): SupportStep {
  return { ...step, answer: { kind: 'desk-refused', reason } };
}

/** Only after the right code: a consent before that would be for whoever asks loudest. */
export function sessionAccepted(
  supporting: Supporting,
  { client, operator }: EventOf<'session-accepted'>,
  facts: SupportFacts,
): SupportStep {
  const { session } = supporting;
  if (session === undefined) return refuseStep(supporting, 'no-session');
  if (isExpired(session, facts)) return refusedLate(supporting, facts);
  if (session.phase.kind === 'asked') return refuseStep(supporting, 'code-not-typed');
  if (session.phase.kind === 'live') return stepOf(supporting);
  const by = { session: session.session, client, operator };
  return liveStep(supporting, session, { facts, by });
}

/** It is over by the time somebody says yes. */
function refusedLate(supporting: Supporting, facts: SupportFacts): SupportStep {
  return { ...looked(supporting, facts), answer: { kind: 'refused', code: 'no-session' } };
}

export function sessionDeclined(supporting: Supporting, facts: SupportFacts): SupportStep {
  const { session } = supporting;
  if (session === undefined) return refuseStep(supporting, 'no-session');
  return endSession(
    supporting,
    session.phase.kind === 'live' ? 'stopped-at-till' : 'declined',
    facts,
  );
}

/** Whatever it stands at: who presses Stop wants it over, and pressing it twice does no harm. */
export function sessionEndedHere(supporting: Supporting, facts: SupportFacts): SupportStep {
  return endSession(supporting, 'stopped-at-till', facts);
}

export function sessionStopped(
  supporting: Supporting,
  { session, end }: EventOf<'session-stopped'>,
  facts: SupportFacts,
): SupportStep {
  if (ownSession(supporting, session) === undefined) return stepOf(supporting);
  return endSession(supporting, end, facts);
}

/** Time is asked on the monotonic clock: a clock that is set neither lengthens nor ends a session. */
export function looked(supporting: Supporting, facts: SupportFacts): SupportStep {
  const { session } = supporting;
  if (session === undefined) return stepOf(supporting);
  if (session.phase.kind !== 'live') {
    return isExpired(session, facts)
      ? endSession(supporting, 'expired', facts)
      : stepOf(supporting);
  }
  return isTimeOver(session.phase, facts)
    ? endSession(supporting, 'time-over', facts)
    : stepOf(supporting);
}

/** No session is carried over; bundles that were not sent are begun anew. */
export function started(supporting: Supporting, facts: SupportFacts): SupportStep {
  const ended = endSession(supporting, 'agent-restarted', facts);
  const again = supporting.bundles.map((bundle): SupportEffect => ({
    kind: 'send-logs',
    ...bundle,
  }));
  // Streams died with the run that had them.
  return { ...ended, effects: again };
}

export function streamOpened(
  supporting: Supporting,
  { session: id, stream }: EventOf<'stream-opened'>,
): SupportStep {
  const phase = livePhase(supporting, id);
  if (phase === undefined || phase.open.includes(stream)) return stepOf(supporting);
  const body = { session: id, stream, change: 'opened' } as const;
  return stepOf(withLive(supporting, { ...phase, open: [...phase.open, stream] }), {
    lines: [{ kind: 'remote-stream', body }],
  });
}

/** With its last stream gone, and none of them put away for counting, a session is over. */
export function streamClosed(
  supporting: Supporting,
  { session: id, stream, reason }: EventOf<'stream-closed'>,
  facts: SupportFacts,
): SupportStep {
  const phase = livePhase(supporting, id);
  if (phase === undefined) return stepOf(supporting);
  const open = phase.open.filter((one) => one !== stream);
  const body = { session: id, stream, change: 'closed', reason } as const;
  const closed = stepOf(withLive(supporting, { ...phase, open }), {
    lines: [{ kind: 'remote-stream', body }],
  });
  if (phase.isPaused || open.length > 0 || phase.isExternal || reason === 'closed') return closed;
  const end = reason === 'screen-unavailable' ? reason : 'line-lost';
  const ended = endSession(closed.supporting, end, facts);
  return { ...ended, lines: [...closed.lines, ...ended.lines] };
}

export function externalEnded(
  supporting: Supporting,
  id: string,
  facts: SupportFacts,
): SupportStep {
  const phase = livePhase(supporting, id);
  if (phase?.isExternal !== true) return stepOf(supporting);
  return endSession(supporting, 'screen-unavailable', facts);
}

export function consoleDone(
  supporting: Supporting,
  { session, action, subject, outcome }: EventOf<'console-done'>,
): SupportStep {
  const body = { session, action, subject, outcome };
  return stepOf(supporting, { lines: [{ kind: 'remote-console', body }] });
}

export function livePhase({ session }: Supporting, id: string): LivePhase | undefined {
  return session?.session === id && session.phase.kind === 'live' ? session.phase : undefined;
}

export function withLive(supporting: Supporting, phase: LivePhase): Supporting {
  const { session } = supporting;
  return session === undefined ? supporting : { ...supporting, session: { ...session, phase } };
}

/** What begins, or begins again, to be shown. */
export function openStreams(
  { session, streams }: Pick<RemoteSession, 'session' | 'streams'>,
  isExternal: boolean,
): readonly SupportEffect[] {
  const shown = streams.filter((stream) => !isExternal || stream !== 'screen');
  return shown.map((stream: StreamKind) => ({ kind: 'open-stream', session, stream }));
}

interface Consent {
  readonly facts: SupportFacts;
  readonly unattendedUntilMs?: number;
  readonly by: {
    readonly session: string;
    readonly client?: string;
    readonly operator?: string | undefined;
    readonly isUnattended?: true;
  };
}

function liveStep(
  supporting: Supporting,
  asked: RemoteSession,
  { facts, by, unattendedUntilMs }: Consent,
): SupportStep {
  const { session, streams } = asked;
  const isExternal =
    facts.hasExternalTool && streams.includes('screen') && unattendedUntilMs === undefined;
  const phase: LivePhase = {
    kind: 'live',
    consentedAtMs: facts.nowMs,
    liveSinceMs: facts.monotonicMs,
    control: 'none',
    controlMs: 0,
    // Such a tool types and clicks from its first moment on.
    wasControlled: isExternal,
    proved: [],
    open: [],
    isPaused: false,
    isExternal,
    ...(unattendedUntilMs === undefined ? {} : { unattendedUntilMs }),
  };
  const tool: readonly SupportEffect[] = isExternal ? [{ kind: 'start-external', session }] : [];
  return stepOf(
    { ...supporting, session: { ...asked, phase } },
    {
      lines: [{ kind: 'remote-consented', body: by }],
      effects: [
        { kind: 'set-control', session, control: 'none' },
        ...openStreams(asked, isExternal),
        ...tool,
      ],
    },
  );
}

function ownSession({ session }: Supporting, id: string): RemoteSession | undefined {
  return session?.session === id ? session : undefined;
}

function isExpired({ sinceMs, phase }: RemoteSession, { monotonicMs }: SupportFacts): boolean {
  return phase.kind !== 'live' && monotonicMs - sinceMs >= CONSENT_EXPIRY_MS;
}

function isTimeOver(
  { liveSinceMs, unattendedUntilMs }: LivePhase,
  { nowMs, monotonicMs }: SupportFacts,
): boolean {
  if (monotonicMs - liveSinceMs >= SESSION_MAX_MS) return true;
  return unattendedUntilMs !== undefined && nowMs >= unattendedUntilMs;
}
