import { NOTHING, type Shift, type ShiftReport } from '../core/cash/shift.ts';
import type { ApiServer, ServerParts } from './api-parts.ts';
import { problemOf } from './errors.ts';
import { sendProblem } from './problem-reply.ts';
import {
  errorSchema,
  openShiftSchema,
  shiftReportSchema,
  shiftReportsSchema,
  type ShiftReportView,
  type ShiftView,
} from './schema.ts';

const tags = ['shifts'];
const refusals = { '4xx': errorSchema, '5xx': errorSchema };

export function addShiftRoutes(server: ApiServer, { shell }: Pick<ServerParts, 'shell'>): void {
  const open = () => {
    const { open: shift } = shell.view().till.shifts;
    return { shift: shift === undefined ? null : shiftView(shift) };
  };
  const current = {
    tags,
    summary: 'The shift that is open, and what has happened in it so far.',
    response: { 200: openShiftSchema, ...refusals },
  };
  server.get('/v1/shift', { schema: current }, async (_request, reply) => reply.send(open()));
  const opening = { ...current, summary: 'Open a shift: from here on its money is added up.' };
  server.post('/v1/shift/open', { schema: opening }, async ({ client }, reply) => {
    const answer = await shell.ask({ kind: 'shift-open-requested', client });
    if (answer.kind === 'refused') return sendProblem(reply, problemOf(answer.refusal));
    return reply.send(open());
  });
  const closing = {
    tags,
    summary: 'Close the shift. Its report has a number and is never changed.',
    response: { 200: shiftReportSchema, ...refusals },
  };
  server.post('/v1/shift/close', { schema: closing }, async ({ client }, reply) => {
    const answer = await shell.ask({ kind: 'shift-close-requested', client });
    if (answer.kind === 'refused') return sendProblem(reply, problemOf(answer.refusal));
    if (answer.kind !== 'shift-closed') return sendProblem(reply, { code: 'internal' });
    return reply.send(reportView(answer.report));
  });
  const list = {
    tags,
    summary: 'The reports of the latest shifts that were closed, newest first.',
    response: { 200: shiftReportsSchema, ...refusals },
  };
  server.get('/v1/shifts', { schema: list }, async (_request, reply) =>
    reply.send({ shifts: shell.shiftReports().map(reportView) }),
  );
}

/** A shift of an earlier release lacks what that did not add up. */
function shiftView({ openedAtMs, ...shift }: Shift): ShiftView {
  return {
    ...shift,
    totals: { ...NOTHING, ...shift.totals },
    openedAt: new Date(openedAtMs).toISOString(),
  };
}

function reportView({
  closedAtMs,
  closedBy,
  closingMinor,
  ...shift
}: ShiftReport): ShiftReportView {
  const closedAt = new Date(closedAtMs).toISOString();
  return { ...shiftView(shift), closedAt, closedBy, closingMinor };
}
