/**
 * The plans a till was sent beside those that come with the program. Of each it keeps the newest
 * version, and the one its contract names as long as it does: a new plan comes before the contract
 * that is agreed under it, and decides nothing until then.
 */
import { canonicalJson } from '../canonical/canonical-json.ts';
import type { DocumentRefusal } from '../entitlement/refusal.ts';
import type { Plan } from './plan.ts';

/** What names one version of a plan. */
export interface PlanVersion {
  readonly id: string;
  readonly version: number;
}

export interface HeldPlan extends PlanVersion {
  /** The signed text it came in. */
  readonly document: string;
  /** It is never read back as it is, but unsealed from `document` at each start; absent: not believed. */
  readonly plan?: Plan | undefined;
}

export type PlanRefusal =
  | DocumentRefusal
  /** Another content under a version this till knows. */
  | 'version-reused'
  /** The till holds as many plans as it may. */
  | 'too-many-plans';

export interface OfferedPlan {
  readonly plan: Plan;
  readonly document: string;
}

export type PlanOffer =
  | { readonly kind: 'taken'; readonly held: readonly HeldPlan[] }
  /** The till knows this version, or a newer one. */
  | { readonly kind: 'no-news' }
  | { readonly kind: 'refused'; readonly code: PlanRefusal };

export interface KnownPlans {
  readonly held: readonly HeldPlan[];
  /** Those that come with the program. */
  readonly builtIn: readonly Plan[];
  /** What the contract in force names. */
  readonly agreed: PlanVersion | undefined;
}

/** Each is at most a quarter of a megabyte of the store. */
export const HELD_PLANS_MAX = 16;

/** Decides what a plan comes to whose signature holds. */
export function planOffered(
  { plan, document }: OfferedPlan,
  { held, builtIn, agreed }: KnownPlans,
): PlanOffer {
  const known = plansInForce(builtIn, held).filter(({ id }) => id === plan.id);
  const same = known.find(({ version }) => version === plan.version);
  if (same !== undefined) {
    return canonicalJson(same) === canonicalJson(plan)
      ? { kind: 'no-news' }
      : { kind: 'refused', code: 'version-reused' };
  }
  if (known.some(({ version }) => version > plan.version)) return { kind: 'no-news' };
  const kept = held.filter(
    (one) => one.id !== plan.id || (one.plan !== undefined && isVersion(one, agreed)),
  );
  if (kept.length >= HELD_PLANS_MAX) return { kind: 'refused', code: 'too-many-plans' };
  const { id, version } = plan;
  return { kind: 'taken', held: [...kept, { id, version, document, plan }] };
}

/** What has become of a plan in the store: its signature was looked at again. */
export type UnsealedPlan = PlanVersion &
  (
    | { readonly kind: 'verified'; readonly plan: Plan }
    | { readonly kind: 'refused'; readonly code: PlanRefusal }
  );

/** The store is only a file: a plan in it counts for what its signature says, and no more. */
export function plansUnsealed(
  held: readonly HeldPlan[],
  unsealed: readonly UnsealedPlan[],
): readonly HeldPlan[] {
  return held.map(({ id, version, document }) => {
    const look = unsealed.find((one) => isVersion(one, { id, version }));
    return look?.kind === 'verified' && isVersion(look.plan, { id, version })
      ? { id, version, document, plan: look.plan }
      : { id, version, document };
  });
}

/** What may be kept of them: the plans themselves only in their signed texts. */
export function keptPlans(held: readonly HeldPlan[]): readonly HeldPlan[] {
  return held.map(({ id, version, document }) => ({ id, version, document }));
}

/** All that decide here. What the program brings is as it is: no document changes a version of it. */
export function plansInForce(builtIn: readonly Plan[], held: readonly HeldPlan[]): readonly Plan[] {
  const sent = held.flatMap(({ plan }) => plan ?? []);
  const others = sent.filter((plan) => !builtIn.some((one) => isVersion(one, plan)));
  return [...builtIn, ...others];
}

function isVersion(one: PlanVersion, other: PlanVersion | undefined): boolean {
  return one.id === other?.id && one.version === other.version;
}
