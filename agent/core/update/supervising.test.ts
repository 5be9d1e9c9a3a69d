import { describe, expect, it } from 'vitest';
import { firstSlots, recoveredSlots, type Slots } from './slots.ts';
import {
  beginSupervising,
  LOOP_ENDS,
  LOOP_MS,
  SHORT_RUN_MS,
  SLOW_LOOP_ENDS,
  SLOW_LOOP_MS,
  stepSupervising,
} from './supervising.ts';
import type {
  Supervising,
  SupervisorEffect,
  SupervisorEvent,
  SupervisorFacts,
} from './supervision.ts';
import type { SupervisorRequest } from './supervisor-request.ts';

const FACTS: SupervisorFacts = {
  nowMs: 0,
  releases: ['1.2.0', '1.1.0', '1.0.0'],
  own: '1.0.0',
  output: '',
};

/** Takes events one after the other, as the executor does, and keeps what was to be done. */
class Walk {
  state: Supervising;
  facts = FACTS;
  effects: readonly SupervisorEffect[] = [];

  constructor(slots: Slots) {
    this.state = beginSupervising(slots);
    this.take({ kind: 'began' });
  }

  take(event: SupervisorEvent): this {
    const { state, effects } = stepSupervising(this.state, event, this.facts);
    this.state = state;
    this.effects = effects;
    return this;
  }

  ask(request: SupervisorRequest): this {
    return this.take({ kind: 'asked', run: this.state.run, id: 7, request });
  }

  exit(ending = 'exit code 1'): this {
    return this.take({ kind: 'exited', run: this.state.run, ending });
  }

  get kinds(): readonly string[] {
    return this.effects.map(({ kind }) => kind);
  }

  get answer(): unknown {
    return this.effects.find((effect) => effect.kind === 'answer')?.answer;
  }

  get started(): string | undefined {
    return this.effects.find((effect) => effect.kind === 'start')?.version;
  }
}

const onTrial = (): Walk =>
  new Walk(firstSlots('1.0.0')).ask({ kind: 'hand-over', version: '1.1.0' }).exit('exit code 75');

const confirmed = (): Walk => onTrial().ask({ kind: 'confirm', version: '1.1.0' });

describe('a hand-over', () => {
  it('is written before it is answered, and flipped once the program has ended', () => {
    const walk = new Walk(firstSlots('1.0.0')).ask({ kind: 'hand-over', version: '1.1.0' });
    expect(walk.kinds).toEqual(['write-slots', 'answer', 'end-program']);
    expect(walk.answer).toEqual({ kind: 'written' });
    walk.exit('exit code 75');
    expect(walk.kinds).toEqual(['write-slots', 'point-link', 'start']);
    expect(walk.effects.at(-1)).toMatchObject({ version: '1.1.0', isOnTrial: true });
  });

  it('that is asked for twice is answered twice, and written once', () => {
    const walk = new Walk(firstSlots('1.0.0')).ask({ kind: 'hand-over', version: '1.1.0' });
    walk.ask({ kind: 'hand-over', version: '1.1.0' });
    expect(walk.kinds).toEqual(['answer']);
    expect(walk.answer).toEqual({ kind: 'written' });
    expect(walk.ask({ kind: 'hand-over', version: '1.2.0' }).answer).toEqual({
      kind: 'refused',
      reason: 'too-late',
    });
  });

  it.each([
    ['to a version there is no whole release of', '9.0.0', 'not-installed'],
    ['to the version that runs', '1.0.0', 'same-version'],
  ] as const)('%s is refused', (_, version, reason) => {
    const walk = new Walk(firstSlots('1.0.0')).ask({ kind: 'hand-over', version });
    expect(walk.kinds).toEqual(['answer']);
    expect(walk.answer).toEqual({ kind: 'refused', reason });
  });

  it('by a version on trial is refused, but for the way back', () => {
    expect(onTrial().ask({ kind: 'hand-over', version: '1.2.0' }).answer).toEqual({
      kind: 'refused',
      reason: 'on-trial',
    });
    const back = onTrial().ask({ kind: 'hand-over', version: '1.0.0' }).exit();
    expect(back.started).toBe('1.0.0');
    expect(back.state.slots.trial).toBeUndefined();
  });

  it('to the version before, which somebody asked for, is no trial', () => {
    const walk = confirmed().ask({ kind: 'hand-over', version: '1.0.0' });
    expect(walk.state.slots).toMatchObject({
      current: '1.0.0',
      lastGood: '1.1.0',
      rollbacks: [{ version: '1.1.0', to: '1.0.0', cause: 'asked', evidence: '' }],
    });
    expect(walk.state.slots.previous).toBeUndefined();
  });
});

