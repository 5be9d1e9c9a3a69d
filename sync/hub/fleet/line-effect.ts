/**
 * What a line does to the views of its station. A kind that is not here changes none of them: it is
 * kept all the same, and views are rebuilt from the lines when a later hub understands more.
 */
import { z } from 'zod';
import type { InCurrency } from '../../../agent/core/cash/currency.ts';
import { HARDWARE_CHANGED } from './hardware-line.ts';
import { LOCK_LINES, UPDATE_LINES } from '../rollouts/update-standing.ts';
import { LEASE_LINES } from './lease-line.ts';
import { REMOTE_LINES } from './remote-line.ts';
import { SUPPORT_LINES } from './support-line.ts';

/** What lines of one currency add up to. */
export interface Sums {
  readonly insertedMinor: number;
  readonly dispensedMinor: number;
  readonly salesSettled: number;
}

/** What one line adds, and to the sums of which currency. */
export interface Effect extends Sums, InCurrency {}

export const NO_EFFECT: Sums = { insertedMinor: 0, dispensedMinor: 0, salesSettled: 0 };

/** Jobs of a whole machine that move customers' money. */
const CUSTOMER_TASKS: ReadonlySet<string> = new Set([
  'sale',
  'payout',
  'deposit',
  'deposit-of-amount',
  'exchange',
]);

const minor = z.int().min(0);
const count = z.int().min(0);

/** Named where it is not the till's own. */
const currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .optional();

const cashInserted = z.object({ valueMinor: minor, currency }).transform((line): Effect => ({
  ...NO_EFFECT,
  currency: line.currency,
  insertedMinor: line.valueMinor,
}));
const dispenseSettled = z
  .object({ valueMinor: minor, paid: count, currency })
  .transform((line): Effect => ({
    ...NO_EFFECT,
    currency: line.currency,
    dispensedMinor: line.valueMinor * line.paid,
  }));
const placed = z.array(z.object({ valueMinor: minor, count }));
/**
 * A whole machine tells what went in and out, always of the till's own currency; what an operator
 * moves is no takings.
 */
const jobMoved = z
  .object({ task: z.string(), in: placed, out: placed })
  .transform((body): Effect => {
    if (!CUSTOMER_TASKS.has(body.task)) return NO_EFFECT;
    return { ...NO_EFFECT, insertedMinor: worth(body.in), dispensedMinor: worth(body.out) };
  });
const saleSettled = z
  .object({
    saleId: z.string(),
    insertedMinor: minor,
    changeMinor: minor,
    owedMinor: minor,
    currency,
  })
  .transform((line): Effect => ({ ...NO_EFFECT, currency: line.currency, salesSettled: 1 }));

const updateEffects = Object.fromEntries(
  Object.entries({ ...UPDATE_LINES, ...LOCK_LINES }).map(([kind, schema]) => [
    kind,
    schema.transform(() => NO_EFFECT),
  ]),
);

const supportEffects = Object.fromEntries(
  Object.entries({ ...SUPPORT_LINES, ...REMOTE_LINES }).map(([kind, schema]) => [
    kind,
    schema.transform(() => NO_EFFECT),
  ]),
);

const EFFECTS: Readonly<Record<string, z.ZodType<Effect> | undefined>> = {
  ...updateEffects,
  'cash-inserted': cashInserted,
  'dispense-settled': dispenseSettled,
  'job-moved': jobMoved,
  'sale-settled': saleSettled,
  ...supportEffects,
  'lease-settled': LEASE_LINES['lease-settled'].transform(() => NO_EFFECT),
  'hardware-changed': HARDWARE_CHANGED.transform(() => NO_EFFECT),
  'lease-closed': LEASE_LINES['lease-closed'].transform(() => NO_EFFECT),
};

/** Undefined for a body that is not what its kind must have: a poison line. */
export function effectOf(kind: string, body: unknown): Effect | undefined {
  const schema = Object.hasOwn(EFFECTS, kind) ? EFFECTS[kind] : undefined;
  if (schema === undefined) return NO_EFFECT;
  return schema.safeParse(body).data;
}

/** By currency, undefined being the till's own: nothing of one is added to another. */
export function sumsByCurrency(effects: readonly Effect[]): ReadonlyMap<string | undefined, Sums> {
  const sums = new Map<string | undefined, Sums>();
  for (const effect of effects) {
    const { insertedMinor, dispensedMinor, salesSettled } = sums.get(effect.currency) ?? NO_EFFECT;
    sums.set(effect.currency, {
      insertedMinor: insertedMinor + effect.insertedMinor,
      dispensedMinor: dispensedMinor + effect.dispensedMinor,
      salesSettled: salesSettled + effect.salesSettled,
    });
  }
  return sums;
}

function worth(counts: readonly { readonly valueMinor: number; readonly count: number }[]): number {
  return counts.reduce((sum, { valueMinor, count: pieces }) => sum + valueMinor * pieces, 0);
}
