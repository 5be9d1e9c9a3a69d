import type { LevelLimits } from '../core/cash/levels.ts';
import type { CashRounding } from '../core/cash/rounding.ts';
import type { OperatorRules } from '../core/operators/rights.ts';

/** What an installation decides for its till. */
export interface ShellSettings {
  readonly version: string;
  readonly till: string;
  readonly licence: LicenceSettings;
  readonly currency: string;
  readonly cashRounding?: CashRounding | undefined;
  readonly idleExpiryMs: number;
  /** How full each place may get; the defaults hold for a place that is not named. */
  readonly limits: Readonly<Record<string, LevelLimits>>;
  readonly operators: OperatorRules;
}

/** What this installation says of licences. */
export interface LicenceSettings {
  /** Whom an entitlement must name. */
  readonly station: string;
  readonly activationGraceDays: number;
  /** Of the trust file; undefined where there is none: then no entitlement can be believed. */
  readonly vendor: string | undefined;
  readonly isDemo: boolean;
}
