/** What a UnifiedPOS program is told without asking: StatusUpdate and Data events, with the standard's numbers. */
import { activeSale } from '../../core/till/till.ts';
import type { TillView } from '../../shell/till-view.ts';
import { depositView } from './changer-view.ts';
import { changerStatus } from './device-status.ts';
import { resultOf, type ResultName } from './result-codes.ts';
import type { ChangerMessage } from './schema.ts';

const CHAN_STATUS_EMPTYOK = 13;
const CHAN_STATUS_FULLOK = 23;
const CHAN_STATUS_JAM = 31;
const CHAN_STATUS_JAMOK = 32;
const CHAN_STATUS_ASYNC = 91;

type StatusUpdate = Extract<ChangerMessage, { readonly event: 'status-update' }>;

export interface ChangerMoment {
  readonly deviceStatus: number;
  readonly fullStatus: number;
  readonly depositAmount: number;
  readonly depositCounts: string;
}

/** The changer of the till's own currency, as it stands. */
export function changerMoment(view: TillView): ChangerMoment {
  const { depositAmount, depositCounts } = depositView(
    view,
    activeSale(view.till),
    view.settings.currency,
  );
  return { ...changerStatus(view), depositAmount, depositCounts };
}

/** What happened between two moments, in the order in which it is told. */
export function changerMessages(
  before: ChangerMoment,
  after: ChangerMoment,
): readonly ChangerMessage[] {
  return [
    ...deviceUpdates(before.deviceStatus, after.deviceStatus),
    ...fullUpdates(before.fullStatus, after.fullStatus),
    ...depositData(before, after),
  ];
}

function deviceUpdates(before: number, after: number): readonly ChangerMessage[] {
  if (before === after) return [];
  const ended = before === CHAN_STATUS_JAM ? [statusUpdate(CHAN_STATUS_JAMOK)] : [];
  if (after !== 0) return [...ended, statusUpdate(after)];
  return before === CHAN_STATUS_JAM ? ended : [statusUpdate(CHAN_STATUS_EMPTYOK)];
}

function fullUpdates(before: number, after: number): readonly ChangerMessage[] {
  if (before === after) return [];
  return [statusUpdate(after === 0 ? CHAN_STATUS_FULLOK : after)];
}

/** Each piece as it is credited; a deposit that is over says nothing. */
function depositData(before: ChangerMoment, after: ChangerMoment): readonly ChangerMessage[] {
  const { depositAmount, depositCounts } = after;
  if (depositAmount === 0 || depositCounts === before.depositCounts) return [];
  return [{ kind: 'cash-changer', event: 'data', depositAmount, depositCounts }];
}

/** The end of a dispense in AsyncMode, with what it would have answered. */
export function asyncMessage(operationId: string, result: ResultName): ChangerMessage {
  const { resultCode, resultCodeExtended } = resultOf(result);
  return {
    ...statusUpdate(CHAN_STATUS_ASYNC),
    operationId,
    asyncResultCode: resultCode,
    asyncResultCodeExtended: resultCodeExtended,
  };
}

function statusUpdate(status: number): StatusUpdate {
  return { kind: 'cash-changer', event: 'status-update', status };
}
