/**
 * A decision taken at both ends: the facts go into a signed content and out of it again at the till,
 * and into the hub's books and out of them again there. All three must come to the same.
 */
import { expect } from 'vitest';
import { canonicalJson } from '../../agent/core/canonical/canonical-json.ts';
import { addDays, dateOfInstant } from '../../agent/core/calendar.ts';
import type { decide } from '../../agent/core/contract/decide.ts';
import type { Decision } from '../../agent/core/contract/decision.ts';
import { foldEntries } from '../../agent/core/contract/ledger.ts';
import type { LedgerEntry } from '../../agent/core/contract/ledger-entry.ts';
import { NO_LEASES, stepLeasing, type Leasing } from '../../agent/core/contract/lease.ts';
import type { Plan } from '../../agent/core/contract/plan.ts';
import type { DecisionFacts, DecisionRequest } from '../../agent/core/contract/request.ts';
import { signedGraph } from '../../agent/core/contract/signed-graph.ts';
import { termOf } from '../../agent/core/contract/term.ts';
import { tillFacts } from '../../agent/core/contract/till-facts.ts';
import { NO_EVIDENCE } from '../../agent/core/entitlement/clock-evidence.ts';
import type { Contract } from '../../agent/core/entitlement/entitlement.ts';
import { booksOf, type BookEntries } from '../../sync/hub/contracts/books.ts';
import { accountFacts } from '../../sync/hub/contracts/facts-of.ts';
import { contractFor, hubFacts } from '../../sync/hub/contracts/hub-facts.ts';
import { entitlementSchema } from '../../sync/trust/entitlement-schema.ts';
import { testEntitlement } from './test-vendor.ts';

const TICKET = 'ticket-1';

type Decide = typeof decide;

/** Decides by the facts as they are, and asserts that till and hub come to the same. */
export function decideAtBothEnds(real: Decide): Decide {
  return (request, facts, plan): Decision => {
    const decision = real(request, facts, plan);
    const atHub = real(request, throughBooks(request, facts, plan), plan);
    expect(atHub, 'at the hub').toEqual(decision);
    if (isForTill(request, facts)) {
      const { atMs, facts: held } = throughDocument(request, facts, plan);
      expect(real({ ...request, atMs }, held, plan), 'at the till').toEqual(decision);
    }
    return decision;
  };
}

/** What only the vendor's side is ever asked: whatever runs out there, and orders of groups. */
function isForTill(request: DecisionRequest, facts: DecisionFacts): boolean {
  return request.kind !== 'timer' && facts.groupPurchase === undefined;
}

/** Sealed, read back and taken in, with a lease for each balance. */
function throughDocument(request: DecisionRequest, facts: DecisionFacts, plan: Plan) {
  const licence = licenceDays(request, facts, plan);
  const base = testEntitlement();
  const entitlement = testEntitlement({
    ...licence,
    zone: plan.zone,
    licence: {
      ...base.licence,
      issuedTo: { ...base.licence.issuedTo, site: facts.site ?? 'site-1' },
    },
    ...(isAgreed(facts) ? { contract: contractOf(facts, plan) } : {}),
  });
  const sealed = entitlementSchema.parse(JSON.parse(canonicalJson(entitlement)));
  return tillFacts({
    entitlement: sealed,
    leasing: leasesOf(facts),
    evidence: NO_EVIDENCE,
    clockMs: request.atMs,
    ticket: TICKET,
  });
}

function isAgreed({ contract, distributor, graph, closures, customer }: DecisionFacts): boolean {
  return [contract, distributor, graph, closures, customer].some((fact) => fact !== undefined);
}

/** What a document says; what nobody has written down is the free year. */
function licenceDays({ atMs }: DecisionRequest, { licence }: DecisionFacts, plan: Plan) {
  const installedOn = licence?.installedOn ?? addDays(dateOfInstant(atMs, plan.zone), -1);
  const rule = { start: installedOn, months: plan.parameters.freeMonths ?? 12, noticeDays: 0 };
  const free = { from: installedOn, to: addDays(termOf(rule, 1).lastCoveredDay, 1) };
  const maintenance = licence?.maintenance ?? [];
  return { installedOn, maintenance: maintenance.length === 0 ? [free] : maintenance };
}

function contractOf(facts: DecisionFacts, { id, version }: Plan): Contract {
  const { contract, closures, hours, prices, slots, customer, distributor, graph, product } = facts;
  return {
    plan: { id, version },
    variant: contract?.variant,
    start: contract?.start,
    endsOn: contract?.endsOn,
    parameters: contract?.parameters ?? {},
    stations: contract?.stations ?? [],
    stationsMax: contract?.stationsMax,
    callerRoles: [],
    contacts: (contract?.contacts ?? []).map((person, index) => ({
      ...person,
      name: person.id,
      role: index === 0 ? 'admin' : 'deputy',
    })),
    closures,
    hours,
    prices,
    slots,
    customer,
    distributor,
    graph: graph && signedGraph(graph),
    product,
  };
}