describe('a trial', () => {
  it('that is confirmed leaves the version before to go back to, and moves the supervisor', () => {
    const walk = confirmed();
    expect(walk.kinds).toEqual(['write-slots', 'answer', 'point-link', 'point-link']);
    expect(walk.state.slots).toEqual({
      current: '1.1.0',
      previous: '1.0.0',
      lastGood: '1.1.0',
      supervisor: '1.1.0',
      supervisorPrevious: '1.0.0',
      rollbacks: [],
    });
    expect(walk.ask({ kind: 'confirm', version: '1.1.0' }).kinds).toEqual(['answer']);
  });

  it('is told of by its standing, with what can be gone back to', () => {
    expect(onTrial().ask({ kind: 'standing' }).answer).toEqual({
      kind: 'standing',
      version: '1.1.0',
      previous: '1.0.0',
      trial: { version: '1.1.0', from: '1.0.0' },
      rollbacks: [],
    });
  });

  it('bears two ends, and the third is the last', () => {
    const walk = onTrial();
    expect(walk.exit().kinds).toEqual(['wait']);
    expect(walk.take({ kind: 'waited' }).started).toBe('1.1.0');
    walk.exit().take({ kind: 'waited' });
    walk.facts = { ...FACTS, output: 'it broke' };
    expect(walk.exit().started).toBe('1.0.0');
    expect(walk.state.slots.rollbacks).toEqual([
      { version: '1.1.0', to: '1.0.0', cause: 'crash-loop', evidence: 'exit code 1\nit broke' },
    ]);
  });

  it('that takes the whole computer down each time is given up at the fourth start', () => {
    let { slots } = onTrial().state;
    for (const _ of [2, 3]) slots = new Walk(slots).state.slots;
    const walk = new Walk(slots);
    expect(walk.started).toBe('1.0.0');
    expect(walk.state.slots.rollbacks).toMatchObject([{ version: '1.1.0', cause: 'crash-loop' }]);
  });

  it('is none the worse for a supervisor that is stopped and started, however often', () => {
    let { slots } = onTrial().state;
    for (let times = 0; times < 10; times += 1) {
      const walk = new Walk(slots);
      expect(walk.started).toBe('1.1.0');
      walk.take({ kind: 'stop-asked' }).exit('signal SIGTERM');
      expect(walk.kinds.at(-1)).toBe('finish');
      ({ slots } = walk.state);
    }
  });

  it('without a word until its window ends is undone, and only then', () => {
    const walk = onTrial();
    walk.take({ kind: 'window-over', run: walk.state.run - 1 });
    expect(walk.kinds).toEqual([]);
    walk.take({ kind: 'window-over', run: walk.state.run });
    expect(walk.kinds).toEqual(['write-slots', 'end-program']);
    expect(walk.ask({ kind: 'confirm', version: '1.1.0' }).answer).toEqual({
      kind: 'refused',
      reason: 'too-late',
    });
    expect(walk.exit('signal SIGTERM').started).toBe('1.0.0');
    expect(walk.state.slots.rollbacks).toMatchObject([{ cause: 'silent' }]);
    const late = confirmed();
    expect(late.take({ kind: 'window-over', run: late.state.run }).kinds).toEqual([]);
  });

  it('that says itself that it is unhealthy is undone, with its reason', () => {
    const walk = onTrial().ask({ kind: 'unhealthy', reason: 'no hopper answers' });
    expect(walk.kinds).toEqual(['write-slots', 'answer', 'end-program']);
    expect(walk.state.slots.rollbacks).toMatchObject([
      { cause: 'unhealthy', evidence: 'no hopper answers' },
    ]);
    expect(confirmed().ask({ kind: 'unhealthy', reason: 'x' }).answer).toEqual({
      kind: 'refused',
      reason: 'not-on-trial',
    });
  });
});

/** Lets the program end again and again, as soon as it is started. */
function endAgainAndAgain(walk: Walk, times: number, everyMs: number): void {
  for (let ends = 0; ends < times; ends += 1) {
    walk.facts = { ...walk.facts, nowMs: walk.facts.nowMs + everyMs };
    walk.exit();
    if (walk.kinds.includes('wait')) walk.take({ kind: 'waited' });
  }
}

/** Past its trial, under a supervisor of the same release. */
const settled = (): Walk => new Walk(confirmed().state.slots);

