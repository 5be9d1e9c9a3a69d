/**
 * What a till has told its cashier beside what the hub says of the same request at the same instant.
 * The till's word stands; that it differs, in what and why is for people to know. Pure.
 */
import { decide } from '../../../agent/core/contract/decide.ts';
import type { Decision } from '../../../agent/core/contract/decision.ts';
import type { Plan } from '../../../agent/core/contract/plan.ts';
import type {
  ContractFacts,
  DecisionFacts,
  DecisionRequest,
} from '../../../agent/core/contract/request.ts';

export const DIFFERING_PARTS = ['outcome', 'route', 'time', 'cost', 'needs'] as const;
export type DifferingPart = (typeof DIFFERING_PARTS)[number];

/** What one end knew and the other did not. */
export const DIFFERENCE_CAUSES = [
  'plan',
  'contract',
  'prices',
  'relations',
  'hours',
  'licence',
  'balance',
] as const;
export type DifferenceCause = (typeof DIFFERENCE_CAUSES)[number];

export interface ToldDifference {
  readonly told: Decision;
  /** Undefined: no contract that the hub knows speaks of it. */
  readonly known: Decision | undefined;
  readonly parts: readonly DifferingPart[];
  /** The likely ones; none where nothing explains it. */
  readonly causes: readonly DifferenceCause[];
}

/** What a decision was made from, at one end. */
export interface Knowledge {
  readonly facts: DecisionFacts;
  readonly plan: Plan;
}

export interface Comparison {
  readonly request: DecisionRequest;
  readonly told: Decision;
  /** Undefined: the hub has no contract for it. */
  readonly hub: Knowledge | undefined;
  /** As far as the hub knows what the till had. */
  readonly till: { readonly [Part in keyof Knowledge]: Knowledge[Part] | undefined };
}

/** Undefined where both come to the same. */
export function toldDifference(comparison: Comparison): ToldDifference | undefined {
  const { request, told, hub } = comparison;
  const known = hub && decide(request, hub.facts, hub.plan);
  const parts = differingParts(told, known);
  if (parts.length === 0) return undefined;
  const causes =
    hub === undefined || known === undefined
      ? (['contract'] as const)
      : causesOf(comparison, { hub, known, parts });
  return isOnlySetAside(parts, causes) ? undefined : { told, known, parts, causes };
}

/** A till sets aside of what it was lent, the hub of the whole: that alone is no other word. */
function isOnlySetAside(
  parts: readonly DifferingPart[],
  causes: readonly DifferenceCause[],
): boolean {
  return parts.join() === 'cost' && causes.join() === 'balance';
}

/** In what two decisions differ, of what a cashier is told. */
function differingParts(told: Decision, known: Decision | undefined): readonly DifferingPart[] {
  if (known === undefined) return ['outcome'];
  return DIFFERING_PARTS.filter((part) => partOf(told, part) !== partOf(known, part));
}

/** A part as text, in which the order of what is said counts and what is not said is left out. */
function partOf(decision: Decision, part: DifferingPart): string {
  const { outcome, routeTo, scheduledAtMs, costLines, holds, needs } = decision;
  switch (part) {
    case 'outcome':
      return outcome;
    case 'route':
      return textOf([routeTo?.to, routeTo?.party, routeTo?.copyTo]);
    case 'time':
      return textOf([scheduledAtMs]);
    case 'cost':
      return textOf([
        ...costLines.map(({ code, quantity, unit, totalMinor, currency, payer }) => {
          return [code, quantity, unit, totalMinor, currency, payer];
        }),
        ...holds.map(({ account, amount }) => [account, amount]),
      ]);
    case 'needs':
      return textOf([needs?.what, needs?.accept]);
  }
}

function textOf(said: readonly unknown[]): string {
  return JSON.stringify(said);
}

interface Found {
  readonly hub: Knowledge;
  readonly known: Decision;
  readonly parts: readonly DifferingPart[];
}

/**
 * With one thing as the other end knew it, at least one part of what differs is as it was there: that
 * thing explains it. Where only several together do, those without which the till would have said
 * the same as the hub.
 */
function causesOf(
  { request, told, till }: Comparison,
  { hub, known, parts }: Found,
): readonly DifferenceCause[] {
  const { plan = hub.plan, facts = sparse(hub.facts, told) } = till;
  const there: Knowledge = { plan, facts };
  const isCause = (base: Knowledge, other: Knowledge, aim: Decision) => {
    const before = decide(request, base.facts, base.plan);
    return (cause: DifferenceCause): boolean => {
      const mixed = WITH[cause](base, other);
      const after = decide(request, mixed.facts, mixed.plan);
      return parts.some((part) => {
        const isLike = partOf(after, part) === partOf(aim, part);
        return isLike && partOf(before, part) !== partOf(aim, part);
      });
    };
  };
  const alone = DIFFERENCE_CAUSES.filter(isCause(hub, there, told));
  // A plan that only the till has is one more reason than can be tried out here.
  if (isOther(told, hub.plan) && till.plan === undefined) return ['plan', ...alone];
  const isSame = differingParts(told, decide(request, there.facts, there.plan)).length === 0;
  return alone.length > 0 || !isSame ? alone : DIFFERENCE_CAUSES.filter(isCause(there, hub, known));
}

function isOther({ plan, planVersion }: Decision, { id, version }: Plan): boolean {
  return plan !== id || planVersion !== version;
}

/** Of a till whose entitlement is not known: what it could promise, and the rest as the hub has it. */
function sparse(facts: DecisionFacts, { holds }: Decision): DecisionFacts {
  return { ...facts, accounts: promisedBy(holds) };
}

/** What a till has promised, it could promise. */
export function promisedBy(holds: Decision['holds']): NonNullable<DecisionFacts['accounts']> {
  return Object.fromEntries(holds.map(({ account, amount }) => [account, { available: amount }]));
}

type Mix = (base: Knowledge, other: Knowledge) => Knowledge;

/** The one end's knowledge with one thing as the other end has it. */
const WITH: Readonly<Record<DifferenceCause, Mix>> = {
  plan: ({ facts }, { plan }) => ({ facts, plan }),
  contract: withFacts(({ contract, customer }, base) => ({
    customer,
    contract: contract && { ...contract, contacts: base.contract?.contacts },
  })),
  prices: withFacts(({ prices }) => ({ prices })),
  relations: withFacts(({ graph, site, product, distributor, contract }, base) => ({
    graph,
    site,
    product,
    distributor,
    contract: withContacts(base.contract, contract),
  })),
  hours: withFacts(({ hours, closures, slots }) => ({ hours, closures, slots })),
  licence: withFacts(({ licence }) => ({ licence })),
  balance: withFacts(({ accounts }) => ({ accounts })),
};

function withFacts(of: (facts: DecisionFacts, base: DecisionFacts) => Partial<DecisionFacts>): Mix {
  return ({ facts, plan }, other) => ({ plan, facts: { ...facts, ...of(other.facts, facts) } });
}

function withContacts(
  contract: ContractFacts | undefined,
  other: ContractFacts | undefined,
): ContractFacts | undefined {
  return contract && { ...contract, contacts: other?.contacts };
}
