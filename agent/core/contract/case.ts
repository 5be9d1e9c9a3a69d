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
import { noticeVerdict, termAt, type NoticeVerdict, type TermRule } from './term.ts';
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
      ...defined({ channel, topic, serviceClass, mode }, request),
      caller: callerOf(request, facts),
    },
    facts,
    plan,
    parameters: parametersOf(plan.parameters, facts.contract?.parameters),
    calendar: {
      zone: plan.zone,
      weekly: plan.hours ?? ALWAYS,
      closures: [...plan.closures, ...(facts.closures ?? [])],
    },
    today: dateOfInstant(request.atMs, plan.zone),
  };
}

const ALWAYS = [{ days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, toMinute: 1_440 }];

/** What the plan says where the request says nothing. */
function defined(defaults: Partial<DecisionRequest>, request: DecisionRequest) {
  return Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [
      name,
      Object.entries(request).find(([key]) => key === name)?.[1] ?? value,
    ]),
  );
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
export function isContractInForce({ facts, parameters, today }: Case): boolean {
  const { contract } = facts;
  if (contract === undefined || today < contract.start) return false;
  if (contract.endsOn !== undefined) return today <= contract.endsOn;
  if (parameters.autoRenew) return true;
  return termAt(termRule(contract, parameters), today)?.n === 1;
}

/** What a notice does, by the day that counts; undefined where there is nothing to end. */
export function noticeOf({
  request,
  facts,
  parameters,
  plan,
  calendar,
}: Case): NoticeVerdict | undefined {
  const { contract } = facts;
  const { receivedMs = request.atMs, sentMs = receivedMs } = request;
  if (contract === undefined) return undefined;
  const countsMs = parameters.noticeDay === 'receipt' ? receivedMs : sentMs;
  const day = dateOfInstant(countsMs, plan.zone);
  const rule = termRule(contract, parameters);
  const term = termAt(rule, day);
  const isMoved =
    parameters.holidayRollForward === 'next-open-day' &&
    term !== undefined &&
    day > term.noticeCutOff &&
    !hasOpenDay(calendar, term.noticeCutOff, day);
  return noticeVerdict(rule, isMoved ? term.noticeCutOff : day, parameters.firstNotice);
}

/** Whether a working day lies in `[from, to)`: then a deadline does not move as far as `to`. */
function hasOpenDay(
  { weekly, closures }: CoverageCalendar,
  from: PlainDate,
  to: PlainDate,
): boolean {
  for (let day = from; day < to; day = addDays(day, 1)) {
    const isWorked = weekly.some(({ days }) => days.includes(weekday(day)));
    if (isWorked && !closures.includes(day)) return true;
  }
  return false;
}

export function termRule({ start }: ContractFacts, parameters: PlanParameters): TermRule {
  const { termMonths: months, noticeDays, includeAnniversaryDay } = parameters;
  return { start, months, noticeDays, includeAnniversaryDay };
}

export function isStationCovered({ request, facts }: Case): boolean {
  return (
    request.station !== undefined && facts.contract?.stations.includes(request.station) === true
  );
}

/** How many stations the variant that was bought may cover. */
export function capacityOf({ facts, plan, parameters }: Case): number {
  const variant = plan.variants.find(({ id }) => id === facts.contract?.variant);
  if (variant?.pricing === 'per-block') return parameters.blockStations;
  return facts.contract?.stationsMax ?? facts.contract?.stations.length ?? 0;
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
