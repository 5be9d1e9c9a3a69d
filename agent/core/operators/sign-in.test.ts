/**
 * However attempts, right PINs of others, time, clock changes, stops and crashes follow one another:
 * in no hour of running time are more PINs of one operator looked at than the lock-out lets through,
 * and no more from one client than its limit.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PureTill } from '../../../test/support/pure-till.ts';
import { EMPTY_TILL, type Till } from '../till/till.ts';
import {
  CLIENT_FAILURES_MAX,
  CLIENT_FORGET_MS,
  FIRST_LOCK_MS,
  FREE_FAILURES,
  isSomebodyLocked,
  lockedForMs,
  NO_SIGN_INS,
  stepSignIn,
  type SignIns,
} from './sign-in.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Five at once, and after 5, 15 and 35 minutes one more. */
const OPERATOR_GUESSES_AN_HOUR = 8;
const CLIENT_GUESSES_AN_HOUR = CLIENT_FAILURES_MAX + HOUR_MS / CLIENT_FORGET_MS;

const VICTIM = { operatorId: 'anna', unlocks: 0 };

function ran(signIns: SignIns, ms: number): SignIns {
  return stepSignIn(signIns, { kind: 'ran', ms }).signIns;
}

function guess(signIns: SignIns, client = 'pos', operator = VICTIM) {
  return stepSignIn(signIns, { kind: 'attempted', operator, client });
}

function guessed(count: number): SignIns {
  return Array.from({ length: count }).reduce<SignIns>(
    (signIns) => ran(guess(signIns).signIns, lockedForMs(guess(signIns).signIns, VICTIM)),
    NO_SIGN_INS,
  );
}

describe('a lock', () => {
  it('comes with the fifth wrong PIN, and grows twofold to a day', () => {
    const locks = Array.from({ length: 16 }, (_, before) => {
      const { signIns } = guess(guessed(before));
      return lockedForMs(signIns, VICTIM);
    });
    const growing = [5, 10, 20, 40, 80, 160, 320, 640, 1_280, 1_440, 1_440, 1_440];
    const expected = growing.map((minutes) => minutes * MINUTE_MS);
    expect(locks).toEqual([0, 0, 0, 0, ...expected]);
    expect(FIRST_LOCK_MS).toBe(5 * MINUTE_MS);
  });

  it('lets nobody through, counts no attempt meanwhile, and ends', () => {
    const locked = guess(guessed(FREE_FAILURES - 1)).signIns;
    expect(isSomebodyLocked(locked)).toBe(true);
    const later = ran(locked, FIRST_LOCK_MS - 1);
    const step = guess(later);
    expect(step.refusal).toEqual({ code: 'operator-locked', waitMs: 1 });
    expect(step.signIns).toBe(later);
    expect(isSomebodyLocked(ran(later, 1))).toBe(false);
    expect(guess(ran(later, 1)).refusal).toBeUndefined();
  });

  it('is one operator’s own, and over with the right PIN', () => {
    const locked = guess(guessed(FREE_FAILURES - 1)).signIns;
    expect(guess(locked, 'pos', { operatorId: 'bob', unlocks: 0 }).refusal).toBeUndefined();
    const event = { kind: 'proved', operatorId: 'anna', client: 'pos' } as const;
    expect(lockedForMs(stepSignIn(locked, event).signIns, VICTIM)).toBe(0);
  });

  it('is over once the file says that they were unlocked, and not a second time', () => {
    const locked = guess(guessed(FREE_FAILURES - 1)).signIns;
    const unlocked = { ...VICTIM, unlocks: 1 };
    expect(lockedForMs(locked, unlocked)).toBe(0);
    const first = guess(locked, 'pos', unlocked);
    expect(first).toMatchObject({ hasUnlocked: true });
    const more = Array.from({ length: FREE_FAILURES }).reduce<ReturnType<typeof guess>>(
      ({ signIns }) => guess(signIns, 'pos', unlocked),
      first,
    );
    expect(more).toMatchObject({ refusal: { code: 'operator-locked' }, hasUnlocked: false });
  });

  it('holds for ids that every object has anyway', () => {
    for (const operatorId of ['constructor', '__proto__', 'tostring']) {
      const operator = { operatorId, unlocks: 0 };
      const full = Array.from({ length: FREE_FAILURES }).reduce<SignIns>(
        (signIns) => guess(signIns, 'pos', operator).signIns,
        NO_SIGN_INS,
      );
      expect(guess(full, 'pos', operator).refusal?.code).toBe('operator-locked');
    }
  });
});

describe('a client', () => {
  it('cannot guess at many ids, known or not, nor win a guess with a PIN it knows', () => {
    const tried = Array.from({ length: CLIENT_FAILURES_MAX }, (_, index) => index).reduce<SignIns>(
      (signIns, index) => {
        const operator = index % 2 === 0 ? undefined : { operatorId: `o${index}`, unlocks: 0 };
        const after = stepSignIn(signIns, { kind: 'attempted', operator, client: 'pos' }).signIns;
        const own = guess(after, 'pos', { operatorId: 'own', unlocks: 0 });
        if (own.refusal !== undefined) return after;
        return stepSignIn(own.signIns, { kind: 'proved', operatorId: 'own', client: 'pos' })
          .signIns;
      },
      NO_SIGN_INS,
    );
    expect(guess(tried)).toMatchObject({
      refusal: { code: 'sign-in-limited', waitMs: CLIENT_FORGET_MS },
    });
    expect(guess(tried, 'page').refusal).toBeUndefined();
    expect(guess(ran(tried, CLIENT_FORGET_MS)).refusal).toBeUndefined();
  });
});

