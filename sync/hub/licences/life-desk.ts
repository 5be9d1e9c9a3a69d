/** Acts upon licences: each is decided, signed and written down once, whoever asks how often. */
import { addDays, dateOfInstant } from '../../../agent/core/calendar.ts';
import type { CostLine, CoverPeriod } from '../../../agent/core/contract/decision.ts';
import type { Plan } from '../../../agent/core/contract/plan.ts';
import type { Entitlement } from '../../../agent/core/entitlement/entitlement.ts';
import {
  licenceActEntrySchema,
  licenceEntrySchema,
  type LicenceActEntry,
  type LicenceEntry,
} from '../books/licence-entry.ts';
import { factsOf } from '../contracts/facts-of.ts';
import { planNamed, planOf } from '../contracts/plan-for.ts';
import type { OfficeParts } from '../hub-office.ts';
import { addAudit, CONSOLE } from '../store/audit.ts';
import { addBookEntry, entriesAt, entryHistory } from '../store/book-entries.ts';
import { entitlementsOfLicence, lastEntitlement } from '../store/entitlements.ts';
import { knownGenerations } from '../store/generations.ts';
import { hardwareOfStation } from '../store/hardware.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { stationById } from '../store/stations.ts';
import type { Scope } from '../users/roles.ts';
import { refuseIssue, type IssueRefused } from './decide.ts';
import { standingOfHeld } from './held.ts';
import { issue, type SignedEntitlement } from './issue.ts';
import { licenceList, type LicenceRow } from './licence-list.ts';
import { lifeStep, type LifeAct, type LifeKnown, type LifeStep } from './life-cycle.ts';
import { addEntitlementCommand, keepIssued } from './send.ts';
import { knownPlans } from '../store/plans.ts';

export interface LifeOrder {
  /** Made by whoever asks, and kept on a retry. */
  readonly id: string;
  readonly station: string;
  readonly kind: LicenceActEntry['kind'];
  /** Where the books have no contract for the station. */
  readonly plan?: string | undefined;
  /** When a reinstatement was paid; now where nothing is said. */
  readonly paidAtMs?: number | undefined;
  /** Of an installation and a new licence: which of those that were bought. */
  readonly licence?: string | undefined;
  /** Of a move: the revoked station that had it. */
  readonly from?: string | undefined;
  readonly reason?: string | undefined;
}

export type LifeOutcome =
  | {
      readonly kind: 'done';
      readonly act: LicenceActEntry;
      readonly cover?: CoverPeriod | undefined;
      readonly costLines: readonly CostLine[];
    }
  /** The same was asked before, and has been done. */
  | { readonly kind: 'repeated'; readonly act: LicenceActEntry }
  | Extract<LifeStep, { readonly kind: 'refused' }>
  | { readonly kind: 'unfit'; readonly code: LifeUnfit }
  | IssueRefused;

export type LifeUnfit =
  | 'station-unknown'
  /** Another act has this id. */
  | 'id-taken'
  /** There is no contract, and no plan was named. */
  | 'no-plan'
  /** It was not bought, or it is installed somewhere. */
  | 'licence-not-free'
  /** The other station still has it. */
  | 'licence-elsewhere'
  | 'paid-ahead'
  | 'reason-missing';

interface Read {
  readonly act: LifeAct;
  readonly plan: Plan;
  readonly known: LifeKnown;
}

export class LifeDesk {
  readonly #parts: OfficeParts;

  constructor(parts: OfficeParts) {
    this.#parts = parts;
  }

  /** Writes down that a licence was bought; false where its id is another's. */
  async buy(licence: Omit<LicenceEntry, 'purchasedOn'>, zone: string): Promise<boolean> {
    const { database, nowMs } = this.#parts;
    const atMs = nowMs();
    const body = { ...licence, purchasedOn: dateOfInstant(atMs, zone) };
    return database.transaction().execute(async (transaction) => {
      const [before] = await entryHistory(transaction, 'licences', licence.id);
      if (before !== undefined) {
        const { purchasedOn: _, ...same } = licenceEntrySchema.parse(before.body);
        return JSON.stringify(same) === JSON.stringify(licence);
      }
      await this.#write(transaction, { book: 'licences', entry: licence.id, body });
      await this.#note(transaction, licence.id, { kind: 'buy' });
      return true;
    });
  }

