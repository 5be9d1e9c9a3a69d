/** Where a station stands with its licence: one state, and flags beside it. Hub and till share it. */
import { addDays, anniversary, dateOfInstant, type PlainDate } from '../calendar.ts';
import {
  clockStanding,
  isTimeSigned,
  reckonedMs,
  type ClockEvidence,
  type ClockStanding,
} from './clock-evidence.ts';
import type { Entitlement } from './entitlement.ts';
import { grantedMaintenance, type Covered } from './granted-maintenance.ts';
import { bindingOf } from './hardware.ts';

/** States exclude each other. */
export const LICENCE_STATES = [
  'unlicensed',
  'active',
  'lapsed-reinstatable',
  'lapsed-new-licence',
  'revoked',
] as const;

export const LICENCE_FLAGS = ['clock-suspect', 'rebind-needed'] as const;

export type LicenceState = (typeof LICENCE_STATES)[number];
export type LicenceFlag = (typeof LICENCE_FLAGS)[number];

export interface LicenceFacts {
  /** Verified, and accepted by this till. */
  readonly entitlement?: Entitlement | undefined;
  readonly clockMs: number;
  readonly evidence: ClockEvidence;
  readonly clockToleranceMs: number;
  /** How long the agent has run without an entitlement, as journalled: no clock can shorten it. */
  readonly unlicensedMs: number;
  /** From the trust file. */
  readonly activationGraceDays: number;
  /** The hashes of the parts found in this computer, under its salt; undefined: none could be read. */
  readonly components?: readonly string[] | undefined;
}

export interface LicenceStatus {
  readonly state: LicenceState;
  readonly flags: readonly LicenceFlag[];
  readonly clock: ClockStanding;
  /** Whether a signed time has come since the clock was last set back. */
  readonly isTimeSigned: boolean;
  /** Running time left in which an unlicensed till sells. */
  readonly graceLeftMs: number;
  /** In the zone of the entitlement. */
  readonly today?: PlainDate | undefined;
  /** The last day that maintenance covers or covered. */
  readonly lastCoveredDay?: PlainDate | undefined;
  /** The day from which maintenance cannot be taken up again without a new licence. */
  readonly newLicenceFrom?: PlainDate | undefined;
}

/** What is written down of a status: all that does not change from day to day by itself. */
export interface LicenceStanding extends Pick<
  LicenceStatus,
  'state' | 'flags' | 'clock' | 'lastCoveredDay' | 'newLicenceFrom'
> {
  readonly newSales: boolean;
}

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Maintenance can be taken up again within so many calendar years, where no contract says else. */
export const REINSTATEMENT_YEARS = 3;

/** The same facts give the same status, at the hub and at the till. */
export function licenceStatus(facts: LicenceFacts): LicenceStatus {
  const { entitlement, evidence, clockMs } = facts;
  const clock = clockStanding(evidence, clockMs, facts.clockToleranceMs);
  return {
    ...(entitlement === undefined ? UNLICENSED : coverage(entitlement, facts)),
    flags: flagsOf(facts, clock),
    clock,
    isTimeSigned: isTimeSigned(evidence, clockMs),
    graceLeftMs: Math.max(0, facts.activationGraceDays * DAY_MS - facts.unlicensedMs),
  };
}

type Coverage = Pick<LicenceStatus, 'state' | 'today' | 'lastCoveredDay' | 'newLicenceFrom'>;

const UNLICENSED: Coverage = { state: 'unlicensed' };

function coverage(entitlement: Entitlement, { evidence, clockMs }: LicenceFacts): Coverage {
  const today = dateOfInstant(reckonedMs(evidence, clockMs), entitlement.zone);
  const uncoveredFrom = uncoveredDay(entitlement, today);
  const years = entitlement.contract?.parameters.reinstatementYears ?? REINSTATEMENT_YEARS;
  const newLicenceFrom = anniversary(uncoveredFrom, years * 12);
  const state = stateOn(today, entitlement, { uncoveredFrom, newLicenceFrom });
  return { state, today, lastCoveredDay: addDays(uncoveredFrom, -1), newLicenceFrom };
}

/**
 * The end of the cover that holds today, or of the last before today; intervals that touch are one
 * cover. Before the first interval nothing has lapsed yet, so its end is the one that counts. A licence
 * that never had any is without cover from the day it was installed.
 */
export function uncoveredDay(covered: Covered, today: PlainDate): PlainDate {
  const maintenance = grantedMaintenance(covered);
  const begun = maintenance.filter(({ from }, index) => index === 0 || from <= today);
  const reached = begun.at(-1)?.to ?? covered.installedOn;
  return maintenance.reduce((to, next) => (next.from === to ? next.to : to), reached);
}

function stateOn(
  today: PlainDate,
  { revocation }: Entitlement,
  days: { readonly uncoveredFrom: PlainDate; readonly newLicenceFrom: PlainDate },
): LicenceState {
  if (revocation !== undefined) return 'revoked';
  if (today < days.uncoveredFrom) return 'active';
  return today < days.newLicenceFrom ? 'lapsed-reinstatable' : 'lapsed-new-licence';
}

function flagsOf({ entitlement, components = [] }: LicenceFacts, clock: ClockStanding) {
  const flags: LicenceFlag[] = [];
  if (clock !== 'trusted') flags.push('clock-suspect');
  const binding = bindingOf(entitlement?.fingerprint, components);
  if (binding.kind === 'other') flags.push('rebind-needed');
  return flags;
}
