/** Requests of bill validators (ccTalk Generic Specification 4.7 part 2, 3.93 to 3.102). */
import { oneByte, parseAck, parseEventBuffer, parseText, question } from './machine.ts';
import type { EventBuffer, Request } from './machine.ts';

/** The header numbers used, by the specification's names. */
export const BILL_HEADER = {
  requestBillOperatingMode: 152,
  modifyBillOperatingMode: 153,
  routeBill: 154,
  requestCountryScalingFactor: 156,
  requestBillId: 157,
  readBufferedBillEvents: 159,
  performSelfCheck: 232,
} as const;

const BILL_ID_BYTES = 7;

export function requestBillId(address: number, position: number): Request<string> {
  return {
    ...question(address, BILL_HEADER.requestBillId, (data) =>
      data.length === BILL_ID_BYTES ? parseText(data) : undefined,
    ),
    data: Uint8Array.of(position),
  };
}

export interface Scaling {
  /** What the value in a bill's identifier is multiplied by. */
  readonly factor: number;
  readonly decimals: number;
}

/** The factor by which a country's bill values become its smallest unit. */
export function requestScaling(address: number, country: string): Request<Scaling> {
  return {
    ...question(address, BILL_HEADER.requestCountryScalingFactor, (data) => {
      const [low, high, decimals] = data;
      if (data.length !== 3 || low === undefined || high === undefined) return undefined;
      return decimals === undefined ? undefined : { factor: low + high * 256, decimals };
    }),
    data: Uint8Array.from(Buffer.from(country, 'latin1')),
  };
}

/** As the events of a coin acceptor, with the codes of table 7. */
export function readBufferedBillEvents(address: number): Request<EventBuffer> {
  return question(address, BILL_HEADER.readBufferedBillEvents, parseEventBuffer);
}

export const OPERATING_MODE = { stacker: 0x01, escrow: 0x02 } as const;

export function modifyOperatingMode(address: number, mode: number): Request<'ack'> {
  const data = Uint8Array.of(mode);
  return { ...question(address, BILL_HEADER.modifyBillOperatingMode, parseAck), data };
}

export function requestOperatingMode(address: number): Request<number> {
  return question(address, BILL_HEADER.requestBillOperatingMode, oneByte);
}

export const ROUTE = { return: 0, stack: 1, extend: 255 } as const;

export type Routed = 'routed' | 'escrow-empty' | 'failed';

const ESCROW_EMPTY = 254;
const ROUTE_FAILED = 255;

/**
 * What is to become of the note in escrow. Written once: a repetition could meet the next note. Only
 * a longer stay may be asked for again.
 */
export function routeBill(address: number, route: keyof typeof ROUTE): Request<Routed> {
  return {
    ...question(address, BILL_HEADER.routeBill, parseRouted),
    data: Uint8Array.of(ROUTE[route]),
    isIdempotent: route === 'extend',
  };
}

function parseRouted(data: Uint8Array): Routed | undefined {
  const [code] = data;
  if (data.length > 1) return undefined;
  if (code === undefined) return 'routed';
  if (code === ESCROW_EMPTY) return 'escrow-empty';
  return code === ROUTE_FAILED ? 'failed' : undefined;
}

/** 0 when all is well; anything else has made the device inhibit itself. */
export function performSelfCheck(address: number): Request<number> {
  return question(address, BILL_HEADER.performSelfCheck, (data) => data[0]);
}
