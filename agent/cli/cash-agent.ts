import type { z } from 'zod';
import { errorSchema, type ErrorBody } from '../api/schema.ts';
import { OPERATOR_HEADER } from '../api/operator-access.ts';
import { CashError } from './cash-error.ts';

/** Longer than the agent takes for anything that it answers only when it is done. */
const ANSWER_TIMEOUT_MS = 30_000;

/** Where the agent is, and in whose name it is asked. */
export interface AgentPlace {
  readonly url: string;
  readonly token: string;
  readonly language: string;
  /** The token of the operator who has signed in. */
  readonly operator?: string;
}

export interface AgentRequest<T> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly schema: z.ZodType<T>;
  readonly body?: object;
  /** Makes it safe to ask again. */
  readonly key?: string;
}

/** Asks the agent and gives its answer, checked. Throws `CashError`. */
export async function askAgent<T>(place: AgentPlace, request: AgentRequest<T>): Promise<T> {
  const response = await send(place, request);
  const content = await contentOf(response);
  const answer = response.ok ? request.schema.safeParse(content) : undefined;
  if (answer?.success === true) return answer.data;
  const said = errorSchema.safeParse(content);
  if (said.success)
    throw new CashError('refused', refusalText(said.data.error), { refusal: said.data.error });
  const message = `What answers at ${place.url} is no agent of this release.`;
  throw new CashError('not-understood', message, { cause: answer?.error ?? said.error });
}

async function send(
  { url, token, language, operator }: AgentPlace,
  { method, path, body, key }: AgentRequest<unknown>,
): Promise<Response> {
  try {
    return await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'accept-language': language,
        ...(operator === undefined ? {} : { [OPERATOR_HEADER]: operator }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
  } catch (cause) {
    throw wasRefused(cause)
      ? new CashError('no-agent', `No agent answers at ${url}. Is it running?`, { cause })
      : lost(cause);
  }
}

async function contentOf(response: Response): Promise<unknown> {
  try {
    const text = await response.text();
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw lost(cause);
  }
}

function lost(cause: unknown): CashError {
  return new CashError('no-answer', 'The agent was asked, and no answer came.', { cause });
}

function wasRefused(cause: unknown): boolean {
  const why = cause instanceof Error ? cause.cause : undefined;
  return why instanceof Error && 'code' in why && why.code === 'ECONNREFUSED';
}

/** What happened, what is safe and what to do, each on its line; the facts last. */
function refusalText({ code, message, safe, action, details }: ErrorBody['error']): string {
  const facts = Object.entries(details).map(([name, fact]) => `${name}=${JSON.stringify(fact)}`);
  const detail = facts.length === 0 ? '' : `\nIn detail: ${code} ${facts.join(' ')}`;
  const hint = HINTS[code] ?? '';
  return `${message}\n${safe}\n${action}${hint}${detail}`;
}

/** What the agent's words come to on a command line. */
const HINTS: Readonly<Record<string, string>> = {
  'operator-needed': '\nHere you sign in with: --operator ID',
  'code-not-typed': '\nHere the code is shown by: tillwarden support',
  unauthorised: '\nHere the token comes from --token-file or TILLWARDEN_TOKEN.',
};
