/** How a session ends: its streams are cut at once, and one line says what it came to. */
import type { SessionEnd } from './remote-session.ts';
import { stepOf } from './support-step.ts';
import type {
  LivePhase,
  RemoteSession,
  SupportFacts,
  SupportStep,
  Supporting,
} from './supporting.ts';

export function endSession(
  supporting: Supporting,
  end: SessionEnd,
  facts: SupportFacts,
): SupportStep {
  const { session: over, ...rest } = supporting;
  if (over === undefined) return stepOf(supporting);
  const { session, ticket, technician } = over;
  const ended = { session, ticket, technician, end, atMs: facts.nowMs };
  const took = tookOf(over, end, facts);
  const isLive = over.phase.kind === 'live';
  const { bytesIn, bytesOut } = isLive ? facts.bytes : { bytesIn: 0, bytesOut: 0 };
  const body = { session, ticket, end, ...took, bytesIn, bytesOut };
  return stepOf(
    { ...rest, ended },
    {
      lines: [{ kind: 'remote-ended', body }],
      effects: isLive ? [{ kind: 'close-streams', session }] : [],
    },
  );
}

/** What of it was under control up to this moment. */
export function controlledMs(
  { controlMs, controlSinceMs }: LivePhase,
  monotonicMs: number,
): number {
  return controlSinceMs === undefined ? controlMs : controlMs + monotonicMs - controlSinceMs;
}

interface Took {
  readonly durationMs: number;
  readonly controlMs: number;
}

function tookOf({ phase }: RemoteSession, end: SessionEnd, facts: SupportFacts): Took {
  if (phase.kind !== 'live') return { durationMs: 0, controlMs: 0 };
  return end === 'agent-restarted' ? tookBeforeRestart(phase, facts) : tookUntilNow(phase, facts);
}

function tookUntilNow(phase: LivePhase, { monotonicMs }: SupportFacts): Took {
  return {
    durationMs: Math.floor(monotonicMs - phase.liveSinceMs),
    controlMs: Math.floor(controlledMs(phase, monotonicMs)),
  };
}

/** Nobody saw it end: it went on at least until the last line that the run before has written. */
function tookBeforeRestart(
  { consentedAtMs, liveSinceMs, controlMs, controlSinceMs }: LivePhase,
  { lastLineAtMs = 0 }: SupportFacts,
): Took {
  const durationMs = Math.max(0, lastLineAtMs - consentedAtMs);
  if (controlSinceMs === undefined) return { durationMs, controlMs: Math.floor(controlMs) };
  const lastMs = Math.max(0, durationMs - (controlSinceMs - liveSinceMs));
  return { durationMs, controlMs: Math.floor(controlMs + lastMs) };
}
