/**
 * What a technician's hand must not do. Under control nobody signs in, counts or moves cash out of the
 * till: the first attempt takes control back, the next is the cashier's own. After that whoever moves
 * cash out proves their PIN again. Sales, their change and money that goes back to a customer go on.
 */
import type { OperationPurpose } from '../journal-line.ts';
import type { ControlCause } from '../support/remote-session.ts';
import type { SupportAsk } from '../support/supporting.ts';
import { isControlled, isPinOld } from '../support/step-control.ts';
import type { TillRequest } from './events.ts';
import { supportMoved } from './support-turn.ts';
import type { Turn } from './turn.ts';

export type GuardRefusal =
  /** The technician has control: it is suspended now, and the same may be asked again. */
  | 'remote-control-on'
  /** A PIN typed under control proves nothing; it is suspended now. */
  | 'control-suspended'
  /** The operator has signed in before a technician had control. */
  | 'pin-needed-again';

interface Guarded {
  readonly turn: Turn;
  readonly refusal?: { readonly code: GuardRefusal } | undefined;
}

export function guardedTurn(turn: Turn, request: TillRequest): Guarded {
  const { supporting } = turn.till;
  const guard = supporting.session === undefined ? undefined : guardOf(turn, request);
  if (guard === undefined) return { turn };
  const { cause, code, operator } = guard;
  const suspended = supportMoved(turn, { kind: 'guarded', cause }).turn;
  if (isControlled(supporting)) return { turn: suspended, refusal: { code } };
  const isPinMissing = guard.needsPin && isPinOld(supporting, operator);
  return isPinMissing
    ? { turn: suspended, refusal: { code: 'pin-needed-again' } }
    : { turn: suspended };
}

interface Guard {
  readonly cause: Extract<ControlCause, 'sign-in' | 'cash-out' | 'counting' | 'consent'>;
  readonly code: Extract<GuardRefusal, 'remote-control-on' | 'control-suspended'>;
  readonly needsPin: boolean;
  readonly operator?: string | undefined;
}

const SIGN_IN: Guard = { cause: 'sign-in', code: 'control-suspended', needsPin: false };
const CONSENT: Guard = { cause: 'consent', code: 'remote-control-on', needsPin: false };
const COUNTING: Guard = { cause: 'counting', code: 'remote-control-on', needsPin: false };

function guardOf({ facts }: Turn, request: TillRequest): Guard | undefined {
  switch (request.kind) {
    case 'sign-in-attempted':
    case 'operator-unlock-requested':
      return SIGN_IN;
    case 'count-entered':
    case 'shift-close-requested':
      return COUNTING;
    case 'support-requested':
      return isConsent(request.request) ? CONSENT : undefined;
    case 'operation-requested':
      // One that is known already is answered as it stands, and moves nothing.
      return facts.storedCashOperation === undefined
        ? cashOut(request.operator.operatorId, causeOf(request.purpose))
        : undefined;
    case 'take-entered':
    case 'cassette-removed':
      return cashOut(request.operator.operatorId, 'counting');
    case 'debt-payment-requested':
      return cashOut(request.operator.operatorId, 'cash-out');
    case 'drawer-open-requested':
      return request.cause.kind === 'operator'
        ? cashOut(request.cause.operator.operatorId, 'cash-out')
        : undefined;
    default:
      return undefined;
  }
}

/** Costs that are agreed to, and hours in which nobody has to be asked, are the shop's own word. */
function isConsent(ask: SupportAsk): boolean {
  if (ask.kind === 'unattended-set') return true;
  if (ask.kind !== 'help-asked') return false;
  const { accepted = [], hasConsent = false } = ask.question;
  return accepted.length > 0 || hasConsent;
}

function cashOut(operator: string, cause: Guard['cause']): Guard {
  return { cause, code: 'remote-control-on', needsPin: true, operator };
}

/** Where somebody handles all that is in the till, a technician does not look on. */
function causeOf(purpose: OperationPurpose): Guard['cause'] {
  switch (purpose) {
    case 'dispense':
    case 'refund':
      return 'cash-out';
    case 'float':
    case 'empty':
    case 'collect':
      return 'counting';
  }
}
