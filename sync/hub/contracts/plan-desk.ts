/** Contract plans that are signed elsewhere: kept at the hub, and sent to the tills they are for. */
import { canonicalJson } from '../../../agent/core/canonical/canonical-json.ts';
import type { PlanRefusal } from '../../../agent/core/contract/held-plans.ts';
import type { Plan } from '../../../agent/core/contract/plan.ts';
import { commandBodies } from '../../protocol/commands.ts';
import type { TrustFile } from '../../trust/trust-file.ts';
import { verifyDocument } from '../../trust/verify-document.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { addCommand } from '../store/mailbox.ts';
import { addPlan, knownPlans } from '../store/plans.ts';
import { stationById } from '../store/stations.ts';
import { termsAt } from './customer-terms.ts';
import type { Desk } from './desk.ts';

export interface PlanOrder {
  /** Whom it must be about. */
  readonly plan: string;
  readonly document: string;
  /** One till; without it, every till that a contract under a version of this plan names. */
  readonly station?: string | undefined;
}

export type PlanSent =
  | {
      readonly kind: 'sent';
      readonly version: number;
      /** In whose mailboxes it lies. */
      readonly stations: readonly string[];
    }
  | { readonly kind: 'refused'; readonly code: PlanRefusal | PlanDeskRefusal };

export type PlanDeskRefusal =
  /** The document is about another plan. */
  | 'wrong-plan'
  | 'station-unknown'
  /** Nothing is sent to it any more. */
  | 'station-revoked';

/** Keeps a plan and puts it into mailboxes, if the tills there would believe it. */
export async function sendPlan(
  desk: Desk,
  trust: TrustFile,
  { plan: named, document, station }: PlanOrder,
): Promise<PlanSent> {
  const verified = await verifyDocument(document, 'plan', trust);
  if (verified.kind === 'refused') return verified;
  const { plan } = verified.payload;
  if (plan.id !== named) return { kind: 'refused', code: 'wrong-plan' };
  const outcome = await desk.database
    .transaction()
    .execute((database) => keepAndSend(database, desk, { plan, document, station }));
  if (outcome.kind === 'sent') outcome.stations.forEach(desk.onMail);
  return outcome;
}

interface Sending {
  readonly plan: Plan;
  readonly document: string;
  readonly station: string | undefined;
}

async function keepAndSend(
  database: HubDatabase,
  desk: Desk,
  { plan, document, station }: Sending,
): Promise<PlanSent> {
  const unfit = station === undefined ? undefined : await unfitStation(database, station);
  if (unfit !== undefined) return { kind: 'refused', code: unfit };
  const nowMs = desk.nowMs();
  const known = await knownPlans(database);
  const same = known.find(({ id, version }) => id === plan.id && version === plan.version);
  if (same === undefined) await addPlan(database, { plan, document, sentAtMs: nowMs });
  else if (canonicalJson(same) !== canonicalJson(plan)) {
    return { kind: 'refused', code: 'version-reused' };
  }
  const stations =
    station === undefined ? await stationsUnder(database, plan.id, nowMs) : [station];
  for (const each of stations) {
    const body = { ...commandBodies.plan.parse({ document }) };
    const mail = { station: each, kind: 'plan', body, notAfterMs: undefined } as const;
    await addCommand(database, { ...mail, issuedAtMs: nowMs });
  }
  const { id, version } = plan;
  await desk.note(database, { act: 'plan-sent', subject: id, details: { version, stations } });
  return { kind: 'sent', version, stations };
}

async function unfitStation(
  database: HubDatabase,
  station: string,
): Promise<PlanDeskRefusal | undefined> {
  const found = await stationById(database, station);
  if (found === undefined) return 'station-unknown';
  return found.isRevoked ? 'station-revoked' : undefined;
}

/** Stations that a contract names and that are not there any more are left out. */
async function stationsUnder(
  database: HubDatabase,
  plan: string,
  atMs: number,
): Promise<readonly string[]> {
  const terms = await termsAt(database, atMs);
  const named = terms
    .filter(({ contract, isInForce }) => isInForce && contract.plan.id === plan)
    .flatMap(({ contract }) => contract.stations);
  const stations: string[] = [];
  for (const station of new Set(named)) {
    if ((await unfitStation(database, station)) === undefined) stations.push(station);
  }
  return stations;
}
