import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { OutputTail } from './output-tail.ts';
import { connectSupervisor, type ParentChannel } from './supervisor-link.ts';
import type { Question } from './supervisor-words.ts';

/** The supervisor's end of the channel, in the test's hands. */
class FakeChannel implements ParentChannel {
  readonly questions: Question[] = [];
  #listener: ((message: unknown) => void) | undefined;
  #closed: (() => void) | undefined;

  readonly send = (message: object): void => void this.questions.push(message as Question);

  readonly onMessage = (listener: (message: unknown) => void): (() => void) => {
    this.#listener = listener;
    return () => (this.#listener = undefined);
  };

  readonly onClosed = (listener: () => void): (() => void) => {
    this.#closed = listener;
    return () => (this.#closed = undefined);
  };

  get isHeard(): boolean {
    return this.#listener !== undefined;
  }

  say(message: unknown): void {
    this.#listener?.(message);
  }

  close(): void {
    this.#closed?.();
  }
}

function connected() {
  const channel = new FakeChannel();
  const clock = new FakeClock();
  const link = connectSupervisor({ prefix: '/opt/t', platform: 'linux-x64', channel, clock });
  if (link === undefined) throw new Error('it is connected');
  return { channel, clock, link };
}

describe('a program with a supervisor', () => {
  it('is told how things stand, whatever else a newer supervisor says', async () => {
    const { channel, link } = connected();
    const asked = link.standing();
    expect(channel.questions).toEqual([{ id: 1, request: { kind: 'standing' } }]);
    const rollbacks = [{ version: '1.2.0', to: '1.1.0', cause: 'silent', evidence: 'x' }];
    const answer = { kind: 'standing', version: '1.1.0', previous: '1.0.0', rollbacks, later: 1 };
    channel.say({ id: 1, answer });
    expect(await asked).toEqual({
      prefix: '/opt/t',
      platform: 'linux-x64',
      version: '1.1.0',
      previous: '1.0.0',
      rollbacks,
    });
  });

  it('is told of a rollback also for a cause that only a newer supervisor knows', async () => {
    const { channel, link } = connected();
    const asked = link.standing();
    const rollback = { version: '1.2.0', to: '1.1.0', cause: 'too-hot', evidence: 'x' };
    channel.say({ id: 1, answer: { kind: 'standing', version: '1.1.0', rollbacks: [rollback] } });
    expect((await asked).rollbacks).toEqual([{ ...rollback, cause: 'unhealthy' }]);
  });

  it('knows that its word is written only by the answer to it', async () => {
    const { channel, link } = connected();
    const first = link.confirm('1.1.0');
    const second = link.handOver('1.2.0');
    channel.say('nonsense');
    channel.say({ id: 9, answer: { kind: 'written' } });
    channel.say({ id: 2, answer: { kind: 'refused', reason: 'not-installed' } });
    await expect(second).rejects.toMatchObject({ code: 'refused' });
    channel.say({ id: 1, answer: { kind: 'written' } });
    await first;
  });

  it('does not wait for ever', async () => {
    const { clock, link } = connected();
    const asked = link.forgetRollbacks(['1.2.0']);
    await Promise.all([
      expect(asked).rejects.toMatchObject({ code: 'no-answer' }),
      clock.advance(30_000),
    ]);
  });

  it('hears when its supervisor is gone', async () => {
    const { channel, link } = connected();
    const asked = link.unhealthy('no coins');
    channel.close();
    await expect(asked).rejects.toMatchObject({ code: 'lost' });
    await link.lost;
    await expect(link.standing()).rejects.toMatchObject({ code: 'lost' });
  });

  it('lets go of the channel, so that it can end', () => {
    const { channel, link } = connected();
    link[Symbol.dispose]();
    expect(channel.isHeard).toBe(false);
  });
});

it('a program without a supervisor has no link', () => {
  const parts = { platform: 'linux-x64', clock: new FakeClock() };
  const channel = new FakeChannel();
  expect(connectSupervisor({ ...parts, prefix: undefined, channel })).toBeUndefined();
  expect(connectSupervisor({ ...parts, prefix: '/opt/t', channel: undefined })).toBeUndefined();
});

it('the last words are the last four thousand bytes, without half a character', () => {
  const tail = new OutputTail();
  tail.push(Buffer.from('é'.repeat(4_000)));
  tail.push(Buffer.from('x'));
  expect(tail.text).toBe(`${'é'.repeat(2_047)}x`);
});
