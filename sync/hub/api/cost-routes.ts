/** What is charged, and its exports for invoicing. */
import { chargeDecision, exportCosts } from '../contracts/cost-desk.ts';
import {
  COST_LINES_MAX,
  costExports,
  costExportText,
  costLinesIn,
  type CostExport,
} from '../store/cost-lines.ts';
import { may } from '../users/roles.ts';
import {
  chargedSchema,
  chargeRequestSchema,
  costExportSchema,
  costExportsSchema,
  costLinesSchema,
  csvSchema,
  customerParamsSchema,
  exportParamsSchema,
  exportRequestSchema,
  periodQuerySchema,
} from './balance-schema.ts';
import { problemOfCustomer } from './customer-for.ts';
import { signedInOf } from './guard.ts';
import { instant } from './instant.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import { sendProblem } from './problem.ts';
import { errorSchema } from './schema.ts';
import { officeFor } from './station-for.ts';

const tags = ['costs'];
const problems = { '4xx': errorSchema, '5xx': errorSchema };

export function addCostRoutes(server: PeopleServer, parts: PeopleParts): void {
  addCharging(server, parts);
  addReading(server, parts);
  addExporting(server, parts);
  addFetching(server, parts);
}

function addCharging(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Charge the lines of a decision that whoever pays has accepted.',
    params: customerParamsSchema,
    body: chargeRequestSchema,
    response: { 200: chargedSchema, ...problems },
  };
  server.post('/v1/customers/:customer/charges', { schema }, async (request, reply) => {
    const { person } = signedInOf(request);
    const { customer } = request.params;
    const problem = await problemOfCustomer(parts, { person, customer, action: 'manage-balance' });
    if (problem !== undefined) return sendProblem(reply, problem);
    const desk = officeFor(request, parts).desk();
    return reply.send({ added: await chargeDecision(desk, { customer, ...request.body }) });
  });
}

function addReading(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'What was charged in a period, with the export it went out with.',
    querystring: periodQuerySchema,
    response: { 200: costLinesSchema, ...problems },
  };
  server.get('/v1/cost-lines', { schema }, async (request, reply) => {
    if (!may(signedInOf(request).person, 'read-costs')) {
      return sendProblem(reply, { code: 'forbidden' });
    }
    const { from, to } = request.query;
    const found = await costLinesIn(parts.database, {
      fromMs: from === undefined ? 0 : Date.parse(from),
      toMs: to === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(to),
    });
    const lines = found
      .slice(0, COST_LINES_MAX)
      .map(({ atMs, ...line }) => ({ ...line, at: instant(atMs) }));
    return reply.send({ lines, isCut: found.length > COST_LINES_MAX });
  });
}

function addExporting(server: PeopleServer, parts: PeopleParts): void {
  const schema = {
    tags,
    summary: 'Export what no export has yet of a period.',
    body: exportRequestSchema,
    response: { 200: costExportSchema, ...problems },
  };
  server.post('/v1/cost-exports', { schema }, async (request, reply) => {
    if (!may(signedInOf(request).person, 'export-costs')) {
      return sendProblem(reply, { code: 'forbidden' });
    }
    const { id, from, to } = request.body;
    const period = { fromMs: Date.parse(from), toMs: Date.parse(to) };
    const outcome = await exportCosts(officeFor(request, parts).desk(), { id, ...period });
    if (outcome.kind === 'refused') return sendProblem(reply, { code: outcome.code });
    return reply.send(exportView(outcome.export));
  });
}

function addFetching(server: PeopleServer, parts: PeopleParts): void {
  const list = {
    tags,
    summary: 'The exports there are, newest first.',
    response: { 200: costExportsSchema, ...problems },
  };
  server.get('/v1/cost-exports', { schema: list }, async (request, reply) => {
    if (!may(signedInOf(request).person, 'read-costs')) {
      return sendProblem(reply, { code: 'forbidden' });
    }
    const exports = await costExports(parts.database);
    return reply.send({ exports: exports.map(exportView) });
  });
  const one = {
    tags,
    summary: 'An export as it first went out, as CSV.',
    params: exportParamsSchema,
    response: { 200: csvSchema, ...problems },
  };
  server.get('/v1/cost-exports/:number', { schema: one }, async (request, reply) => {
    if (!may(signedInOf(request).person, 'read-costs')) {
      return sendProblem(reply, { code: 'forbidden' });
    }
    const text = await costExportText(parts.database, request.params.number);
    if (text === undefined) return sendProblem(reply, { code: 'not-found' });
    return reply.type('text/csv; charset=utf-8').send(text);
  });
}

function exportView({ number, fromMs, toMs, madeAtMs, madeBy, lines }: CostExport) {
  const times = { from: instant(fromMs), to: instant(toMs), madeAt: instant(madeAtMs) };
  return { number, ...times, madeBy, lines };
}
