/** Who stands at the till; the one place where routes ask. */
import type { FastifyRequest } from 'fastify';
import type { Operator, OperatorRight } from '../core/operators/operator.ts';

const OPERATOR_HEADER = 'x-tillwarden-operator';
const OPERATOR_ID = /^[\w.-]{1,64}$/;

/** A request needs an operator who is not there. */
export class OperatorRefused extends Error {
  override readonly name = 'OperatorRefused';
  readonly code = 'operator-needed';
  readonly details: { readonly right: OperatorRight };

  constructor(right: OperatorRight) {
    super('operator-needed');
    this.details = { right };
  }
}

/** The operator who asks for this, and may. Throws `OperatorRefused`. */
export function operatorOf({ headers }: FastifyRequest, right: OperatorRight): Operator {
  const operatorId = headers[OPERATOR_HEADER];
  if (typeof operatorId !== 'string' || !OPERATOR_ID.test(operatorId)) {
    throw new OperatorRefused(right);
  }
  return { operatorId, role: 'cashier' };
}
