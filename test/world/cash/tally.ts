import type { CashLifeReport } from './life.ts';

/** What many lives came to. */
export class Tally {
  readonly #totals = {
    lives: 0,
    sales: 0,
    crashes: 0,
    lines: 0,
    taken: 0,
    escrowed: 0,
    paidOut: 0,
  };
  readonly #deeds = new Map<string, number>();
  readonly #mishaps = new Map<string, number>();
  readonly #points = new Map<string, number>();
  readonly #fittings = new Map<string, number>();
  virtualMs = 0;
  /** One sentence each, with the seed and how to live it again. */
  readonly problems: string[] = [];

  get sales(): number {
    return this.#totals.sales;
  }

  get crashPoints(): number {
    return this.#points.size;
  }

  add(seed: number, report: CashLifeReport): void {
    const totals = this.#totals;
    totals.lives += 1;
    for (const key of ['sales', 'crashes', 'lines', 'taken', 'escrowed', 'paidOut'] as const) {
      totals[key] += report[key];
    }
    this.virtualMs += report.virtualMs;
    merge(this.#deeds, report.deeds);
    merge(this.#mishaps, report.mishaps);
    merge(this.#points, report.pointsKilledAt);
    merge(this.#fittings, new Map([[report.fittings, 1]]));
    const again = `node test/world/cash/run-world.ts --seed ${seed} --lives 1`;
    this.problems.push(
      ...report.problems.map((one) => `seed ${seed} (${report.fittings}): ${one}\n  ${again}`),
    );
  }

  toString(): string {
    const hours = (this.virtualMs / 3_600_000).toFixed(1);
    return [
      `${JSON.stringify(this.#totals)} in ${hours} hours of tills' time`,
      `  beside sales: ${listOf(this.#deeds)}`,
      `  machines: ${listOf(this.#fittings)}`,
      `  mishaps: ${listOf(this.#mishaps)}`,
      `  killed at: ${listOf(this.#points)}`,
    ].join('\n');
  }
}

function merge(into: Map<string, number>, from: ReadonlyMap<string, number>): void {
  for (const [key, count] of from) into.set(key, (into.get(key) ?? 0) + count);
}

function listOf(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .toSorted(([, left], [, right]) => right - left)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
