import type { BillStatus } from '../../kit/bill-protocol.ts';
import type { Frame } from './frame.ts';
import { REQUEST, STATUS } from './names.ts';

/** Denominations 1 to 8 are told as 61 to 68. */
export const FIRST_DENOMINATION = 0x61;
export const DENOMINATIONS_MAX = 8;

/** The bit of a denomination is set to keep it out (C0). */
export function enableDenominations(codes: readonly number[]): Frame {
  const open = codes.reduce((bits, code) => bits | (1 << (code - FIRST_DENOMINATION)), 0);
  return { code: REQUEST.enableDenominations, data: Uint8Array.of(~open & 0xff, 0) };
}

export function inhibit(isInhibited: boolean): Frame {
  return { code: REQUEST.inhibit, data: Uint8Array.of(isInhibited ? 1 : 0) };
}

/** What an acceptor is told once after its reset: nothing special, and no function of its own. */
export const SETTINGS: readonly Frame[] = [
  { code: REQUEST.security, data: Uint8Array.of(0, 0) },
  { code: REQUEST.direction, data: Uint8Array.of(0) },
  { code: REQUEST.optionalFunction, data: Uint8Array.of(0, 0) },
];

/** A set command is answered by itself. */
export function isEcho(asked: Frame, answer: Frame): boolean {
  const { data } = asked;
  if (asked.code !== answer.code || data.length !== answer.data.length) return false;
  return data.every((byte, at) => byte === answer.data[at]);
}

/** Whether a frame can be the answer to a status request. */
export function isStatus({ code }: Frame): boolean {
  return (code >= STATUS.enable && code <= STATUS.initialize) || isHighStatus(code);
}

function isHighStatus(code: number): boolean {
  return code >= STATUS.powerUp && code < STATUS.communicationError;
}

/** What a status means. Code 15 carries no denomination: what was ordered is what came. */
export function billStatusOf({ code, data }: Frame): BillStatus {
  const [detail] = data;
  switch (code) {
    case STATUS.enable:
      return { kind: 'ready', isEnabled: true };
    case STATUS.disable:
      return { kind: 'ready', isEnabled: false };
    case STATUS.accepting:
    case STATUS.stacking:
    case STATUS.stacked:
    case STATUS.pause:
      return { kind: 'moving' };
    case STATUS.returning:
      return { kind: 'returning' };
    case STATUS.holding:
      return { kind: 'holding' };
    case STATUS.escrow:
      return detail === undefined ? unknown(code) : { kind: 'escrow', code: detail };
    case STATUS.vendValid:
      return { kind: 'stacked', code: undefined };
    case STATUS.rejecting:
      return rejected(detail ?? 0);
    case STATUS.cheated:
      return { kind: 'incident', code: 'cheated', isFraud: true, isReturning: false };
    default:
      return powerUpOf(code) ?? faultOf(code, detail) ?? unknown(code);
  }
}

/** Without the power recovery function, whose answers nobody has described, 41 and 42 tell no value. */
function powerUpOf(code: number): BillStatus | undefined {
  switch (code) {
    case STATUS.initialize:
      return { kind: 'starting' };
    case STATUS.powerUp:
      return { kind: 'power-up', note: 'none' };
    case STATUS.powerUpBillInAcceptor:
      return { kind: 'power-up', note: 'in-acceptor-untold' };
    case STATUS.powerUpBillInStacker:
      return { kind: 'power-up', note: 'in-stacker-untold' };
    default:
      return undefined;
  }
}

function faultOf(code: number, detail: number | undefined): BillStatus | undefined {
  switch (code) {
    case STATUS.stackerFull:
      return { kind: 'fault', code: 'stacker-full', detail: '' };
    case STATUS.stackerOpen:
      return { kind: 'fault', code: 'stacker-removed', detail: '' };
    case STATUS.jamInAcceptor:
      return { kind: 'fault', code: 'jam', detail: 'in the acceptor' };
    case STATUS.jamInStacker:
      return { kind: 'fault', code: 'jam', detail: 'in the stacker' };
    case STATUS.failure:
      return { kind: 'fault', code: 'failure', detail: failure(detail ?? 0) };
    default:
      return undefined;
  }
}

function unknown(code: number): BillStatus {
  return { kind: 'fault', code: 'unknown-state', detail: hexByte(code) };
}

function rejected(reason: number): BillStatus {
  const code = `note-rejected-${REJECTIONS[reason] ?? hexByte(reason)}`;
  return { kind: 'incident', code, isFraud: false, isReturning: true };
}

function failure(detail: number): string {
  return FAILURES[detail] ?? hexByte(detail);
}

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0').toUpperCase();
}

const REJECTIONS: Readonly<Record<number, string>> = {
  0x71: 'insertion',
  0x72: 'magnetic',
  0x73: 'remaining-in-acceptor',
  0x74: 'compensation',
  0x75: 'conveying',
  0x76: 'denomination',
  0x77: 'photo-pattern',
  0x78: 'photo-level',
  0x79: 'inhibit',
  0x7b: 'operation',
  0x7c: 'remaining-in-stacker',
  0x7d: 'length',
  0x7e: 'photo-pattern-2',
  0x98: 'multiple',
  0x9b: 'ticket-backside',
};

const FAILURES: Readonly<Record<number, string>> = {
  0xa2: 'stack motor',
  0xa5: 'transport speed',
  0xa6: 'transport motor',
  0xa7: 'aligning',
  0xab: 'cash box not ready',
  0xac: 'optical',
  0xad: 'magnetic',
  0xaf: 'head removed',
  0xb0: 'boot ROM',
  0xb1: 'external ROM',
  0xb2: 'ROM',
  0xb3: 'ROM write',
};
