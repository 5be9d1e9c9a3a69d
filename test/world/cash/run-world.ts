/**
 * More lives of tills than the tests have time for, or one again: prints what they came to, and each
 * seed that failed. node test/world/cash/run-world.ts --lives 2000 [--seed 1]
 */
import { parseArgs } from 'node:util';
import { liveCash } from './life.ts';
import { Tally } from './tally.ts';

const LIVES = 200;
const REPORT_EVERY = 50;
const SEEDS = 1_000_000_000;

const { values } = parseArgs({
  options: { lives: { type: 'string' }, seed: { type: 'string' } },
});
const lives = Number(values.lives ?? LIVES);
const firstSeed = Number(values.seed ?? Date.now() % SEEDS);
const tally = new Tally();
const beganMs = performance.now();
process.stdout.write(`${lives} lives from seed ${firstSeed}\n`);
for (let life = 1; life <= lives; life += 1) {
  const seed = firstSeed + life - 1;
  const known = tally.problems.length;
  tally.add(seed, await liveCash(seed));
  for (const problem of tally.problems.slice(known)) process.stdout.write(`${problem}\n`);
  if (life % REPORT_EVERY === 0) process.stdout.write(`${life} lives, ${tally.sales} sales\n`);
}
const seconds = ((performance.now() - beganMs) / 1_000).toFixed(1);
process.stdout.write(`${tally.toString()}\n${seconds} s\n`);
process.exitCode = tally.problems.length === 0 ? 0 : 1;
