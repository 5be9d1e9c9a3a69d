/**
 * What the supervisor does about the program it runs. Whatever is done is written before: power may
 * fail between any two effects, and a supervisor that begins again with the record alone ends with a
 * good release running, never with one that was given up.
 */
import { goneBack, type Slots } from './slots.ts';
import { answerRequest } from './supervisor-answers.ts';
import {
  evidenceOf,
  supervisorLinks,
  type Supervising,
  type SupervisorEffect,
  type SupervisorEvent,
  type SupervisorFacts,
  type SupervisorStep,
} from './supervision.ts';
import { compareVersions } from './version.ts';

/** A version on trial that ends this often, or brings the computer down, is given up. */
export const TRIAL_STARTS_MAX = 3;
/** A version past its trial that ends this often within the time is given up as well. */
export const LOOP_ENDS = 5;
export const LOOP_MS = 120_000;
/** So is one whose runs end early so often within an hour, however far apart. */
export const SLOW_LOOP_ENDS = 10;
export const SLOW_LOOP_MS = 60 * 60_000;
/** A run that lasts so long is no part of a slow loop. */
export const SHORT_RUN_MS = 10 * 60_000;
const DELAY_FIRST_MS = 500;
const DELAY_MAX_MS = 30_000;

export function beginSupervising(slots: Slots): Supervising {
  return {
    slots,
    phase: { kind: 'resting' },
    run: 0,
    endsMs: [],
    earlyEndsMs: [],
    endsInRow: 0,
    supervisorAtStart: slots.supervisor,
  };
}

/** The next state, and what is to be done. */
export function stepSupervising(
  state: Supervising,
  event: SupervisorEvent,
  facts: SupervisorFacts,
): SupervisorStep {
  if (state.phase.kind === 'stopped') return { state, effects: [] };
  switch (event.kind) {
    case 'began':
      return began(state, facts);
    case 'waited':
      return state.phase.kind === 'resting' ? startNext(state, facts) : { state, effects: [] };
    case 'exited':
      return event.run === state.run ? exited(state, event.ending, facts) : { state, effects: [] };
    case 'asked':
      return answerRequest(state, event, facts);
    case 'window-over':
      return event.run === state.run ? windowOver(state, facts) : { state, effects: [] };
    case 'stop-asked':
      return stopAsked(state);
  }
}

/** The links are made to agree with the record: power may have failed between the two. */
function began(state: Supervising, facts: SupervisorFacts): SupervisorStep {
  const { state: next, effects } = startNext(state, facts);
  return { state: next, effects: [...supervisorLinks(state.slots), ...effects] };
}

/** Starts what the record names; where that cannot be, what is there to go back to. */
function startNext(state: Supervising, facts: SupervisorFacts): SupervisorStep {
  const runnable = runnableSlots(state.slots, facts);
  if (runnable === undefined) return waitLonger(state);
  const { current: version, trial } = runnable;
  const slots =
    trial === undefined ? runnable : { ...runnable, trial: { ...trial, starts: trial.starts + 1 } };
  const run = state.run + 1;
  return {
    state: {
      ...state,
      slots,
      run,
      phase: { kind: 'running', version, sinceMs: facts.nowMs, isStopping: false },
    },
    effects: [
      ...written(state.slots, slots),
      { kind: 'point-link', link: 'current', version },
      { kind: 'start', version, run, isOnTrial: trial !== undefined },
    ],
  };
}

function written(before: Slots, slots: Slots): readonly SupervisorEffect[] {
  return slots === before ? [] : [{ kind: 'write-slots', slots }];
}

const NOT_WHOLE = 'Its folder is not whole.';
const NEVER_CONFIRMED = `It was started ${TRIAL_STARTS_MAX} times and never confirmed.`;

/** Undefined: no release is whole. */
function runnableSlots(slots: Slots, facts: SupervisorFacts): Slots | undefined {
  const { current, trial } = slots;
  const isWhole = facts.releases.includes(current);
  const isWornOut = trial !== undefined && trial.starts >= TRIAL_STARTS_MAX;
  if (isWhole && !isWornOut) return slots;
  const to = wayBack(slots, facts) ?? (isWhole ? undefined : anyOther(slots, facts));
  if (to === undefined) return isWhole ? slots : undefined;
  return isWhole
    ? goneBack(slots, { to, cause: 'crash-loop', evidence: NEVER_CONFIRMED })
    : goneBack(slots, { to, cause: 'unhealthy', evidence: NOT_WHOLE });
}

/** What the current release is given up for, as long as it is there. */
function wayBack({ trial, previous }: Slots, { releases }: SupervisorFacts): string | undefined {
  return [trial?.from, previous].find((version) => releases.includes(version ?? ''));
}

/** The newest, rather one that was not given up: anything that runs is better than nothing. */
function anyOther({ rollbacks }: Slots, { releases }: SupervisorFacts): string | undefined {
  const sorted = [...releases].toSorted(compareVersions);
  const isGivenUp = (one: string): boolean => rollbacks.some(({ version }) => version === one);
  return sorted.findLast((one) => !isGivenUp(one)) ?? sorted.at(-1);
}

function waitLonger(state: Supervising): SupervisorStep {
  const endsInRow = state.endsInRow + 1;
  const delayMs = Math.min(DELAY_MAX_MS, DELAY_FIRST_MS * 2 ** Math.max(0, endsInRow - 2));
  return {
    state: { ...state, endsInRow, phase: { kind: 'resting' } },
    effects: [{ kind: 'wait', delayMs: endsInRow === 1 ? 0 : delayMs }],
  };
}

