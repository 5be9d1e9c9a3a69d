import type { z } from 'zod';
import { errorSchema, type ErrorBody } from '../api/schema.ts';
import { OPERATOR_HEADER } from '../api/operator-access.ts';
import { HINTED } from '../words/command-text.ts';
import { commandWords } from '../words/command-words.ts';
import type { Language } from '../words/language.ts';
import { CashError } from './cash-error.ts';

/** Longer than the agent takes for anything that it answers only when it is done. */
const ANSWER_TIMEOUT_MS = 30_000;

/** Where the agent is, and in whose name it is asked. */
export interface AgentPlace {
  readonly url: string;
  readonly token: string;
  readonly language: Language;
  /** The token of the operator who has signed in. */
  readonly operator?: string;
}

export interface AgentRequest<T> {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly schema: z.ZodType<T>;
  readonly body?: object;
  /** Makes it safe to ask again. */
  readonly key?: string;
}

/** Asks the agent and gives its answer, checked. Throws `CashError`. */
export async function askAgent<T>(place: AgentPlace, request: AgentRequest<T>): Promise<T> {
  const response = await send(place, request);
  const content = await contentOf(response, place);
  const answer = response.ok ? request.schema.safeParse(content) : undefined;
  if (answer?.success === true) return answer.data;
  const said = errorSchema.safeParse(content);
  if (said.success) throw refusedBy(said.data.error, place.language);
  const message = commandWords(place.language).agent.foreign(place.url);
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
      ? new CashError('no-agent', commandWords(language).agent.missing(url), { cause })
      : lost(cause, language);
  }
}

async function contentOf(response: Response, { language }: AgentPlace): Promise<unknown> {
  try {
    const text = await response.text();
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw lost(cause, language);
  }
}

function lost(cause: unknown, language: Language): CashError {
  return new CashError('no-answer', commandWords(language).agent.silent, { cause });
}

function wasRefused(cause: unknown): boolean {
  const why = cause instanceof Error ? cause.cause : undefined;
  return why instanceof Error && 'code' in why && why.code === 'ECONNREFUSED';
}

/** A refusal as a person reads it at a terminal. */
export function refusedBy(refusal: ErrorBody['error'], language: Language): CashError {
  return new CashError('refused', refusalText(refusal, language), { refusal });
}

/** What happened, what is safe and what to do, each on its line; the facts last. */
function refusalText(
  { code, message, safe, action, details }: ErrorBody['error'],
  language: Language,
): string {
  const { inDetail, hints } = commandWords(language).agent;
  const hinted = HINTED.find((one) => one === code);
  const facts = Object.entries(details).map(([name, fact]) => `${name}=${JSON.stringify(fact)}`);
  return [
    message,
    safe,
    action,
    ...(hinted === undefined ? [] : [hints[hinted]]),
    ...(facts.length === 0 ? [] : [`${inDetail}: ${code} ${facts.join(' ')}`]),
  ].join('\n');
}
