/** What customers have: packs, top-ups, pools and tickets, and the statement of all of it. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  openPools,
  orderPack,
  postTicket,
  topUp,
  type BalanceAnswer,
} from '../contracts/balance-desk.ts';
import { statementCsv, statements, type AccountStatement } from '../contracts/balance-view.ts';
import type { Period } from '../contracts/balance.ts';
import type { Action } from '../users/roles.ts';
import { balanceProblem } from './balance-problem.ts';
import {
  csvSchema,
  customerParamsSchema,
  packRequestSchema,
  poolRequestSchema,
  postedSchema,
  statementQuerySchema,
  statementSchema,
  ticketRequestSchema,
  topUpRequestSchema,
  type StatementQuery,
  type StatementView,
} from './balance-schema.ts';
import { problemOfCustomer } from './customer-for.ts';
import { signedInOf } from './guard.ts';
import { instant } from './instant.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import { sendProblem, type Problem } from './problem.ts';
import { errorSchema } from './schema.ts';
import { officeFor } from './station-for.ts';

const tags = ['balances'];
const problems = { '4xx': errorSchema, '5xx': errorSchema };
const params = customerParamsSchema;

/** The newest lines of an account that one answer has; the CSV has all of them. */
const LINES_MAX = 2_000;

export function addBalanceRoutes(server: PeopleServer, parts: PeopleParts): void {
  addOrders(server, parts);
  addTickets(server, parts);
  addStatements(server, parts);
}

function addOrders(server: PeopleServer, parts: PeopleParts): void {
  const response = { 200: postedSchema, ...problems };
  const pack = {
    tags,
    summary: 'Credit a pack of the customer’s plan, and charge it.',
    params,
    body: packRequestSchema,
    response,
  };
  server.post('/v1/customers/:customer/packs', { schema: pack }, async (request, reply) => {
    const problem = await problemFor(parts, request, 'manage-balance');
    if (problem !== undefined) return sendProblem(reply, problem);
    const { customer } = request.params;
    const desk = officeFor(request, parts).desk();
    return sendAnswer(reply, await orderPack(desk, { customer, ...request.body }));
  });
  const money = {
    tags,
    summary: 'Put money into the customer’s wallet, and charge it.',
    params,
    body: topUpRequestSchema,
    response,
  };
  server.post('/v1/customers/:customer/top-ups', { schema: money }, async (request, reply) => {
    const problem = await problemFor(parts, request, 'manage-balance');
    if (problem !== undefined) return sendProblem(reply, problem);
    const { customer } = request.params;
    const desk = officeFor(request, parts).desk();
    return sendAnswer(reply, await topUp(desk, { customer, ...request.body }));
  });
  const pools = {
    tags,
    summary: 'Open the pools of a contract’s term; a term has them once.',
    params,
    body: poolRequestSchema,
    response,
  };
  server.post('/v1/customers/:customer/pools', { schema: pools }, async (request, reply) => {
    const problem = await problemFor(parts, request, 'manage-balance');
    if (problem !== undefined) return sendProblem(reply, problem);
    const { customer } = request.params;
    const desk = officeFor(request, parts).desk();
    return sendAnswer(reply, await openPools(desk, { customer, ...request.body }));
  });
}

function addTickets(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Set aside for a ticket, settle it, or give either back.',
    params,
    body: ticketRequestSchema,
    response: { 200: postedSchema, ...problems },
  };
  server.post('/v1/customers/:customer/tickets', { schema }, async (request, reply) => {
    const problem = await problemFor(parts, request, 'manage-balance');
    if (problem !== undefined) return sendProblem(reply, problem);
    const { customer } = request.params;
    const { id, account, ticket, ...act } = request.body;
    const desk = officeFor(request, parts).desk();
    return sendAnswer(reply, await postTicket(desk, { customer, id, account, ticket, act }));
  });
}

function addStatements(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Every entry of a customer’s balances with what was left after it, and what ran out.',
    params,
    querystring: statementQuerySchema,
    response: { 200: statementSchema, ...problems },
  };
  server.get('/v1/customers/:customer/statement', { schema }, async (request, reply) => {
    const problem = await problemFor(parts, request, 'read-balance');
    if (problem !== undefined) return sendProblem(reply, problem);
    const { customer } = request.params;
    const found = await statementsFor(parts, customer, request.query);
    return reply.send({ customer, accounts: found.map(accountView) });
  });
  const csv = {
    tags,
    summary: 'The same as CSV.',
    params,
    querystring: statementQuerySchema,
    response: { 200: csvSchema, ...problems },
  };
  server.get('/v1/customers/:customer/statement.csv', { schema: csv }, async (request, reply) => {
    const problem = await problemFor(parts, request, 'read-balance');
    if (problem !== undefined) return sendProblem(reply, problem);
    const found = await statementsFor(parts, request.params.customer, request.query);
    return reply.type('text/csv; charset=utf-8').send(statementCsv(found));
  });
}

type CustomerRequest = FastifyRequest & { readonly params: { readonly customer: string } };

function problemFor(
  parts: PeopleParts,
  request: CustomerRequest,
  action: Action,
): Promise<Problem | undefined> {
  const { person } = signedInOf(request);
  return problemOfCustomer(parts, { person, customer: request.params.customer, action });
}

function sendAnswer(reply: FastifyReply, answer: BalanceAnswer): FastifyReply {
  switch (answer.kind) {
    case 'posted':
      return reply.send({ answer: 'posted', from: answer.from, overdraft: answer.overdraft });
    case 'repeated':
      return reply.send({ answer: 'repeated', from: [], overdraft: 0 });
    case 'refused':
      return sendProblem(reply, balanceProblem(answer));
  }
}

function statementsFor(
  { database, clock }: PeopleParts,
  customer: string,
  { account, from, to }: StatementQuery,
): Promise<readonly AccountStatement[]> {
  const period: Period = {
    fromMs: from === undefined ? 0 : Date.parse(from),
    toMs: to === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(to),
    nowMs: clock.wallMs(),
  };
  return statements(database, { customer, account }, period);
}

function accountView({ lines, ...account }: AccountStatement): StatementView['accounts'][number] {
  return {
    ...account,
    isCut: lines.length > LINES_MAX,
    lines: lines.slice(-LINES_MAX).map(({ atMs, bookedAtMs, ...line }) => ({
      ...line,
      at: instant(atMs),
      bookedAt: instant(bookedAtMs),
    })),
  };
}
