/**
 * Who may touch the till during a session. A technician sees from consent on; control is somebody's
 * word at the till, and goes back by itself wherever a PIN or cash comes into it.
 */
import type { ControlCause } from './remote-session.ts';
import { controlledMs, endSession } from './session-end.ts';
import { livePhase, openStreams, withLive } from './step-session.ts';
import { refuseStep, stepOf } from './support-step.ts';
import type {
  LivePhase,
  SupportEffect,
  SupportEvent,
  SupportFacts,
  SupportStep,
  Supporting,
} from './supporting.ts';

type Asked = Extract<SupportEvent, { readonly kind: 'control-asked' }>;

/** Whether the technician's hand could be on what is asked for. */
export function isControlled(supporting: Supporting): boolean {
  const live = liveOf(supporting);
  return live !== undefined && (live.control === 'granted' || live.isExternal);
}

/** Whether what moves cash out needs the PIN of this operator once more. */
export function isPinOld(supporting: Supporting, operator: string | undefined): boolean {
  const live = liveOf(supporting);
  if (live === undefined || !live.wasControlled) return false;
  return operator === undefined || !live.proved.includes(operator);
}

export function controlAsked(
  supporting: Supporting,
  { control, cause }: Asked,
  facts: SupportFacts,
): SupportStep {
  if (liveOf(supporting) === undefined) return refuseStep(supporting, 'session-not-live');
  switch (control) {
    case 'granted':
      return granted(supporting, facts);
    case 'suspended':
      return guarded(supporting, cause, facts);
    case 'withdrawn':
      return takenBack(supporting, { control: 'none', cause, facts });
  }
}

/** PINs proved until now are old: whoever moves cash after this proves theirs again. */
function granted(supporting: Supporting, { monotonicMs }: SupportFacts): SupportStep {
  const { session } = supporting;
  const live = liveOf(supporting);
  if (session === undefined || live === undefined) {
    return refuseStep(supporting, 'session-not-live');
  }
  if (live.control === 'granted') return stepOf(supporting);
  const isPossible =
    live.unattendedUntilMs === undefined &&
    !live.isExternal &&
    !live.isPaused &&
    session.streams.includes('screen');
  if (!isPossible) return refuseStep(supporting, 'control-not-possible');
  const id = session.session;
  const controlled: LivePhase = {
    ...live,
    control: 'granted',
    suspendedFor: undefined,
    controlSinceMs: monotonicMs,
    wasControlled: true,
    proved: [],
  };
  const body = { session: id, control: 'granted', cause: 'cashier' } as const;
  return stepOf(withLive(supporting, controlled), {
    lines: [{ kind: 'remote-control', body }],
    effects: [{ kind: 'set-control', session: id, control: 'granted' }],
  });
}

/**
 * A PIN, a consent or cash comes into it. Counting hides the till as well. What cannot be taken back,
 * since another maker's tool does it, is ended.
 */
export function guarded(
  supporting: Supporting,
  cause: ControlCause,
  facts: SupportFacts,
): SupportStep {
  const live = liveOf(supporting);
  if (live === undefined) return stepOf(supporting);
  if (live.isExternal) return endSession(supporting, 'stopped-at-till', facts);
  const suspended = takenBack(supporting, { control: 'suspended', cause, facts });
  return cause === 'counting' ? paused(suspended) : suspended;
}

/** A PIN typed while a hand other than the cashier's is on the till proves nothing. */
export function pinProved(supporting: Supporting, operator: string): SupportStep {
  const live = liveOf(supporting);
  const isNews = live !== undefined && live.control !== 'granted' && !live.isExternal;
  if (!isNews || live.proved.includes(operator)) return stepOf(supporting);
  return stepOf(withLive(supporting, { ...live, proved: [...live.proved, operator] }));
}

/** Counting is over, and somebody at the till says that it may be seen again; control is not part of it. */
export function sessionResumed(supporting: Supporting): SupportStep {
  const { session } = supporting;
  const live = liveOf(supporting);
  if (session === undefined || live === undefined) {
    return refuseStep(supporting, 'session-not-live');
  }
  if (!live.isPaused) return refuseStep(supporting, 'session-not-paused');
  return stepOf(withLive(supporting, { ...live, isPaused: false }), {
    effects: openStreams(session, live.isExternal),
  });
}

interface Taking {
  readonly control: 'none' | 'suspended';
  readonly cause: ControlCause;
  readonly facts: SupportFacts;
}

/** Without a word where nobody had it; `suspended` of what was never granted stays `none`. */
function takenBack(supporting: Supporting, { control, cause, facts }: Taking): SupportStep {
  const { session } = supporting;
  const live = liveOf(supporting);
  if (session === undefined || live === undefined || live.control === 'none') {
    return stepOf(supporting);
  }
  if (live.control === control) return stepOf(supporting);
  const { controlSinceMs: _, ...rest } = live;
  const controlMs = controlledMs(live, facts.monotonicMs);
  const id = session.session;
  const said = control === 'none' ? 'withdrawn' : 'suspended';
  const suspendedFor = control === 'suspended' ? cause : undefined;
  return stepOf(withLive(supporting, { ...rest, control, suspendedFor, controlMs, proved: [] }), {
    lines: [{ kind: 'remote-control', body: { session: id, control: said, cause } }],
    effects: [{ kind: 'set-control', session: id, control }],
  });
}

function paused(step: SupportStep): SupportStep {
  const { session } = step.supporting;
  const live = liveOf(step.supporting);
  if (session === undefined || live === undefined || live.isPaused) return step;
  const close: SupportEffect = { kind: 'close-streams', session: session.session };
  return {
    ...step,
    supporting: withLive(step.supporting, { ...live, isPaused: true }),
    effects: [...step.effects, close],
  };
}

function liveOf(supporting: Supporting): LivePhase | undefined {
  return livePhase(supporting, supporting.session?.session ?? '');
}
