/**
 * What a till knows when it decides with no line to anybody: its entitlement, what its leases let it
 * promise, and a time that no clock that was set back can make earlier.
 */
import { reckonedMs, type ClockEvidence } from '../entitlement/clock-evidence.ts';
import type { Contact, Contract, Entitlement } from '../entitlement/entitlement.ts';
import { grantedMaintenance } from '../entitlement/granted-maintenance.ts';
import { promisable, type Leasing } from './lease.ts';
import { totalOf } from './parts.ts';
import { graphOf } from './signed-graph.ts';
import type { AccountFacts, ContactPerson, ContractFacts, DecisionFacts } from './request.ts';

export interface TillHolding {
  readonly entitlement: Entitlement | undefined;
  readonly leasing: Leasing;
  readonly evidence: ClockEvidence;
  readonly clockMs: number;
  /** The ticket in question: what it was promised is set aside for it. */
  readonly ticket?: string | undefined;
}

export interface TillFacts {
  /** The later of the clock and of what proves that it is later. */
  readonly atMs: number;
  readonly facts: DecisionFacts;
}

/** The same facts that the vendor has on its books, as far as the till was told of them. */
export function tillFacts(holding: TillHolding): TillFacts {
  const { entitlement, evidence, clockMs } = holding;
  const atMs = reckonedMs(evidence, clockMs);
  const accounts = accountsOf(holding);
  if (entitlement === undefined) return { atMs, facts: { accounts } };
  const { installedOn, contract, licence } = entitlement;
  const facts: DecisionFacts = {
    licence: { installedOn, maintenance: grantedMaintenance(entitlement) },
    accounts,
    site: licence.issuedTo.site,
    ...(contract === undefined ? {} : agreedFacts(contract, entitlement)),
  };
  return { atMs, facts };
}

function agreedFacts(contract: Contract, entitlement: Entitlement): DecisionFacts {
  const { closures, hours, prices, slots, customer, distributor, graph, product } = contract;
  return {
    contract: contractFacts(contract, entitlement),
    closures,
    hours,
    prices,
    slots,
    customer,
    distributor,
    graph: graph === undefined ? undefined : graphOf(graph),
    product,
  };
}

function contractFacts(contract: Contract, { installedOn }: Entitlement): ContractFacts {
  const { start = installedOn, endsOn, variant, stations, stationsMax, parameters } = contract;
  const contacts = adminsFirst(contract.contacts);
  return { start, endsOn, variant, stations, stationsMax, contacts, parameters };
}

/** The admin before the deputies, each in the order they were named. */
function adminsFirst(contacts: readonly Contact[]): readonly ContactPerson[] {
  return (['admin', 'deputy'] as const).flatMap((role) =>
    contacts
      .filter((contact) => contact.role === role)
      .map(({ id, name, isAbsent }) => ({ id: id ?? name, isAbsent })),
  );
}

/** The balance itself is the vendor's: here it is no more than what its leases let the till promise. */
function accountsOf({ leasing, ticket }: TillHolding): Readonly<Record<string, AccountFacts>> {
  const own = leasing.promises.find((one) => one.ticket === ticket && one.state === 'promised');
  const names = new Set(leasing.leases.map(({ account }) => account));
  return Object.fromEntries(
    [...names].map((name) => {
      const held = own?.account === name ? totalOf(own.parts) : 0;
      const available = promisable(leasing, name);
      return [name, held === 0 ? { available } : { available, held }];
    }),
  );
}
