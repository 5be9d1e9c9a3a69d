/** What a technician's hand, or eye, must not be on while it is done at this page. */
import type { MoneyAction } from '../../words/money-view-text.ts';
import type { SessionView } from '../support-schema.ts';
import type { ControlWish } from './api-calls.ts';

export type GuardCause = Exclude<ControlWish['cause'], 'cashier'>;

/** As the till guards it; undefined for what moves nothing out and shows no count. */
export function guardOf(action: MoneyAction): GuardCause | undefined {
  switch (action) {
    case 'count':
    case 'shift-close':
    case 'take':
    case 'cassette-out':
    case 'collect':
    case 'empty':
    case 'float':
    case 'withdraw':
    case 'take-notes':
    case 'take-coins':
    case 'to-cassette':
      return 'counting';
    case 'refund':
    case 'dispense':
    case 'open-drawer':
      return 'cash-out';
    case 'fill':
    case 'fill-machine':
    case 'exchange':
    case 'cassette-in':
    case 'shift-open':
    case 'break-claim':
      return undefined;
  }
}

/** Whether control, or the view, has to be taken back before anything is shown. */
export function mustSuspend(session: SessionView | undefined, cause: GuardCause): boolean {
  if (session === undefined || session.phase !== 'live') return false;
  if (session.control === 'granted' || session.isExternal) return true;
  return cause === 'counting' && !session.isPaused;
}
