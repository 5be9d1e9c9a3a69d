import { describe, expect, it } from 'vitest';
import { liveCash } from './life.ts';
import { Tally } from './tally.ts';

const LIVES_DEFAULT = 105;
const LIVES = Number(process.env['CASH_LIVES'] ?? LIVES_DEFAULT);
/** Half of the ten thousand that both halves make at least; about 5,600 come to be. */
const SALES_MIN = 5_000;
const SALES_A_LIFE_MIN = 20;
/** Named points at which an agent is killed at some time in so many lives. */
const CRASH_POINTS_MIN = 8;
const LIVES_TELLING = 20;
const SEEDS = 500_000_000;
/** Far above what they take: a busy computer is no reason to fail. */
const LIMIT_MS_A_LIFE = 60_000;

/** Lives from a fresh seed on, odd or even ones, so that two processes share the work. */
export function describeLives(half: 'odd' | 'even'): void {
  const first = 2 * (Date.now() % SEEDS) + (half === 'odd' ? 1 : 0);

  describe(`${LIVES} lives from seed ${first} on, the ${half} ones`, () => {
    it(
      'lose no piece, credit none twice and pay none twice',
      async () => {
        const tally = new Tally();
        for (let life = 0; life < LIVES; life += 1) {
          const seed = first + 2 * life;
          tally.add(seed, await liveCash(seed));
        }
        const made = `${tally.sales} sales in ${LIVES} lives from seed ${first}`;
        process.stdout.write(`\n${made}: ${tally.toString()}\n`);
        expect(tally.problems).toEqual([]);
        expect(LIVES < LIVES_DEFAULT || tally.sales >= SALES_MIN).toBe(true);
        expect(LIVES < LIVES_TELLING || tally.sales > LIVES * SALES_A_LIFE_MIN).toBe(true);
        expect(LIVES < LIVES_TELLING || tally.crashPoints > CRASH_POINTS_MIN).toBe(true);
      },
      LIVES * LIMIT_MS_A_LIFE,
    );
  });
}
