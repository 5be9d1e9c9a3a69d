import type { Clock } from '../../kit/clock.ts';
import type { SimTiming } from './sim-config.ts';
import type { Frame } from './frame.ts';
import { HEADER } from './machine.ts';
import type { SimReply } from './sim-behaviour.ts';

/** Something physical that happened; what the devices say of it is another matter. */
export type SimEvent =
  | { readonly event: 'inserted'; readonly valueMinor: number }
  | { readonly event: 'accepted'; readonly valueMinor: number; readonly place: string }
  /** Went into the cash box while the power was gone: the device will never say so. */
  | { readonly event: 'swallowed'; readonly valueMinor: number }
  | { readonly event: 'rejected'; readonly valueMinor: number }
  | { readonly event: 'paid-out'; readonly device: string; readonly valueMinor: number }
  | { readonly event: 'note-inserted' | 'note-escrowed'; readonly valueMinor: number }
  /** Into the stacker, with the credit that goes with it. */
  | { readonly event: 'note-stacked'; readonly valueMinor: number }
  /** Into the stacker at power-up: the device will never say so. */
  | { readonly event: 'note-swallowed'; readonly valueMinor: number }
  /** To the customer, or out of a jam by a person with the key. */
  | { readonly event: 'note-returned' | 'note-removed'; readonly valueMinor: number };

export interface SimContext {
  readonly clock: Clock;
  readonly timing: SimTiming;
  readonly emit: (event: SimEvent) => void;
}

/** A simulated device as its bus sees it. */
export interface SimDevice {
  readonly device: string;
  readonly address: number;
  readonly isPowered: boolean;
  respond(request: Frame): SimReply | undefined;
  cutPower(): void;
  restorePower(): void;
}

export const ACK: SimReply = { header: 0, data: new Uint8Array(0) };
export const NAK: SimReply = { header: 5, data: new Uint8Array(0) };

export function bytesReply(...bytes: readonly number[]): SimReply {
  return { header: 0, data: Uint8Array.from(bytes) };
}

export function textReply(text: string): SimReply {
  return bytesReply(...Buffer.from(text, 'latin1'));
}

/** A number in so many bytes, the lowest first. */
export function numberReply(value: number, size: number): SimReply {
  return bytesReply(...Array.from({ length: size }, (_, at) => (value >> (at * 8)) & 0xff));
}

/** The names every device gives on request; undefined for any other header. */
export function identityReply(header: number, category: string): SimReply | undefined {
  switch (header) {
    case HEADER.simplePoll:
      return ACK;
    case HEADER.requestEquipmentCategory:
      return textReply(category);
    case HEADER.requestManufacturerId:
      return textReply('SIM');
    case HEADER.requestProductCode:
      return textReply('TW1');
    case HEADER.requestSoftwareRevision:
      return textReply('SIM-1.0');
    default:
      return undefined;
  }
}
