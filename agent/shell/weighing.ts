import { decimalOf } from '../../hardware/kit/decimal-weight.ts';
import type { Scale, WeightRefusal } from '../../hardware/kit/device-peripheral.ts';

export type Weighing =
  /** `weight` has the digits that the scale shows. */
  | { readonly kind: 'weighed'; readonly weight: string; readonly unit: string }
  | { readonly kind: 'refused'; readonly reason: WeightRefusal; readonly detail: string };

/** What lies on a scale now; waits for it to come to rest, no longer than this. */
export async function weigh(scale: Scale, timeoutMs: number): Promise<Weighing> {
  const reading = await scale.read(timeoutMs);
  if (reading.kind === 'refused') return reading;
  const weight = decimalOf(reading.weight);
  if (weight !== undefined) return { kind: 'weighed', weight, unit: reading.weight.unit };
  return { kind: 'refused', reason: 'fault', detail: `exponent ${reading.weight.exponent}` };
}
