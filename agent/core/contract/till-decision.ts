/** A decision of the till itself, and whether it may stand on what the till was leased. */
import type { Contact, Entitlement } from '../entitlement/entitlement.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import type { Plan } from './plan.ts';
import { HELP_MODES, type DecisionRequest } from './request.ts';
import { tillFacts, type TillFacts, type TillHolding } from './till-facts.ts';

export type TillAnswer =
  | { readonly kind: 'decided'; readonly decision: Decision; readonly contacts: readonly Contact[] }
  /** The balance decides, and the till's leases do not reach: only the vendor knows more. */
  | {
      readonly kind: 'line-needed';
      readonly missing: readonly Missing[];
      readonly contacts: readonly Contact[];
    }
  /** The till holds no contract, or one of a plan that this version does not know. */
  | {
      readonly kind: 'no-plan';
      readonly plan: { readonly id: string; readonly version: number } | undefined;
      readonly contacts: readonly Contact[];
    };

/** What the leases lack of what would be set aside, in credits, minutes or minor units. */
export interface Missing {
  readonly account: string;
  readonly amount: number;
}

/** Decides offline by the plan of the contract. The request's own time never counts, only the till's. */
export function decideAtTill(
  request: Omit<DecisionRequest, 'atMs'>,
  holding: TillHolding,
  plans: readonly Plan[],
): TillAnswer {
  const { entitlement } = holding;
  const contacts = presentContacts(entitlement);
  const agreed = entitlement?.contract?.plan;
  const plan = plans.find(({ id, version }) => id === agreed?.id && version === agreed.version);
  if (plan === undefined) return { kind: 'no-plan', plan: agreed, contacts };
  const known = tillFacts(holding);
  const asked = { ...request, atMs: known.atMs };
  const decision = decide(asked, known.facts, plan);
  const atBest = decide(asked, withPlenty(known).facts, plan);
  return isSettledBy(decision, atBest)
    ? { kind: 'decided', decision, contacts }
    : { kind: 'line-needed', missing: missingFor(atBest, known), contacts };
}

/** Whoever is away is not called; where all are, all of them are still named. */
function presentContacts(entitlement: Entitlement | undefined): readonly Contact[] {
  const contacts = entitlement?.contract?.contacts ?? [];
  const present = contacts.filter(({ isAbsent }) => isAbsent !== true);
  return present.length === 0 ? contacts : present;
}

/** More than any request takes. */
const PLENTY = 1_000_000_000;
const ACCOUNTS = ['credits', 'wallet', ...HELP_MODES.map((mode) => `pool-${mode}`)];

function withPlenty({ atMs, facts }: TillFacts): TillFacts {
  const accounts = ACCOUNTS.map((name) => {
    return [name, { ...facts.accounts?.[name], available: PLENTY }] as const;
  });
  return { atMs, facts: { ...facts, accounts: Object.fromEntries(accounts) } };
}

/** A fuller balance would come to the same, and cost the customer no less. */
function isSettledBy(decision: Decision, atBest: Decision): boolean {
  const { row, outcome, needs, costLines } = decision;
  return (
    row === atBest.row &&
    outcome === atBest.outcome &&
    needs?.what === atBest.needs?.what &&
    JSON.stringify(costLines) === JSON.stringify(atBest.costLines)
  );
}

function missingFor({ holds }: Decision, { facts }: TillFacts): readonly Missing[] {
  return holds
    .map(({ account, amount }) => {
      const { available = 0, held = 0 } = facts.accounts?.[account] ?? {};
      return { account, amount: amount - available - held };
    })
    .filter(({ amount }) => amount > 0);
}
