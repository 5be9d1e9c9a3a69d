/** What went wrong, as one of the catalogue: nothing that a request can do ends in anything else. */
import type { Duplex } from 'node:stream';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { ShellError } from '../shell/shell-error.ts';
import { DEFAULT_LANGUAGE } from '../words/language.ts';
import type { ApiParts, ApiServer } from './api-parts.ts';
import type { Problem } from './errors.ts';
import { OperatorRefused } from './operator-access.ts';
import { problemBytes, sendProblem } from './problem-reply.ts';

/** The first HTTP status that is the server's fault. */
const SERVER_FAULT_STATUS = 500;

/** Answers everything that a route throws, or that is refused before a route is reached. */
export function addFaultAnswers(server: ApiServer, { onError }: Pick<ApiParts, 'onError'>): void {
  server.setErrorHandler((fault, _request, reply) => {
    const problem = problemOfFault(fault);
    if (problem.code === 'internal') onError(fault);
    return sendProblem(reply, problem);
  });
  server.setNotFoundHandler((_request, reply) => sendProblem(reply, { code: 'not-found' }));
}

/** An address that cannot be read; there is no route yet, and so none of its hooks. */
export function answerBadAddress(_: FastifyError, __: FastifyRequest, reply: FastifyReply): void {
  sendProblem(reply, { code: 'invalid-request', details: { reason: 'address' } });
}

/** Bytes that are no HTTP, headers that are too large, requests that take too long. */
export function answerBrokenRequest(fault: Error, socket: Duplex): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const reason = 'code' in fault ? String(fault.code) : fault.name;
  socket.end(problemBytes({ code: 'invalid-request', details: { reason } }, DEFAULT_LANGUAGE));
}

function problemOfFault(fault: unknown): Problem {
  if (fault instanceof OperatorRefused) return { code: fault.code, details: fault.details };
  if (fault instanceof ShellError) {
    return { code: fault.code === 'overloaded' ? 'overloaded' : 'stopping' };
  }
  if (hasZodFastifySchemaValidationErrors(fault)) {
    const issues = fault.validation.map(({ instancePath, message }) => ({
      part: fault.validationContext,
      path: instancePath,
      message,
    }));
    return { code: 'invalid-request', details: { issues } };
  }
  return problemOfCode(fault);
}

function problemOfCode(fault: unknown): Problem {
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : '';
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return { code: 'body-too-large' };
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return { code: 'unsupported-media-type' };
  if (!isClientFault(fault)) return { code: 'internal' };
  return { code: 'invalid-request', details: { reason: 'body' } };
}

function isClientFault(fault: unknown): boolean {
  return (
    fault instanceof Error &&
    'statusCode' in fault &&
    typeof fault.statusCode === 'number' &&
    fault.statusCode < SERVER_FAULT_STATUS
  );
}