function leasesOf({ accounts = {} }: DecisionFacts): Leasing {
  let leasing = NO_LEASES;
  for (const [account, { available, held = 0 }] of Object.entries(accounts)) {
    const amount = available + held;
    if (amount === 0) continue;
    const lease = { id: `lease-${account}`, account, amount };
    leasing = stepLeasing(leasing, { kind: 'lease-arrived', lease }).state;
    if (held === 0) continue;
    const promise = { kind: 'promise-asked', ticket: TICKET, account, amount: held } as const;
    leasing = stepLeasing(leasing, promise).state;
  }
  return leasing;
}

/** Written into the books as JSON, and read from there. */
function throughBooks(request: DecisionRequest, facts: DecisionFacts, plan: Plan): DecisionFacts {
  const books = booksOf(JSON.parse(JSON.stringify(entriesOf(facts, plan))) as BookEntries);
  const { site } = facts;
  const subject = { site, distributor: facts.distributor?.id, customer: 'customer-1' };
  const contract = contractFor(books, subject, { plans: [plan], atMs: request.atMs });
  const accounts = Object.entries(facts.accounts ?? {}).map(([name, account]) => {
    const { available, held = 0, expiring = 0 } = account;
    const ledger = foldEntries(ledgerEntries(available, held, expiring), { holdProtects: true });
    return [name, accountFacts(ledger, { atMs: request.atMs, ticket: TICKET })] as const;
  });
  const known = hubFacts({
    books,
    subject: { ...subject, product: facts.product },
    atMs: request.atMs,
    entitlement:
      facts.licence?.installedOn === undefined ? undefined : licenceDays(request, facts, plan),
    accounts: Object.fromEntries(accounts),
    contract,
  });
  // Whose prices fall by volume, and what a group orders, is no book of the hub.
  const { volumePrices, groupPurchase } = facts;
  return { ...known, volumePrices, groupPurchase };
}

/** Of a day before the request, as far as a ledger can be told of one. */
function ledgerEntries(available: number, held: number, expiring: number): readonly LedgerEntry[] {
  const grant = { kind: 'grant', atMs: -3, source: 'test' } as const;
  const entries: LedgerEntry[] = [];
  if (held > 0) {
    entries.push({ ...grant, id: 'held', amount: held });
    entries.push({ kind: 'hold', id: 'hold', atMs: -2, ticket: TICKET, amount: held });
  }
  if (available > 0) entries.push({ ...grant, id: 'free', atMs: -1, amount: available });
  if (expiring > 0) {
    entries.push({ ...grant, id: 'expiring', atMs: -1, amount: expiring, expiresMs: 0 });
  }
  return entries;
}

function entriesOf(facts: DecisionFacts, plan: Plan): BookEntries {
  const { contract, distributor, graph, closures = [], prices = {}, customer } = facts;
  const { id, purchases = [], ...standing } = distributor ?? { id: '' };
  const { hours, slots } = facts;
  return {
    parties: (graph?.parties ?? []).map((party) => ({ entry: party.id, body: party })),
    edges: (graph?.edges ?? []).map(({ sinceMs, untilMs, ...edge }, index) => ({
      entry: String(index),
      body: {
        ...edge,
        since: instantText(sinceMs),
        ...(untilMs === undefined ? {} : { until: instantText(untilMs) }),
      },
    })),
    contracts:
      contract === undefined
        ? []
        : [
            {
              entry: 'contract-1',
              body: { id: 'contract-1', customer: 'customer-1', ...contract, plan: planOf(plan) },
            },
          ],
    prices: Object.entries(prices).map(([code, minor]) => ({
      entry: code,
      body: { minor, currency: plan.currency },
    })),
    closures: closures.map((day) => ({ entry: day, body: { day, name: 'closed' } })),
    purchases: purchases.map((one) => ({ entry: one.id, body: { ...one, distributor: id } })),
    distributors: distributor === undefined ? [] : [{ entry: id, body: standing }],
    customers: customer === undefined ? [] : [{ entry: 'customer-1', body: customer }],
    schedules: [{ entry: plan.id, body: { hours, slots } }],
  };
}

function planOf({ id, version }: Plan) {
  return { id, version };
}

function instantText(atMs: number): string {
  return new Date(atMs).toISOString();
}
