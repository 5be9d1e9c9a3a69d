/**
 * Every question a contract may leave open, by name, with the reading that is taken where nobody says
 * otherwise (contracts.md 1.1 to 1.6). A plan states those that matter to it; a contract may differ.
 */
import type { FirstNotice } from './term.ts';
import type { OverCapacity } from './tariff.ts';

export interface PlanParameters {
  /** Months of free maintenance from the installation. */
  readonly freeMonths: number;
  /** After so many calendar years without maintenance it takes a new licence. */
  readonly reinstatementYears: number;
  /** Whether maintenance decides which releases may come, or everybody gets all of them. */
  readonly updates: 'by-maintenance' | 'always';
  /** Where maintenance that is taken up again begins. */
  readonly reinstateFrom: 'now' | 'lapse';
  readonly backCharge: boolean;
  /** Whether help after the reinstatement years needs a new licence, or is charged as before them. */
  readonly assistAfterYears: 'require-new-licence' | 'charge-both';
  readonly requireFirstLineNote: boolean;
  readonly freeTrainings: number;
  readonly trainingMinutes: number;
  /** Licences in the order a distributor registers with. */
  readonly licencesAtRegistration: number;
  readonly licencesPerYear: number;
  readonly commitYear: 'anniversary' | 'calendar';
  readonly countsInitialOrder: boolean;
  readonly countsIntegrationOrders: boolean;
  readonly integrationLicences: number;
  readonly overCapacity: OverCapacity;
  /** Stations of one block of a plan that is priced by blocks. */
  readonly blockStations: number;
  readonly termMonths: number;
  readonly noticeDays: number;
  /** Beside the days; a notice may be longer than a term. */
  readonly noticeMonths: number;
  readonly firstNotice: FirstNotice;
  /** Which day of a notice counts. */
  readonly noticeDay: 'receipt' | 'sending';
  readonly includeAnniversaryDay: boolean;
  readonly holidayRollForward: 'none' | 'next-open-day';
  /** Months within which a consumer may end a contract that has renewed itself. */
  readonly consumerNoticeMonths: number;
  /** Whether a contract that nobody ends goes on for another term. */
  readonly autoRenew: boolean;
  readonly consultationMinimum: number;
  readonly interventionMinimum: number;
  readonly securityUpdateCredits: number;
  readonly creditBlock: number;
  readonly phoneSurchargeCredits: number;
  readonly videoSurchargeCredits: number;
  readonly warnBelowCredits: number;
  readonly registrationMonths: number;
  readonly holdProtects: boolean;
  /** Minutes of which every begun one is charged. */
  readonly billingIncrement: number;
  /** Hours a wallet must cover before help is given; it is a gate, not a charge. */
  readonly walletGateHours: number;
  readonly leadHours: number;
  /** How the lead time is counted: as time that passes, as covered time, or as the wall clock reads. */
  readonly leadClock: 'elapsed' | 'covered' | 'wall';
  readonly poolExpires: boolean;
  readonly poolRemoteMinutes: number;
  readonly poolOnSiteMinutes: number;
  /** What a request gets that no rule speaks of. */
  readonly silence: 'manual' | 'quote';
}

export type ParameterName = keyof PlanParameters;

/** What may be written for a parameter. */
export type ParameterSpec =
  | { readonly type: 'choice'; readonly choices: readonly string[] }
  | { readonly type: 'count'; readonly min: number; readonly max: number }
  | { readonly type: 'boolean' };

const COUNT_MAX = 100_000;
const count: ParameterSpec = { type: 'count', min: 0, max: COUNT_MAX };
const positive: ParameterSpec = { type: 'count', min: 1, max: COUNT_MAX };
const boolean: ParameterSpec = { type: 'boolean' };

