/** What went wrong, as one of the catalogue: nothing a request can do ends in anything else. */
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { HubError } from '../hub-error.ts';
import type { PeopleParts, PeopleServer } from './people-parts.ts';
import { sendProblem, type Problem } from './problem.ts';

/** The first HTTP status that is the server's fault. */
const SERVER_FAULT_STATUS = 500;

export function addFaultAnswers(
  server: PeopleServer,
  { onError }: Pick<PeopleParts, 'onError'>,
): void {
  server.setErrorHandler((fault, _request, reply) => {
    const problem = problemOfFault(fault);
    if (problem.code === 'internal') onError(fault);
    return sendProblem(reply, problem);
  });
}

function problemOfFault(fault: unknown): Problem {
  if (hasZodFastifySchemaValidationErrors(fault)) {
    // Where it is wrong and how; never what was sent, which may be a password.
    const issues = fault.validation.map(({ instancePath, message }) => ({
      part: fault.validationContext,
      path: instancePath,
      message,
    }));
    return { code: 'invalid-request', details: { issues } };
  }
  if (fault instanceof HubError && fault.code === 'trust-missing') return { code: fault.code };
  if (
    fault instanceof HubError &&
    (fault.code === 'vault-key-wrong' || fault.code === 'vault-key-unreadable')
  ) {
    return { code: 'vault-key-wrong' };
  }
  if (fault instanceof HubError && fault.code === 'terms-invalid') {
    return { code: 'invalid-request', details: { reason: fault.message } };
  }
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : '';
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return { code: 'body-too-large' };
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return { code: 'unsupported-media-type' };
  const isClients =
    fault instanceof Error &&
    'statusCode' in fault &&
    Number(fault.statusCode) < SERVER_FAULT_STATUS;
  return isClients
    ? { code: 'invalid-request', details: { reason: 'body' } }
    : { code: 'internal' };
}
