import type { FastifyRequest } from 'fastify';
import type { Operator } from '../core/operators/operator.ts';

/**
 * Who opens a drawer outside a sale, with the right `open-drawer`. The one place that says so: a till
 * that knows no operators takes the API client for one.
 */
export function drawerOperator({ client }: FastifyRequest): Operator {
  return { operatorId: client, role: 'supervisor' };
}
