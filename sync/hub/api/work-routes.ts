/** Work orders: made for a customer by whoever serves it, planned and closed by the vendor. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { partyOf } from '../../../agent/core/contract/parties.ts';
import { graphAt } from '../books/graph-at.ts';
import { seesTicket, type SightAt } from '../desk/ticket-sight.ts';
import { TicketDesk } from '../desk/ticket-desk.ts';
import { WorkDesk, type WorkAnswer } from '../desk/work-desk.ts';
import type { WorkOrder } from '../desk/work-order.ts';
import { isOfCustomer, mayCancelWork, mayDoWork, seesPlace, seesWork } from '../desk/work-sight.ts';
import { ticketById } from '../store/tickets.ts';
import { userById } from '../store/users.ts';
import { may, type Entitled } from '../users/roles.ts';
import type { Person } from '../users/person.ts';
import { csvSchema } from './balance-schema.ts';
import { signedInOf } from './guard.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import { personShown } from './person-shown.ts';
import { sendProblem, type Problem } from './problem.ts';
import { errorSchema } from './schema.ts';
import { officeFor, stationFor } from './station-for.ts';
import {
  newWorkSchema,
  workAssignmentSchema,
  workCancelSchema,
  workClosedSchema,
  workDoneSchema,
  workFileSchema,
  workParamsSchema,
  workQuerySchema,
  workSchema,
  worksSchema,
  workTickSchema,
  workTimeSchema,
  type NewWorkBody,
} from './work-schema.ts';
import { worksCsv, workView } from './work-view.ts';

const tags = ['desk'];
const problems = { '4xx': errorSchema, '5xx': errorSchema };
const params = workParamsSchema;
const response = { 200: workSchema, ...problems };

export function addWorkRoutes(server: PeopleServer, parts: PeopleParts): void {
  addReading(server, parts);
  addOrdering(server, parts);
  addAssigning(server, parts);
  addDoing(server, parts);
  addClosing(server, parts);
}

function addReading(server: PeopleServer, parts: PeopleParts): void {
  const seenBy = async (request: FastifyRequest, open: 'true' | 'false' | undefined) => {
    const { person } = signedInOf(request);
    const at = await sightAt(parts);
    const isOpen = open === undefined ? undefined : open === 'true';
    const all = await workFor(request, parts).list({ isOpen });
    const seen = all.filter((order) => seesWork(person, order, at));
    return seen.map((order) => workView(order, person, at));
  };
  const list = {
    tags,
    summary: 'The work orders that somebody sees, the newest first.',
    querystring: workQuerySchema,
    response: { 200: worksSchema, ...problems },
  };
  server.get('/v1/work-orders', { schema: list }, async (request, reply) =>
    reply.send({ orders: await seenBy(request, request.query.open) }),
  );
  const csv = {
    tags,
    summary: 'The same as a table.',
    querystring: workQuerySchema,
    response: { 200: csvSchema, ...problems },
  };
  server.get('/v1/work-orders.csv', { schema: csv }, async (request, reply) =>
    reply.type('text/csv; charset=utf-8').send(worksCsv(await seenBy(request, request.query.open))),
  );
  const one = {
    tags,
    summary: 'A work order with its check list and the time that was worked.',
    params,
    response: { 200: workFileSchema, ...problems },
  };
  server.get('/v1/work-orders/:order', { schema: one }, async (request, reply) => {
    const found = await orderFor(request, parts, seesWork);
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const { order, person, at } = found;
    const desk = new TicketDesk(officeFor(request, parts).desk());
    const { entries = [] } = (await desk.file(order.ticket)) ?? {};
    const time = entries.map(({ entry, mode, minutes, fromMs, by }) => {
      return { entry, mode, minutes, from: new Date(fromMs).toISOString(), by };
    });
    return reply.send({ order: workView(order, person, at), time });
  });
}

function addOrdering(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Order work for a customer; it has a ticket, by which its time is charged.',
    body: newWorkSchema,
    response,
  };
  server.post('/v1/work-orders', { schema }, async (request, reply) => {
    const { person } = signedInOf(request);
    const { body } = request;
    const at = await sightAt(parts);
    const problem = await problemOfOrdering(parts, person, { body, at });
    if (problem !== undefined) return sendProblem(reply, problem);
    const before = await workFor(request, parts).order(body.id);
    if (before !== undefined && !seesWork(person, before, at)) {
      return sendProblem(reply, { code: 'id-taken' });
    }
    const isVendor = person.sites === 'all' || may(person, 'plan-work');
    const { id, kind, customer, site, station, ticket, title, details, items } = body;
    const answer = await workFor(request, parts).add({
      id,
      kind,
      customer,
      site,
      station,
      ticket,
      title,
      details,
      items: items.map(({ text, afterPrevious }) => ({ text, isAfterPrevious: afterPrevious })),
      madeParty: isVendor ? undefined : person.party,
      distributor: person.role === 'distributor' ? person.party : undefined,
      from: await personShown(parts, person),
      side: isVendor ? 'desk' : 'partner',
    });
    return sendWork(reply, answer, { person, at });
  });
}

interface Ordering {
  readonly body: NewWorkBody;
  readonly at: SightAt;
}

/** Of what somebody does not see they cannot order anything either. */
async function problemOfOrdering(
  parts: PeopleParts,
  person: Person,
  { body, at }: Ordering,
): Promise<Problem | undefined> {
  const { customer, site, station, ticket } = body;
  const isKnown = partyOf(at.graph, customer)?.kind === 'customer' && isOfCustomer(body, at);
  if (!isKnown || !seesPlace(person, body, at)) return { code: 'not-found' };
  if (!may(person, 'order-work')) return { code: 'forbidden' };
  if (station !== undefined) {
    const found = await stationFor(parts, { person, station, action: 'order-work' });
    if (found.kind === 'problem') return found.problem;
    if (!isOfCustomer({ customer, site: found.row.site }, at)) return { code: 'not-found' };
    if (site !== undefined && found.row.site !== site) return { code: 'not-found' };
  }
  if (ticket === undefined) return undefined;
  const known = await ticketById(parts.database, ticket);
  const isSeen = known !== undefined && seesTicket(person, known, at);
  return isSeen && known.customer === customer ? undefined : { code: 'not-found' };
}

