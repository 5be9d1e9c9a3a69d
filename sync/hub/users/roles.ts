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
  'explain-fork',
  /** Lets a line count that was set aside. */
  'reapply-line',
  'manage-users',
  'read-audit',
  /** Asks what a contract says. */
  'decide',
  /** What is bought, and whether what was bought is made use of. */
  'read-licences',
  'manage-licences',
  'manage-distributors',
] as const;
export type Action = (typeof ACTIONS)[number];

/** The sites a user sees. */
export type Scope = 'all' | readonly string[];

export interface Entitled {
  readonly role: Role;
  readonly sites: Scope;
}

/**
 * Whoever sets tills up makes their codes, with the free year that every new till has, and passes on
 * licences that are signed elsewhere.
 */
const FIELD: readonly Action[] = [
  'read-fleet',
  'make-code',
  'send-entitlement',
  'decide',
  'read-licences',
];

const GRANTS: Readonly<Record<Role, readonly Action[]>> = {
  'vendor-admin': ACTIONS,
  'vendor-support': [...FIELD, 'explain-fork'],
  distributor: FIELD,
  implementer: FIELD,
  'customer-admin': ['read-fleet', 'decide', 'read-licences'],
};

/** The actions that are about no site; only those whose scope is all sites have them. */
const EVERYWHERE: readonly Action[] = ['manage-users', 'read-audit', 'manage-distributors'];

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
export function scopeFits({ role, sites }: Entitled): boolean {
  if (role === 'vendor-admin') return sites === 'all';
  if (sites === 'all') return role === 'vendor-support';
  return sites.length > 0;
}

export function isRole(text: string): text is Role {
  return ROLES.some((role) => role === text);
}
