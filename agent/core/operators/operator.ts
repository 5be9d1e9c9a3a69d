/** Who works at the till, and what each role may do there; the till checks both with no network. */
export type OperatorRole = 'cashier' | 'supervisor' | 'admin' | 'technician';
export type OperatorRight =
  | 'fill'
  | 'take'
  | 'count'
  | 'see-counts'
  | 'collect'
  | 'empty'
  | 'float'
  | 'refund'
  | 'exchange'
  | 'dispense'
  | 'pay-debt'
  | 'open-drawer'
  | 'shift'
  | 'manage-operators'
  | 'service';
/** An operator who has proved to be there; it goes into the journal with what they did. */
export interface Operator {
  readonly operatorId: string;
  readonly role: OperatorRole;
}
