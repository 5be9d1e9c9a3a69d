import { coverageOf, type Coverage } from '../../../agent/core/contract/coverage.ts';
import type { ContractEntry } from '../books/contract-entry.ts';
import { readBooks, type Books } from '../contracts/books.ts';
import { hubFacts } from '../contracts/hub-facts.ts';
import { planOf } from '../contracts/plan-for.ts';
import { seesAllOf, seesCustomer, sitesOf } from '../contracts/sight.ts';
import { fleetRows, type FleetRow } from '../store/fleet-list.ts';
import type { Person } from '../users/person.ts';
import { isInScope, may } from '../users/roles.ts';
import { coverageSchema } from './coverage-schema.ts';
import { signedInOf } from './guard.ts';
import { instant } from './instant.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import { sendProblem } from './problem.ts';
import { errorSchema } from './schema.ts';
import type { Plan } from '../../../agent/core/contract/plan.ts';
import { knownPlans } from '../store/plans.ts';

export function addCoverageRoutes(server: PeopleServer, { database, clock }: PeopleParts): void {
  const schema = {
    tags: ['contracts'],
    summary: 'Which stations each contract covers of those that are there, and who is left out.',
    response: { 200: coverageSchema, '4xx': errorSchema, '5xx': errorSchema },
  };
  server.get('/v1/coverage', { schema }, async (request, reply) => {
    const { person } = signedInOf(request);
    if (!may(person, 'read-licences')) return sendProblem(reply, { code: 'forbidden' });
    const atMs = clock.wallMs();
    const books = await readBooks(database, { atMs });
    const plans = await knownPlans(database);
    const rows = await fleetRows(database, { sites: person.sites });
    const contracts = books.contracts
      .filter((contract) => sees(person, books, { contract, atMs }))
      .flatMap(
        (contract) => viewOf(books, rows, { contract, atMs, plan: planOf(plans, contract) }) ?? [],
      );
    return reply.send({ at: instant(atMs), contracts });
  });
}

interface Asked {
  readonly contract: ContractEntry;
  readonly atMs: number;
}

function sees(person: Person, books: Books, { contract, atMs }: Asked): boolean {
  const { site, customer } = contract;
  return site === undefined
    ? seesAllOf(person, books, { customer, atMs })
    : isInScope(person.sites, site) && seesCustomer(person, books, { customer, atMs });
}

function viewOf(
  books: Books,
  rows: readonly FleetRow[],
  { contract, atMs, plan }: Asked & { readonly plan: Plan | undefined },
) {
  if (plan === undefined) return undefined;
  const { id, customer, site } = contract;
  const sites = site === undefined ? sitesOf(books, customer, atMs) : [site];
  const enrolled = rows.filter((row) => !row.isRevoked && sites.includes(row.site));
  const facts = hubFacts({ books, subject: { site, customer }, contract, atMs });
  const present = enrolled.map(({ station }) => station);
  const coverage: Coverage | undefined = coverageOf({ facts, plan }, present, atMs);
  if (coverage === undefined) return undefined;
  const unseen = enrolled
    .filter(({ station, lastSeenMs }) => {
      return lastSeenMs === undefined && coverage.covered.includes(station);
    })
    .map(({ station }) => station);
  const another = coverage.another.map(({ code, priceMinor }) => ({ code, priceMinor }));
  const { currency } = plan;
  return { ...coverage, another, unseen, currency, contract: id, customer, site: site ?? null };
}
