import type { FastifyReply } from 'fastify';
import type { OperatorLineBodies } from '../core/operators/operator-line.ts';
import type { Operator } from '../core/operators/operator.ts';
import { lockedForMs } from '../core/operators/sign-in.ts';
import { isControlled } from '../core/support/step-control.ts';
import type { ApiServer, ServerParts } from './api-parts.ts';
import type { Problem } from './errors.ts';
import { OperatorRefused, operatorOf, presentOperator } from './operator-access.ts';
import type { BookOutcome, OperatorChange, OperatorRecord } from './operator-book.ts';
import {
  newOperatorSchema,
  operatorChangeSchema,
  operatorParamsSchema,
  operatorsSchema,
  pinChangeSchema,
  type OperatorsView,
} from './operator-schema.ts';
import { provePin, recordOf } from './pin-proof.ts';
import { sendProblem } from './problem-reply.ts';
import { errorSchema } from './schema.ts';

const CREATED = 201;

const tags = ['operators'];
const response = { 200: operatorsSchema, '4xx': errorSchema, '5xx': errorSchema };
const params = operatorParamsSchema;

type OperatorParts = Pick<ServerParts, 'shell' | 'book'>;
type Change = OperatorLineBodies['operator-changed']['change'];

interface Doer {
  readonly operator: Operator;
  readonly client: string;
}

export function addOperatorRoutes(server: ApiServer, parts: OperatorParts): void {
  const summary = 'The people who work at this till, for a page to show.';
  server.get('/v1/operators', { schema: { tags, summary, response } }, async (_request, reply) =>
    sendList(reply, parts),
  );
  addCreate(server, parts);
  addChange(server, parts);
  addPin(server, parts);
  addUnlock(server, parts);
}

function addCreate(server: ApiServer, parts: OperatorParts): void {
  const schema = {
    tags,
    summary: 'Add somebody who works here.',
    body: newOperatorSchema,
    response: { ...response, 201: operatorsSchema },
  };
  server.post('/v1/operators', { schema }, async (request, reply) => {
    const { client, body } = request;
    const doer = { operator: operatorOf(request, 'manage-operators'), client };
    const outcome = await usable({ ...parts, client }, () => parts.book.add(body));
    if (outcome.kind === 'refused') return sendProblem(reply, { code: outcome.code });
    await note(parts, doer, { operatorId: body.operatorId, changes: ['added'] });
    return sendList(reply.code(CREATED), parts);
  });
}

function addChange(server: ApiServer, parts: OperatorParts): void {
  const schema = {
    tags,
    summary: 'Give somebody another name or role, or disable or enable them. Their session ends.',
    params,
    body: operatorChangeSchema,
    response,
  };
  server.patch('/v1/operators/:operatorId', { schema }, async (request, reply) => {
    const { client, body } = request;
    const { operatorId } = request.params;
    const doer = { operator: operatorOf(request, 'manage-operators'), client };
    const roster = parts.book.roster();
    const record = recordOf(roster, operatorId);
    if (roster.kind === 'read' && isLastAdmin(roster.operators, operatorId, body)) {
      return sendProblem(reply, { code: 'last-admin' });
    }
    const outcome = await usable({ ...parts, client }, () => parts.book.change(operatorId, body));
    if (outcome.kind === 'refused') return sendProblem(reply, { code: outcome.code });
    const changes = record === undefined ? [] : changesOf(record, body);
    await note(parts, doer, { operatorId, changes });
    return sendList(reply, parts);
  });
}

function addPin(server: ApiServer, parts: OperatorParts): void {
  const schema = {
    tags,
    summary: 'Change the own PIN, or give somebody another one, which unlocks them too.',
    params,
    body: pinChangeSchema,
    response,
  };
  const url = '/v1/operators/:operatorId/pin';
  server.post(url, { schema }, async (request, reply) => {
    const { client, body } = request;
    const { operatorId } = request.params;
    const doer = { operator: signedInOperator(request), client };
    const isOwn = doer.operator.operatorId === operatorId;
    if (!isOwn) operatorOf(request, 'manage-operators');
    const problem = isOwn ? await problemOfOwnPin(parts, doer, body.currentPin) : undefined;
    if (problem !== undefined) return sendProblem(reply, problem);
    const outcome = await usable({ ...parts, client }, () =>
      parts.book.change(operatorId, { pin: body.pin }),
    );
    if (outcome.kind === 'refused') return sendProblem(reply, { code: outcome.code });
    await note(parts, doer, { operatorId, changes: ['pin'] });
    if (!isOwn && isLocked(parts, operatorId)) await unlock(parts, doer, operatorId);
    return sendList(reply, parts);
  });
}

