/** The balances a purchase or a term gives, as the parameters of a plan say. */
import { addDays, anniversary, dateOfInstant, startOfDayMs } from '../calendar.ts';
import type { GrantEntry } from './ledger-entry.ts';
import type { PlanParameters } from './parameters.ts';
import type { Plan } from './plan.ts';
import { HELP_MODES, type HelpMode } from './request.ts';
import type { Term } from './term.ts';

export interface PackPurchase {
  readonly id: string;
  readonly atMs: number;
  readonly credits: number;
  /** The pack a customer registers with runs out; one bought later stays (INN-13). */
  readonly isRegistration: boolean;
}

/** The credits of a pack that was bought. */
export function packGrant(
  { zone }: Pick<Plan, 'zone'>,
  { registrationMonths }: PlanParameters,
  { id, atMs, credits, isRegistration }: PackPurchase,
): GrantEntry {
  const bare = { kind: 'grant', id, atMs, amount: credits } as const;
  if (!isRegistration) return { ...bare, source: 'top-up' };
  const endsOn = anniversary(dateOfInstant(atMs, zone), registrationMonths);
  return { ...bare, source: 'registration', expiresMs: startOfDayMs(endsOn, zone) };
}

/** The minutes of a term, a pool for each mode that has any: they are never exchanged. */
export function poolGrants(
  { zone }: Pick<Plan, 'zone'>,
  parameters: PlanParameters,
  { id, term }: { readonly id: string; readonly term: Term },
): readonly { readonly account: string; readonly entry: GrantEntry }[] {
  const atMs = startOfDayMs(term.start, zone);
  const expiresMs = startOfDayMs(addDays(term.lastCoveredDay, 1), zone);
  return HELP_MODES.map((mode) => ({ mode, amount: poolMinutes(parameters, mode) }))
    .filter(({ amount }) => amount > 0)
    .map(({ mode, amount }) => ({
      account: `pool-${mode}`,
      entry: {
        kind: 'grant',
        id: `${id}-${mode}`,
        atMs,
        amount,
        source: 'pool',
        ...(parameters.poolExpires ? { expiresMs } : {}),
      },
    }));
}

function poolMinutes(parameters: PlanParameters, mode: HelpMode): number {
  switch (mode) {
    case 'remote':
      return parameters.poolRemoteMinutes;
    case 'on-site':
      return parameters.poolOnSiteMinutes;
  }
}
