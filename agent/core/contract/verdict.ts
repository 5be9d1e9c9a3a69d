/** Turns the verdict of a row into a decision: amounts, instants and parties from the calculators. */
import { anniversary } from '../calendar.ts';
import {
  accountKey,
  accountOf,
  capacityOf,
  classMinimum,
  commitmentOf,
  noticeOf,
  priceMinor,
  rateCode,
  rateMinor,
  surchargeOf,
  termRule,
  unitPriceMinor,
  walletGateMinor,
  type Case,
} from './case.ts';
import type { Answer, CostLine, Hold, Need, PricedOption } from './decision.ts';
import { nextOpening } from './hours.ts';
import { slotAfterLeadTime } from './lead-time.ts';
import { backYears, coverAfter, lastCoveredDay } from './maintenance.ts';
import { cheapestPacks } from './packs.ts';
import type { HoldRule, NeedKind, QuoteOption, Reason, ScheduleRule, Verdict } from './plan.ts';
import { routeOf } from './route-target.ts';
import { settlementOf } from './settlement.ts';
import { hourlyMinor, stationsYearMinor } from './tariff.ts';
import { termAt } from './term.ts';
import { tierQuantity } from './volume.ts';

export function answerOf(of: Case, then: Verdict): Answer {
  switch (then.outcome) {
    case 'COVERED':
      return coveredAnswer(of, then);
    case 'CHARGEABLE':
      return chargeable(of, then);
    case 'ROUTE':
      return {
        outcome: 'ROUTE',
        reasons: reasonsOf(then),
        routeTo: routeOf(of, then.to, then.isProposal !== true),
      };
    case 'SCHEDULE':
      return scheduled(of, then);
    case 'NEEDS':
      return { outcome: 'NEEDS', reasons: reasonsOf(then), needs: needOf(of, then.what) };
    case 'QUOTE':
      return quote(of, then.options, reasonsOf(then));
    case 'REFUSE':
      return {
        outcome: 'REFUSE',
        reasons: [then.reason],
        options: optionsOf(
          of,
          (then.offers ?? []).map((code) => ({ code })),
        ),
        ...(then.to === undefined ? {} : { routeTo: routeOf(of, then.to, true) }),
        ...(then.reason === 'WALLET_BELOW_TWO_HOURS' ? { needs: needOf(of, 'recharge') } : {}),
        ...(then.reason === 'VERSION_AFTER_MAINTENANCE' ? { day: lastCoveredDay(of) } : {}),
      };
    case 'MANUAL':
      return manual(of, then);
    case 'CAPACITY':
      return capacity(of);
    case 'SETTLE':
      return settlementOf(of, then.by);
    case 'NOTIFY':
      return notify(of, then.reason);
    case 'FLAG':
      return flag(of, then.reason);
    case 'END':
      return ended(of);
    case 'RENEWED':
      return renewed(of, reasonsOf(then));
    case 'EXPIRE':
      return expired(of, then.account);
  }
}

type Covered = Extract<Verdict, { outcome: 'COVERED' }>;
type Chargeable = Extract<Verdict, { outcome: 'CHARGEABLE' }>;
type Scheduled = Extract<Verdict, { outcome: 'SCHEDULE' }>;
type Manual = Extract<Verdict, { outcome: 'MANUAL' }>;

function coveredAnswer(of: Case, then: Covered): Answer {
  const { mode, minutes, hold, checklist = [] } = then;
  const held = hold === undefined ? NO_HOLD : heldOf(of, hold);
  if (held === 'no-price') return unpriced(of, [rateCode(of.request.mode ?? 'remote')]);
  return {
    outcome: 'COVERED',
    reasons: reasonsOf(then),
    checklist,
    ...held,
    ...(mode === undefined ? {} : { mode }),
    ...(minutes === undefined ? {} : { minutes: of.parameters.trainingMinutes }),
  };
}

