import type { BillStatus } from '../../kit/bill-protocol.ts';
import type { Frame } from './frame.ts';
import {
  CONDITION,
  DENOMINATION_SHIFT,
  DENOMINATIONS_MAX,
  EVENT,
  OPERATION,
  POWER_UP_POLICY_B,
  STATE,
  TYPE,
} from './names.ts';

const REPLY_MIN_BYTES = 3;

export interface Omnibus {
  readonly toggle: 0 | 1;
  /** Denominations 1 to 7 to be let in. */
  readonly indexes: readonly number[];
  readonly operation: 'none' | 'stack' | 'return';
}

/** The one message of daily life: what may come in, and what becomes of what is held. */
export function omnibusCommand({ toggle, indexes, operation }: Omnibus): Frame {
  const enabled = indexes.reduce((bits, index) => bits | (1 << (index - 1)), 0);
  const base = OPERATION.anyOrientation | OPERATION.escrowMode;
  const wanted = operation === 'none' ? base : base | OPERATION[operation];
  const data = Uint8Array.of(enabled, wanted, POWER_UP_POLICY_B);
  return { type: TYPE.omnibusCommand, device: 0, toggle, data };
}

/** Whether this can be the answer to a message with this toggle. */
export function isOmnibusReply({ type, toggle, data }: Frame, asked: 0 | 1): boolean {
  return type === TYPE.omnibusReply && toggle === asked && data.length >= REPLY_MIN_BYTES;
}

/**
 * What a reply means. Several bits may be set at once: what concerns money goes before, and a note's
 * end before the idling that comes with it.
 */
export function billStatusOf({ data }: Frame): BillStatus {
  const [states = 0, events = 0, conditions = 0] = data;
  const code = (conditions >> DENOMINATION_SHIFT) & DENOMINATIONS_MAX;
  if (has(states, STATE.stacked)) return { kind: 'stacked', code: code === 0 ? undefined : code };
  if (has(states, STATE.escrowed)) return { kind: 'escrow', code };
  if (has(states, STATE.returned)) return { kind: 'returned' };
  return eventOf(events) ?? faultOf(events, conditions) ?? plainStatus(states, conditions);
}

function eventOf(events: number): BillStatus | undefined {
  if (has(events, EVENT.cheated)) {
    return { kind: 'incident', code: 'cheated', isFraud: true, isReturning: false };
  }
  if (!has(events, EVENT.rejected)) return undefined;
  return { kind: 'incident', code: 'note-rejected', isFraud: false, isReturning: true };
}

function faultOf(events: number, conditions: number): BillStatus | undefined {
  if (has(events, EVENT.jammed)) return fault('jam');
  if (has(events, EVENT.full)) return fault('stacker-full');
  if (!has(events, EVENT.cassetteAttached)) return fault('stacker-removed');
  if (has(conditions, CONDITION.failure)) return fault('failure');
  if (has(events, EVENT.calibration)) return fault('calibrating');
  if (has(conditions, CONDITION.invalidCommand)) return fault('command-refused');
  return undefined;
}

function plainStatus(states: number, conditions: number): BillStatus {
  if (has(conditions, CONDITION.powerUp)) return { kind: 'power-up', note: 'none' };
  if (has(states, STATE.returning)) return { kind: 'returning' };
  if (has(states, STATE.accepting) || has(states, STATE.stacking)) return { kind: 'moving' };
  return has(states, STATE.idling) ? { kind: 'ready' } : { kind: 'starting' };
}

function has(byte: number, bit: number): boolean {
  return (byte & bit) !== 0;
}

function fault(code: string): BillStatus {
  return { kind: 'fault', code, detail: '' };
}
