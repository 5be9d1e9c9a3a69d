import type { Language } from '../../words/language.ts';
import type { ErrorBody } from '../schema.ts';

const REQUEST_TIMEOUT_MS = 10_000;

export type CallResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly error: ErrorBody['error'] }
  /** No answer that can be understood: it may or may not have been carried out. */
  | { readonly kind: 'unknown' };

/** What the page can ask the till to do; the outcome shows in its status. */
export interface ApiCalls {
  cancelSale(saleId: string): Promise<CallResult>;
  payDebt(debtId: string, by: 'hand' | 'machine'): Promise<CallResult>;
}

export function createApiCalls(token: string, language: Language): ApiCalls {
  const post = (path: string, body?: Readonly<Record<string, string>>): Promise<CallResult> =>
    call(path, {
      method: 'POST',
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      headers: {
        authorization: `Bearer ${token}`,
        'accept-language': language,
        'content-type': 'application/json',
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
  return {
    cancelSale: (saleId) => post(`/v1/sales/${encodeURIComponent(saleId)}/cancel`),
    payDebt: (debtId, by) => post(`/v1/debts/${encodeURIComponent(debtId)}/pay`, { by }),
  };
}

async function call(path: string, options: RequestInit): Promise<CallResult> {
  try {
    const response = await fetch(path, options);
    if (response.ok) return { kind: 'done' };
    const body: unknown = await response.json();
    return isErrorBody(body) ? { kind: 'refused', error: body.error } : { kind: 'unknown' };
  } catch {
    return { kind: 'unknown' };
  }
}

/** Our own server's error, of the same release. */
function isErrorBody(body: unknown): body is ErrorBody {
  return typeof body === 'object' && body !== null && 'error' in body;
}
