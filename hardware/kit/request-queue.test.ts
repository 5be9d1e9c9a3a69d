import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { RequestQueue, type Exchange, type ExchangeResult } from './request-queue.ts';

const REPLY_TIMEOUT_MS = 200;
const QUIET_MS = 50;
/** Longer than a request with all its repetitions takes. */
const LIMIT_MS = 10_000;

interface Bench {
  readonly clock: FakeClock;
  readonly queue: RequestQueue<string>;
  readonly written: string[];
  answer: (text: string) => Promise<void>;
}

function bench(): Bench {
  const clock = new FakeClock();
  const written: string[] = [];
  const made: Bench = {
    clock,
    written,
    answer: () => Promise.resolve(),
    queue: new RequestQueue<string>({
      clock,
      quietMs: QUIET_MS,
      onRetry: () => {},
      write: (bytes) => {
        const text = Buffer.from(bytes).toString();
        written.push(text);
        return made.answer(text);
      },
    }),
  };
  made.queue.goOnline();
  return made;
}

function exchange(text: string, isIdempotent = true): Exchange<string> {
  return {
    bytes: Buffer.from(text),
    isReply: (frame) => frame === `re:${text}`,
    replyTimeoutMs: REPLY_TIMEOUT_MS,
    isIdempotent,
    retriesMax: 3,
    isUrgent: false,
  };
}

async function end(clock: FakeClock, promise: Promise<ExchangeResult<string>>) {
  let result: ExchangeResult<string> | undefined;
  void promise.then((value) => (result = value));
  await clock.runUntil(() => result !== undefined, LIMIT_MS);
  return result;
}

describe('request queue', () => {
  it('writes what may not be repeated exactly once, whatever goes wrong', async () => {
    const failures: readonly ((made: Bench) => void)[] = [
      () => {},
      (made) => made.queue.interrupt(),
      (made) => made.queue.goOffline(),
      (made) => made.queue.dispose(),
    ];
    for (const fail of failures) {
      const made = bench();
      const promise = made.queue.request(exchange('pay', false));
      await made.clock.advance(1);
      fail(made);
      expect(await end(made.clock, promise)).toMatchObject({ kind: 'no-reply', written: true });
      made.queue.goOnline();
      await made.clock.advance(LIMIT_MS);
      expect(made.written).toEqual(['pay']);
    }
  });

  it('counts a failed write as written, because bytes may have left', async () => {
    const made = bench();
    made.answer = () => Promise.reject(new RangeError('broken'));
    const result = await end(made.clock, made.queue.request(exchange('pay', false)));
    expect(result).toEqual({ kind: 'no-reply', written: true, reason: 'write-failed' });
  });

  it('says never written when the line was down or the queue was full', async () => {
    const made = bench();
    const first = made.queue.request(exchange('poll'));
    const rest = Array.from({ length: 65 }, () => made.queue.request(exchange('pay', false)));
    expect(await rest.at(-1)).toEqual({ kind: 'no-reply', written: false, reason: 'queue-full' });
    made.queue.goOffline();
    expect(await first).toEqual({ kind: 'no-reply', written: true, reason: 'offline' });
    expect(await rest[0]).toEqual({ kind: 'no-reply', written: false, reason: 'offline' });
    const late = await made.queue.request(exchange('pay', false));
    expect(late).toEqual({ kind: 'no-reply', written: false, reason: 'offline' });
    expect(made.written).toEqual(['poll']);
  });

  it('repeats what may be repeated three times and then says so', async () => {
    const made = bench();
    const result = await end(made.clock, made.queue.request(exchange('poll')));
    expect(result).toEqual({ kind: 'no-reply', written: true, reason: 'timeout' });
    expect(made.written).toEqual(['poll', 'poll', 'poll', 'poll']);
    await made.clock.advance(QUIET_MS);
    expect(made.clock.pendingTimers).toBe(0);
  });

  it('lets others pass before it repeats', async () => {
    const made = bench();
    const dead = made.queue.request(exchange('dead'));
    const alive = made.queue.request(exchange('alive'));
    made.answer = async (text) => {
      if (text === 'alive') made.queue.receive('re:alive');
    };
    await end(made.clock, dead);
    expect(await alive).toEqual({ kind: 'reply', frame: 're:alive' });
    expect(made.written.slice(0, 3)).toEqual(['dead', 'alive', 'dead']);
  });

  it('lets the urgent pass, also when it is repeated', async () => {
    const made = bench();
    const ordinary = ['a', 'b', 'c'].map((text) => made.queue.request(exchange(text)));
    const urgent = made.queue.request({ ...exchange('now'), isUrgent: true });
    await end(made.clock, urgent);
    await end(
      made.clock,
      Promise.all(ordinary).then(([first]) => first ?? { kind: 'reply', frame: '' }),
    );
    expect(made.written.slice(0, 6)).toEqual(['a', 'now', 'now', 'now', 'now', 'b']);
  });

  it('takes a reply that overtakes the completion of its write', async () => {
    const made = bench();
    made.answer = async () => void made.queue.receive('re:poll');
    const result = await made.queue.request(exchange('poll'));
    expect(result).toEqual({ kind: 'reply', frame: 're:poll' });
    await made.clock.advance(0);
    expect(made.clock.pendingTimers).toBe(0);
  });

  it('throws away an answer that comes while it keeps quiet', async () => {
    const made = bench();
    const promise = made.queue.request({ ...exchange('poll'), retriesMax: 0 });
    await end(made.clock, promise);
    const next = made.queue.request(exchange('poll'));
    expect(made.queue.receive('re:poll')).toBe(false);
    await made.clock.advance(QUIET_MS);
    expect(made.queue.receive('re:poll')).toBe(true);
    expect(await next).toEqual({ kind: 'reply', frame: 're:poll' });
  });

  it('gives up a write that never ends, and goes on', async () => {
    const made = bench();
    made.answer = () => new Promise(() => {});
    const result = await end(made.clock, made.queue.request(exchange('pay', false)));
    expect(result).toEqual({ kind: 'no-reply', written: true, reason: 'write-failed' });
    made.answer = async () => void made.queue.receive('re:poll');
    const next = await end(made.clock, made.queue.request(exchange('poll')));
    expect(next).toEqual({ kind: 'reply', frame: 're:poll' });
  });
});