describe('a version past its trial', () => {
  it('that ends again and again goes back once, and then is tried for ever', () => {
    const walk = settled();
    endAgainAndAgain(walk, LOOP_ENDS - 1, 1_000);
    expect(walk.state.slots.current).toBe('1.1.0');
    endAgainAndAgain(walk, 1, 1_000);
    expect(walk.started).toBe('1.0.0');
    expect(walk.state.slots.rollbacks).toMatchObject([{ version: '1.1.0', cause: 'crash-loop' }]);
    endAgainAndAgain(walk, 3 * LOOP_ENDS, 1_000);
    expect(walk.started).toBe('1.0.0');
  });

  it('that ends now and then stays', () => {
    const walk = settled();
    endAgainAndAgain(walk, SLOW_LOOP_ENDS - 1, LOOP_MS / (LOOP_ENDS - 1));
    walk.facts = { ...walk.facts, nowMs: SLOW_LOOP_MS + walk.facts.nowMs };
    endAgainAndAgain(walk, 5 * SLOW_LOOP_ENDS, SLOW_LOOP_MS / (SLOW_LOOP_ENDS - 1));
    endAgainAndAgain(walk, 5 * SLOW_LOOP_ENDS, SHORT_RUN_MS);
    expect(walk.started).toBe('1.1.0');
  });

  it.each([30_000, 5 * 60_000])(
    'that ends %i ms after each start is no better for being slow',
    (everyMs) => {
      const walk = settled();
      endAgainAndAgain(walk, SLOW_LOOP_ENDS - 1, everyMs);
      expect(walk.state.slots.current).toBe('1.1.0');
      endAgainAndAgain(walk, 1, everyMs);
      expect(walk.started).toBe('1.0.0');
      expect(walk.state.slots.rollbacks).toMatchObject([{ version: '1.1.0', cause: 'crash-loop' }]);
    },
  );

  it('does not answer for what the one before it did', () => {
    const walk = new Walk(firstSlots('1.0.0'));
    endAgainAndAgain(walk, SLOW_LOOP_ENDS - 1, 60_000);
    walk.ask({ kind: 'hand-over', version: '1.1.0' }).exit('exit code 75');
    // It supervises by itself from the start, so that no newer supervisor begins to count anew.
    walk.facts = { ...walk.facts, own: '1.1.0' };
    walk.state = { ...walk.state, supervisorAtStart: '1.1.0' };
    walk.ask({ kind: 'confirm', version: '1.1.0' });
    endAgainAndAgain(walk, 2, 60_000);
    expect(walk.started).toBe('1.1.0');
  });

  it('waits longer for each start that follows on another, up to a limit', () => {
    const walk = new Walk(firstSlots('1.0.0'));
    const delaysMs = Array.from({ length: 12 }, () => {
      const wait = walk.exit().effects.find((effect) => effect.kind === 'wait');
      walk.take({ kind: 'waited' });
      return wait?.delayMs;
    });
    expect(delaysMs.slice(0, 4)).toEqual([0, 500, 1_000, 2_000]);
    expect(delaysMs.at(-1)).toBe(30_000);
  });
});

describe('a newer supervisor', () => {
  it('takes over when the program ends by itself, and not before', () => {
    const walk = confirmed();
    expect(walk.kinds).not.toContain('make-way');
    expect(walk.exit().kinds).toEqual(['make-way']);
  });

  it('that did not come up is not tried again at each end of the program', () => {
    const walk = new Walk(confirmed().state.slots);
    expect(walk.exit().kinds).toEqual(['wait']);
  });
});

describe('the tree', () => {
  it('keeps three releases, and those in use however many they are', () => {
    const walk = new Walk({ ...firstSlots('1.0.0'), previous: '0.9.0' });
    walk.facts = { ...FACTS, releases: ['1.1.0', '0.7.0', '1.0.0', '0.9.0', '0.8.0'] };
    walk.ask({ kind: 'hand-over', version: '1.1.0' });
    expect(walk.effects.filter(({ kind }) => kind === 'remove-release')).toEqual([
      { kind: 'remove-release', version: '0.7.0' },
      { kind: 'remove-release', version: '0.8.0' },
    ]);
  });

  it('without the release that should run falls back to what is whole', () => {
    const slots = { ...firstSlots('1.0.0'), current: '3.0.0' };
    const walk = new Walk(slots);
    expect(walk.started).toBe('1.2.0');
    expect(walk.state.slots.rollbacks).toMatchObject([{ version: '3.0.0', cause: 'unhealthy' }]);
  });

  it('without any whole release waits for one', () => {
    const walk = new Walk(firstSlots('1.0.0'));
    walk.facts = { ...FACTS, releases: [] };
    walk.exit().take({ kind: 'waited' });
    expect(walk.kinds).toEqual(['wait']);
    walk.facts = FACTS;
    expect(walk.take({ kind: 'waited' }).started).toBe('1.0.0');
  });

  it.each([
    ['the link of what ran', { current: '1.1.0', supervisor: '1.0.0' }, '1.1.0', '1.0.0'],
    [
      'the supervisor’s where that leads nowhere',
      { current: '9.0.0', supervisor: '1.0.0' },
      '1.0.0',
      undefined,
    ],
    ['the newest without any', { current: undefined, supervisor: undefined }, '1.2.0', undefined],
  ] as const)('without a record believes %s', (...[, links, current, previous]) => {
    const slots = recoveredSlots({ ...links, releases: FACTS.releases });
    expect(slots).toMatchObject({ current });
    expect(slots?.previous).toBe(previous);
  });

  it('with nothing in it is none', () => {
    const nothing = { current: '1.0.0', supervisor: undefined, releases: [] };
    expect(recoveredSlots(nothing)).toBeUndefined();
  });
});
