/** What tills may promise while they are offline: cut and sent, asked back, given up, and listed. */
import { leaseViews, type LeaseView } from '../contracts/balance-view.ts';
import { askLeaseBack, cutLease, writeOffLease } from '../contracts/lease-desk.ts';
import { balanceProblem } from './balance-problem.ts';
import {
  customerParamsSchema,
  leaseAskedSchema,
  leaseCutSchema,
  leaseParamsSchema,
  leaseRequestSchema,
  leasesSchema,
  writeOffRequestSchema,
  writtenOffSchema,
  type LeasesView,
} from './balance-schema.ts';
import { leaseFor, problemOfCustomer } from './customer-for.ts';
import { signedInOf } from './guard.ts';
import { instant } from './instant.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import { sendProblem } from './problem.ts';
import { errorSchema, nothingSchema, stationParamsSchema } from './schema.ts';
import { asked, officeFor, stationFor } from './station-for.ts';

const tags = ['leases'];
const problems = { '4xx': errorSchema, '5xx': errorSchema };

export function addLeaseRoutes(server: PeopleServer, parts: PeopleParts): void {
  addCutting(server, parts);
  addAsking(server, parts);
  addWritingOff(server, parts);
  addListing(server, parts);
}

function addCutting(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Cut a lease from the balance of the till’s customer, sign it, and send it.',
    params: stationParamsSchema,
    body: leaseRequestSchema,
    response: { 200: leaseCutSchema, ...problems },
  };
  server.post('/v1/stations/:station/leases', { schema }, async (request, reply) => {
    const found = await stationFor(parts, { ...asked(request), action: 'manage-leases' });
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const { station } = found.row;
    const outcome = await cutLease(officeFor(request, parts).desk(), { station, ...request.body });
    if (outcome.kind === 'refused') return sendProblem(reply, balanceProblem(outcome));
    const { lease, customer, kind } = outcome;
    return reply.send({ lease, customer, isNew: kind === 'cut' });
  });
}

function addAsking(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Ask the till for what is left of a lease.',
    params: leaseParamsSchema,
    body: nothingSchema,
    response: { 200: leaseAskedSchema, ...problems },
  };
  server.post('/v1/leases/:lease/ask-back', { schema }, async (request, reply) => {
    const { person } = signedInOf(request);
    const { lease } = request.params;
    const found = await leaseFor(parts, { person, lease, action: 'manage-leases' });
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const outcome = await askLeaseBack(officeFor(request, parts).desk(), found.lease);
    if (outcome.kind === 'refused') return sendProblem(reply, balanceProblem(outcome));
    return reply.send({ command: outcome.command });
  });
}

function addWritingOff(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Give up a lease whose till will not come back: the rest counts as spent.',
    params: leaseParamsSchema,
    body: writeOffRequestSchema,
    response: { 200: writtenOffSchema, ...problems },
  };
  server.post('/v1/leases/:lease/write-off', { schema }, async (request, reply) => {
    const { person } = signedInOf(request);
    const { lease } = request.params;
    const found = await leaseFor(parts, { person, lease, action: 'write-off-lease' });
    if (found.kind === 'problem') return sendProblem(reply, found.problem);
    const desk = officeFor(request, parts).desk();
    const outcome = await writeOffLease(desk, found.lease, request.body.reason);
    if (outcome.kind === 'refused') return sendProblem(reply, balanceProblem(outcome));
    const amount = outcome.kind === 'written-off' ? outcome.amount : 0;
    return reply.send({ amount, isNew: outcome.kind === 'written-off' });
  });
}

function addListing(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'The leases of a customer, with what is left of them and what their tills promised.',
    params: customerParamsSchema,
    response: { 200: leasesSchema, ...problems },
  };
  server.get('/v1/customers/:customer/leases', { schema }, async (request, reply) => {
    const { person } = signedInOf(request);
    const { customer } = request.params;
    const problem = await problemOfCustomer(parts, { person, customer, action: 'read-balance' });
    if (problem !== undefined) return sendProblem(reply, problem);
    const leases = await leaseViews(parts.database, customer);
    return reply.send({ leases: leases.map(leaseView) });
  });
}

function leaseView(view: LeaseView): LeasesView['leases'][number] {
  const { customer: _, issuedAtMs, ...lease } = view;
  return { ...lease, issuedAt: instant(issuedAtMs) };
}
