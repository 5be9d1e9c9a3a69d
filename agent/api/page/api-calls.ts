import type { Language } from '../../words/language.ts';
import type { CountsView, ErrorBody } from '../schema.ts';
import type { ShiftReportView, ShiftView } from '../shift-schema.ts';
import type { StandingView, TicketView } from '../support-schema.ts';
import type { DepositState, OperationState } from './money-outcome.ts';

const REQUEST_TIMEOUT_MS = 10_000;
const OPERATOR_HEADER = 'x-tillwarden-operator';
const KEY_HEADER = 'idempotency-key';

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
  readonly rights: readonly string[];
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
  payDebt(payment: DebtPayment, session: OperatorSession): Promise<CallResult>;
  operators(): Promise<Answered<OperatorList>>;
  signIn(operatorId: string, pin: string): Promise<Answered<OperatorSession>>;
  signOut(session: OperatorSession): Promise<CallResult>;
  receipt(debtId: string): Promise<Answered<{ readonly lines: readonly string[] }>>;
  counts(session: OperatorSession | undefined): Promise<Answered<CountsView>>;
  shift(session: OperatorSession | undefined): Promise<Answered<OpenShift>>;
  shifts(session: OperatorSession): Promise<Answered<ShiftReports>>;
  /** What is done as soon as it is answered. */
  enter(order: Order, session: OperatorSession): Promise<CallResult>;
  closeShift(order: Order, session: OperatorSession): Promise<Answered<ShiftReportView>>;
  /** What the machine then works at. */
  operate(order: Order, session: OperatorSession): Promise<Answered<OperationState>>;
  operation(
    operationId: string,
    session: OperatorSession | undefined,
  ): Promise<Answered<OperationState>>;
  /** Has a whole machine end what it waits for its operator to do. */
  endOperation(operationId: string, session: OperatorSession): Promise<Answered<OperationState>>;
  beginDeposit(order: Order, session: OperatorSession): Promise<Answered<DepositState>>;
  deposit(depositId: string): Promise<Answered<DepositState>>;
  fixDeposit(depositId: string): Promise<CallResult>;
  endDeposit(depositId: string, order: Omit<Order, 'path'>): Promise<CallResult>;
  acknowledge(kind: 'operations' | 'deposits', id: string): Promise<CallResult>;
  /** Asked again under the same key it is the same request. */
  askHelp(key: string, session: OperatorSession | undefined): Promise<Answered<TicketView>>;
  help(ticket: string): Promise<Answered<TicketView>>;
  say(ticket: string, message: HelpMessage): Promise<Answered<TicketView>>;
  withdrawHelp(ticket: string): Promise<Answered<TicketView>>;
  standing(): Promise<Answered<StandingView>>;
  answerSession(deed: SessionDeed): Promise<CallResult>;
  control(wanted: ControlWish): Promise<CallResult>;
  grantHours(grant: HoursGrant): Promise<Answered<StandingView>>;
}

/** Sent again under the same id it is the same message. */
export interface HelpMessage {
  readonly message: string;
  readonly text: string;
}

export type SessionDeed = 'accept' | 'decline' | 'stop' | 'resume';

export interface ControlWish {
  readonly control: 'granted' | 'withdrawn' | 'suspended';
  readonly cause: 'cashier' | 'sign-in' | 'cash-out' | 'consent' | 'counting';
}

/** In place of all that were granted before. */
export interface HoursGrant {
  readonly operatorId: string;
  readonly pin: string;
  readonly windows: readonly { readonly from: string; readonly until: string }[];
}

/** How a debt is paid, and the key under which it is paid once. */
export interface DebtPayment {
  readonly debtId: string;
  readonly by: 'hand' | 'machine';
  readonly key: string;
}

export interface OpenShift {
  readonly shift: ShiftView | null;
}

export interface ShiftReports {
  readonly shifts: readonly ShiftReportView[];
}

/** What is asked for, and the key under which it is done once however often it is sent. */
export interface Order {
  readonly path: string;
  readonly body: object | undefined;
  readonly key: string;
}

export function createApiCalls(token: string, language: Language): ApiCalls {
  const ask = <Body>(path: string, asked: Asked = {}) =>
    call<Body>(path, requestOf(asked, { token, language }));
  const order = <Body>({ path, ...rest }: Order, session: OperatorSession) =>
    ask<Body>(path, { ...rest, session });
  return {
    cancelSale: (saleId) => ask(`/v1/sales/${encodeURIComponent(saleId)}/cancel`),
    payDebt: ({ debtId, by, key }, session) =>
      ask(`/v1/debts/${encodeURIComponent(debtId)}/pay`, { body: { by }, key, session }),
    operators: () => ask('/v1/operators', { method: 'GET' }),
    signIn: (operatorId, pin) => ask('/v1/operators/sign-in', { body: { operatorId, pin } }),
    signOut: (session) => ask('/v1/operators/sign-out', { session }),
    receipt: (debtId) => ask(`/v1/debts/${encodeURIComponent(debtId)}/receipt`, { method: 'GET' }),
    counts: (session) => ask('/v1/counts', { method: 'GET', session }),
    shift: (session) => ask('/v1/shift', { method: 'GET', session }),
    shifts: (session) => ask('/v1/shifts', { method: 'GET', session }),
    enter: order,
    closeShift: order,
    operate: order,
    operation: (operationId, session) =>
      ask(`/v1/operations/${operationId}`, { method: 'GET', session }),
    endOperation: (operationId, session) => ask(`/v1/operations/${operationId}/end`, { session }),
    beginDeposit: order,
    deposit: (depositId) => ask(`/v1/deposits/${depositId}`, { method: 'GET' }),
    fixDeposit: (depositId) => ask(`/v1/deposits/${depositId}/fix`),
    endDeposit: (depositId, rest) => ask(`/v1/deposits/${depositId}/end`, rest),
    acknowledge: (kind, id) => ask(`/v1/${kind}/${id}/acknowledge`),
    askHelp: (key, session) => ask('/v1/help', { body: {}, key, session }),
    help: (ticket) => ask(`/v1/help/${ticket}`, { method: 'GET' }),
    say: (ticket, body) => ask(`/v1/help/${ticket}/messages`, { body }),
    withdrawHelp: (ticket) => ask(`/v1/help/${ticket}/withdraw`),
    standing: () => ask('/v1/support/session', { method: 'GET' }),
    answerSession: (deed) => ask(`/v1/support/session/${deed}`),
    control: (body) => ask('/v1/support/session/control', { body }),
    grantHours: (body) => ask('/v1/support/unattended', { method: 'PUT', body }),
  };
}

interface Asked {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly body?: object | undefined;
  readonly session?: OperatorSession | undefined;
  readonly key?: string;
}

interface Manner {
  readonly token: string;
  readonly language: Language;
}

function requestOf(
  { method = 'POST', body, session, key }: Asked,
  { token, language }: Manner,
): RequestInit {
  return {
    method,
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    cache: 'no-store',
    headers: {
      authorization: `Bearer ${token}`,
      'accept-language': language,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(session === undefined ? {} : { [OPERATOR_HEADER]: session.token }),
      ...(key === undefined ? {} : { [KEY_HEADER]: key }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  };
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
