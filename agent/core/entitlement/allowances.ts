/**
 * What each state allows. A sale under way, the return of a customer's money, emptying and counting
 * are not in this table because nothing takes them away; maintenance that has lapsed never stops
 * sales.
 */
import type { LicenceState, LicenceStatus } from './licence-status.ts';

export interface Allowances {
  /** Whether a new sale may begin. */
  readonly newSales: boolean;
  /** A sale under way, money back, emptying and counting. */
  readonly moneyInHand: true;
  readonly newReleases: ReleaseAllowance;
  readonly support: SupportAllowance;
}

/** The stricter first. */
export const RELEASE_ALLOWANCES = [
  'none',
  /** By date, once a signed time has come. */
  'after-signed-time',
  'by-date',
] as const;

/** The stricter first. */
export const SUPPORT_ALLOWANCES = [
  /** Shows whom to call. */
  'call-vendor',
  /** Self-service: the machine has changed, and says so itself. */
  'rebind',
  /** A quote for a new licence. */
  'new-licence-quote',
  /** Reinstatement and assistance, charged; never without being asked for. */
  'chargeable',
  'per-contract',
] as const;

export type ReleaseAllowance = (typeof RELEASE_ALLOWANCES)[number];
export type SupportAllowance = (typeof SUPPORT_ALLOWANCES)[number];

/** The cells of the state; where a flag is up, the stricter cell of each column. */
export function allowances(status: LicenceStatus): Allowances {
  const { newReleases, support } = CELLS[status.state];
  const isSuspect = status.flags.includes('clock-suspect');
  const isUnbound = status.flags.includes('rebind-needed');
  const afterClock = isSuspect && !status.isTimeSigned ? 'after-signed-time' : 'by-date';
  return {
    newSales: maySell(status),
    moneyInHand: true,
    newReleases: stricter(RELEASE_ALLOWANCES, [
      newReleases,
      afterClock,
      isUnbound ? 'none' : 'by-date',
    ]),
    support: stricter(SUPPORT_ALLOWANCES, [support, isUnbound ? 'rebind' : 'per-contract']),
  };
}

const CELLS: Readonly<Record<LicenceState, Pick<Allowances, 'newReleases' | 'support'>>> = {
  unlicensed: { newReleases: 'none', support: 'call-vendor' },
  active: { newReleases: 'by-date', support: 'per-contract' },
  'lapsed-reinstatable': { newReleases: 'by-date', support: 'chargeable' },
  'lapsed-new-licence': { newReleases: 'by-date', support: 'new-licence-quote' },
  revoked: { newReleases: 'none', support: 'call-vendor' },
};

function maySell({ state, graceLeftMs }: LicenceStatus): boolean {
  switch (state) {
    case 'unlicensed':
      return graceLeftMs > 0;
    case 'revoked':
      return false;
    case 'active':
    case 'lapsed-reinstatable':
    case 'lapsed-new-licence':
      return true;
  }
}

function stricter<Cell>(order: readonly Cell[], cells: readonly Cell[]): Cell {
  return cells.reduce((a, b) => (order.indexOf(a) <= order.indexOf(b) ? a : b));
}