function addUnlock(server: ApiServer, parts: OperatorParts): void {
  const schema = {
    tags,
    summary: 'Let somebody try again at once who has entered too many wrong PINs.',
    params,
    response,
  };
  const url = '/v1/operators/:operatorId/unlock';
  server.post(url, { schema }, async (request, reply) => {
    const { client } = request;
    const { operatorId } = request.params;
    const doer = { operator: operatorOf(request, 'manage-operators'), client };
    if (recordOf(parts.book.roster(), operatorId) === undefined) {
      return sendProblem(reply, { code: 'operator-not-found' });
    }
    await unlock(parts, doer, operatorId);
    return sendList(reply, parts);
  });
}

function signedInOperator(request: Parameters<typeof presentOperator>[0]): Operator {
  const present = presentOperator(request);
  if (present === undefined) throw new OperatorRefused('operator-needed');
  return present.operator;
}

/** Whoever finds a till somebody is signed in at must not take it over, nor guess there for nothing. */
async function problemOfOwnPin(
  parts: OperatorParts,
  { operator: { operatorId }, client }: Doer,
  pin: string | undefined,
): Promise<Problem | undefined> {
  if (pin === undefined) return { code: 'invalid-request', details: { missing: 'currentPin' } };
  const proof = await provePin(parts, { operatorId, pin, client, isNew: false });
  return proof.kind === 'refused' ? proof.problem : undefined;
}

/** What cannot be read is not written over, and who works here is not for a technician's hand to say. */
async function usable(
  { book, shell, client }: OperatorParts & Pick<Doer, 'client'>,
  change: () => Promise<BookOutcome>,
): Promise<BookOutcome> {
  if (isControlled(shell.view().till.supporting)) {
    const back = { kind: 'control-asked', control: 'suspended', cause: 'sign-in', client } as const;
    await shell.ask({ kind: 'support-requested', request: back });
    throw new OperatorRefused('remote-control-on');
  }
  if (book.roster().kind === 'unusable') throw new OperatorRefused('operators-unusable');
  return await change();
}

interface Noted {
  readonly operatorId: string;
  readonly changes: readonly Change[];
}

async function note(
  { shell, book }: OperatorParts,
  { operator, client }: Doer,
  { operatorId, changes }: Noted,
): Promise<void> {
  const role = recordOf(book.roster(), operatorId)?.role ?? operator.role;
  for (const change of changes) {
    const what = { operatorId, change, role, operator, client };
    await shell.ask({ kind: 'operator-change-noted', ...what });
  }
}

async function unlock({ shell }: OperatorParts, doer: Doer, operatorId: string): Promise<void> {
  await shell.ask({ kind: 'operator-unlock-requested', operatorId, ...doer });
}

function changesOf(before: OperatorRecord, change: OperatorChange): readonly Change[] {
  const { name = before.name, role = before.role, isDisabled = before.isDisabled } = change;
  return [
    ...(name === before.name ? [] : (['name'] as const)),
    ...(role === before.role ? [] : (['role'] as const)),
    ...(isDisabled === before.isDisabled ? [] : ([isDisabled ? 'disabled' : 'enabled'] as const)),
  ];
}

/** Nobody could undo it at the till. */
function isLastAdmin(
  operators: readonly OperatorRecord[],
  operatorId: string,
  { role, isDisabled }: OperatorChange,
): boolean {
  const admins = operators.filter((one) => one.role === 'admin' && !one.isDisabled);
  const isLeaving = isDisabled === true || (role !== undefined && role !== 'admin');
  return isLeaving && admins.length === 1 && admins[0]?.operatorId === operatorId;
}

function isLocked({ shell, book }: OperatorParts, operatorId: string): boolean {
  const record = recordOf(book.roster(), operatorId);
  return record !== undefined && lockedForMs(shell.view().signIns, record) > 0;
}

function sendList(reply: FastifyReply, { shell, book }: OperatorParts): FastifyReply {
  const roster = book.roster();
  if (roster.kind === 'unusable') return sendProblem(reply, { code: 'operators-unusable' });
  const { signIns } = shell.view();
  const operators: OperatorsView['operators'] = roster.operators.map((record) => {
    const { operatorId, name, role, isDisabled } = record;
    return { operatorId, name, role, isDisabled, lockedForMs: lockedForMs(signIns, record) };
  });
  return reply.send({ operators });
}
