import { branchStanding } from '../fleet/branch-standing.ts';
import { lastSales, SALE_KINDS, SALES_SHOWN } from '../fleet/last-sales.ts';
import {
  LICENCE_KINDS,
  licenceReport,
  licenceStanding,
  type LicenceStanding,
} from '../fleet/licence-report.ts';
import { newestLines } from '../store/fleet-lines.ts';
import type { FleetRow } from '../store/fleet-list.ts';
import { stationAccount, type StationAccount } from '../store/fleet-view.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { instant } from './instant.ts';
import type { BranchView, StationSummary, StationView } from './schema.ts';

const QUARANTINE_SHOWN = 100;

/** Lines of each kind that are read for the sales shown: a sale may be told of on several chains. */
const SALE_LINES_READ = SALES_SHOWN * 2;

export function summaryView(row: FleetRow, isConnected: boolean): StationSummary {
  const { lastSeenMs } = row;
  const standing = licenceStanding(row.licence);
  return {
    station: row.station,
    name: row.name,
    site: row.site,
    isRevoked: row.isRevoked,
    isConnected,
    lastSeenAt: lastSeenMs === undefined ? null : instant(lastSeenMs),
    enrolledAt: instant(row.enrolledAtMs),
    agentVersion: row.agentVersion,
    licence: standing === undefined ? null : licenceView(standing),
    unexplainedForks: row.unexplainedForks,
    quarantined: row.quarantined,
  };
}

/** All there is to see of one station: a few reads, however many lines it has. */
export async function stationView(
  database: HubDatabase,
  row: FleetRow,
  { isConnected, nowMs }: { readonly isConnected: boolean; readonly nowMs: number },
): Promise<StationView> {
  const { station } = row;
  const account = await stationAccount(database, station);
  const told = await newestLines(database, { station, kinds: LICENCE_KINDS, max: 1 });
  const { standing, accepted, refused } = licenceReport(told);
  const kinds = SALE_KINDS;
  const lines = await newestLines(database, { station, kinds, max: SALE_LINES_READ });
  return {
    at: instant(nowMs),
    ...summaryView(row, isConnected),
    totals: totalsView(account),
    branches: branchViews(account),
    quarantine: (account?.quarantined ?? []).slice(0, QUARANTINE_SHOWN),
    sales: lastSales(lines).map(({ startedAtMs, ...sale }) => ({
      ...sale,
      startedAt: instant(startedAtMs),
    })),
    licenceToldAt: standing === undefined ? null : instant(standing.atMs),
    accepted: accepted === undefined ? null : dated(accepted),
    refused: refused === undefined ? null : dated(refused),
  };
}

function licenceView({ lastCoveredDay, newLicenceFrom, ...rest }: LicenceStanding) {
  return {
    ...rest,
    ...(lastCoveredDay === undefined ? {} : { lastCoveredDay }),
    ...(newLicenceFrom === undefined ? {} : { newLicenceFrom }),
  };
}

function totalsView(account: StationAccount | undefined): StationView['totals'] {
  return {
    lines: account?.totals.lines_applied ?? 0,
    insertedMinor: shownMinor(account?.totals.inserted_minor ?? 0),
    dispensedMinor: shownMinor(account?.totals.dispensed_minor ?? 0),
    salesSettled: account?.totals.sales_settled ?? 0,
    foreign: (account?.foreign ?? []).map(({ insertedMinor, dispensedMinor, ...sums }) => ({
      ...sums,
      insertedMinor: shownMinor(insertedMinor),
      dispensedMinor: shownMinor(dispensedMinor),
    })),
  };
}

/** A till may say what is more than a number holds, and has to be seen all the same. */
function shownMinor(amountMinor: number): number {
  return Math.min(amountMinor, Number.MAX_SAFE_INTEGER);
}

/** Newest first. */
function branchViews(account: StationAccount | undefined): readonly BranchView[] {
  return (account?.branches ?? []).toReversed().map((branch) => ({
    epoch: branch.epoch,
    parentEpoch: branch.parentEpoch ?? null,
    forkSeq: branch.forkSeq,
    durableTo: branch.durableTo,
    openedAt: instant(branch.openedAtMs),
    standing: branchStanding(branch),
  }));
}

function dated<Told extends { readonly atMs: number }>({
  atMs,
  ...told
}: Told): Omit<Told, 'atMs'> & { readonly at: string } {
  return { ...told, at: instant(atMs) };
}
