/** A request with all that bears on it, and what follows from it before any row is looked at. */
import { addDays, dateOfInstant, weekday, type PlainDate } from '../calendar.ts';
import { callerOf } from './caller.ts';
import { commitmentYear, type CommitmentRule, type CommitmentYear } from './commitment.ts';
import { isOpen, type CoverageCalendar } from './hours.ts';
import { parametersOf, type PlanParameters } from './parameters.ts';
import type { AccountName, Plan } from './plan.ts';
import type {
  AccountFacts,
  ContractFacts,
  DecisionFacts,
  DecisionRequest,
  HelpMode,
  ServiceClass,
} from './request.ts';
import { hourlyMinor } from './tariff.ts';
import { termAt, type TermRule } from './term.ts';
import { volumePrice } from './volume.ts';

export interface Case {
  readonly request: DecisionRequest;
  readonly facts: DecisionFacts;
  readonly plan: Plan;
  readonly parameters: PlanParameters;
  readonly calendar: CoverageCalendar;
  /** The day of the request in the vendor's zone. */
  readonly today: PlainDate;
}

export function caseOf(request: DecisionRequest, facts: DecisionFacts, plan: Plan): Case {
  const { channel, topic, serviceClass, mode } = plan.helpDefaults;
  return {
    request: {
      ...request,
      channel: request.channel ?? channel,
      topic: request.topic ?? topic,
      serviceClass: request.serviceClass ?? classFor(request, serviceClass),
      mode: request.mode ?? mode,
      caller: callerOf(request, facts),
    },
    facts,
    plan,
    parameters: parametersOf(plan.parameters, facts.contract?.parameters),
    calendar: calendarOf(plan, facts),
    today: dateOfInstant(request.atMs, plan.zone),
  };
}

/** When somebody is there, by a plan and what the vendor has published beside it. */
export function calendarOf(
  { zone, hours = ALWAYS, closures }: Plan,
  facts: Pick<DecisionFacts, 'hours' | 'closures'>,
): CoverageCalendar {
  return {
    zone,
    weekly: facts.hours ?? hours,
    closures: [...closures, ...(facts.closures ?? [])],
  };
}

const ALWAYS = [{ days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, toMinute: 1_440 }];

/** A security update is one of its own class, where nobody has named another. */
function classFor({ topic }: DecisionRequest, usual: ServiceClass | undefined) {
  return usual !== undefined && topic === 'security-update' ? 'security-update' : usual;
}

export function isOpenNow({ calendar, request }: Case): boolean {
  return isOpen(calendar, request.atMs);
}

export function isRegistered(of: Case): boolean {
  const { distributor } = of.facts;
  return (
    isPaymentAgreed(of) &&
    distributor !== undefined &&
    distributor.firstOrderLicences >= of.parameters.licencesAtRegistration &&
    (distributor.registeredOn === undefined || distributor.registeredOn <= of.today)
  );
}

/** A mandate is enough by itself; another way of paying counts once it is known who agreed to it. */
export function isPaymentAgreed({ facts }: Pick<Case, 'facts'>): boolean {
  switch (facts.distributor?.payment) {
    case 'mandate':
      return true;
    case 'agreed-alternative':
      return (facts.distributor.paymentAgreedBy ?? '').trim() !== '';
    case undefined:
      return false;
  }
}

/** The commitment year that closed last, for the timer; the running one for anything else. */
export function commitmentOf({
  facts,
  parameters,
  request,
  today,
}: Case): CommitmentYear | undefined {
  const { distributor } = facts;
  if (distributor?.registeredOn === undefined) return undefined;
  const { registeredOn, purchases = [] } = distributor;
  const rule = commitmentRule(parameters);
  const running = commitmentYear(rule, { registeredOn, purchases }, today);
  if (request.kind !== 'timer' || running === undefined) return running;
  return commitmentYear(rule, { registeredOn, purchases }, addDays(running.from, -1));
}

function commitmentRule(parameters: PlanParameters): CommitmentRule {
  return {
    perYear: parameters.licencesPerYear,
    commitYear: parameters.commitYear,
    countsInitialOrder: parameters.countsInitialOrder,
    countsIntegrationOrders: parameters.countsIntegrationOrders,
  };
}

