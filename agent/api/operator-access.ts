/** What an operator who is signed in may do with a request; the one place where routes ask. */
import type { FastifyRequest } from 'fastify';
import type { Operator, OperatorRight } from '../core/operators/operator.ts';
import type { TillView } from '../shell/till-view.ts';
import type { Problem } from './errors.ts';

export const OPERATOR_HEADER = 'x-tillwarden-operator';

/** What the token in a request's operator header has turned out to be. */
export type SignedIn =
  /** There is none. */
  | { readonly kind: 'nobody' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'unusable' }
  | {
      readonly kind: 'operator';
      readonly operator: Operator;
      readonly name: string;
      readonly rights: readonly OperatorRight[];
      readonly expiresAtMs: number;
    };

export type PresentOperator = Extract<SignedIn, { readonly kind: 'operator' }>;

/** A request needs an operator who is not there, no longer there, or may not. */
export class OperatorRefused extends Error {
  override readonly name = 'OperatorRefused';
  readonly code: OperatorRefusedCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: OperatorRefusedCode, details: OperatorRefused['details'] = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

type OperatorRefusedCode = Extract<
  Problem['code'],
  | 'operator-needed'
  | 'operator-session-ended'
  | 'operators-unusable'
  | 'right-missing'
  | 'remote-control-on'
>;

/** The operator who asks for this, and may. Throws `OperatorRefused`. */
export function operatorOf(request: FastifyRequest, right: OperatorRight): Operator {
  const operator = operatorIfAny(request, right);
  if (operator === undefined) throw new OperatorRefused('operator-needed', { right });
  return operator;
}

/**
 * The operator who asks, undefined where nobody is said to: the till decides whether it needs one.
 * Throws `OperatorRefused` for one who may not, and for one who is no longer there.
 */
export function operatorIfAny(request: FastifyRequest, right: OperatorRight): Operator | undefined {
  const present = presentOperator(request);
  if (present === undefined) return undefined;
  const { operator, rights } = present;
  if (rights.includes(right)) return operator;
  throw new OperatorRefused('right-missing', { right, role: operator.role });
}

/** Whether this answer may tell what the journal expects to lie where. Throws `OperatorRefused`. */
export function seesCounts(request: FastifyRequest, { settings }: TillView): boolean {
  const present = presentOperator(request);
  return !settings.operators.hideExpectedCounts || present?.rights.includes('see-counts') === true;
}

/** What is refused, without the counts that would tell why. Throws `OperatorRefused`. */
export function sightOf(problem: Problem, request: FastifyRequest, view: TillView): Problem {
  const { code } = problem;
  return code === 'not-dispensable' && !seesCounts(request, view) ? { code } : problem;
}

/** For answers that are nothing but counts. Throws `OperatorRefused` where they are not for who asks. */
export function requireSight(request: FastifyRequest, view: TillView): void {
  if (!seesCounts(request, view)) operatorOf(request, 'see-counts');
}

/** Whoever is signed in. Throws `OperatorRefused` where a token no longer is anybody's. */
export function presentOperator({ atTill }: FastifyRequest): PresentOperator | undefined {
  switch (atTill.kind) {
    case 'nobody':
      return undefined;
    case 'ended':
      throw new OperatorRefused('operator-session-ended');
    case 'unusable':
      throw new OperatorRefused('operators-unusable');
    case 'operator':
      return atTill;
  }
}