export const PARAMETER_SPECS: Readonly<Record<ParameterName, ParameterSpec>> = {
  freeMonths: count,
  reinstatementYears: { type: 'count', min: 0, max: 100 },
  updates: { type: 'choice', choices: ['by-maintenance', 'always'] },
  reinstateFrom: { type: 'choice', choices: ['now', 'lapse'] },
  backCharge: boolean,
  assistAfterYears: { type: 'choice', choices: ['require-new-licence', 'charge-both'] },
  requireFirstLineNote: boolean,
  freeTrainings: count,
  trainingMinutes: positive,
  licencesAtRegistration: count,
  licencesPerYear: count,
  commitYear: { type: 'choice', choices: ['anniversary', 'calendar'] },
  countsInitialOrder: boolean,
  countsIntegrationOrders: boolean,
  integrationLicences: count,
  overCapacity: { type: 'choice', choices: ['quote', 'second-block', 'block-and-flat'] },
  blockStations: positive,
  termMonths: { type: 'count', min: 1, max: 1_200 },
  noticeDays: { type: 'count', min: 0, max: 3_660 },
  noticeMonths: { type: 'count', min: 0, max: 120 },
  firstNotice: { type: 'choice', choices: ['beforeMinTermEnd', 'afterMinTerm'] },
  noticeDay: { type: 'choice', choices: ['receipt', 'sending'] },
  includeAnniversaryDay: boolean,
  holidayRollForward: { type: 'choice', choices: ['none', 'next-open-day'] },
  consumerNoticeMonths: { type: 'count', min: 0, max: 12 },
  autoRenew: boolean,
  consultationMinimum: count,
  interventionMinimum: count,
  securityUpdateCredits: count,
  creditBlock: positive,
  phoneSurchargeCredits: count,
  videoSurchargeCredits: count,
  warnBelowCredits: count,
  registrationMonths: { type: 'count', min: 1, max: 1_200 },
  holdProtects: boolean,
  billingIncrement: positive,
  walletGateHours: count,
  leadHours: count,
  leadClock: { type: 'choice', choices: ['elapsed', 'covered', 'wall'] },
  poolExpires: boolean,
  poolRemoteMinutes: count,
  poolOnSiteMinutes: count,
  silence: { type: 'choice', choices: ['manual', 'quote'] },
};

export const PARAMETER_DEFAULTS: PlanParameters = {
  freeMonths: 12,
  reinstatementYears: 3,
  updates: 'by-maintenance',
  reinstateFrom: 'now',
  backCharge: false,
  assistAfterYears: 'require-new-licence',
  requireFirstLineNote: false,
  freeTrainings: 0,
  trainingMinutes: 90,
  licencesAtRegistration: 0,
  licencesPerYear: 0,
  commitYear: 'anniversary',
  countsInitialOrder: true,
  countsIntegrationOrders: true,
  integrationLicences: 0,
  overCapacity: 'quote',
  blockStations: 5,
  termMonths: 12,
  noticeDays: 14,
  noticeMonths: 0,
  firstNotice: 'beforeMinTermEnd',
  noticeDay: 'receipt',
  includeAnniversaryDay: false,
  holidayRollForward: 'none',
  consumerNoticeMonths: 1,
  autoRenew: false,
  consultationMinimum: 0,
  interventionMinimum: 0,
  securityUpdateCredits: 0,
  creditBlock: 15,
  phoneSurchargeCredits: 0,
  videoSurchargeCredits: 0,
  warnBelowCredits: 0,
  registrationMonths: 12,
  holdProtects: true,
  billingIncrement: 1,
  walletGateHours: 2,
  leadHours: 0,
  leadClock: 'elapsed',
  poolExpires: true,
  poolRemoteMinutes: 0,
  poolOnSiteMinutes: 0,
  silence: 'manual',
};

/** Whether every name is that of a parameter, and every value one that it may have. */
export function areParameters(value: unknown): value is Partial<PlanParameters> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const specs = new Map<string, ParameterSpec>(Object.entries(PARAMETER_SPECS));
  return Object.entries(value).every(([name, each]) => isAllowed(specs.get(name), each));
}

function isAllowed(spec: ParameterSpec | undefined, value: unknown): boolean {
  switch (spec?.type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'choice':
      return typeof value === 'string' && spec.choices.includes(value);
    case 'count':
      return Number.isInteger(value) && spec.min <= Number(value) && Number(value) <= spec.max;
    case undefined:
      return false;
  }
}

/** The parameters in force: what the contract says, else the plan, else the default. */
export function parametersOf(
  ...layers: readonly (Partial<PlanParameters> | undefined)[]
): PlanParameters {
  return layers.reduce<PlanParameters>(
    (below, layer) => ({ ...below, ...layer }),
    PARAMETER_DEFAULTS,
  );
}
