/** What the supervisor does about what its program asks of it: written first, answered then. */
import type {
  SupervisorAnswer,
  SupervisorRefusal,
  SupervisorRequest,
} from './supervisor-request.ts';
import { goneBack, type Slots } from './slots.ts';
import {
  evidenceOf,
  supervisorLinks,
  type AskedEvent,
  type Supervising,
  type SupervisorEffect,
  type SupervisorFacts,
  type SupervisorStep,
} from './supervision.ts';

/** How many releases are kept, those in use always. */
export const RELEASES_MAX = 3;

/** A program that has handed over ends by itself within this time, or is ended. */
const LEAVE_MS = 60_000;

type RequestOf<Kind extends SupervisorRequest['kind']> = Extract<
  SupervisorRequest,
  { readonly kind: Kind }
>;

/** One question of the running program. */
interface Asked {
  readonly state: Supervising;
  /** The version that asks. */
  readonly version: string;
  readonly facts: SupervisorFacts;
  readonly answer: (answer: SupervisorAnswer) => SupervisorEffect;
}

/** Answers the program that runs; what an earlier one asked has nobody to answer to. */
export function answerRequest(
  state: Supervising,
  { run, id, request }: AskedEvent,
  facts: SupervisorFacts,
): SupervisorStep {
  const { phase } = state;
  if (phase.kind !== 'running' || run !== state.run) return { state, effects: [] };
  const asked: Asked = {
    state,
    version: phase.version,
    facts,
    answer: (answer) => ({ kind: 'answer', id, answer }),
  };
  switch (request.kind) {
    case 'standing':
      return standing(asked);
    case 'hand-over':
      return handOver(asked, request);
    case 'confirm':
      return confirm(asked, request);
    case 'unhealthy':
      return unhealthy(asked, request);
    case 'forget':
      return forget(asked, request);
  }
}

function standing({ state, version, facts, answer }: Asked): SupervisorStep {
  const { trial, previous, rollbacks, current } = state.slots;
  const isOnTrial = trial !== undefined && current === version;
  const back = isOnTrial ? trial.from : previous;
  const told = answer({
    kind: 'standing',
    version,
    ...(back !== undefined && facts.releases.includes(back) ? { previous: back } : {}),
    ...(isOnTrial ? { trial: { version, from: trial.from } } : {}),
    rollbacks,
  });
  return { state, effects: [told] };
}

function handOver(asked: Asked, { version: to }: RequestOf<'hand-over'>): SupervisorStep {
  const { state, version, facts } = asked;
  const { slots } = state;
  // Asked again, when the answer was lost.
  if (slots.current !== version) {
    return slots.current === to ? writtenAlready(asked) : refused(asked, 'too-late');
  }
  if (to === version) return refused(asked, 'same-version');
  if (!facts.releases.includes(to)) return refused(asked, 'not-installed');
  if (to === (slots.trial?.from ?? slots.previous)) {
    return leaving(asked, goneBack(slots, { to, cause: 'asked', evidence: '' }));
  }
  if (slots.trial !== undefined) return refused(asked, 'on-trial');
  return leaving(asked, { ...slots, current: to, trial: { from: version, starts: 0 } });
}

function leaving(asked: Asked, slots: Slots): SupervisorStep {
  return recorded(asked, slots, [
    { kind: 'end-program', afterMs: LEAVE_MS },
    ...removals(slots, asked),
  ]);
}

/** With it the release also becomes the one that supervises, from the next end of the program on. */
function confirm(asked: Asked, { version: confirmed }: RequestOf<'confirm'>): SupervisorStep {
  const { state, version, facts } = asked;
  const { trial, ...slots } = state.slots;
  if (confirmed !== version) return refused(asked, 'other-version');
  if (slots.current !== version) return refused(asked, 'too-late');
  if (trial === undefined) return writtenAlready(asked);
  const supervisorBefore = facts.releases.includes(facts.own) ? facts.own : slots.supervisor;
  const passed: Slots = {
    ...slots,
    previous: trial.from,
    lastGood: version,
    supervisor: version,
    ...(supervisorBefore === version ? {} : { supervisorPrevious: supervisorBefore }),
  };
  return recorded(asked, passed, [...supervisorLinks(passed), ...removals(passed, asked)]);
}

function unhealthy(asked: Asked, { reason }: RequestOf<'unhealthy'>): SupervisorStep {
  const { state, version, facts } = asked;
  const { slots } = state;
  if (slots.current !== version) return refused(asked, 'too-late');
  const to = slots.trial?.from;
  if (to === undefined) return refused(asked, 'not-on-trial');
  if (!facts.releases.includes(to)) return refused(asked, 'not-installed');
  const evidence = evidenceOf(reason, facts);
  return recorded(asked, goneBack(slots, { to, cause: 'unhealthy', evidence }), [
    { kind: 'end-program', afterMs: 0 },
  ]);
}

function forget(asked: Asked, { versions }: RequestOf<'forget'>): SupervisorStep {
  const { slots } = asked.state;
  const rollbacks = slots.rollbacks.filter(({ version }) => !versions.includes(version));
  if (rollbacks.length === slots.rollbacks.length) return writtenAlready(asked);
  return recorded(asked, { ...slots, rollbacks }, []);
}

function recorded(
  { state, answer }: Asked,
  slots: Slots,
  effects: readonly SupervisorEffect[],
): SupervisorStep {
  return {
    state: { ...state, slots },
    effects: [{ kind: 'write-slots', slots }, answer({ kind: 'written' }), ...effects],
  };
}

function writtenAlready({ state, answer }: Asked): SupervisorStep {
  return { state, effects: [answer({ kind: 'written' })] };
}

function refused({ state, answer }: Asked, reason: SupervisorRefusal): SupervisorStep {
  return { state, effects: [answer({ kind: 'refused', reason })] };
}

/** What was unpacked longest ago goes first; done where no other release can be waiting for its turn. */
function removals(slots: Slots, { version: running, facts }: Asked): readonly SupervisorEffect[] {
  const { releases, own } = facts;
  const { current, previous, trial, lastGood, supervisor, supervisorPrevious } = slots;
  const named = [current, previous, trial?.from, lastGood, supervisor, supervisorPrevious];
  const inUse = [...named, running, own];
  const kept = releases.filter((version) => inUse.includes(version));
  const others = releases.filter((version) => !inUse.includes(version));
  return others
    .slice(Math.max(0, RELEASES_MAX - kept.length))
    .map((version) => ({ kind: 'remove-release', version }));
}
