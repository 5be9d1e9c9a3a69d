/**
 * The connection is never given up: whatever happens, in whatever order, there is always a socket
 * that is being opened or used, or a timer that will open one.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createConnection,
  stepConnection,
  type ConnectionEffect,
  type ConnectionEvent,
  type ConnectionState,
  type TimerName,
} from './connection.ts';
import { RETRY_CAP_MS, RETRY_FIRST_MS } from './limits.ts';

const ACCEPTED = {
  kind: 'hello-accepted',
  epoch: 1,
  durableTo: 0,
  window: 1,
  heartbeatMs: 15_000,
} as const;
const UNTIL_ONLINE: readonly ConnectionEvent[] = [
  { kind: 'started' },
  { kind: 'socket-opened' },
  { kind: 'challenged' },
  ACCEPTED,
];

interface Run {
  readonly state: ConnectionState;
  readonly effects: readonly ConnectionEffect[];
}

function run(
  events: readonly ConnectionEvent[],
  { from = createConnection({ epoch: 1, durableTo: 0, head: 0 }), random = 0.5 } = {},
): Run {
  return events.reduce<Run>(
    ({ state, effects }, event) => {
      const step = stepConnection(state, event, { random });
      return { state: step.state, effects: [...effects, ...step.effects] };
    },
    { state: from, effects: [] },
  );
}

function retryDelay(effects: readonly ConnectionEffect[]): number | undefined {
  const started = effects.findLast(
    (effect) => effect.kind === 'start-timer' && effect.timer === 'retry',
  );
  return started?.kind === 'start-timer' ? started.delayMs : undefined;
}

function online(head = 0, window = 1): ConnectionState {
  const accepted = { ...ACCEPTED, window };
  const from = createConnection({ epoch: 1, durableTo: 0, head });
  return run([...UNTIL_ONLINE.slice(0, 3), accepted], { from }).state;
}

describe('a connection', () => {
  it('opens, greets and is online', () => {
    const { state, effects } = run(UNTIL_ONLINE);
    expect(state.phase).toBe('online');
    expect(effects.map(({ kind }) => kind)).toEqual([
      'start-timer',
      'open-socket',
      'cancel-timer',
      'start-timer',
      'send-hello',
      'cancel-timer',
      'save-cursor',
      'start-timer',
    ]);
  });

  it('backs off from zero up to a limit that doubles up to the cap', () => {
    const lost = { kind: 'socket-lost' } as const;
    const again = { kind: 'timer-fired', timer: 'retry' } as const;
    const events: ConnectionEvent[] = [{ kind: 'started' }];
    const delays = Array.from({ length: 8 }, () => {
      events.push(lost);
      const delayMs = retryDelay(run(events, { random: 1 }).effects);
      events.push(again);
      return delayMs;
    });
    expect(delays).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    expect(retryDelay(run(events.slice(0, 2), { random: 0 }).effects)).toBe(0);
  });

  it('waits as long as the hub says, and a little more to spread', () => {
    const events = [
      ...UNTIL_ONLINE.slice(0, 3),
      { kind: 'hello-refused', retryAfterMs: 90_000 },
    ] as const;
    expect(retryDelay(run(events, { random: 0 }).effects)).toBe(90_000);
    expect(retryDelay(run(events, { random: 1 }).effects)).toBe(112_500);
  });

  it('that lasts a beat is good: the next failure is the first again', () => {
    const beat = { kind: 'timer-fired', timer: 'heartbeat' } as const;
    const failed = { ...online(), failures: 5 };
    expect(run([beat], { from: failed }).state.failures).toBe(0);
    const early = run([{ kind: 'socket-lost' }], { from: failed, random: 1 });
    expect(retryDelay(early.effects)).toBe(RETRY_CAP_MS);
  });

  it('that is half-open is found at the second beat', () => {
    const beat = { kind: 'timer-fired', timer: 'heartbeat' } as const;
    const first = run([beat], { from: online() });
    expect(first.effects).toContainEqual({ kind: 'ping' });
    expect(run([{ kind: 'heard' }, beat], { from: first.state }).state.phase).toBe('online');
    expect(run([beat], { from: first.state }).state.phase).toBe('waiting');
  });

  it.each(['connect', 'greeting'] as const)('that takes too long to %s is begun anew', (timer) => {
    const events = timer === 'connect' ? UNTIL_ONLINE.slice(0, 1) : UNTIL_ONLINE.slice(0, 3);
    const { state, effects } = run([...events, { kind: 'timer-fired', timer }]);
    expect(state.phase).toBe('waiting');
    expect(retryDelay(effects)).toBeLessThanOrEqual(RETRY_FIRST_MS);
  });

  describe('counts the tries that nobody answered', () => {
    const retry = { kind: 'timer-fired', timer: 'retry' } as const;
    const nobody = { kind: 'socket-lost', isUnanswered: true } as const;
    const late = { kind: 'timer-fired', timer: 'connect' } as const;
    const START = { kind: 'started' } as const;

    it('there or in time', () => {
      expect(run([START, nobody, retry, late]).state.unanswered).toBe(2);
    });

    it.each<readonly [string, readonly ConnectionEvent[]]>([
      ['refuses at the door', [{ kind: 'socket-lost', isUnanswered: false }]],
      ['lets it in', [{ kind: 'socket-opened' }]],
      ['opens and goes', [{ kind: 'socket-opened' }, nobody]],
    ])('until somebody %s', (_, events) => {
      expect(run([START, nobody, retry, ...events]).state.unanswered).toBe(0);
    });
  });

  it('that is stopped stays so', () => {
    const { state, effects } = run([{ kind: 'stopped' }, { kind: 'socket-lost' }], {
      from: online(),
    });
    expect(state.phase).toBe('stopped');
    expect(effects.map(({ kind }) => kind)).not.toContain('start-timer');
  });
});

describe('lines', () => {
  const sending = { kind: 'send-lines', epoch: 1, after: 0, round: 1 } as const;

  it('are sent from where the hub is, one batch after another', () => {
    const from = createConnection({ epoch: 1, durableTo: 0, head: 9 });
    const first = run(UNTIL_ONLINE, { from });
    expect(first.effects).toContainEqual(sending);
    const more = run([{ kind: 'lines-sent', to: 5 }], { from: first.state });
    expect(more.effects).toEqual([]);
    const acked = run([{ kind: 'lines-acknowledged', round: 1, durableTo: 5 }], {
      from: more.state,
    });
    expect(acked.effects).toEqual([
      { kind: 'save-cursor', epoch: 1, durableTo: 5 },
      { ...sending, after: 5 },
    ]);
  });

  it('are sent ahead as far as the window goes', () => {
    const { state } = run([{ kind: 'lines-sent', to: 3 }], { from: online(9, 2) });
    expect(state.shipping.underWay).toBe(2);
    expect(run([{ kind: 'lines-sent', to: 6 }], { from: state }).effects).toEqual([]);
  });

  it('go on under the epoch of a fork; what was under way before is stale', () => {
    const two = run(
      [
        { kind: 'lines-sent', to: 3 },
        { kind: 'lines-sent', to: 6 },
      ],
      {
        from: online(9, 2),
      },
    ).state;
    const fork = { seq: 1, hash: 'h', epoch: 4 };
    const forked = run(
      [{ kind: 'lines-refused', round: 1, error: { reason: 'chain-forked', fork } }],
      { from: two },
    );
    expect(forked.effects).toEqual([
      { kind: 'save-cursor', epoch: 4, durableTo: 1 },
      { kind: 'send-lines', epoch: 4, after: 1, round: 2 },
    ]);
    const stale = {
      kind: 'lines-refused',
      round: 1,
      error: { reason: 'epoch-not-agreed' },
    } as const;
    expect(run([stale], { from: forked.state }).state.phase).toBe('online');
  });

  it('go on where the hub says when some were left out, but not for ever', () => {
    let { state } = run([{ kind: 'lines-sent', to: 9 }], { from: online(9) });
    for (let refusals = 0; refusals < 20 && state.phase === 'online'; refusals += 1) {
      const { round } = state.shipping;
      const error = { reason: 'lines-not-contiguous', durableTo: 2 } as const;
      const events = [
        { kind: 'lines-refused', round, error },
        { kind: 'lines-sent', to: 9 },
      ] as const;
      ({ state } = run(events, { from: state }));
    }
    expect(state.phase).toBe('waiting');
  });

  it('that the hub cannot take now are sent again when it says', () => {
    const error = { reason: 'internal', retryAfterMs: 5_000 } as const;
    const { effects } = run([{ kind: 'lines-refused', round: 1, error }], {
      from: online(9),
      random: 0,
    });
    expect(retryDelay(effects)).toBe(5_000);
  });

  it('that were not sent are never taken for acknowledged', () => {
    const { state } = run(
      [
        { kind: 'lines-sent', to: 3 },
        { kind: 'lines-acknowledged', round: 1, durableTo: 9 },
      ],
      { from: online(9) },
    );
    expect(state.shipping.durableTo).toBe(0);
  });
});

describe('whatever happens', () => {
  const timer = fc.constantFrom<TimerName>('retry', 'connect', 'greeting', 'heartbeat');
  const error = fc.record(
    {
      reason: fc.constantFrom(
        'chain-forked',
        'lines-not-contiguous',
        'internal',
        'epoch-not-agreed',
      ),
      retryAfterMs: fc.nat(1_000),
      durableTo: fc.nat(20),
      fork: fc.record({
        seq: fc.nat(20),
        hash: fc.constant('h'),
        epoch: fc.integer({ min: 1, max: 9 }),
      }),
    },
    { requiredKeys: [] },
  );
  const event = fc.oneof(
    fc.constantFrom<ConnectionEvent>(
      { kind: 'started' },
      { kind: 'socket-opened' },
      { kind: 'socket-lost' },
      { kind: 'challenged' },
      { kind: 'hello-refused' },
      { kind: 'heard' },
      ACCEPTED,
    ),
    timer.map((name) => ({ kind: 'timer-fired', timer: name }) as const),
    fc.nat(20).map((head) => ({ kind: 'lines-appended', head }) as const),
    fc.nat(20).map((to) => ({ kind: 'lines-sent', to }) as const),
    fc.record({
      kind: fc.constant('lines-acknowledged' as const),
      round: fc.nat(4),
      durableTo: fc.nat(20),
    }),
    fc.record({ kind: fc.constant('lines-refused' as const), round: fc.nat(4), error }),
  ) as fc.Arbitrary<ConnectionEvent>;

  it('a timer is armed that leads on, and the window is kept', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let state = createConnection({ epoch: 1, durableTo: 0, head: 5 });
        const armed = new Set<TimerName>();
        for (const happened of [{ kind: 'started' } as const, ...events]) {
          if (happened.kind === 'timer-fired') armed.delete(happened.timer);
          const step = stepConnection(state, happened, { random: 0.5 });
          state = step.state;
          for (const effect of step.effects) {
            if (effect.kind === 'start-timer') armed.add(effect.timer);
            if (effect.kind === 'cancel-timer') armed.delete(effect.timer);
          }
          const needed = {
            stopped: undefined,
            waiting: 'retry',
            connecting: 'connect',
            greeting: 'greeting',
            online: 'heartbeat',
          } as const;
          const timerNeeded = needed[state.phase];
          // A timer that fires though it was not armed is none of ours.
          const isSpurious = happened.kind === 'timer-fired' && happened.timer !== timerNeeded;
          const isArmed = timerNeeded === undefined || isSpurious || armed.has(timerNeeded);
          expect(isArmed).toBe(true);
          expect(state.shipping.underWay).toBeLessThanOrEqual(state.window);
        }
      }),
      { numRuns: 500 },
    );
  });
});
