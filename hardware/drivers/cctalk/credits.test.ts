import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { counterAfter, creditsSince } from './credits.ts';
import { HEADER, modifyInhibitStatus, modifyMasterInhibit, readBufferedCredit } from './machine.ts';
import { SimAcceptor } from './sim-acceptor.ts';
import { euroMachine } from './sim-config.ts';

const NO_PAIRS = Array.from({ length: 5 }, () => ({ a: 0, b: 0 }));

/** A simulated acceptor with every coin let in, to be asked without a line in between. */
function openAcceptor(clock: FakeClock) {
  const acceptor = new SimAcceptor({
    clock,
    timing: { ...euroMachine.timing, validateMs: 0, creditMs: 0, selfInhibitMs: 1_000_000 },
    config: euroMachine.acceptor,
    emit: () => {},
    drop: () => {},
  });
  const ask = (header: number, data: Uint8Array) =>
    acceptor.respond({ destination: 2, source: 1, header, data });
  const poll = () => {
    const reply = ask(HEADER.readBufferedCredit, new Uint8Array(0));
    const buffer = readBufferedCredit(2).parse(reply?.data ?? new Uint8Array(0));
    if (buffer === undefined) throw new TypeError('no event buffer');
    return buffer;
  };
  poll();
  ask(HEADER.modifyInhibitStatus, modifyInhibitStatus(2, { mask: 0xffffn, sizeBytes: 2 }).data);
  ask(HEADER.modifyMasterInhibitStatus, modifyMasterInhibit(2, true).data);
  return { acceptor, poll };
}

describe('event counter', () => {
  it('credits each coin of any sequence once, in order, as long as polls are not too far apart', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 5 }), { maxLength: 120 }),
        async (bursts) => {
          const clock = new FakeClock();
          const { acceptor, poll } = openAcceptor(clock);
          let last = poll().counter;
          const credited: number[] = [];
          for (const burst of bursts) {
            for (const position of burst) {
              acceptor.insert(euroMachine.acceptor.coins[position - 1]?.valueMinor ?? 0);
            }
            await clock.advance(0);
            const buffer = poll();
            const credits = creditsSince(last, buffer);
            if (credits.kind !== 'events') throw new TypeError(credits.kind);
            expect(credits.lostCount).toBe(0);
            credited.push(...credits.events.map(({ a }) => a));
            last = buffer.counter;
          }
          expect(credited).toEqual(bursts.flat());
        },
      ),
      { numRuns: 30 },
    ));

  it('counts what has fallen out of the buffer, across the wrap', () =>
    fc.assert(
      fc.property(fc.nat(255), fc.integer({ min: 0, max: 254 }), (last, count) => {
        let counter = last;
        for (let step = 0; step < count; step += 1) counter = counterAfter(counter);
        const credits = creditsSince(last, { counter, pairs: NO_PAIRS });
        const known = Math.min(count, 5);
        expect(credits).toEqual({
          kind: 'events',
          events: NO_PAIRS.slice(0, known),
          lostCount: count - known,
        });
      }),
    ));

  it('goes from 255 to 1, and to 0 only by a reset', () => {
    expect(creditsSince(255, { counter: 1, pairs: NO_PAIRS })).toMatchObject({ lostCount: 0 });
    expect(creditsSince(255, { counter: 0, pairs: NO_PAIRS })).toEqual({ kind: 'reset' });
    expect(creditsSince(0, { counter: 0, pairs: NO_PAIRS })).toMatchObject({ kind: 'events' });
  });

  it('credits nothing at the first poll ever', () => {
    const pairs = [{ a: 6, b: 1 }, ...NO_PAIRS.slice(1)];
    expect(creditsSince(undefined, { counter: 9, pairs })).toEqual({ kind: 'baseline' });
  });
});
