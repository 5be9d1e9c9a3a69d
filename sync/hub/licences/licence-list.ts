/** The licences with their maintenance expiries, as a list that can be sorted and taken away. */
import { CLOCK_TOLERANCE_MS, NO_EVIDENCE } from '../../../agent/core/entitlement/clock-evidence.ts';
import {
  licenceStatus,
  type LicenceState,
} from '../../../agent/core/entitlement/licence-status.ts';
import { tableCsv } from '../books/csv.ts';
import {
  licenceActEntrySchema,
  licenceEntrySchema,
  type LicenceActEntry,
  type LicenceEntry,
} from '../books/licence-entry.ts';
import { entriesAt } from '../store/book-entries.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { licencesAt, type HeldLicence } from '../store/licence-list.ts';
import type { Scope } from '../users/roles.ts';

export const LICENCE_SORTS = ['expiry', 'licence', 'customer', 'site', 'station'] as const;

export type LicenceSort = (typeof LICENCE_SORTS)[number];

export interface LicenceRow {
  readonly licence: string;
  readonly customer: string;
  readonly site: string;
  readonly station: string;
  readonly distributor: string;
  readonly state: LicenceState | 'not-installed';
  readonly purchasedOn: string;
  readonly installedOn: string;
  /** The last covered day; empty for one whose clock does not run yet. */
  readonly expiry: string;
  readonly newLicenceFrom: string;
  /** Said no to the renewal at this expiry. */
  readonly isDeclined: boolean;
}

/** Those at the sites of whoever asks; what is not installed yet is at no site. */
export async function licenceList(
  database: HubDatabase,
  { sites, nowMs }: { readonly sites: Scope; readonly nowMs: number },
): Promise<readonly LicenceRow[]> {
  const always = { atMs: Number.MAX_SAFE_INTEGER };
  const bought = (await entriesAt(database, 'licences', always)).map(({ body }) =>
    licenceEntrySchema.parse(body),
  );
  const acts = (await entriesAt(database, 'licence-acts', always)).map(({ body }) =>
    licenceActEntrySchema.parse(body),
  );
  const held = await licencesAt(database, sites);
  const installed = new Set(acts.map(({ licence }) => licence));
  const waiting = sites === 'all' ? bought.filter(({ id }) => !installed.has(id)) : [];
  return [...held.map((each) => rowOf(each, { bought, acts, nowMs })), ...waiting.map(waitingRow)];
}

/** In the order that is asked for, then by licence; what has no day stands last. */
export function sortedLicences(
  rows: readonly LicenceRow[],
  sort: LicenceSort,
): readonly LicenceRow[] {
  return rows.toSorted((a, b) => {
    if ((a[sort] === '') !== (b[sort] === '')) return a[sort] === '' ? 1 : -1;
    return compare(a[sort], b[sort]) || compare(a.licence, b.licence);
  });
}

const COLUMNS = [
  'licence',
  'customer',
  'site',
  'station',
  'distributor',
  'state',
  'purchasedOn',
  'installedOn',
  'expiry',
  'newLicenceFrom',
  'isDeclined',
] as const satisfies readonly (keyof LicenceRow)[];

/** What a spreadsheet would take for a formula is kept a text. */
export function licenceCsv(rows: readonly LicenceRow[]): string {
  return tableCsv([COLUMNS, ...rows.map((row) => COLUMNS.map((column) => String(row[column])))]);
}

interface Around {
  readonly bought: readonly LicenceEntry[];
  readonly acts: readonly LicenceActEntry[];
  readonly nowMs: number;
}

function rowOf({ station, site, entitlement }: HeldLicence, around: Around): LicenceRow {
  const { licence, installedOn } = entitlement;
  const status = licenceStatus({
    entitlement,
    clockMs: around.nowMs,
    evidence: NO_EVIDENCE,
    clockToleranceMs: CLOCK_TOLERANCE_MS,
    unlicensedMs: 0,
    activationGraceDays: 0,
  });
  const { lastCoveredDay = '', newLicenceFrom = '', state } = status;
  const bought = around.bought.find(({ id }) => id === licence.id);
  const isDeclined = around.acts.some(
    (act) =>
      act.kind === 'decline' && act.licence === licence.id && act.lastCoveredDay === lastCoveredDay,
  );
  return {
    licence: licence.id,
    customer: licence.issuedTo.customer,
    site,
    station,
    distributor: bought?.distributor ?? '',
    state,
    purchasedOn: bought?.purchasedOn ?? '',
    installedOn,
    expiry: lastCoveredDay,
    newLicenceFrom,
    isDeclined,
  };
}

function waitingRow({ id, customer, distributor = '', purchasedOn }: LicenceEntry): LicenceRow {
  return {
    licence: id,
    customer,
    site: '',
    station: '',
    distributor,
    state: 'not-installed',
    purchasedOn,
    installedOn: '',
    expiry: '',
    newLicenceFrom: '',
    isDeclined: false,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
