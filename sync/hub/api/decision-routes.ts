import { decide } from '../../../agent/core/contract/decide.ts';
import type { CallerRole, DecisionRequest } from '../../../agent/core/contract/request.ts';
import { decisionText } from '../../../agent/words/decision-text.ts';
import { preferredLanguage } from '../../../agent/words/language.ts';
import { graphAt } from '../books/graph-at.ts';
import { factsOf } from '../contracts/facts-of.ts';
import type { Subject } from '../contracts/hub-facts.ts';
import { planNamed, planOf } from '../contracts/plan-for.ts';
import { seesCustomer } from '../contracts/sight.ts';
import type { Person } from '../users/person.ts';
import { may, type Role } from '../users/roles.ts';
import { decisionRequestSchema, decisionSchema, type DecisionBody } from './decision-schema.ts';
import { decisionView } from './decision-view.ts';
import { signedInOf } from './guard.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import { sendProblem, type Problem } from './problem.ts';
import { errorSchema } from './schema.ts';
import { stationFor } from './station-for.ts';
import { knownPlans } from '../store/plans.ts';

export function addDecisionRoutes(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags: ['contracts'],
    summary: 'What the contract of a station, a site or a customer says to a request.',
    body: decisionRequestSchema,
    response: { 200: decisionSchema, '4xx': errorSchema, '5xx': errorSchema },
  };
  server.post('/v1/decisions', { schema }, async (request, reply) => {
    const { person } = signedInOf(request);
    const { body } = request;
    const atMs = body.at === undefined ? parts.clock.wallMs() : Date.parse(body.at);
    const found = await subjectFor(parts, person, body);
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const { subject } = found;
    const known = await factsOf(parts.database, { subject, atMs, ticket: body.ticket });
    const { contract } = known;
    const customer = subject.customer ?? contract?.customer;
    if (customer !== undefined && !(await isSeen(parts, person, customer))) {
      return sendProblem(reply, { code: 'not-found' });
    }
    const plans = await knownPlans(parts.database);
    const plan =
      contract === undefined
        ? body.plan && planNamed(plans, body.plan, atMs)
        : planOf(plans, contract);
    if (plan === undefined || plan === '') {
      return sendProblem(reply, { code: 'invalid-request', details: { reason: 'plan' } });
    }
    const decision = decide(questionOf(body, person, atMs), known.facts, plan);
    const language = preferredLanguage(request.raw.headers['accept-language']);
    return reply.send(decisionView(decision, decisionText(decision, plan, language)));
  });
}

type FoundSubject =
  | { readonly kind: 'found'; readonly subject: Subject }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** Of another site there is nothing to be found out, not even whether it is there. */
async function subjectFor(
  parts: PeopleParts,
  person: Person,
  { station, site, customer, product }: DecisionBody,
): Promise<FoundSubject> {
  if (station !== undefined) {
    const found = await stationFor(parts, { person, station, action: 'decide' });
    if (found.kind === 'problem') return found;
    return { kind: 'found', subject: { station, site: found.row.site, product } };
  }
  if (may(person, 'decide', site)) return { kind: 'found', subject: { site, customer, product } };
  return { kind: 'problem', problem: { code: 'not-found' } };
}

/**
 * A decision tells of a customer's balances. Whose the customer is counts as of now, whenever is
 * asked about: a site that has changed hands shows nothing of whom it was part of before.
 */
async function isSeen(
  { database, clock }: PeopleParts,
  person: Person,
  customer: string,
): Promise<boolean> {
  const atMs = clock.wallMs();
  return seesCustomer(person, await graphAt(database, { atMs }), { customer, atMs });
}

/** The vendor's own people may ask for somebody; others only as what they are. */
function callerOfRole(role: Role, claimed: CallerRole | undefined): CallerRole {
  switch (role) {
    case 'vendor-admin':
    case 'vendor-support':
      return claimed ?? 'vendor';
    case 'distributor':
    case 'implementer':
      return role;
    case 'customer-admin':
      return 'admin';
  }
}

function questionOf(body: DecisionBody, { role }: Person, atMs: number): DecisionRequest {
  const { class: serviceClass, slot, releasedAt, receivedAt, sentAt, ...rest } = body;
  const { site: _site, customer: _customer, product: _product, plan: _plan, ...asked } = rest;
  const { at: _at, ticket: _ticket, ...question } = asked;
  return {
    ...question,
    atMs,
    serviceClass,
    caller: callerOfRole(role, body.caller),
    slotMs: msOf(slot),
    releasedMs: msOf(releasedAt),
    receivedMs: msOf(receivedAt),
    sentMs: msOf(sentAt),
  };
}

function msOf(instant: string | undefined): number | undefined {
  return instant === undefined ? undefined : Date.parse(instant);
}
