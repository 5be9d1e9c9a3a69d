/** The value below which this share of the samples lies; 0.5 is the median. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = Math.min(sorted.length - 1, Math.floor(share * sorted.length));
  const value = sorted[at];
  if (value === undefined) throw new RangeError('there is no sample');
  return value;
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}
