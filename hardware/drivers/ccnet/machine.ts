import type { BillStatus } from '../../kit/bill-protocol.ts';
import { COMMAND, REPLY, STATE, STATE_PAYLOAD_MAX_BYTES } from './names.ts';

/** What a device's answer to a command that asks for nothing means. */
export function isDone(payload: Uint8Array): boolean {
  return payload.length === 1 && payload[0] === REPLY.ack;
}

/** Whether the answer can be one to a command that asks for nothing. */
export function isControl(payload: Uint8Array): boolean {
  const [first] = payload;
  const controls: readonly (number | undefined)[] = [REPLY.ack, REPLY.illegalCommand, REPLY.nak];
  return payload.length === 1 && controls.includes(first);
}

/** Byte 1 holds the types 23 to 16, byte 3 the types 7 to 0; once to enable, once for escrow. */
export function enableBillTypes(types: readonly number[]): Uint8Array {
  const mask = types.reduce((bits, type) => bits | (1 << type), 0);
  const bytes = [(mask >> 16) & 0xff, (mask >> 8) & 0xff, mask & 0xff];
  return Uint8Array.of(COMMAND.enableBillTypes, ...bytes, ...bytes);
}

/** What a polled state means; one nobody has described is a fault, and taken for nothing else. */
export function billStatusOf(payload: Uint8Array): BillStatus {
  const [state = 0, detail] = payload;
  return plainStatus(state) ?? (detail === undefined ? unknown(state) : withDetail(state, detail));
}

function plainStatus(state: number): BillStatus | undefined {
  switch (state) {
    case STATE.powerUp:
      return { kind: 'power-up', note: 'none' };
    case STATE.powerUpBillInValidator:
      return { kind: 'power-up', note: 'in-acceptor-returned' };
    case STATE.powerUpBillInStacker:
      return { kind: 'power-up', note: 'in-stacker-credited' };
    case STATE.initialize:
      return { kind: 'starting' };
    case STATE.idling:
      return { kind: 'ready', isEnabled: true };
    case STATE.disabled:
      return { kind: 'ready', isEnabled: false };
    case STATE.accepting:
    case STATE.stacking:
    case STATE.busy:
    case STATE.pause:
    case STATE.dispensing:
    case STATE.unloading:
    case STATE.settingType:
    case STATE.dispensed:
    case STATE.unloaded:
    case STATE.invalidBillNumber:
    case STATE.typeSet:
      return { kind: 'moving' };
    case STATE.returning:
      return { kind: 'returning' };
    case STATE.holding:
    case STATE.waitingDecision:
      return { kind: 'holding' };
    case STATE.cheated:
      return { kind: 'incident', code: 'cheated', isFraud: true, isReturning: false };
    default:
      return faultOf(state);
  }
}

function faultOf(state: number): BillStatus | undefined {
  switch (state) {
    case STATE.cassetteFull:
      return { kind: 'fault', code: 'stacker-full', detail: '' };
    case STATE.cassetteOut:
      return { kind: 'fault', code: 'stacker-removed', detail: '' };
    case STATE.validatorJam:
      return { kind: 'fault', code: 'jam', detail: 'in the validator' };
    case STATE.cassetteJam:
      return { kind: 'fault', code: 'jam', detail: 'in the stacker' };
    default:
      return undefined;
  }
}

function withDetail(state: number, detail: number): BillStatus {
  switch (state) {
    case STATE.escrow:
      return { kind: 'escrow', code: detail };
    case STATE.stacked:
      return { kind: 'stacked', code: detail };
    case STATE.returned:
      return { kind: 'returned' };
    case STATE.rejecting:
      return { kind: 'incident', code: rejection(detail), isFraud: false, isReturning: true };
    case STATE.suspected:
    case STATE.counterfeit:
      return { kind: 'incident', code: 'suspected-note', isFraud: true, isReturning: false };
    case STATE.failure:
      return { kind: 'fault', code: 'failure', detail: FAILURES[detail] ?? hexByte(detail) };
    default:
      return unknown(state);
  }
}

function unknown(state: number): BillStatus {
  return { kind: 'fault', code: 'unknown-state', detail: hexByte(state) };
}

function rejection(reason: number): string {
  return `note-rejected-${REJECTIONS[reason] ?? hexByte(reason)}`;
}

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0').toUpperCase();
}

const REJECTIONS: Readonly<Record<number, string>> = {
  0x60: 'insertion',
  0x61: 'magnetic',
  0x62: 'remains-in-head',
  0x63: 'multiplying',
  0x64: 'conveying',
  0x65: 'identification',
  0x66: 'verification',
  0x67: 'optic',
  0x68: 'inhibit',
  0x69: 'capacity',
  0x6a: 'operation',
  0x6c: 'length',
  0x6d: 'uv',
  0x92: 'barcode',
  0x93: 'barcode',
  0x94: 'barcode',
  0x95: 'barcode',
};

const FAILURES: Readonly<Record<number, string>> = {
  0x50: 'stack motor',
  0x51: 'transport speed',
  0x52: 'transport motor',
  0x53: 'aligning',
  0x54: 'initial cassette',
  0x55: 'optic',
  0x56: 'magnetic',
  0x5f: 'capacitance',
};

/** Whether the answer can be one to a poll: longer ones are late data that was asked for before. */
export function isState(payload: Uint8Array): boolean {
  return payload.length <= STATE_PAYLOAD_MAX_BYTES;
}
