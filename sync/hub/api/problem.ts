/** The catalogue of everything the hub refuses a person: one line a code, its words in agent/words. */
import type { FastifyReply } from 'fastify';
import { hubErrorText } from '../../../agent/words/hub-error-words.ts';
import type { HubProblemCode } from '../../../agent/words/hub-error-text.ts';
import { preferredLanguage } from '../../../agent/words/language.ts';

/** The HTTP status of each. */
const STATUSES = {
  'signed-out': 401,
  'sign-in-refused': 401,
  'too-many-attempts': 429,
  forbidden: 403,
  'foreign-request': 403,
  'not-found': 404,
  'name-taken': 409,
  'last-admin': 409,
  'password-unfit': 422,
  'licence-unfit': 422,
  'plan-unfit': 422,
  'plan-refuses': 409,
  'trust-missing': 409,
  'issuer-key-missing': 409,
  'zone-unknown': 422,
  'line-still-bad': 409,
  'line-forked': 409,
  'invalid-request': 400,
  'body-too-large': 413,
  'unsupported-media-type': 415,
  'page-not-built': 503,
  overloaded: 503,
  stopping: 503,
  internal: 500,
  'balance-short': 409,
  'id-taken': 409,
  'ticket-settled': 409,
  'ticket-unknown': 409,
  'lease-ended': 409,
  'contract-missing': 409,
  'contract-ambiguous': 409,
  'pack-unknown': 422,
  'date-ahead': 422,
  'lease-key-missing': 409,
  'station-revoked': 409,
  'nothing-to-export': 409,
  'book-unfit': 422,
  'case-decided': 409,
  'rollout-unfit': 409,
  'ticket-ended': 409,
  'no-till': 409,
  'till-offline': 409,
  'second-session': 409,
  'contract-refuses': 409,
  'session-over': 409,
  'session-open': 409,
  'work-open': 409,
  'work-ended': 409,
  'work-begun': 409,
  'checklist-open': 409,
  'checklist-order': 409,
  'slot-taken': 409,
  'slot-past': 409,
  'too-soon': 409,
  'technician-busy': 409,
  'planned-already': 409,
  'vault-key-missing': 409,
  'vault-key-wrong': 409,
  'vault-changed': 409,
  'webhook-unfit': 422,
  'notice-undecided': 409,
} as const satisfies Readonly<Record<HubProblemCode, number>>;

const BUSY_RETRY_MS = 2_000;
const MS_PER_SECOND = 1_000;

/** Why a request is not carried out, with the facts a program can use. */
export interface Problem {
  readonly code: HubProblemCode;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly retryAfterMs?: number;
}

/** Answers with an error of the catalogue, in the language that was asked for. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { code, details = {} } = problem;
  const status = STATUSES[code];
  const retryAfterMs = problem.retryAfterMs ?? (status === 503 ? BUSY_RETRY_MS : undefined);
  if (retryAfterMs !== undefined) {
    reply.header('retry-after', Math.ceil(retryAfterMs / MS_PER_SECOND));
  }
  const language = preferredLanguage(reply.request.raw.headers['accept-language']);
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({ error: { code, ...hubErrorText(code, language), details } });
}
