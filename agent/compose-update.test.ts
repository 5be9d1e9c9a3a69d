/** What the till's border makes of its supervisor's words and of the end of the program. */
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../test/support/fake-clock.ts';
import { testOrder } from '../test/support/test-release.ts';
import { mediumTaker, shellUpdates, type Supervisor } from './compose-update.ts';
import type { SupervisorRefusal } from './core/update/supervisor-request.ts';
import type { ReleaseSource } from './update/release-source.ts';
import { SupervisorError } from './update/supervisor-error.ts';

const STANDING = { prefix: '/opt/t', platform: 'linux-x64', version: '1.1.0', rollbacks: [] };

/** A repository that never answers, until it is disposed. */
class SilentSource implements ReleaseSource {
  readonly #end = Promise.withResolvers<undefined>();
  readonly check = (): Promise<undefined> => this.#end.promise;
  readonly fetch = (): Promise<undefined> => this.#end.promise;
  readonly look = (): Promise<undefined> => this.#end.promise;

  [Symbol.dispose](): void {
    this.#end.resolve(undefined);
  }
}

function updatesWith(confirm: Supervisor['confirm']) {
  const clock = new FakeClock();
  const gaveUp: string[] = [];
  const supervisor: Supervisor = {
    standing: STANDING,
    confirm,
    handOver: () => Promise.resolve(),
    forgetRollbacks: () => Promise.resolve(),
  };
  const updates = shellUpdates(
    { trust: undefined, updates: { supervisor, sourceOf: () => new SilentSource() } },
    {
      machine: { statuses: () => [] },
      hub: () => undefined,
      station: { kind: 'unknown' } as never,
      nowMs: () => 0,
      onMakingWay: () => undefined,
      clock,
      events: { confirmFailed: ({ reason }) => void gaveUp.push(reason) },
    },
  );
  if (updates === undefined) throw new Error('there are updates');
  return { updates, clock, gaveUp };
}

it('the end of the program breaks off what is still fetched', async () => {
  const { updates } = updatesWith(() => Promise.resolve());
  const order = testOrder('1.2.0', {});
  const fetched = updates.installer.fetch({ kind: 'fetch-release', order });
  updates[Symbol.dispose]();
  expect(await fetched).toBeUndefined();
});

it('a medium with no order for this till is looked at all the same', async () => {
  const asked: unknown[] = [];
  const settings = { licence: { station: 'till-1' } };
  const take = mediumTaker(undefined, {
    view: () => ({ settings }) as never,
    ask: async (request: unknown) => {
      asked.push(request);
      return { kind: 'done' } as never;
    },
  });
  expect(await take('/nowhere')).toEqual({ kind: 'no-order' });
  expect(asked).toEqual([
    { kind: 'update-requested', request: { kind: 'shown', folder: '/nowhere' } },
  ]);
});

const refused = (reason: SupervisorRefusal): SupervisorError =>
  new SupervisorError('refused', `no: ${reason}`, { reason });
const silent = new SupervisorError('no-answer', 'nothing');

/** Says so each time it is asked, and the last time for ever. */
function answering(...answers: readonly (SupervisorError | 'written')[]) {
  const asked: string[] = [];
  const confirm = async (version: string): Promise<void> => {
    asked.push(version);
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    if (answer instanceof SupervisorError) throw answer;
  };
  return { asked, ...updatesWith(confirm) };
}

describe('a trial that is passed', () => {
  it('is told again until its supervisor has written it down', async () => {
    const { asked, updates, clock, gaveUp } = answering(refused('disk'), silent, 'written');
    const confirmed = updates.installer.confirmTrial('1.1.0');
    await clock.advance(60_000);
    await confirmed;
    expect(asked).toEqual(['1.1.0', '1.1.0', '1.1.0']);
    expect(gaveUp).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });

  it.each([refused('too-late'), new SupervisorError('lost', 'gone')])(
    'is not told again where the answer is final: %s',
    async (answer) => {
      const { asked, updates, clock, gaveUp } = answering(answer);
      await updates.installer.confirmTrial('1.1.0');
      await clock.advance(60_000);
      expect(asked).toHaveLength(1);
      expect(gaveUp).toEqual([answer.message]);
    },
  );

  it('is not told for ever to a supervisor whose disk stays full', async () => {
    const { asked, updates, clock, gaveUp } = answering(refused('disk'));
    const confirmed = updates.installer.confirmTrial('1.1.0');
    await clock.advance(60 * 60_000);
    await confirmed;
    expect(asked.length).toBeGreaterThan(100);
    expect(gaveUp).toHaveLength(1);
    expect(clock.pendingTimers).toBe(0);
  });

  it('does not hold up the end of the program', async () => {
    const { updates, clock } = answering(refused('disk'));
    const confirmed = updates.installer.confirmTrial('1.1.0');
    await clock.advance(5_000);
    updates[Symbol.dispose]();
    await confirmed;
    expect(clock.pendingTimers).toBe(0);
  });
});