function addAssigning(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Give the work to somebody.',
    params,
    body: workAssignmentSchema,
    response,
  };
  server.post('/v1/work-orders/:order/assignment', { schema }, async (request, reply) => {
    const found = await orderFor(request, parts, (person) => may(person, 'plan-work'));
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const to = await assigneeOf(parts, request.body, found.at);
    if (to === undefined) return sendProblem(reply, { code: 'not-found' });
    return sendWork(reply, await workFor(request, parts).assign(found.order.id, to), found);
  });
}

type Assignee = Pick<WorkOrder, 'company' | 'user' | 'assignedName'>;

async function assigneeOf(
  { database }: PeopleParts,
  to: typeof workAssignmentSchema._output,
  { graph }: SightAt,
): Promise<Assignee | undefined> {
  if ('nobody' in to) return {};
  if ('company' in to) {
    const party = partyOf(graph, to.company);
    return party && { company: party.id, assignedName: party.name };
  }
  const account = await userById(database, to.user);
  if (account === undefined || account.isDisabled || !may(account, 'plan-work')) return undefined;
  return { user: account.user, assignedName: account.name };
}

function addDoing(server: PeopleServer, parts: PeopleParts): void {
  const tick = {
    tags,
    summary: 'Tick something off its list, in the order that the list says.',
    params,
    body: workTickSchema,
    response,
  };
  server.post('/v1/work-orders/:order/ticks', { schema: tick }, async (request, reply) => {
    const found = await orderFor(request, parts, mayDoWork);
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const { item: place, done: isDone } = request.body;
    const answer = await workFor(request, parts).tick(found.order.id, { place, isDone });
    return sendWork(reply, answer, found);
  });
  const time = {
    tags,
    summary: 'Enter time worked on it: it is that of its ticket.',
    params,
    body: workTimeSchema,
    response,
  };
  server.post('/v1/work-orders/:order/time', { schema: time }, async (request, reply) => {
    const found = await orderFor(request, parts, mayDoWork);
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const { id: entry, mode, minutes, from } = request.body;
    const by = found.person.name;
    const work = { entry, mode, minutes, fromMs: Date.parse(from), by };
    return sendWork(reply, await workFor(request, parts).addTime(found.order.id, work), found);
  });
}

function addClosing(server: PeopleServer, parts: PeopleParts): void {
  const done = {
    tags,
    summary: 'It is done: everything is ticked off, and its own ticket is solved and booked.',
    params,
    body: workDoneSchema,
    response: { 200: workClosedSchema, ...problems },
  };
  server.post('/v1/work-orders/:order/done', { schema: done }, async (request, reply) => {
    const found = await orderFor(request, parts, (person) => may(person, 'plan-work'));
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const { note, used, class: serviceClass } = request.body;
    const closing = { note, used, serviceClass };
    const answer = await workFor(request, parts).close(found.order.id, closing);
    if (answer.kind === 'refused') return sendProblem(reply, { code: answer.code });
    const order = workView(answer.order, found.person, found.at);
    if (answer.settled === undefined) return reply.send({ order });
    const { cost, balances, low } = answer.settled;
    return reply.send({ order, settled: { accounts: cost.accounts, balances, low } });
  });
  const cancel = {
    tags,
    summary: 'It will not be done: its times are free again, and nothing is charged.',
    params,
    body: workCancelSchema,
    response,
  };
  server.post('/v1/work-orders/:order/cancellation', { schema: cancel }, async (request, reply) => {
    const found = await orderFor(request, parts, mayCancelWork);
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const answer = await workFor(request, parts).cancel(found.order.id, request.body.reason);
    return sendWork(reply, answer, found);
  });
}

type FoundOrder =
  | {
      readonly kind: 'found';
      readonly order: WorkOrder;
      readonly person: Person;
      readonly at: SightAt;
    }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** An order of somebody else is not there; one that they see may still not be theirs to work on. */
async function orderFor(
  request: FastifyRequest & { readonly params: { readonly order: string } },
  parts: PeopleParts,
  isAllowed: (person: Entitled, order: WorkOrder, at: SightAt) => boolean,
): Promise<FoundOrder> {
  const { person } = signedInOf(request);
  const order = await workFor(request, parts).order(request.params.order);
  const at = await sightAt(parts);
  if (order === undefined || !seesWork(person, order, at)) {
    return { kind: 'problem', problem: { code: 'not-found' } };
  }
  if (!isAllowed(person, order, at)) return { kind: 'problem', problem: { code: 'forbidden' } };
  return { kind: 'found', order, person, at };
}

function workFor(request: FastifyRequest, parts: PeopleParts): WorkDesk {
  return new WorkDesk(officeFor(request, parts).desk());
}

async function sightAt({ database, clock }: PeopleParts): Promise<SightAt> {
  const atMs = clock.wallMs();
  return { graph: await graphAt(database, { atMs }), atMs };
}

function sendWork(
  reply: FastifyReply,
  answer: WorkAnswer,
  { person, at }: { readonly person: Person; readonly at: SightAt },
): FastifyReply {
  if (answer.kind === 'refused') return sendProblem(reply, { code: answer.code });
  return reply.send(workView(answer.order, person, at));
}
