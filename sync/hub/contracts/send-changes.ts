/**
 * Brings every till to what the books say at the moment: a contract that was changed, or that begins
 * or ends by its date, and the plan it is under. Once more with the same books it sends nothing.
 */
import { setImmediate } from 'node:timers/promises';
import type { Contract } from '../../../agent/core/entitlement/entitlement.ts';
import { commandBodies } from '../../protocol/commands.ts';
import type { Issuer } from '../licences/vendor.ts';
import { lastEntitlement } from '../store/entitlements.ts';
import { fleetRows, type FleetRow } from '../store/fleet-list.ts';
import { addCommand, wasCommanded } from '../store/mailbox.ts';
import { sentPlan } from '../store/plans.ts';
import { contractForStation, withoutAged } from './contract-for-station.ts';
import type { Desk } from './desk.ts';
import { BooksReader, type KnownBooks } from './known-books.ts';
import { planOf } from './plan-for.ts';
import { isSameContract, sendToStation, type StationResult } from './send-to-station.ts';

export interface ChangesSent {
  /** What was sent, and what could not be; tills that say the same already are left out. */
  readonly stations: readonly { readonly station: string; readonly result: StationResult }[];
  /** Those that were sent a plan they had not been sent before. */
  readonly plans: readonly string[];
  /** Where the hub itself has failed; all others were brought up to date. */
  readonly faults: readonly { readonly station: string; readonly cause: unknown }[];
}

/** A hub without a key sends nothing: it has nothing that a till would believe. */
export async function sendChanges(desk: Desk): Promise<ChangesSent> {
  const issuer = desk.vendor?.issuer;
  if (issuer === undefined) return { stations: [], plans: [], faults: [] };
  const { database } = desk;
  const atMs = desk.nowMs();
  const books = new BooksReader(atMs);
  const known = await books.read(database);
  const rows = await fleetRows(database, { sites: 'all' });
  const stations: { readonly station: string; readonly result: StationResult }[] = [];
  const planned: string[] = [];
  const faults: { readonly station: string; readonly cause: unknown }[] = [];
  for (const row of rows.filter(({ isRevoked }) => !isRevoked)) {
    const { station } = row;
    // Tills and people are answered between one station and the next.
    await setImmediate();
    try {
      const result = await bringUpToDate(desk, { row, books, known, issuer });
      if (result !== 'unchanged') stations.push({ station, result });
      if (await sendPlanTo(desk, station)) planned.push(station);
    } catch (cause) {
      faults.push({ station, cause });
    }
  }
  return { stations, plans: planned, faults };
}

interface Checking {
  readonly row: FleetRow;
  readonly books: BooksReader;
  readonly known: KnownBooks;
  readonly issuer: Issuer;
}

/** The books are read once for all: only what differs is looked at for itself. */
async function bringUpToDate(
  desk: Desk,
  { row, books, known: all, issuer }: Checking,
): Promise<StationResult> {
  const { station } = row;
  const last = await lastEntitlement(desk.database, station);
  // One without a licence gets its contract with its first one.
  if (last === undefined) return 'unchanged';
  const { contract } = last;
  const found = contractForStation(all, { station, site: last.licence.issuedTo.site });
  if (found.kind === 'none' && contract === undefined) return 'unchanged';
  if (found.kind === 'covered' && contract !== undefined) {
    const { plans, atMs } = all.known;
    const plan = planOf(plans, found.contract);
    const now = plan === undefined ? contract : withoutAged(contract, plan, atMs);
    if (isSameContract(now, found.contract)) return 'unchanged';
  }
  return sendToStation(desk, { station, row, issuer, books });
}

/** Whether the station was sent the plan of its contract now. */
async function sendPlanTo(desk: Desk, station: string): Promise<boolean> {
  const { contract } = (await lastEntitlement(desk.database, station)) ?? {};
  return contract !== undefined && (await sendPlanOf(desk, station, contract));
}

/** A plan that came with the program is at the till; any other is sent to it once. */
async function sendPlanOf(desk: Desk, station: string, { plan }: Contract): Promise<boolean> {
  const isSent = await desk.database.transaction().execute(async (database) => {
    const document = await sentPlan(database, plan);
    if (document === undefined) return false;
    const body = { ...commandBodies.plan.parse({ document }) };
    if (await wasCommanded(database, { station, kind: 'plan', body })) return false;
    const issuedAtMs = desk.nowMs();
    await addCommand(database, { station, kind: 'plan', body, notAfterMs: undefined, issuedAtMs });
    const details = { version: plan.version, stations: [station] };
    await desk.note(database, { act: 'plan-sent', subject: plan.id, details });
    return true;
  });
  if (isSent) desk.onMail(station);
  return isSent;
}
