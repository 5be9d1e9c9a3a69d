/** Every condition a row of a plan may name, each answered by a calculator or a fact. */
import {
  accountOf,
  capacityOf,
  commitmentOf,
  isContractInForce,
  isOpenNow,
  isPaymentAgreed,
  isRegistered,
  isStationCovered,
  rateMinor,
  surchargeOf,
  walletGateMinor,
  type Case,
} from './case.ts';
import { creditsAfterwards, creditsAtHand, creditsWanted, minimumRise } from './credits.ts';
import { keepsLeadTime } from './lead-time.ts';
import { isReleaseInMaintenance, maintenanceStanding } from './maintenance.ts';
import { noticeOf } from './notice.ts';
import { isCertified, withOwners } from './parties.ts';
import type { Condition, SimpleCondition } from './plan.ts';
import {
  certifiedService,
  isServiceRevoked,
  type RoutingQuestion,
  type Service,
} from './routing.ts';

/** Whether a condition holds for a case. */
export function holds(of: Case, condition: Condition): boolean {
  const { request, facts } = of;
  switch (condition.is) {
    case 'not':
      return !holds(of, condition.that);
    case 'caller':
      return includes(condition.in, request.caller);
    case 'topic':
      return includes(condition.in, request.topic);
    case 'channel':
      return includes(condition.in, request.channel);
    case 'service-class':
      return includes(condition.in, request.serviceClass);
    case 'variant':
      return includes(condition.in, facts.contract?.variant);
    case 'timer':
      return request.timer === condition.of;
    case 'notice-by':
      return (request.noticeBy ?? 'customer') === condition.who;
    case 'maintenance':
      return condition.in.includes(maintenanceStanding(of));
    case 'accepted':
      return includes(request.accepted ?? [], condition.what);
    case 'account-empty':
      return accountOf(of, condition.account).available <= 0;
    default:
      return SIMPLE[condition.is](of);
  }
}

function includes<Value>(list: readonly Value[], value: Value | undefined): boolean {
  return value !== undefined && list.includes(value);
}

const SIMPLE: Readonly<Record<SimpleCondition, (of: Case) => boolean>> = {
  'distributor-registered': isRegistered,
  'payment-agreed': isPaymentAgreed,
  'order-registers': ({ request, parameters }) =>
    (request.licences ?? 0) >= parameters.licencesAtRegistration,
  'first-line-done': ({ request, parameters }) =>
    !parameters.requireFirstLineNote || (request.firstLineNote ?? '').trim() !== '',
  installed: (of) => maintenanceStanding(of) !== 'not-installed',
  'help-charged-after-years': ({ parameters }) => parameters.assistAfterYears === 'charge-both',
  'open-now': isOpenNow,
  'release-in-maintenance': isReleaseInMaintenance,
  'training-free': ({ facts, parameters }) =>
    facts.distributor !== undefined &&
    (facts.distributor.trainingsGiven ?? 0) < parameters.freeTrainings &&
    (facts.distributor.installations ?? 0) === 0,
  'commitment-short': (of) => (commitmentOf(of)?.short ?? 0) > 0,
  'contract-in-force': isContractInForce,
  'station-covered': isStationCovered,
  'over-capacity': (of) => (of.request.stations ?? 0) > capacityOf(of),
  'has-consent': ({ request }) => request.hasConsent === true,
  'notice-in-time': (of) => noticeOf(of)?.kind === 'ends',
  'for-conduct': ({ request }) => request.isForConduct === true,
  consumer: ({ facts }) => facts.customer?.isConsumer === true,
  complicated: ({ request }) => (request.complications ?? []).length > 0,
  'class-minimum-short': (of) => creditsAtHand(of) < creditsWanted(of),
  'surcharge-open': (of) =>
    surchargeOf(of) > 0 && of.request.accepted?.includes('surcharge') !== true,
  'dearer-class-open': (of) =>
    minimumRise(of) > 0 && of.request.accepted?.includes('dearer-class') !== true,
  'next-block-short': (of) => creditsAtHand(of) < creditsWanted(of),
  'balance-low': (of) => creditsAfterwards(of) < of.parameters.warnBelowCredits,
  'rate-set': (of) => rateMinor(of) !== undefined,
  'wallet-below-gate': (of) => {
    const gateMinor = walletGateMinor(of);
    return gateMinor !== undefined && accountOf(of, 'wallet').available < gateMinor;
  },
  'lead-time-short': (of) => !keepsLeadTime(of, of.request.slotMs ?? of.request.atMs),
  'collaborator-serves': (of) => serviceOf(of)?.collaborator !== undefined,
  serviced: (of) => serviceOf(of) !== undefined,
  'service-revoked': ({ facts, request }) =>
    facts.graph !== undefined && isServiceRevoked(facts.graph, questionOf({ facts }), request.atMs),
  group: isOfGroup,
  chosen: ({ request }) => request.chosen !== undefined,
  'chosen-certified': ({ request, facts }) =>
    request.chosen !== undefined &&
    facts.graph !== undefined &&
    isCertified(facts.graph, request.chosen, request.atMs),
  justified: ({ request }) => (request.justification ?? '').trim() !== '',
  approved: ({ request }) => request.isApproved === true,
  'lead-is-another': (of) => {
    const company = serviceOf(of)?.company;
    const { leadSource } = of.request;
    return company !== undefined && leadSource !== undefined && leadSource !== company;
  },
};

/** What is said of the customer, else what the graph says of the site's owners. */
function isOfGroup({ facts, request }: Case): boolean {
  const { customer, graph, site } = facts;
  if (customer?.isGroup !== undefined) return customer.isGroup;
  if (graph === undefined || site === undefined) return false;
  return withOwners(graph, site, request.atMs).some(({ kind }) => kind === 'group');
}

/** Who serves the site and is certified to: one who is not does not serve. */
export function serviceOf({ facts, request }: Case): Service | undefined {
  if (facts.graph === undefined) return undefined;
  return certifiedService(facts.graph, questionOf({ facts }), request.atMs);
}

/** What routing asks: which site, and for which product. */
export function questionOf({ facts }: Pick<Case, 'facts'>): RoutingQuestion {
  return { site: facts.site ?? '', product: facts.product };
}
