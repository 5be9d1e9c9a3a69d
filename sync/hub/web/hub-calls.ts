import type { Language } from '../../../agent/words/language.ts';
import type { ErrorBody } from '../api/schema.ts';

const REQUEST_TIMEOUT_MS = 10_000;
const CSRF_HEADER = 'x-tillwarden-csrf';
/** Asked by the page itself: a screen that nobody looks at does not stay signed in. */
const BACKGROUND_HEADER = 'x-tillwarden-background';

export type Answer<Body> =
  | { readonly kind: 'done'; readonly body: Body }
  | { readonly kind: 'refused'; readonly error: ErrorBody['error'] }
  | { readonly kind: 'signed-out' }
  /** No answer that can be understood: it may or may not have been carried out. */
  | { readonly kind: 'unknown' };

/** Says that an answer of our own hub, of the same release, is what was asked for. */
export type Guard<Body> = (body: unknown) => body is Body;

export interface HubCalls {
  /** Without anybody having asked for it. */
  readonly look: <Body>(path: string, isBody: Guard<Body>) => Promise<Answer<Body>>;
  readonly send: <Body>(order: Order, isBody: Guard<Body>) => Promise<Answer<Body>>;
}

export interface Order {
  readonly method?: 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body: object;
}

export interface CallSettings {
  readonly language: Language;
  /** Undefined before anybody is signed in. */
  readonly csrfToken: string | undefined;
  readonly onSignedOut: () => void;
}

export function createHubCalls({ language, csrfToken, onSignedOut }: CallSettings): HubCalls {
  const common = { 'accept-language': language };
  const told = async <Body>(answer: Promise<Answer<Body>>): Promise<Answer<Body>> => {
    const result = await answer;
    if (result.kind === 'signed-out') onSignedOut();
    return result;
  };
  return {
    look: (path, isBody) => {
      const headers = { ...common, [BACKGROUND_HEADER]: '1' };
      return told(call(path, { headers, cache: 'no-store' }, isBody));
    },
    send: ({ method = 'POST', path, body }, isBody) => {
      const token = csrfToken === undefined ? {} : { [CSRF_HEADER]: csrfToken };
      const headers = { ...common, ...token, 'content-type': 'application/json' };
      return told(call(path, { method, headers, body: JSON.stringify(body) }, isBody));
    },
  };
}

export function isNothing(body: unknown): body is object {
  return typeof body === 'object' && body !== null;
}

/** A guard that looks for one field, which no other answer has. */
export function hasField(body: unknown, field: string): boolean {
  return isNothing(body) && field in body;
}

async function call<Body>(
  path: string,
  options: RequestInit,
  isBody: Guard<Body>,
): Promise<Answer<Body>> {
  try {
    const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    const response = await fetch(path, { ...options, signal });
    const body: unknown = await response.json();
    if (response.ok) return isBody(body) ? { kind: 'done', body } : { kind: 'unknown' };
    if (!isErrorBody(body)) return { kind: 'unknown' };
    if (body.error.code === 'signed-out') return { kind: 'signed-out' };
    return { kind: 'refused', error: body.error };
  } catch {
    return { kind: 'unknown' };
  }
}

function isErrorBody(body: unknown): body is ErrorBody {
  return hasField(body, 'error');
}
