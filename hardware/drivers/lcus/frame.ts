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
