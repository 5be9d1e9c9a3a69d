import type { FastifyRequest } from 'fastify';
import type { Operator, OperatorRight } from '../core/operators/operator.ts';

/**
 * Who asks for what not everybody may. The one place that says so: a till that knows no operators
 * takes the API client for one.
 */
export function operatorOf({ client }: FastifyRequest, _right: OperatorRight): Operator {
  return { operatorId: client, role: 'supervisor' };
}
