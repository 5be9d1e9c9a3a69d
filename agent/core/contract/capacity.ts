/** What more stations cost than a contract covers, as far as anybody has said. */
import { capacityOf, priceMinor, type Case } from './case.ts';
import type { Answer, CostLine, PricedOption } from './decision.ts';
import type { PlanVariant } from './plan.ts';
import { stationsYearMinor } from './tariff.ts';

/** The year of all stations after a change; those that are covered stay covered (E51). */
export function capacityAnswer(of: Case): Answer {
  const { stations = 0, accepted } = of.request;
  const count = capacityOf(of);
  const lines = yearLines(of, stations);
  if (lines === 'quote') {
    return { outcome: 'QUOTE', reasons: ['OVER_CAPACITY'], options: [unpriced(of)], count };
  }
  const isAccepted = accepted?.includes('dearer-class') === true;
  return {
    outcome: 'CHARGEABLE',
    reasons: ['OVER_CAPACITY'],
    costLines: lines,
    ...(isAccepted ? {} : { needs: { what: 'acceptance', accept: 'dearer-class' } }),
    count,
  };
}

/** What one station more would cost for a year, beside those that are covered. */
export function anotherStation(of: Case): readonly PricedOption[] {
  const stations = of.facts.contract?.stations.length ?? 0;
  const before = yearLines(of, stations);
  const after = yearLines(of, stations + 1);
  if (before === 'quote' || after === 'quote') return [unpriced(of)];
  const { code } = after.at(-1) ?? unpriced(of);
  return [{ code, priceMinor: total(after) - total(before) }];
}

/** It carries no price: that of the plan itself would be a wrong one. */
function unpriced(of: Case): PricedOption {
  return { code: variantOf(of)?.yearPrice ?? 'stations' };
}

function yearLines(of: Case, stations: number): readonly CostLine[] | 'quote' {
  const { blockStations, overCapacity } = of.parameters;
  const variant = variantOf(of);
  const yearMinor = pricedMinor(of, variant);
  if (variant === undefined || yearMinor === undefined) return 'quote';
  const single = of.plan.variants.find(({ pricing }) => pricing === 'per-station');
  const extraStationMinor = pricedMinor(of, single);
  const pricing = variant.pricing ?? 'per-station';
  const band = { pricing, yearMinor, stationsMax: blockStations, extraStationMinor };
  const totalMinor = stationsYearMinor(band, stations, overCapacity);
  if (totalMinor === 'quote') return 'quote';
  if (pricing === 'per-station') return [lineOf(of, variant, { quantity: stations, totalMinor })];
  const extra = Math.max(0, stations - blockStations);
  if (extra === 0 || single === undefined || overCapacity !== 'block-and-flat') {
    const quantity = Math.max(1, Math.ceil(stations / blockStations));
    return [lineOf(of, variant, { quantity, totalMinor })];
  }
  return [
    lineOf(of, variant, { quantity: 1, totalMinor: yearMinor }),
    lineOf(of, single, { quantity: extra, totalMinor: totalMinor - yearMinor }),
  ];
}

function lineOf(
  { plan }: Case,
  variant: PlanVariant,
  sums: Pick<CostLine, 'quantity' | 'totalMinor'>,
): CostLine {
  const { currency } = plan;
  return { code: variant.yearPrice ?? '', ...sums, unit: 'year', currency, payer: 'customer' };
}

function variantOf({ plan, facts }: Case): PlanVariant | undefined {
  return plan.variants.find(({ id }) => id === facts.contract?.variant);
}

function pricedMinor(of: Case, variant: PlanVariant | undefined): number | undefined {
  return variant?.yearPrice === undefined ? undefined : priceMinor(of, variant.yearPrice);
}

function total(lines: readonly CostLine[]): number {
  return lines.reduce((sum, { totalMinor }) => sum + totalMinor, 0);
}
