import type { OperatorRole } from '../core/operators/operator.ts';

/** What the API may know of an operator: all but the PIN. */
export interface OperatorRecord {
  readonly operatorId: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly isDisabled: boolean;
  /** How often they were unlocked at the till's console. */
  readonly unlocks: number;
  /** Another one after every change, of the PIN too. */
  readonly revision: string;
}

/** One of whom this release cannot read what they may do, or how they prove who they are. */
export interface BarredOperator {
  readonly operatorId: string;
  readonly unlocks: number;
}

export type Roster =
  | {
      readonly kind: 'read';
      readonly operators: readonly OperatorRecord[];
      /** They cannot sign in; a PIN of theirs is looked at all the same. */
      readonly barred: readonly BarredOperator[];
    }
  /** Nobody can sign in, and nobody who has can be known to be still allowed to. */
  | { readonly kind: 'unusable'; readonly reason: string };

export type BookOutcome =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'refused';
      readonly code: 'operator-not-found' | 'operator-exists' | 'operators-full' | 'pin-unfit';
    };

export interface OperatorChange {
  readonly name?: string | undefined;
  readonly role?: OperatorRole | undefined;
  readonly isDisabled?: boolean | undefined;
  readonly pin?: string | undefined;
}

/** The people who work at the till, wherever they are written down. */
export interface OperatorBook {
  /** As they are at this moment. */
  roster(): Roster;
  /** True while one more PIN could not be looked at. */
  readonly isBusy: boolean;
  verify(operatorId: string, pin: string): Promise<'right' | 'wrong' | 'overloaded'>;
  add(operator: {
    readonly operatorId: string;
    readonly name: string;
    readonly role: OperatorRole;
    readonly pin: string;
  }): Promise<BookOutcome>;
  change(operatorId: string, change: OperatorChange): Promise<BookOutcome>;
}
