/** What the till writes down of its cash drawers: who opened them and why, and what they then did. */

/** A person asked; a sale was under way that asked; or it ended, and cash is owed by hand. */
export type DrawerReason = 'operator' | 'sale' | 'sale-ended';

export interface DrawerLineBodies {
  /** Written before the pulse: from here on the drawer may be open. */
  readonly 'drawer-opened': {
    readonly device: string;
    readonly reason: DrawerReason;
    readonly client: string;
    readonly operator?: string | undefined;
    readonly saleId?: string | undefined;
    /** In the operator's own words. */
    readonly note?: string | undefined;
  };
  /** The pulse did not go out, or nobody knows. */
  readonly 'drawer-not-opened': {
    readonly device: string;
    readonly outcome: 'refused' | 'unknown';
    readonly detail: string;
  };
  /** `isOrdered` false: by its key, or by force. */
  readonly 'drawer-state-changed':
    | { readonly device: string; readonly state: 'open'; readonly isOrdered: boolean }
    | { readonly device: string; readonly state: 'closed' };
  readonly 'drawer-left-open': { readonly device: string; readonly openMs: number };
}
