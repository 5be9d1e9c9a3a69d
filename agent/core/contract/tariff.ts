/** What help costs. Sums are minor units before tax; a price nobody has set is a quote, never 0. */

/** A minimum, then whole blocks: 31 of a minimum of 15 in blocks of 15 is 45 (INN-10). */
export interface BlockTariff {
  readonly minimum: number;
  readonly block: number;
}

/** Units to charge for the units that were used. */
export function blocksCharged({ minimum, block }: BlockTariff, used: number): number {
  return minimum + block * Math.ceil(Math.max(0, used - minimum) / block);
}

/** Minutes to charge: those worked, in whole increments. */
export function billedMinutes(workedMinutes: number, incrementMinutes: number): number {
  return Math.ceil(workedMinutes / incrementMinutes) * incrementMinutes;
}

/** What so many minutes cost at a rate an hour, to the nearest minor unit, halves upwards. */
export function hourlyMinor(minutes: number, rateMinorPerHour: number): number {
  return Math.floor((minutes * rateMinorPerHour * 2 + MINUTES_PER_HOUR) / (2 * MINUTES_PER_HOUR));
}

const MINUTES_PER_HOUR = 60;

/** What a plan says to more stations than it covers. */
export type OverCapacity = 'quote' | 'second-block' | 'block-and-flat';

export interface StationBand {
  readonly pricing: 'per-station' | 'per-block';
  /** For a year, of a station or of a block. */
  readonly yearMinor: number;
  /** Stations of a block. */
  readonly stationsMax: number;
  /** What a station more costs beside a block, for a year. */
  readonly extraStationMinor?: number | undefined;
}

/** What a year costs for so many stations; `quote`: nobody has said. */
export function stationsYearMinor(
  band: StationBand,
  stations: number,
  overCapacity: OverCapacity,
): number | 'quote' {
  if (band.pricing === 'per-station') return band.yearMinor * stations;
  const extra = stations - band.stationsMax;
  if (extra <= 0) return band.yearMinor;
  switch (overCapacity) {
    case 'quote':
      return 'quote';
    case 'second-block':
      return band.yearMinor * Math.ceil(stations / band.stationsMax);
    case 'block-and-flat':
      return band.extraStationMinor === undefined
        ? 'quote'
        : band.yearMinor + band.extraStationMinor * extra;
  }
}
