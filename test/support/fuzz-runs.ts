/** Runs of a fuzz test: as many as `FUZZ_RUNS` says, or the number that suits every day. */
export function fuzzRuns(everyDay: number): number {
  return Number(process.env['FUZZ_RUNS'] ?? everyDay);
}

/** Time for so many runs on a busy computer. */
export function fuzzLimitMs(runs: number): number {
  return 30_000 + runs;
}
