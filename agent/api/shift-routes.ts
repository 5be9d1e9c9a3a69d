import type { FastifyRequest } from 'fastify';
import type { TillView } from '../shell/till-view.ts';
import type { ApiServer, ServerParts } from './api-parts.ts';
import { operationHeadersSchema } from './basic-schema.ts';
import { problemOf } from './errors.ts';
import { operationUnder } from './operation-key.ts';
import { operatorIfAny, seesCounts } from './operator-access.ts';
import { sendProblem } from './problem-reply.ts';
import { errorSchema } from './schema.ts';
import {
  openShiftSchema,
  shiftReportSchema,
  shiftReportsSchema,
  type ShiftView,
} from './shift-schema.ts';
import { reportView, shiftView, type Sight } from './shift-view.ts';

const tags = ['shifts'];
const refusals = { '4xx': errorSchema, '5xx': errorSchema };

function sightOf(request: FastifyRequest, view: TillView): Sight {
  return { canSee: seesCounts(request, view), currency: view.settings.currency };
}

type ShiftParts = Pick<ServerParts, 'shell'>;

export function addShiftRoutes(server: ApiServer, parts: ShiftParts): void {
  addOpen(server, parts);
  addClose(server, parts);
  addList(server, parts);
}

function addOpen(server: ApiServer, { shell }: ShiftParts): void {
  const open = (request: FastifyRequest): { readonly shift: ShiftView | null } => {
    const view = shell.view();
    const { open: shift } = view.till.shifts;
    return { shift: shift === undefined ? null : shiftView(shift, sightOf(request, view)) };
  };
  const current = {
    tags,
    summary: 'The shift that is open, and what has happened in it so far.',
    response: { 200: openShiftSchema, ...refusals },
  };
  server.get('/v1/shift', { schema: current }, async (request, reply) => reply.send(open(request)));
  const opening = {
    ...current,
    summary:
      'Open a shift: from here on its money is added up. With an `Idempotency-Key`, sending it again does no harm.',
    headers: operationHeadersSchema,
  };
  server.post('/v1/shift/open', { schema: opening }, async (request, reply) => {
    const who = { client: request.client, operator: operatorIfAny(request, 'shift') };
    const operation = operationUnder(request.headers['idempotency-key'], { shift: 'open' });
    const answer = await shell.ask({ kind: 'shift-open-requested', ...who, operation });
    if (answer.kind === 'refused') return sendProblem(reply, problemOf(answer.refusal));
    return reply.send(open(request));
  });
}

function addClose(server: ApiServer, { shell }: ShiftParts): void {
  const schema = {
    tags,
    summary:
      'Close the shift. Its report has a number and is never changed. With an `Idempotency-Key`, sending it again answers with the same report.',
    headers: operationHeadersSchema,
    response: { 200: shiftReportSchema, ...refusals },
  };
  server.post('/v1/shift/close', { schema }, async (request, reply) => {
    const who = { client: request.client, operator: operatorIfAny(request, 'shift') };
    const operation = operationUnder(request.headers['idempotency-key'], { shift: 'close' });
    const answer = await shell.ask({ kind: 'shift-close-requested', ...who, operation });
    if (answer.kind === 'refused') return sendProblem(reply, problemOf(answer.refusal));
    if (answer.kind !== 'shift-closed') return sendProblem(reply, { code: 'internal' });
    return reply.send(reportView(answer.report, sightOf(request, shell.view())));
  });
}

function addList(server: ApiServer, { shell }: ShiftParts): void {
  const schema = {
    tags,
    summary: 'The reports of the latest shifts that were closed, newest first.',
    response: { 200: shiftReportsSchema, ...refusals },
  };
  server.get('/v1/shifts', { schema }, async (request, reply) => {
    const sight = sightOf(request, shell.view());
    return reply.send({ shifts: shell.shiftReports().map((report) => reportView(report, sight)) });
  });
}