function chargeable(of: Case, then: Chargeable): Answer {
  const reasons = reasonsOf(then);
  const codes = [...then.lines, ...backCodes(of, then)];
  const lines = [
    ...then.lines.map((code) => lineOf(of, { code, quantity: 1, payer: then.payer })),
    ...backCodes(of, then).map((code) =>
      lineOf(of, { code, quantity: backYears(of), payer: then.payer }),
    ),
  ];
  if (lines.includes(undefined)) return unpriced(of, codes, reasons);
  const held = then.hold === undefined ? NO_HOLD : heldOf(of, then.hold);
  if (held === 'no-price') return unpriced(of, codes, reasons);
  const isAccepted =
    then.accept === undefined || of.request.accepted?.includes(then.accept) === true;
  if (then.at !== undefined && instantOf(of, then.at) === undefined) {
    return { outcome: 'MANUAL', reasons };
  }
  return {
    outcome: 'CHARGEABLE',
    reasons,
    ...held,
    costLines: [...lines.flatMap((line) => line ?? []), ...held.costLines],
    ...(then.cover === undefined ? {} : { cover: coverAfter(of, then.cover) }),
    ...(isAccepted ? helpAfter(of, then) : { needs: { what: 'acceptance', accept: then.accept } }),
  };
}

/** Years of the gap that are charged beside maintenance taken up again. */
function backCodes(of: Case, { cover }: Chargeable): readonly string[] {
  return cover === 'reinstatement' && backYears(of) > 0 ? ['maintenance-year'] : [];
}

/** Nothing is promised before whoever pays has accepted; then it is given as if covered. */
function helpAfter(of: Case, then: Chargeable): Partial<Answer> {
  const { mode, at } = then;
  if (at === undefined) return mode === undefined ? {} : { mode };
  const scheduledAtMs = instantOf(of, at);
  const isLater = at === 'by-hours' && scheduledAtMs !== of.request.atMs;
  return {
    ...(mode === undefined ? {} : { mode }),
    scheduledAtMs,
    ...(isLater ? { via: 'answer', reasons: [...reasonsOf(then), 'OUTSIDE_HOURS'] } : {}),
  };
}

/** A person decides: whose decision it is, and what could be proposed and offered. */
function manual(of: Case, then: Manual): Answer {
  const { to, groupPrice } = then;
  return {
    outcome: 'MANUAL',
    reasons: reasonsOf(then),
    ...(to === undefined ? {} : { routeTo: routeOf(of, to, false) }),
    ...(groupPrice === undefined ? {} : { options: groupOptions(of, groupPrice) }),
  };
}

/** The orders of a group, each at the tier that its purchase has earned. */
function groupOptions(of: Case, code: string): readonly PricedOption[] {
  const purchase = of.facts.groupPurchase;
  return (purchase?.orders ?? []).map((order) => {
    const { implementer: party, licences } = order;
    const quantity = purchase === undefined ? licences : tierQuantity(purchase, order);
    const unitMinor = unitPriceMinor(of, code, quantity);
    const option = { code, licences, party };
    return unitMinor === undefined ? option : { ...option, priceMinor: unitMinor * licences };
  });
}

function scheduled(of: Case, then: Scheduled): Answer {
  const held = then.hold === undefined ? NO_HOLD : heldOf(of, then.hold);
  if (held === 'no-price') return unpriced(of, [rateCode(of.request.mode ?? 'remote')]);
  const scheduledAtMs = instantOf(of, then.at);
  if (scheduledAtMs === undefined) return { outcome: 'MANUAL', reasons: reasonsOf(then) };
  return {
    outcome: 'SCHEDULE',
    reasons: reasonsOf(then),
    scheduledAtMs,
    ...held,
    ...(then.via === undefined ? {} : { via: then.via }),
  };
}

