/** What each role may do at the till, and for what an operator must be there at all. */
import type { Operator, OperatorRight, OperatorRole } from './operator.ts';

export const OPERATOR_ROLES = [
  'cashier',
  'supervisor',
  'admin',
  'technician',
] as const satisfies readonly OperatorRole[];

export const OPERATOR_RIGHTS = [
  'fill',
  'take',
  'count',
  'see-counts',
  'collect',
  'empty',
  'float',
  'refund',
  'exchange',
  'dispense',
  'pay-debt',
  'open-drawer',
  'shift',
  'manage-operators',
  'service',
] as const satisfies readonly OperatorRight[];

export type RightsTable = Readonly<Record<OperatorRole, readonly OperatorRight[]>>;

/** What an installation says of its operators. */
export interface OperatorRules {
  /** Cash leaves the till outside a sale only for an operator; `always`: it comes in, is counted and handed over only for one too. */
  readonly required: 'cash-out' | 'always';
  /** Counts are blind: only who has `see-counts` sees what the journal expects. */
  readonly hideExpectedCounts: boolean;
  readonly rights: RightsTable;
}

const CASHIER: readonly OperatorRight[] = ['fill', 'exchange', 'pay-debt', 'open-drawer', 'shift'];

const DEFAULT_RIGHTS: RightsTable = {
  cashier: CASHIER,
  supervisor: [
    ...CASHIER,
    'take',
    'count',
    'see-counts',
    'collect',
    'empty',
    'float',
    'refund',
    'dispense',
  ],
  admin: OPERATOR_RIGHTS,
  technician: ['count', 'see-counts', 'empty', 'open-drawer', 'service'],
};

export const DEFAULT_RULES: OperatorRules = {
  required: 'cash-out',
  hideExpectedCounts: false,
  rights: DEFAULT_RIGHTS,
};

/** The rights with those roles replaced for which an installation says others. */
export function rightsTable(
  own: Readonly<Partial<Record<OperatorRole, readonly OperatorRight[] | undefined>>>,
): RightsTable {
  const rightsOf = (role: OperatorRole): readonly OperatorRight[] =>
    own[role] ?? DEFAULT_RIGHTS[role];
  return {
    cashier: rightsOf('cashier'),
    supervisor: rightsOf('supervisor'),
    technician: rightsOf('technician'),
    // Otherwise nobody could ever give it back.
    admin: [...new Set<OperatorRight>([...rightsOf('admin'), 'manage-operators'])],
  };
}

export function hasRight(rights: RightsTable, role: OperatorRole, right: OperatorRight): boolean {
  return rights[role].includes(right);
}

/** Why somebody may not do what needs a right; the role that came with them decides. */
export type RightRefusal =
  | { readonly code: 'operator-needed'; readonly right: OperatorRight }
  | { readonly code: 'right-missing'; readonly right: OperatorRight; readonly role: OperatorRole };

/** Why an operator, or nobody at all, may not use this right here; undefined where they may. */
export function refusalOf(
  { rights, required }: Pick<OperatorRules, 'rights' | 'required'>,
  operator: Operator | undefined,
  right: OperatorRight,
): RightRefusal | undefined {
  if (operator === undefined) {
    return required === 'always' || !isWithoutCashOut(right)
      ? { code: 'operator-needed', right }
      : undefined;
  }
  const { role } = operator;
  return hasRight(rights, role, right) ? undefined : { code: 'right-missing', right, role };
}

/** Of these no cash leaves the till: a POS program may do them in its own name. */
function isWithoutCashOut(right: OperatorRight): boolean {
  return right === 'fill' || right === 'count' || right === 'shift';
}
