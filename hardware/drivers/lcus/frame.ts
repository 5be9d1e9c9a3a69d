import type { Decoded } from '../../kit/framing.ts';

/** `A0 | relay | state | sum`: one of these boards' four-byte orders; nothing is ever answered. */
export interface RelayOrder {
  /** 1 is the first. */
  readonly relay: number;
  readonly isOn: boolean;
}

const START = 0xa0;
export const RELAY_MAX = 16;

export function encodeOrder({ relay, isOn }: RelayOrder): Uint8Array {
  if (!Number.isInteger(relay) || relay < 1 || relay > RELAY_MAX) {
    throw new RangeError(`There is no relay ${relay}.`);
  }
  const state = isOn ? 1 : 0;
  return Uint8Array.of(START, relay, state, START + relay + state);
}

const ORDER_BYTES = 4;

/** What the buffer starts with; the board reads it, the till never does. */
export function decodeOrder(bytes: Uint8Array): Decoded<RelayOrder> {
  const [start, relay = 0, state = 0, sum] = bytes;
  if (start !== undefined && start !== START) return { kind: 'bad', reason: 'start', consumed: 1 };
  if (sum === undefined) return { kind: 'need-more' };
  const isKnown = relay >= 1 && relay <= RELAY_MAX && state <= 1 && sum === START + relay + state;
  if (!isKnown) return { kind: 'bad', reason: 'checksum', consumed: 1 };
  return { kind: 'frame', frame: { relay, isOn: state === 1 }, consumed: ORDER_BYTES };
}