function instantOf(of: Case, rule: ScheduleRule): number | undefined {
  const { request, calendar } = of;
  switch (rule) {
    case 'by-hours':
    case 'next-opening':
      return nextOpening(calendar, request.atMs);
    case 'after-lead-time':
      return slotAfterLeadTime(of);
    case 'asked-slot':
      return request.slotMs;
  }
}

interface Held {
  readonly holds: readonly Hold[];
  readonly costLines: readonly CostLine[];
}

const NO_HOLD: Held = { holds: [], costLines: [] };

function heldOf(of: Case, rule: HoldRule): Held | 'no-price' {
  switch (rule) {
    case 'class-minimum': {
      const amount = classMinimum(of) + surchargeOf(of);
      return { holds: amount > 0 ? [{ account: 'credits', amount }] : [], costLines: [] };
    }
    case 'wallet-gate': {
      const amount = walletGateMinor(of);
      return amount === undefined
        ? 'no-price'
        : { holds: [{ account: 'wallet', amount }], costLines: [] };
    }
    case 'pool-then-wallet':
      return poolThenWallet(of);
  }
}

/** What the pool covers, and the rest at the rate of the mode from the wallet (E40). */
function poolThenWallet(of: Case): Held | 'no-price' {
  const pool = accountOf(of, 'pool').available;
  const wanted = of.request.minutes ?? pool;
  const fromPool = Math.min(pool, wanted);
  const account = accountKey(of, 'pool');
  const holds = fromPool > 0 ? [{ account, amount: fromPool }] : [];
  const rest = wanted - fromPool;
  if (rest === 0) return { holds, costLines: [] };
  const rate = rateMinor(of);
  if (rate === undefined) return 'no-price';
  const totalMinor = hourlyMinor(rest, rate);
  const code = rateCode(of.request.mode ?? 'remote');
  const line = { code, quantity: rest, unit: 'minute', totalMinor, payer: 'customer' } as const;
  return {
    holds: [...holds, { account: 'wallet', amount: totalMinor }],
    costLines: [{ ...line, currency: of.plan.currency }],
  };
}

function needOf(of: Case, what: NeedKind): Need {
  switch (what) {
    case 'top-up': {
      const { available, held = 0 } = accountOf(of, 'credits');
      const missing = Math.max(1, wantedCredits(of) - available - held);
      return { what, missing, packs: cheapestPacks(of.plan.packs, missing) };
    }
    case 'recharge': {
      const gateMinor = walletGateMinor(of) ?? 0;
      return { what, missing: Math.max(0, gateMinor - accountOf(of, 'wallet').available) };
    }
    case 'acceptance':
      return { what, accept: 'surcharge', missing: surchargeOf(of) };
    case 'first-line-attempt':
    case 'installation':
    case 'payment-mandate':
    case 'consent':
    case 'justification':
      return { what };
  }
}

/** While the work goes on, the next block; before it, the minimum and an accepted surcharge. */
function wantedCredits(of: Case): number {
  if (of.request.kind === 'work') return (of.request.used ?? 0) + of.parameters.creditBlock;
  const isAccepted = of.request.accepted?.includes('surcharge') === true;
  return classMinimum(of) + (isAccepted ? surchargeOf(of) : 0);
}

function lineOf(
  of: Case,
  { code, quantity, payer }: Pick<CostLine, 'code' | 'quantity' | 'payer'>,
): CostLine | undefined {
  const unitMinor = priceMinor(of, code);
  if (unitMinor === undefined) return undefined;
  const totalMinor = unitMinor * quantity;
  return { code, quantity, unit: 'piece', totalMinor, currency: of.plan.currency, payer };
}

/** A price that nobody has set is a quote, never 0 (E52). */
function unpriced(of: Case, codes: readonly string[], reasons: readonly Reason[] = []): Answer {
  return quote(
    of,
    codes.map((code) => ({ code })),
    [...reasons, 'PRICE_NOT_SET'],
  );
}

