import type { FastifyReply } from 'fastify';
import type { Problem } from '../errors.ts';
import { sendProblem } from '../problem-reply.ts';
import { resultOfError } from './result-codes.ts';

/** The API's own error, with the result code of UnifiedPOS among its details. */
export function sendChangerProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { code, details = {} } = problem;
  return sendProblem(reply, { code, details: { ...details, ...resultOfError(code) } });
}
