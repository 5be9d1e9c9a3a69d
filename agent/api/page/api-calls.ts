import type { Language } from '../../words/language.ts';
import type { ErrorBody } from '../schema.ts';

const REQUEST_TIMEOUT_MS = 10_000;
const OPERATOR_HEADER = 'x-tillwarden-operator';

export type Answered<Body> =
  | { readonly kind: 'done'; readonly body: Body }
  | { readonly kind: 'refused'; readonly error: ErrorBody['error'] }
  /** No answer that can be understood: it may or may not have been carried out. */
  | { readonly kind: 'unknown' };

export type CallResult = Answered<unknown>;

/** Who is signed in at this page. */
export interface OperatorSession {
  readonly token: string;
  readonly operator: { readonly operatorId: string; readonly name: string };
}

export interface OperatorList {
  readonly operators: readonly {
    readonly operatorId: string;
    readonly name: string;
    readonly isDisabled: boolean;
  }[];
}

/** What the page can ask the till to do; the outcome shows in its status. */
export interface ApiCalls {
  cancelSale(saleId: string): Promise<CallResult>;
  payDebt(debtId: string, by: 'hand' | 'machine', session: OperatorSession): Promise<CallResult>;
  operators(): Promise<Answered<OperatorList>>;
  signIn(operatorId: string, pin: string): Promise<Answered<OperatorSession>>;
  signOut(session: OperatorSession): Promise<CallResult>;
}

export function createApiCalls(token: string, language: Language): ApiCalls {
  const ask = <Body>(path: string, { method = 'POST', body, session }: Asked = {}) =>
    call<Body>(path, {
      method,
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      headers: {
        authorization: `Bearer ${token}`,
        'accept-language': language,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(session === undefined ? {} : { [OPERATOR_HEADER]: session.token }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
  return {
    cancelSale: (saleId) => ask(`/v1/sales/${encodeURIComponent(saleId)}/cancel`),
    payDebt: (debtId, by, session) =>
      ask(`/v1/debts/${encodeURIComponent(debtId)}/pay`, { body: { by }, session }),
    operators: () => ask('/v1/operators', { method: 'GET' }),
    signIn: (operatorId, pin) => ask('/v1/operators/sign-in', { body: { operatorId, pin } }),
    signOut: (session) => ask('/v1/operators/sign-out', { session }),
  };
}

interface Asked {
  readonly method?: 'GET' | 'POST';
  readonly body?: Readonly<Record<string, string>>;
  readonly session?: OperatorSession;
}

/** The server is our own, of the same release: its answers are of the shape they are asked for. */
async function call<Body>(path: string, options: RequestInit): Promise<Answered<Body>> {
  try {
    const response = await fetch(path, options);
    const body = await response.json();
    if (response.ok) return { kind: 'done', body };
    return isErrorBody(body) ? { kind: 'refused', error: body.error } : { kind: 'unknown' };
  } catch {
    return { kind: 'unknown' };
  }
}

function isErrorBody(body: unknown): body is ErrorBody {
  return typeof body === 'object' && body !== null && 'error' in body;
}
