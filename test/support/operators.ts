import type { Operator } from '../../agent/core/operators/operator.ts';

/** Somebody who may do everything with cash. */
export const SUPERVISOR: Operator = { operatorId: 'sam', role: 'supervisor' };
