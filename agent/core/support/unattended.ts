/** Hours in which a session may begin with nobody at the till; only made here, by an admin's PIN. */
import type { UnattendedWindow } from './support-line.ts';
import { endSession } from './session-end.ts';
import { refuseStep, stepOf } from './support-step.ts';
import type { SupportEvent, SupportFacts, SupportStep, Supporting } from './supporting.ts';

export const WINDOWS_MAX = 20;

/** One night, and no more: who grants a week has forgotten it by its third day. */
export const WINDOW_MAX_MS = 24 * 60 * 60 * 1_000;

/** Nobody grants hours of next year. */
const AHEAD_MAX_MS = 60 * 24 * 60 * 60 * 1_000;

type Set = Extract<SupportEvent, { readonly kind: 'unattended-set' }>;

/** Replaces those there are; with none, all are withdrawn, and a session that stands on them ends. */
export function unattendedSet(
  supporting: Supporting,
  { windows, client, operator }: Set,
  facts: SupportFacts,
): SupportStep {
  if (windows.length > WINDOWS_MAX || !windows.every((one) => isWindow(one, facts.nowMs))) {
    return refuseStep(supporting, 'windows-invalid');
  }
  const line = { kind: 'unattended-changed', body: { windows, client, operator } } as const;
  const changed = stepOf({ ...supporting, unattended: windows }, { lines: [line] });
  const { session } = supporting;
  const isStanding =
    session?.phase.kind === 'live' &&
    session.phase.unattendedUntilMs !== undefined &&
    windowAt(windows, facts.nowMs) === undefined;
  if (!isStanding) return changed;
  const ended = endSession(changed.supporting, 'stopped-at-till', facts);
  return { ...ended, lines: [line, ...ended.lines] };
}

/** The window that an instant lies in. */
export function windowAt(
  windows: readonly UnattendedWindow[],
  nowMs: number,
): UnattendedWindow | undefined {
  return windows.find(({ fromMs, untilMs }) => fromMs <= nowMs && nowMs < untilMs);
}

function isWindow({ fromMs, untilMs }: UnattendedWindow, nowMs: number): boolean {
  const isAhead = untilMs > nowMs && fromMs - nowMs <= AHEAD_MAX_MS;
  return isAhead && fromMs < untilMs && untilMs - fromMs <= WINDOW_MAX_MS;
}
