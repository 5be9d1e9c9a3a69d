/** Logs go out when the hub can take them; only a hub that says no for good, or a day, ends it. */
import { expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { GIVE_UP_AFTER_MS, sendLogs, type LogsAttempt, type LogsSaid } from './logs-sender.ts';

const SENT = { kind: 'logs-sent', bundle: 'b-1', sizeBytes: 9, sha256: 'ab' } as const;
const DOWN = { kind: 'not-now', reason: 'hub-unreachable' } as const;
const REFUSED = { kind: 'logs-failed', bundle: 'b-1', reason: 'logs-refused' } as const;
const HOUR_MS = 3_600_000;

function sending(outcomes: (nth: number) => LogsAttempt, askedAgoMs = 0) {
  const clock = new FakeClock();
  const end = new AbortController();
  const triedMs: number[] = [];
  let isOpen = true;
  let said: LogsSaid | undefined | 'under-way' = 'under-way';
  const askedAtMs = clock.wallMs() - askedAgoMs;
  const done = sendLogs(
    { bundle: 'b-1', withTrace: false, askedAtMs },
    {
      attempt: async () => {
        triedMs.push(clock.monotonicMs());
        return outcomes(triedMs.length);
      },
      isOpen: () => isOpen,
      clock,
      random: () => 0,
      signal: end.signal,
    },
  ).then((outcome) => (said = outcome));
  return {
    clock,
    end,
    triedMs,
    done,
    said: () => said,
    close: () => (isOpen = false),
  };
}

it('tries a hub that is down again, less and less often, until it takes them', async () => {
  const { clock, triedMs, said } = sending((nth) => (nth < 5 ? DOWN : SENT));
  await clock.advance(HOUR_MS);
  expect(triedMs).toEqual([0, 5_000, 15_000, 35_000, 75_000]);
  expect(said()).toEqual(SENT);
});

it('asks a hub that has said no only once', async () => {
  const { clock, triedMs, said } = sending(() => REFUSED);
  await clock.advance(HOUR_MS);
  expect([triedMs, said()]).toEqual([[0], REFUSED]);
});

it('gives up a day after it was asked, with the reason of the last try', async () => {
  const { clock, triedMs, said } = sending(() => DOWN);
  await clock.advance(GIVE_UP_AFTER_MS - HOUR_MS);
  expect(said()).toBe('under-way');
  await clock.advance(2 * HOUR_MS);
  expect(said()).toEqual({ kind: 'logs-failed', bundle: 'b-1', reason: 'hub-unreachable' });
  expect(triedMs.at(-1)).toBeLessThan(GIVE_UP_AFTER_MS);
  expect(clock.pendingTimers).toBe(0);
});

it('counts the time before a restart, and no clock that is set back prolongs it', async () => {
  const restarted = sending(() => DOWN, GIVE_UP_AFTER_MS - HOUR_MS);
  await restarted.clock.advance(HOUR_MS);
  expect(restarted.said()).toMatchObject({ kind: 'logs-failed' });
  const setBack = sending(() => DOWN);
  setBack.clock.jumpWall(-365 * 24 * HOUR_MS);
  await setBack.clock.advance(GIVE_UP_AFTER_MS);
  expect(setBack.said()).toMatchObject({ kind: 'logs-failed' });
});

it('leaves the order as it is when the agent ends', async () => {
  const { clock, end, done, said } = sending(() => DOWN);
  await clock.advance(1_000);
  end.abort();
  await done;
  expect(said()).toBeUndefined();
  expect(clock.pendingTimers).toBe(0);
});

it('stops where nobody wants them any more', async () => {
  const { clock, triedMs, close, said } = sending(() => DOWN);
  await clock.advance(1_000);
  close();
  await clock.advance(HOUR_MS);
  expect([triedMs.length, said()]).toEqual([1, undefined]);
});
