import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { createMemoryPipe } from '../../kit/memory-transport.ts';
import { Bus } from './bus.ts';
import { cctalkConfigSchema } from './config.ts';
import { dispenseCoins, simplePoll } from './machine.ts';

const ACK = [1, 0, 2, 0, 253];
const LIMIT_MS = 10_000;

/** A bus whose line a test plays by hand: `echo` gives back what is sent, more or less. */
async function bench(echo: (bytes: Uint8Array, turn: number) => readonly number[]) {
  const clock = new FakeClock();
  const { transport, line } = createMemoryPipe(clock);
  let turns = 0;
  line.listen((bytes) => {
    line.send(Uint8Array.from([...echo(bytes, turns), ...ACK]));
    turns += 1;
  });
  const bus = new Bus(cctalkConfigSchema.parse({}), {
    clock,
    transport,
    report: () => Promise.resolve(),
    cursors: {},
    judge: async () => 'return',
    trace: () => {},
  });
  await clock.runUntil(() => bus.isUp, LIMIT_MS);
  return { clock, bus, turns: () => turns };
}

function spoilt(bytes: Uint8Array): readonly number[] {
  return Array.from(bytes, (byte, at) => (at === 3 ? byte ^ 0x10 : byte));
}

describe('bus', () => {
  it('swallows the echo and nothing else', async () => {
    const { bus, clock, turns } = await bench((bytes) => [...bytes]);
    const asked = bus.ask(simplePoll(2));
    await clock.advance(1);
    expect(await asked).toEqual({ kind: 'ok', value: 'ack' });
    expect(turns()).toBe(1);
  });

  it('believes no reply to a request whose echo differs, and repeats it', async () => {
    const { bus, clock, turns } = await bench((bytes, turn) =>
      turn === 0 ? spoilt(bytes) : [...bytes],
    );
    const asked = bus.ask(simplePoll(2));
    await clock.advance(100);
    expect(await asked).toEqual({ kind: 'ok', value: 'ack' });
    expect(turns()).toBe(2);
  });

  it('does not repeat a dispense command whose echo differs', async () => {
    const { bus, clock, turns } = await bench(spoilt);
    const asked = bus.ask(dispenseCoins({ address: 2, security: new Uint8Array(3), count: 1 }));
    await clock.advance(LIMIT_MS);
    expect(await asked).toEqual({ kind: 'no-reply', written: true, reason: 'line-error' });
    expect(turns()).toBe(1);
  });
});