type Deed =
  | { readonly kind: 'guess'; readonly operator: string; readonly client: string }
  /** A program that guesses at ids that nobody has, and signs in by itself now and then. */
  | { readonly kind: 'burst'; readonly count: number; readonly client: string }
  | { readonly kind: 'sign-in'; readonly client: string }
  | { readonly kind: 'run'; readonly ms: number }
  | { readonly kind: 'look' | 'stop' | 'crash' }
  | { readonly kind: 'clock'; readonly byMs: number };

const client = fc.constantFrom('pos', 'page');
const deeds: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('burst' as const), count: fc.nat(30), client }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('guess' as const),
      operator: fc.constantFrom('anna', 'bob', 'nobody'),
      client,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sign-in' as const), client }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('run' as const), ms: fc.nat(15 * MINUTE_MS) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('look' as const, 'stop' as const, 'crash' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('clock' as const),
      byMs: fc.integer({ min: -9 * DAY_MS, max: 9 * DAY_MS }),
    }),
  },
);

interface Guess {
  readonly operator: string;
  readonly client: string;
  readonly atMs: number;
}

/** A till as its shell runs it; `ranMs` is how long it has really run. */
class WatchedTill {
  readonly guesses: Guess[] = [];
  #pure = new PureTill(0);
  #ranMs = 0;

  do(deed: Deed): void {
    switch (deed.kind) {
      case 'guess':
        return this.#guess(deed.operator, deed.client);
      case 'burst':
        for (let guesses = 0; guesses < deed.count; guesses += 1) {
          this.#guess('nobody', deed.client);
          this.do({ kind: 'sign-in', client: deed.client });
        }
        return;
      case 'sign-in': {
        const operator = { operatorId: 'eve', unlocks: 0 };
        const asked = { kind: 'sign-in-attempted', operator, client: deed.client } as const;
        if (this.#send(asked).kind !== 'done') return;
        const eve = { operatorId: 'eve', role: 'cashier' } as const;
        this.#send({ kind: 'pin-proved', operator: eve, isNew: true, client: deed.client });
        return;
      }
      case 'run':
        this.#ranMs += deed.ms;
        this.#pure.lockRanMs += deed.ms;
        this.#pure.nowMs += deed.ms;
        return;
      case 'look':
        this.#send({ kind: 'time-passed' });
        return;
      case 'stop':
        this.#send({ kind: 'running-noted' });
        return this.#restart();
      case 'crash':
        return this.#restart();
      case 'clock':
        this.#pure.nowMs += deed.byMs;
    }
  }

  #guess(operatorId: string, from: string): void {
    const operator = operatorId === 'nobody' ? undefined : { operatorId, unlocks: 0 };
    const answer = this.#send({ kind: 'sign-in-attempted', operator, client: from });
    if (answer.kind !== 'done') return;
    this.guesses.push({ operator: operatorId, client: from, atMs: this.#ranMs });
    this.#send({ kind: 'pin-failed', operator, client: from });
  }

  #send(event: Parameters<PureTill['send']>[0]) {
    const { ranMs } = this.#pure.till.signIns;
    const answer = this.#pure.send(event);
    if (this.#pure.till.signIns.ranMs !== ranMs) this.#pure.lockRanMs = 0;
    return answer;
  }

  /** What was in the store is all there is. */
  #restart(): void {
    const { nowMs, till } = this.#pure;
    this.#pure = new PureTill(0);
    this.#pure.nowMs = nowMs;
    const signIns = JSON.parse(JSON.stringify(till.signIns)) as Till['signIns'];
    this.#pure.till = { ...EMPTY_TILL, signIns };
  }
}

function mostInAnHour(guesses: readonly Guess[]): number {
  const counts = guesses.map(
    ({ atMs }) => guesses.filter((one) => one.atMs > atMs - HOUR_MS && one.atMs <= atMs).length,
  );
  return Math.max(0, ...counts);
}

describe('whatever happens', () => {
  it('guessing stays slow', () => {
    fc.assert(
      fc.property(fc.array(deeds, { maxLength: 120, size: 'max' }), (list) => {
        const till = new WatchedTill();
        for (const deed of list) till.do(deed);
        for (const name of ['anna', 'bob']) {
          const own = till.guesses.filter(({ operator }) => operator === name);
          expect(mostInAnHour(own)).toBeLessThanOrEqual(OPERATOR_GUESSES_AN_HOUR);
        }
        for (const name of ['pos', 'page']) {
          const own = till.guesses.filter((one) => one.client === name);
          expect(mostInAnHour(own)).toBeLessThanOrEqual(CLIENT_GUESSES_AN_HOUR);
        }
      }),
      { numRuns: 300 },
    );
  });
});
