/**
 * What an operator is having done. It outlives the view: a sale that takes the screen takes nothing
 * from it, neither what was entered so far nor the key under which an unanswered deed may be repeated.
 */
import { useEffect, useState } from 'preact/hooks';
import type { Language } from '../../words/language.ts';
import type { MoneyAction } from '../../words/money-view-text.ts';
import type { StatusView } from '../schema.ts';
import type { ShiftReportView } from '../shift-schema.ts';
import type { ApiCalls, CallResult, OperatorSession } from './api-calls.ts';
import { failureText, needsOperator } from './failure-text.ts';
import {
  EMPTY_DRAFT,
  isAtMachine,
  type Deed,
  type DeedOrder,
  type Draft,
} from './money-actions.ts';
import { keepOrder, keptOrder } from './kept-order.ts';
import { enteredText, operationText, type OperationState, type Said } from './money-outcome.ts';
import type { OperatorDesk } from './use-operator.ts';

export type DeskState =
  | { readonly kind: 'ready' }
  | { readonly kind: 'sending' }
  /** No answer came: the same deed may be sent again. */
  | { readonly kind: 'unknown'; readonly order: DeedOrder }
  | { readonly kind: 'moving'; readonly deed: Deed; readonly operation: OperationState }
  | { readonly kind: 'said'; readonly said: Said }
  | { readonly kind: 'report'; readonly report: ShiftReportView };

export interface MoneyDesk {
  readonly state: DeskState;
  readonly action: MoneyAction | undefined;
  readonly draft: Draft;
  readonly choose: (action: MoneyAction | undefined) => void;
  readonly setDraft: (draft: Draft) => void;
  readonly perform: (order: DeedOrder) => void;
  readonly show: (state: DeskState) => void;
  /** How it ends is told like every end. */
  readonly endAtMachine: (moving: Moving) => void;
}

export interface DeskParts {
  readonly calls: ApiCalls;
  readonly operator: OperatorDesk;
  readonly language: Language;
  readonly status: StatusView | undefined;
}

export function useMoneyDesk(parts: DeskParts): MoneyDesk {
  const [state, setState] = useState(firstState);
  const [action, setAction] = useState<MoneyAction | undefined>(undefined);
  const [draft, setDraft] = useState<Draft>(EMPTY_DRAFT);
  const choose = (chosen: MoneyAction | undefined): void => {
    setAction(chosen);
    setDraft(EMPTY_DRAFT);
  };
  useEffect(() => {
    if (state.kind !== 'moving') return;
    const { key } = state.deed;
    const follow = async (): Promise<void> => {
      const next = await followed(state, parts);
      if (next.kind !== 'moving') keepOrder(undefined);
      setState((now) => (now.kind === 'moving' && now.deed.key === key ? next : now));
    };
    void follow();
  }, [parts.status]);
  return {
    state,
    action,
    draft,
    choose: (chosen) => {
      choose(chosen);
      if (state.kind === 'said' || state.kind === 'report') setState({ kind: 'ready' });
    },
    setDraft,
    show: setState,
    perform: (order) =>
      parts.operator.perform(async (session) => {
        setState({ kind: 'sending' });
        keepOrder(order);
        const { result, next } = await carriedOut(order, session, parts);
        if (!isOpen(next)) keepOrder(undefined);
        setState(next);
        if (result.kind === 'done') choose(undefined);
        return result;
      }),
    endAtMachine: ({ operation: { operationId } }) =>
      parts.operator.perform((session) => parts.calls.endOperation(operationId, session)),
  };
}

/** After a reload, its deed under its own key finds what goes on at the machine. */
function isOpen(state: DeskState): boolean {
  return state.kind === 'unknown' || (state.kind === 'moving' && isAtMachine(state.deed.action));
}

/** A deed that was sent before a reload may or may not have been done. */
function firstState(): DeskState {
  const order = keptOrder();
  return order === undefined ? { kind: 'ready' } : { kind: 'unknown', order };
}

interface CarriedOut {
  readonly result: CallResult;
  readonly next: DeskState;
}

async function carriedOut(
  order: DeedOrder,
  session: OperatorSession,
  parts: DeskParts,
): Promise<CarriedOut> {
  const { deed, expectedMinor } = order;
  const { calls } = parts;
  const entered = (): Said => enteredText(deed, expectedMinor, parts.language);
  switch (deed.action) {
    case 'collect':
    case 'empty':
    case 'withdraw':
    case 'take-notes':
    case 'take-coins':
    case 'to-cassette':
    case 'float':
    case 'refund':
    case 'dispense': {
      const result = await calls.operate(deed, session);
      if (result.kind !== 'done') return notDone(result, order, parts);
      const moving = { kind: 'moving', deed, operation: result.body } as const;
      return { result, next: await settledOr(moving, parts) };
    }
    case 'fill-machine':
    case 'exchange': {
      const result = await calls.beginDeposit(deed, session);
      return result.kind === 'done'
        ? { result, next: { kind: 'ready' } }
        : notDone(result, order, parts);
    }
    case 'shift-close': {
      const result = await calls.closeShift(deed, session);
      return result.kind === 'done'
        ? { result, next: { kind: 'report', report: result.body } }
        : notDone(result, order, parts);
    }
    case 'fill':
    case 'take':
    case 'count':
    case 'cassette-out':
    case 'cassette-in':
    case 'open-drawer':
    case 'break-claim':
    case 'shift-open': {
      const result = await calls.enter(deed, session);
      return result.kind === 'done'
        ? { result, next: { kind: 'said', said: entered() } }
        : notDone(result, order, parts);
    }
  }
}

function notDone(result: CallResult, order: DeedOrder, { language }: DeskParts): CarriedOut {
  // Whoever signs in now has it done: nothing to say yet.
  if (needsOperator(result)) return { result, next: { kind: 'ready' } };
  const failure = failureText(result, language);
  return result.kind === 'unknown' || failure === undefined
    ? { result, next: { kind: 'unknown', order } }
    : { result, next: { kind: 'said', said: { tone: 'alert', ...failure } } };
}

type Moving = Extract<DeskState, { readonly kind: 'moving' }>;

/** Asked again with every word from the till, so that an answer that got lost is made up for. */
async function followed(moving: Moving, parts: DeskParts): Promise<DeskState> {
  const { calls, operator } = parts;
  const { operationId } = moving.operation;
  const seen = await calls.operation(operationId, operator.session);
  // Whoever began it may be gone: how it ends is told all the same.
  const result = needsOperator(seen) ? await calls.operation(operationId, undefined) : seen;
  return result.kind === 'done'
    ? await settledOr({ ...moving, operation: result.body }, parts)
    : moving;
}

async function settledOr(moving: Moving, parts: DeskParts): Promise<DeskState> {
  const { deed, operation } = moving;
  if (operation.state !== 'finished') return moving;
  // Should this get lost, the operation stands in the list of those to be looked at: no harm.
  await parts.calls.acknowledge('operations', operation.operationId);
  return { kind: 'said', said: operationText(deed, operation, parts.language) };
}
