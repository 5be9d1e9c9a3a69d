/** Who may do what, and where: the one place that says so. */

export const ROLES = [
  'vendor-admin',
  'vendor-support',
  'distributor',
  'implementer',
  'customer-admin',
] as const;
export type Role = (typeof ROLES)[number];

export const ACTIONS = [
  'read-fleet',
  /** Lets one more till in, at one of the user's sites. */
  'make-code',
  /** Gives a known station another key, and so ends a revocation. */
  'replace-station',
  'send-entitlement',
  'revoke-station',
  /** Gives tills a new contract plan. */
  'send-plan',
  'explain-fork',
  /** Lets a line count that was set aside. */
  'reapply-line',
  'manage-users',
  'read-audit',
  /** What a customer has, and what it was used for. */
  'read-balance',
  /** Packs, top-ups, pools and tickets of a customer. */
  'manage-balance',
  'manage-leases',
  /** Gives up what a till was lent: it counts as spent. */
  'write-off-lease',
  'read-costs',
  'export-costs',
  /** Sees the entries of the books that concern who they see. */
  'read-books',
  /** Sees what things cost; the vendor's own affair. */
  'read-prices',
  'write-books',
  /** Asks the vendor to decide something. */
  'write-cases',
  'decide-cases',
  /** Asks what a contract says. */
  'decide',
  /** What is bought, and whether what was bought is made use of. */
  'read-licences',
  'manage-licences',
  'manage-distributors',
  /** What there is to run, and who has it. */
  'read-updates',
  'read-rollouts',
  /** Drafts, approves and stops rollouts, and withdraws releases. */
  'manage-rollouts',
  'tag-station',
  /** Takes a site's orders along on a medium. */
  'take-orders',
  /** Requests for help, of their sites or in their hands. */
  'read-tickets',
  'open-ticket',
  /** Writes, notes, works on and resolves what is in their hands. */
  'answer-tickets',
  /** Says yes to what a ticket costs. */
  'accept-cost',
  /** Asks for a session at a till. */
  'remote-session',
  'read-vault',
  'write-vault',
  /** The weekly plan and the work orders. */
  'plan-work',
  /** Asks for work at the customers that they serve. */
  'order-work',
  /** Mail boxes and webhooks. */
  'manage-mail',
] as const;
export type Action = (typeof ACTIONS)[number];

/** The sites a user sees. */
export type Scope = 'all' | readonly string[];

export interface Entitled {
  readonly role: Role;
  readonly sites: Scope;
  /** Whom a user belongs to: what that party sees, they see beside their own sites. */
  readonly party?: string | undefined;
}

/** Everybody sees their own side of the books, and may ask. */
const ASKING: readonly Action[] = ['read-books', 'write-cases', 'read-tickets', 'open-ticket'];

/**
 * Whoever sets tills up makes their codes, with the free time that every new till has, and passes on
 * licences that are signed elsewhere.
 */
const FIELD: readonly Action[] = [
  'read-fleet',
  'make-code',
  'send-entitlement',
  'decide',
  'read-licences',
  'read-updates',
  'take-orders',
  'answer-tickets',
  'remote-session',
  'order-work',
  ...ASKING,
];

const GRANTS: Readonly<Record<Role, readonly Action[]>> = {
  'vendor-admin': ACTIONS,
  'vendor-support': [
    ...FIELD,
    'explain-fork',
    'read-balance',
    'manage-balance',
    'manage-leases',
    'read-costs',
    'read-prices',
    'decide-cases',
    'read-rollouts',
    'accept-cost',
    'read-vault',
    'write-vault',
    'plan-work',
  ],
  distributor: [...FIELD, 'accept-cost'],
  implementer: FIELD,
  'customer-admin': [
    'read-fleet',
    'read-balance',
    'decide',
    'read-licences',
    'read-updates',
    'accept-cost',
    ...ASKING,
  ],
};

/** The actions that are about no site; only those whose scope is all sites have them. */
const EVERYWHERE: readonly Action[] = [
  'manage-users',
  'read-audit',
  'read-costs',
  'export-costs',
  'write-books',
  'manage-distributors',
  'read-rollouts',
  'manage-rollouts',
  'manage-mail',
];

/** Whether a user may do this at a site; without a site, whether at any of theirs. */
export function may({ role, sites }: Entitled, action: Action, site?: string): boolean {
  if (!GRANTS[role].includes(action)) return false;
  if (EVERYWHERE.includes(action)) return sites === 'all';
  return site === undefined || isInScope(sites, site);
}

export function isInScope(sites: Scope, site: string): boolean {
  return sites === 'all' || sites.includes(site);
}

/** Only the vendor's own people see all sites, and an admin of the vendor sees no less. */
export function scopeFits({ role, sites, party }: Entitled): boolean {
  if (role === 'vendor-admin') return sites === 'all';
  if (sites === 'all') return role === 'vendor-support';
  return sites.length > 0 || party !== undefined;
}

export function isRole(text: string): text is Role {
  return ROLES.some((role) => role === text);
}
