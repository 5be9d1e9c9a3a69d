import type { Operator } from '../../agent/core/operators/operator.ts';

/** Somebody who may do everything with cash. */
export const SUPERVISOR: Operator = { operatorId: 'sam', role: 'supervisor' };
/** Somebody who may put cash in and pay debts, and take nothing out. */
export const CASHIER: Operator = { operatorId: 'kim', role: 'cashier' };
