import type { OperatorRole } from './operator.ts';

/** What the journal says of the people at the till. No PIN is in it, and no id that nobody has. */
export interface OperatorLineBodies {
  readonly 'operator-signed-in': {
    readonly operator: string;
    readonly role: OperatorRole;
    readonly client: string;
  };
  /** A wrong PIN. Without `operator`, nobody has the id that was typed: it may have been a PIN. */
  readonly 'operator-sign-in-failed': {
    readonly operator?: string | undefined;
    readonly client: string;
  };
  /** No PIN of this operator is looked at for so long, in the till's running time. */
  readonly 'operator-locked': {
    readonly operator: string;
    readonly forMs: number;
    readonly client: string;
  };
  /** Without `by`, it was done at the till's console. */
  readonly 'operator-unlocked': {
    readonly operator: string;
    readonly by?: string | undefined;
    readonly client?: string | undefined;
  };
  /** Somebody may sign in from now on, or no longer, or with another PIN, name or role. */
  readonly 'operator-changed': {
    readonly operator: string;
    readonly change: 'added' | 'pin' | 'name' | 'role' | 'disabled' | 'enabled';
    readonly role: OperatorRole;
    readonly by: string;
    readonly client: string;
  };
}
