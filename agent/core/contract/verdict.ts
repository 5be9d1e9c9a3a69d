/** Turns the verdict of a row into a decision: amounts, instants and parties from the calculators. */
import { anotherStation, capacityAnswer } from './capacity.ts';
import {
  accountOf,
  commitmentOf,
  priceMinor,
  rateCode,
  surchargeOf,
  termRule,
  unitPriceMinor,
  walletGateMinor,
  type Case,
} from './case.ts';
import { creditsAtHand, creditsWanted, minimumRise } from './credits.ts';
import type { Answer, CostLine, Need, PricedOption } from './decision.ts';
import { heldOf } from './holds.ts';
import { nextOpening } from './hours.ts';
import { askedSlot, slotAfterLeadTime } from './lead-time.ts';
import { backYears, coverAfter, lastCoveredDay } from './maintenance.ts';
import { fixedEnd, noticeOf } from './notice.ts';
import { cheapestPacks } from './packs.ts';
import type { NeedKind, QuoteOption, Reason, ScheduleRule, Verdict } from './plan.ts';
import { HELP_MODES } from './request.ts';
import { routeOf } from './route-target.ts';
import { settlementOf } from './settlement.ts';
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
        options: offersOf(of, then),
        ...(then.to === undefined ? {} : { routeTo: routeOf(of, then.to, true) }),
        ...(then.reason === 'WALLET_BELOW_TWO_HOURS' ? { needs: needOf(of, 'recharge') } : {}),
        ...(then.reason === 'VERSION_AFTER_MAINTENANCE' ? { day: lastCoveredDay(of) } : {}),
      };
    case 'MANUAL':
      return manual(of, then);
    case 'CAPACITY':
      return capacityAnswer(of);
    case 'SETTLE':
      return settlementOf(of, then.by);
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

type Refusal = Extract<Verdict, { outcome: 'REFUSE' }>;
type Covered = Extract<Verdict, { outcome: 'COVERED' }>;
type Chargeable = Extract<Verdict, { outcome: 'CHARGEABLE' }>;
type Scheduled = Extract<Verdict, { outcome: 'SCHEDULE' }>;
type Manual = Extract<Verdict, { outcome: 'MANUAL' }>;

function coveredAnswer(of: Case, then: Covered): Answer {
  const { mode, minutes, checklist = [] } = then;
  const held = heldOf(of, then.hold);
  if (held === 'no-price') return unpriced(of, [rateCode(of.request.mode ?? 'remote')]);
  return {
    outcome: 'COVERED',
    checklist,
    ...held,
    reasons: [...reasonsOf(then), ...(held.reasons ?? [])],
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
  const held = heldOf(of, then.hold);
  if (held === 'no-price') {
    return unpriced(of, [...codes, rateCode(of.request.mode ?? 'remote')], reasons);
  }
  const isAccepted =
    then.accept === undefined || of.request.accepted?.includes(then.accept) === true;
  if (then.at !== undefined && instantOf(of, then.at) === undefined) {
    return { outcome: 'MANUAL', reasons };
  }
  return {
    outcome: 'CHARGEABLE',
    ...held,
    reasons: [...reasons, ...(held.reasons ?? [])],
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
  const held = heldOf(of, then.hold);
  if (held === 'no-price') return unpriced(of, [rateCode(of.request.mode ?? 'remote')]);
  const scheduledAtMs = instantOf(of, then.at);
  if (scheduledAtMs === undefined) return { outcome: 'MANUAL', reasons: reasonsOf(then) };
  return {
    outcome: 'SCHEDULE',
    scheduledAtMs,
    ...held,
    reasons: [...reasonsOf(then), ...(held.reasons ?? [])],
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
      return askedSlot(of);
  }
}

function needOf(of: Case, what: NeedKind): Need {
  switch (what) {
    case 'top-up': {
      const missing = Math.max(0, creditsWanted(of) - creditsAtHand(of));
      return { what, missing, packs: cheapestPacks(of.plan.packs, missing) };
    }
    case 'recharge': {
      const gateMinor = walletGateMinor(of) ?? 0;
      return { what, missing: Math.max(0, gateMinor - accountOf(of, 'wallet').available) };
    }
    case 'acceptance': {
      const rise = minimumRise(of);
      return rise > 0 && of.request.accepted?.includes('dearer-class') !== true
        ? { what, accept: 'dearer-class', missing: rise }
        : { what, accept: 'surcharge', missing: surchargeOf(of) };
    }
    case 'first-line-attempt':
    case 'installation':
    case 'payment-mandate':
    case 'consent':
    case 'justification':
      return { what };
  }
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

/** What would help; to a station that is not covered, what it costs to cover it. */
function offersOf(of: Case, { reason, offers }: Refusal): readonly PricedOption[] {
  if (offers === undefined && reason === 'STATION_NOT_COVERED') return anotherStation(of);
  return optionsOf(
    of,
    (offers ?? []).map((code) => ({ code })),
  );
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
  const day = of.request.kind === 'timer' ? fixedEnd(of) : verdict?.lastCoveredDay;
  if (day === undefined) return { outcome: 'MANUAL', reasons: ['NO_CONTRACT'] };
  return { outcome: 'END', day, cutOff: verdict?.cutOff };
}

/** For a notice that came too late, or a term that ran out with none. */
function renewed(of: Case, reasons: readonly Reason[]): Answer {
  return of.request.kind === 'notice' ? renewedByNotice(of, reasons) : renewedByTime(of, reasons);
}

function renewedByNotice(of: Case, reasons: readonly Reason[]): Answer {
  const verdict = noticeOf(of);
  if (verdict === undefined) return { outcome: 'MANUAL', reasons: ['NO_CONTRACT'] };
  const { lastCoveredDay: day, cutOff } = verdict;
  return { outcome: 'RENEWED', reasons, day, cutOff };
}

/** The timer comes after a term's last day: in the first term nothing has been renewed yet. */
function renewedByTime(of: Case, reasons: readonly Reason[]): Answer {
  const { facts, today } = of;
  if (facts.contract === undefined) return { outcome: 'MANUAL', reasons: ['NO_CONTRACT'] };
  const term = termAt(termRule(facts.contract, of), today);
  if (term === undefined || term.n === 1) return { outcome: 'MANUAL', reasons: ['NO_RULE'] };
  return facts.customer?.isConsumer === true
    ? { outcome: 'RENEWED', reasons }
    : { outcome: 'RENEWED', reasons, day: term.lastCoveredDay, cutOff: term.noticeCutOff };
}

/** What nobody used of a grant that runs out; both pools of a plan run out with its term. */
function expired(of: Case, account: 'credits' | 'wallet' | 'pool'): Answer {
  if (account === 'pool' && !of.parameters.poolExpires) return { outcome: 'EXPIRE', count: 0 };
  const names = account === 'pool' ? HELP_MODES.map((mode) => `pool-${mode}`) : [account];
  const holds = names
    .map((name) => ({ account: name, amount: of.facts.accounts?.[name]?.expiring ?? 0 }))
    .filter(({ amount }) => amount > 0);
  return { outcome: 'EXPIRE', holds, count: holds.reduce((sum, { amount }) => sum + amount, 0) };
}

function reasonsOf({ reason }: { readonly reason?: Reason | undefined }): readonly Reason[] {
  return reason === undefined ? [] : [reason];
}