function quote(of: Case, options: readonly QuoteOption[], reasons: readonly Reason[]): Answer {
  return { outcome: 'QUOTE', reasons, options: optionsOf(of, options) };
}

/** For all the licences of an option, at the price of so many. */
function optionsOf(of: Case, options: readonly QuoteOption[]): readonly PricedOption[] {
  return options.map(({ code, licences: said }) => {
    const licences = said === 'integrationLicences' ? of.parameters.integrationLicences : said;
    const option = licences === undefined ? { code } : { code, licences };
    const unitMinor = unitPriceMinor(of, code, licences ?? 1);
    return unitMinor === undefined
      ? option
      : { ...option, priceMinor: unitMinor * (licences ?? 1) };
  });
}

/** More stations than the plan covers: what it would cost; those it covers stay covered (E51). */
function capacity(of: Case): Answer {
  const { request, facts, plan, parameters } = of;
  const variant = plan.variants.find(({ id }) => id === facts.contract?.variant);
  const code = variant?.yearPrice ?? '';
  const yearMinor = priceMinor(of, code);
  const stations = request.stations ?? 0;
  const reasons = ['OVER_CAPACITY'] as const;
  if (variant === undefined || yearMinor === undefined) return unpriced(of, [code]);
  const extraStationMinor = plan.variants
    .filter(({ pricing }) => pricing === 'per-station')
    .flatMap(({ yearPrice }) => (yearPrice === undefined ? [] : (priceMinor(of, yearPrice) ?? [])))
    .at(0);
  const band = {
    pricing: variant.pricing ?? 'per-station',
    yearMinor,
    stationsMax: parameters.blockStations,
    extraStationMinor,
  };
  const totalMinor = stationsYearMinor(band, stations, parameters.overCapacity);
  const count = capacityOf(of);
  if (totalMinor === 'quote') return { ...quote(of, [{ code }], reasons), count };
  const line = { code, quantity: stations, unit: 'year', totalMinor, payer: 'customer' } as const;
  return {
    outcome: 'CHARGEABLE',
    reasons,
    costLines: [{ ...line, currency: plan.currency }],
    needs: { what: 'acceptance', accept: 'dearer-class' },
    count,
  };
}

function notify(of: Case, reason: Reason): Answer {
  return { outcome: 'NOTIFY', reasons: [reason], count: accountOf(of, 'credits').available };
}

function flag(of: Case, reason: Reason): Answer {
  const year = commitmentOf(of);
  return {
    outcome: 'FLAG',
    reasons: [reason],
    ...(year === undefined ? {} : { count: year.short, day: year.lastDay }),
  };
}

function ended(of: Case): Answer {
  const verdict = noticeOf(of);
  if (verdict === undefined) return { outcome: 'MANUAL', reasons: ['NO_CONTRACT'] };
  return { outcome: 'END', day: verdict.lastCoveredDay, cutOff: verdict.cutOff };
}

/** For a notice that came too late, or a term that ran out with none. */
function renewed(of: Case, reasons: readonly Reason[]): Answer {
  const { request, facts, parameters, today } = of;
  if (facts.contract === undefined) return { outcome: 'MANUAL', reasons: ['NO_CONTRACT'] };
  if (request.kind === 'notice') {
    const verdict = noticeOf(of);
    const { lastCoveredDay: day, cutOff } = verdict ?? {};
    return { outcome: 'RENEWED', reasons, day, cutOff };
  }
  const rule = termRule(facts.contract, parameters);
  const day = termAt(rule, today)?.lastCoveredDay ?? anniversary(facts.contract.start, rule.months);
  return { outcome: 'RENEWED', reasons, day };
}

function expired(of: Case, account: 'credits' | 'wallet' | 'pool'): Answer {
  return { outcome: 'EXPIRE', count: accountOf(of, account).expiring ?? 0 };
}

function reasonsOf({ reason }: { readonly reason?: Reason | undefined }): readonly Reason[] {
  return reason === undefined ? [] : [reason];
}
