/** AsyncMode, ClearInput, CheckHealth and DirectIO: what moves no money. */
import { detailOf, type DeviceStatus } from '../../shell/machine.ts';
import type { ApiServer } from '../api-parts.ts';
import { errorSchema } from '../schema.ts';
import { sendChangerProblem } from './changer-problem.ts';
import type { ChangerParts } from './deposit-methods.ts';
import { resultOf, type ResultName } from './result-codes.ts';
import {
  asyncModeSchema,
  checkHealthResultSchema,
  checkHealthSchema,
  directIoResultSchema,
  directIoSchema,
  resultSchema,
} from './schema.ts';

/** OPOS_CH_INTERNAL: the only level that asks nothing of whoever stands there. */
const INTERNAL = 1;

const tags = ['cash changer'];
const refusals = { '4xx': errorSchema, '5xx': errorSchema };
const response = { 200: resultSchema, ...refusals };

export function addDeviceMethods(server: ApiServer, parts: ChangerParts): void {
  addAsyncMode(server, parts);
  addClearInput(server, parts);
  addCheckHealth(server, parts);
  addDirectIo(server, parts);
}

function addAsyncMode(server: ApiServer, { enabling }: ChangerParts): void {
  const schema = {
    tags,
    summary:
      'Sets AsyncMode, until the device is disabled or released: a dispense answers at once, and its result comes as StatusUpdate 91.',
    body: asyncModeSchema,
    response,
  };
  server.post('/v1/cash-changer/async-mode', { schema }, async ({ client, body }, reply) => {
    const problem = enabling.setAsyncMode(client, body.asyncMode);
    return problem === undefined
      ? reply.send(resultOf('OPOS_SUCCESS'))
      : sendChangerProblem(reply, problem);
  });
}

function addClearInput(server: ApiServer, { enabling }: ChangerParts): void {
  const schema = {
    tags,
    summary: 'ClearInput. Data events are sent as they happen, so none is ever waiting.',
    response,
  };
  server.post('/v1/cash-changer/clear-input', { schema }, async ({ client }, reply) => {
    const problem = enabling.isClaimed(client) ? undefined : enabling.problemFor(client);
    return problem === undefined
      ? reply.send(resultOf('OPOS_SUCCESS'))
      : sendChangerProblem(reply, problem);
  });
}

function addCheckHealth(server: ApiServer, { shell, enabling }: ChangerParts): void {
  const schema = {
    tags,
    summary: 'CheckHealth: how each device is, as last heard.',
    body: checkHealthSchema,
    response: { 200: checkHealthResultSchema, ...refusals },
  };
  const url = '/v1/cash-changer/check-health';
  server.post(url, { schema }, async ({ client, body: { level } }, reply) => {
    const problem = enabling.problemFor(client);
    if (problem !== undefined) return sendChangerProblem(reply, problem);
    if (level !== INTERNAL) {
      return sendChangerProblem(reply, { code: 'machine-cannot', details: { level } });
    }
    const { devices } = shell.view();
    return reply.send({ ...resultOf(healthOf(devices)), checkHealthText: healthText(devices) });
  });
}

function healthOf(devices: readonly DeviceStatus[]): ResultName {
  const kinds = devices.map(({ state }) => state.kind);
  if (kinds.includes('fault')) return 'OPOS_E_FAILURE';
  return kinds.every((kind) => kind === 'up') ? 'OPOS_SUCCESS' : 'OPOS_E_OFFLINE';
}

function healthText(devices: readonly DeviceStatus[]): string {
  const unwell = devices.filter(({ state }) => state.kind !== 'up');
  if (unwell.length === 0) return 'Internal HCheck: Successful';
  const each = unwell.map(({ device, state }) => {
    const detail = detailOf(state);
    return detail === '' ? `${device} ${state.kind}` : `${device} ${state.kind} (${detail})`;
  });
  return `Internal HCheck: ${each.join('; ')}`;
}

function addDirectIo(server: ApiServer, { shell, enabling }: ChangerParts): void {
  const schema = {
    tags,
    summary:
      'DirectIO: a command of one device’s own, by name. What its driver does not declare is OPOS_E_ILLEGAL; none of them moves money.',
    body: directIoSchema,
    response: { 200: directIoResultSchema, ...refusals },
  };
  const url = '/v1/cash-changer/direct-io';
  server.post(url, { schema }, async ({ client, body: { device, command } }, reply) => {
    const problem = enabling.problemFor(client);
    if (problem !== undefined) return sendChangerProblem(reply, problem);
    const commands = shell.directCommands(device);
    if (commands === undefined) {
      return sendChangerProblem(reply, { code: 'peripheral-not-found', details: { device } });
    }
    const run = commands.get(command);
    if (run === undefined) {
      const details = { device, command, commands: [...commands.keys()] };
      return sendChangerProblem(reply, { code: 'machine-cannot', details });
    }
    const answer = await run();
    switch (answer.kind) {
      case 'answered':
        return reply.send({ ...resultOf('OPOS_SUCCESS'), data: answer.data });
      case 'refused':
      case 'unanswered': {
        const name = answer.kind === 'refused' ? 'OPOS_E_FAILURE' : 'OPOS_E_OFFLINE';
        return reply.send({ ...resultOf(name), reason: answer.reason, data: {} });
      }
    }
  });
}