function exited(state: Supervising, ending: string, facts: SupervisorFacts): SupervisorStep {
  const { phase, slots } = state;
  if (phase.kind !== 'running') return { state, effects: [] };
  const resting: Supervising = { ...state, phase: { kind: 'resting' } };
  if (phase.isStopping) return stopped(resting, phase.version);
  // It made way for another, which is written already.
  if (slots.current !== phase.version) return goOn({ ...resting, ...NO_ENDS }, facts);
  const isSteady = facts.nowMs - phase.sinceMs >= LOOP_MS;
  const counted = isSteady ? { ...resting, endsInRow: 0 } : resting;
  return slots.trial === undefined
    ? endedByItself(withEnd(counted, phase.sinceMs, facts), ending, facts)
    : endedOnTrial(counted, ending, facts);
}

/** A trial that is only interrupted is not the worse for it. */
function stopped(state: Supervising, version: string): SupervisorStep {
  const { trial, current } = state.slots;
  const slots =
    trial === undefined || current !== version
      ? state.slots
      : { ...state.slots, trial: { ...trial, starts: Math.max(0, trial.starts - 1) } };
  return {
    state: { ...state, slots, phase: { kind: 'stopped' } },
    effects: [...written(state.slots, slots), { kind: 'finish' }],
  };
}

function endedOnTrial(state: Supervising, ending: string, facts: SupervisorFacts): SupervisorStep {
  const isWornOut = (state.slots.trial?.starts ?? 0) >= TRIAL_STARTS_MAX;
  return isWornOut ? giveUp(state, ending, facts) : again(state, facts);
}

/** Of a release that has just taken another's place. */
const NO_ENDS = { endsMs: [], earlyEndsMs: [], endsInRow: 0 } as const;

function withEnd(state: Supervising, sinceMs: number, { nowMs }: SupervisorFacts): Supervising {
  const isEarly = nowMs - sinceMs < SHORT_RUN_MS;
  const endsMs = within([...state.endsMs, nowMs], nowMs - LOOP_MS);
  const early = isEarly ? [...state.earlyEndsMs, nowMs] : state.earlyEndsMs;
  const earlyEndsMs = within(early, nowMs - SLOW_LOOP_MS);
  return {
    ...state,
    endsMs: endsMs.slice(-LOOP_ENDS),
    earlyEndsMs: earlyEndsMs.slice(-SLOW_LOOP_ENDS),
  };
}

function within(endsMs: readonly number[], sinceMs: number): readonly number[] {
  return endsMs.filter((endMs) => endMs > sinceMs);
}

function endedByItself(state: Supervising, ending: string, facts: SupervisorFacts): SupervisorStep {
  const { endsMs, earlyEndsMs } = state;
  const isLoop = endsMs.length >= LOOP_ENDS || earlyEndsMs.length >= SLOW_LOOP_ENDS;
  return isLoop ? giveUp(state, ending, facts) : again(state, facts);
}

/** Where there is nothing to go back to, it is tried again for ever. */
function giveUp(state: Supervising, ending: string, facts: SupervisorFacts): SupervisorStep {
  const to = wayBack(state.slots, facts);
  if (to === undefined) return again(state, facts);
  const evidence = evidenceOf(ending, facts);
  const slots = goneBack(state.slots, { to, cause: 'crash-loop', evidence });
  const { state: next, effects } = goOn({ ...state, slots, ...NO_ENDS }, facts);
  return { state: next, effects: [{ kind: 'write-slots', slots }, ...effects] };
}

function again(state: Supervising, facts: SupervisorFacts): SupervisorStep {
  return isReplaced(state, facts) ? makeWay(state) : waitLonger(state);
}

function goOn(state: Supervising, facts: SupervisorFacts): SupervisorStep {
  return isReplaced(state, facts) ? makeWay(state) : startNext(state, facts);
}

/**
 * Only while nothing runs, and only for a release that became the supervisor in this one's time: one
 * that has failed to come up is not tried at every end of the program.
 */
function isReplaced({ slots, supervisorAtStart }: Supervising, facts: SupervisorFacts): boolean {
  const { supervisor } = slots;
  return supervisor !== supervisorAtStart && facts.releases.includes(supervisor);
}

function makeWay(state: Supervising): SupervisorStep {
  return { state: { ...state, phase: { kind: 'stopped' } }, effects: [{ kind: 'make-way' }] };
}

function windowOver(state: Supervising, facts: SupervisorFacts): SupervisorStep {
  const { phase, slots } = state;
  const isDue = phase.kind === 'running' && !phase.isStopping && phase.version === slots.current;
  const to = wayBack(slots, facts);
  if (!isDue || slots.trial === undefined || to === undefined) return { state, effects: [] };
  const evidence = evidenceOf('It never confirmed that it does its work.', facts);
  const back = goneBack(slots, { to, cause: 'silent', evidence });
  return {
    state: { ...state, slots: back },
    effects: [
      { kind: 'write-slots', slots: back },
      { kind: 'end-program', afterMs: 0 },
    ],
  };
}

function stopAsked(state: Supervising): SupervisorStep {
  const { phase } = state;
  if (phase.kind !== 'running') {
    return { state: { ...state, phase: { kind: 'stopped' } }, effects: [{ kind: 'finish' }] };
  }
  return {
    state: { ...state, phase: { ...phase, isStopping: true } },
    effects: [{ kind: 'end-program', afterMs: 0 }],
  };
}
