import type { OperatorLineBodies } from '../operators/operator-line.ts';
import type { Operator } from '../operators/operator.ts';
import type { KnownOperator } from '../operators/sign-in.ts';

/** What is asked of the till about its operators; their PINs are never looked at in here. */
export type OperatorRequest =
  /** Somebody has typed an id and a PIN; it counts as wrong until it is proved. */
  | {
      readonly kind: 'sign-in-attempted';
      /** Undefined where nobody has that id. */
      readonly operator: KnownOperator | undefined;
      readonly client: string;
    }
  /** The PIN of an attempt was right; `isNew`: somebody begins to work, rather than proves it again. */
  | {
      readonly kind: 'pin-proved';
      readonly operator: Operator;
      readonly isNew: boolean;
      readonly client: string;
    }
  | {
      readonly kind: 'pin-failed';
      readonly operator: KnownOperator | undefined;
      readonly client: string;
    }
  | {
      readonly kind: 'operator-unlock-requested';
      readonly operatorId: string;
      readonly client: string;
      readonly operator: Operator;
    }
  /** Whoever holds the machine is to hold it no longer; what it has begun goes on to its end. */
  | {
      readonly kind: 'claim-break-requested';
      readonly claimedBy: string;
      /** In the operator's own words. */
      readonly reason: string;
      readonly client: string;
      readonly operator: Operator;
    }
  /** The operators' file has been changed. */
  | {
      readonly kind: 'operator-change-noted';
      readonly operatorId: string;
      readonly change: OperatorLineBodies['operator-changed']['change'];
      readonly client: string;
      /** Who has changed it, and what role the one that was changed has now. */
      readonly operator: Operator;
      readonly role: Operator['role'];
    };
