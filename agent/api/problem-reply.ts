import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyReply } from 'fastify';
import { preferredLanguage, type Language } from '../words/language.ts';
import { ERROR_STATUSES, errorBody, type Problem } from './errors.ts';
import { RETRY_AFTER_SECONDS } from './limits.ts';

/** Answers with an error of the catalogue, in the client's language. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const status = ERROR_STATUSES[problem.code];
  if (status === ERROR_STATUSES.overloaded) reply.header('retry-after', RETRY_AFTER_SECONDS);
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(errorBody(problem, languageOf(reply.request.raw.headers)));
}

/** The same answer for a socket that is no HTTP exchange any more, or never became one. */
export function problemBytes(problem: Problem, language: Language): string {
  const body = JSON.stringify(errorBody(problem, language));
  return [
    `HTTP/1.1 ${ERROR_STATUSES[problem.code]} ${problem.code}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}

export function languageOf(headers: IncomingHttpHeaders): Language {
  return preferredLanguage(headers['accept-language']);
}