/** Whether the contract covers today. One that renews itself goes on until somebody has ended it. */
export function isContractInForce(of: Case): boolean {
  const { parameters, today } = of;
  const { contract } = of.facts;
  if (contract === undefined || today < contract.start) return false;
  if (contract.endsOn !== undefined) return today <= contract.endsOn;
  if (parameters.autoRenew) return true;
  return termAt(termRule(contract, of), today)?.n === 1;
}

/** How the terms of a contract run; closed days count for deadlines only where the parameters say so. */
export function termRule({ start }: ContractFacts, { parameters, calendar }: TermCase): TermRule {
  const { noticeDays, noticeMonths, includeAnniversaryDay, holidayRollForward } = parameters;
  const months = parameters.termMonths;
  const rule = { start, months, noticeDays, noticeMonths, includeAnniversaryDay };
  if (holidayRollForward === 'none') return rule;
  return { ...rule, isWorkingDay: (day) => isWorkingDay(calendar, day) };
}

type TermCase = Pick<Case, 'parameters' | 'calendar'>;

function isWorkingDay({ weekly, closures }: CoverageCalendar, day: PlainDate): boolean {
  return weekly.some(({ days }) => days.includes(weekday(day))) && !closures.includes(day);
}

export function isStationCovered({ request, facts }: Case): boolean {
  return (
    request.station !== undefined && facts.contract?.stations.includes(request.station) === true
  );
}

/** How many stations the variant that was bought may cover. */
export function capacityOf({ facts, plan, parameters }: Case): number {
  const variant = plan.variants.find(({ id }) => id === facts.contract?.variant);
  const bought = facts.contract?.stationsMax ?? facts.contract?.stations.length ?? 0;
  return variant?.pricing === 'per-block' ? Math.max(bought, parameters.blockStations) : bought;
}

/** What an account holds for this request: what is free and what its ticket holds already. */
export function accountOf({ facts, request }: Case, name: AccountName): AccountFacts {
  const key = name === 'pool' ? `pool-${request.mode ?? 'remote'}` : name;
  return facts.accounts?.[key] ?? { available: 0 };
}

/** The account's own name in the ledger: each mode has its pool. */
export function accountKey({ request }: Case, name: AccountName): string {
  return name === 'pool' ? `pool-${request.mode ?? 'remote'}` : name;
}

/** What is held at least for the class that was asked for. */
export function classMinimum({ request, parameters }: Case): number {
  return minimumOf(request.serviceClass ?? 'consultation', parameters);
}

export function minimumOf(serviceClass: ServiceClass, parameters: PlanParameters): number {
  switch (serviceClass) {
    case 'consultation':
      return parameters.consultationMinimum;
    case 'intervention':
      return parameters.interventionMinimum;
    case 'security-update':
      return parameters.securityUpdateCredits;
  }
}

export function surchargeOf({ request, parameters }: Case): number {
  switch (request.channel) {
    case 'phone':
      return parameters.phoneSurchargeCredits;
    case 'video':
      return parameters.videoSurchargeCredits;
    case 'e-mail':
    case 'remote-session':
    case 'portal':
    case 'chat':
    case undefined:
      return 0;
  }
}

/** The rate of an hour in minor units; undefined: nobody has set one. */
export function rateMinor({ request, facts, plan }: Case): number | undefined {
  return priceMinor({ facts, plan }, rateCode(request.mode ?? 'remote'));
}

export function rateCode(mode: HelpMode): string {
  return `hour-${mode}`;
}

export function priceMinor(
  { facts, plan }: Pick<Case, 'facts' | 'plan'>,
  code: string,
): number | undefined {
  const prices = new Map([...Object.entries(plan.prices), ...Object.entries(facts.prices ?? {})]);
  return prices.get(code);
}

/** What one costs where so many are bought: by volume, where tiers reach so low, else the plain price. */
export function unitPriceMinor(of: Case, code: string, quantity: number): number | undefined {
  const tiers = of.facts.volumePrices?.[code] ?? [];
  return volumePrice(tiers, quantity) ?? priceMinor(of, code);
}

/** What a wallet must hold before help is given; undefined where the rate is not set. */
export function walletGateMinor(of: Case): number | undefined {
  const rate = rateMinor(of);
  return rate === undefined ? undefined : hourlyMinor(of.parameters.walletGateHours * 60, rate);
}