  /** The licences of sites with their expiries. */
  list(sites: Scope): Promise<readonly LicenceRow[]> {
    const { database, nowMs } = this.#parts;
    return licenceList(database, { sites, nowMs: nowMs() });
  }

  /** Does an act, once for its id. */
  async do(order: LifeOrder): Promise<LifeOutcome> {
    const { database, nowMs, vendor, onMail } = this.#parts;
    const before = await actOf(database, order.id);
    if (before !== undefined) return repeated(order, before);
    const read = await this.#read(order);
    if ('code' in read) return read;
    const step = lifeStep(read.act, read.known);
    if (step.kind === 'refused') return step;
    if (step.kind === 'noted') return this.#noted(order, read.known);
    const issuer = vendor?.issuer;
    if (issuer === undefined) {
      return refuseIssue('issuer-key-missing', 'to sign licences takes a key: --issuer-key FILE');
    }
    const outcome = await issue<LifeOutcome>(
      { database, nowMs, issuer },
      {
        station: order.station,
        draft: (last, issuedAt) => {
          const next = lifeStep(read.act, { ...read.known, last });
          return next.kind === 'change'
            ? next.draft(issuedAt)
            : refuseIssue('overtaken', 'something else was done to the licence: look again');
        },
      },
      {
        keep: (transaction, signed, isOvertaken) =>
          this.#keep({ transaction, signed, isOvertaken, order, step }),
      },
    );
    if (outcome.kind === 'done') onMail?.(order.station);
    return outcome;
  }

  async #keep({ transaction, signed, isOvertaken, order, step }: Keeping) {
    const before = await actOf(transaction, order.id);
    if (before !== undefined) return repeated(order, before);
    if (isOvertaken) return undefined;
    // Looked at once more, now that nobody can come between.
    const again = await actFor(transaction, order);
    if ('code' in again) return again;
    await keepIssued(transaction, signed);
    await addEntitlementCommand(transaction, signed);
    const act = await this.#record(transaction, order, signed.entitlement);
    const { cover, costLines } = step;
    return { kind: 'done', act, cover, costLines } as const;
  }

  async #noted(order: LifeOrder, { last }: LifeKnown): Promise<LifeOutcome> {
    if (last === undefined) return { kind: 'refused', code: 'licence-unknown' };
    return this.#parts.database.transaction().execute(async (transaction) => {
      const before = await actOf(transaction, order.id);
      if (before !== undefined) return repeated(order, before);
      const act = await this.#record(transaction, order, last);
      return { kind: 'done', act, costLines: [] } as const;
    });
  }

  async #record(
    transaction: HubDatabase,
    { id, station, kind, reason }: LifeOrder,
    { licence, maintenance, installedOn }: Entitlement,
  ): Promise<LicenceActEntry> {
    const atMs = this.#parts.nowMs();
    const lastCoveredDay = addDays(maintenance.at(-1)?.to ?? installedOn, -1);
    const act = { station, kind, licence: licence.id, lastCoveredDay, atMs };
    await this.#write(transaction, { book: 'licence-acts', entry: id, body: act });
    const details = { kind, licence: licence.id, ...(reason === undefined ? {} : { reason }) };
    await this.#note(transaction, station, details);
    return act;
  }

  async #read(order: LifeOrder): Promise<Read | Extract<LifeOutcome, { kind: 'unfit' }>> {
    const { database, nowMs } = this.#parts;
    const station = await stationById(database, order.station);
    if (station === undefined) return unfit('station-unknown');
    const atMs = order.kind === 'reinstate' ? (order.paidAtMs ?? nowMs()) : nowMs();
    if (atMs > nowMs()) return unfit('paid-ahead');
    const { site } = station;
    const { facts, contract } = await factsOf(database, {
      subject: { station: order.station, site },
      atMs,
    });
    const plans = await knownPlans(database);
    const plan = contract === undefined ? planAsked(plans, order, atMs) : planOf(plans, contract);
    if (plan === undefined) return unfit('no-plan');
    const last = await lastEntitlement(database, order.station);
    const act = await actFor(database, order);
    if ('code' in act) return act;
    // A till that has heard of a licence has one from somewhere: its dates would be lost.
    const isHeard =
      last === undefined && (await knownGenerations(database, order.station)).length > 0;
    if (isHeard) return unfit('licence-elsewhere');
    const hardware = await hardwareOfStation(database, order.station);
    const known = { station: order.station, site, last, hardware, facts, plan, atMs };
    return { act, plan, known };
  }

  #write(
    transaction: HubDatabase,
    written: { readonly book: string; readonly entry: string; readonly body: unknown },
  ): Promise<number> {
    const { nowMs, actor = CONSOLE } = this.#parts;
    const atMs = nowMs();
    const recordedBy = actor.by?.name ?? CONSOLE.address;
    return addBookEntry(transaction, { ...written, sinceMs: atMs, recordedAtMs: atMs, recordedBy });
  }

  #note(transaction: HubDatabase, subject: string, details: Record<string, string>): Promise<void> {
    const { nowMs, actor = CONSOLE } = this.#parts;
    return addAudit(transaction, { ...actor, atMs: nowMs(), act: 'licence-act', subject, details });
  }
}

interface Keeping {
  readonly transaction: HubDatabase;
  readonly signed: SignedEntitlement;
  readonly isOvertaken: boolean;
  readonly order: LifeOrder;
  readonly step: Extract<LifeStep, { readonly kind: 'change' }>;
}

function repeated({ station, kind }: LifeOrder, act: LicenceActEntry): LifeOutcome {
  const isSame = act.station === station && act.kind === kind;
  return isSame ? { kind: 'repeated', act } : unfit('id-taken');
}

/** Where no contract says which. To which computer a licence is bound is in no plan: any will do. */
function planAsked(
  plans: readonly Plan[],
  { kind, plan }: LifeOrder,
  atMs: number,
): Plan | undefined {
  if (plan !== undefined) return planNamed(plans, plan, atMs);
  return kind === 'rebind' ? plans[0] : undefined;
}

function unfit(code: LifeUnfit) {
  return { kind: 'unfit', code } as const;
}

async function actOf(database: HubDatabase, id: string): Promise<LicenceActEntry | undefined> {
  const [first] = await entryHistory(database, 'licence-acts', id);
  return first === undefined ? undefined : licenceActEntrySchema.parse(first.body);
}

async function actFor(
  database: HubDatabase,
  { kind, licence, from, station, reason }: LifeOrder,
): Promise<LifeAct | ReturnType<typeof unfit>> {
  switch (kind) {
    case 'install':
    case 'new-licence': {
      const bought = licence === undefined ? undefined : await freeLicence(database, licence);
      if (bought === undefined) return unfit('licence-not-free');
      return { kind, bought };
    }
    case 'move': {
      const before = from === undefined ? undefined : await stationById(database, from);
      const held = from === undefined ? undefined : await lastEntitlement(database, from);
      if (before?.isRevoked !== true || held === undefined) return unfit('licence-elsewhere');
      const standing = await standingOfHeld(database, { station, held });
      return standing.kind === 'goes-on'
        ? { kind, from: standing.entitlement }
        : unfit('licence-elsewhere');
    }
    case 'revoke':
      return reason === undefined ? unfit('reason-missing') : { kind, reason };
    case 'renew':
    case 'reinstate':
    case 'decline':
    case 'rebind':
    case 'take-back':
      return { kind };
  }
}

/** Bought, and at no station yet. */
async function freeLicence(database: HubDatabase, id: string) {
  const [entry] = await entryHistory(database, 'licences', id);
  if (entry === undefined) return undefined;
  const isInstalled = (await entitlementsOfLicence(database, id)).length > 0;
  const wasInstalled = (
    await entriesAt(database, 'licence-acts', { atMs: Number.MAX_SAFE_INTEGER })
  )
    .map(({ body }) => licenceActEntrySchema.parse(body))
    .some((act) => act.licence === id);
  if (isInstalled || wasInstalled) return undefined;
  const { customer, product, edition } = licenceEntrySchema.parse(entry.body);
  return { id, customer, product, edition };
}
