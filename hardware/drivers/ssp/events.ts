/**
 * What units tell in reply to a poll, protocol version 6 and later (SSP manual, poll events). The
 * events of a reply stand one behind the other without lengths, so that one unknown code makes the
 * rest unreadable: the whole reply is refused then, and nothing is guessed.
 */
import { ByteReader } from './byte-reader.ts';

type Layout = 'none' | 'byte' | 'amount' | 'amounts' | 'progress' | 'amounts-and-code';

interface EventType {
  readonly name: string;
  readonly layout: Layout;
  /** Repeats under poll-with-ack until it is acknowledged. */
  readonly isAcked?: true;
  /** First protocol version that has it; 6 where nothing is said. */
  readonly since?: number;
}

const EVENT_TYPES = {
  0x83: { name: 'calibration-fail', layout: 'byte' },
  0xb0: { name: 'jam-recovery', layout: 'none', since: 7 },
  0xb1: { name: 'error-during-payout', layout: 'amounts-and-code', isAcked: true, since: 7 },
  0xb3: { name: 'smart-emptying', layout: 'amounts' },
  0xb4: { name: 'smart-emptied', layout: 'amounts', isAcked: true },
  0xb5: { name: 'all-channels-inhibited', layout: 'none', since: 7 },
  0xb6: { name: 'initialising', layout: 'none', since: 7 },
  0xb7: { name: 'cctalk-error', layout: 'byte' },
  0xbd: { name: 'coin-mech-disabled', layout: 'none' },
  0xbe: { name: 'coin-mech-enabled', layout: 'none' },
  0xbf: { name: 'value-added', layout: 'amounts', isAcked: true, since: 7 },
  0xc1: { name: 'pay-in-active', layout: 'none' },
  0xc2: { name: 'emptying', layout: 'none' },
  0xc3: { name: 'emptied', layout: 'none' },
  0xc4: { name: 'coin-mech-jam', layout: 'none' },
  0xc5: { name: 'coin-mech-return-lever', layout: 'none' },
  0xc6: { name: 'payout-out-of-service', layout: 'none' },
  0xc7: { name: 'float-removed', layout: 'none' },
  0xc8: { name: 'float-attached', layout: 'none' },
  0xc9: { name: 'note-moved-to-stacker', layout: 'amount', isAcked: true },
  0xca: { name: 'note-into-stacker-at-reset', layout: 'amount', isAcked: true, since: 8 },
  0xcb: { name: 'note-into-store-at-reset', layout: 'amount', isAcked: true, since: 8 },
  0xcc: { name: 'stacking', layout: 'none' },
  0xcd: { name: 'note-dispensed-at-reset', layout: 'amount' },
  0xce: { name: 'note-held-in-bezel', layout: 'amount', since: 8 },
  0xcf: { name: 'device-full', layout: 'none' },
  0xd1: { name: 'ticket-stacked', layout: 'none' },
  0xd2: { name: 'dispensed', layout: 'amounts', isAcked: true },
  0xd5: { name: 'jammed', layout: 'amounts' },
  0xd6: { name: 'halted', layout: 'amounts' },
  0xd7: { name: 'floating', layout: 'amounts' },
  0xd8: { name: 'floated', layout: 'amounts', isAcked: true },
  0xd9: { name: 'timeout', layout: 'amounts', isAcked: true },
  0xda: { name: 'dispensing', layout: 'amounts' },
  0xdb: { name: 'note-stored', layout: 'none' },
  0xdc: { name: 'incomplete-payout', layout: 'progress', isAcked: true },
  0xdd: { name: 'incomplete-float', layout: 'progress', isAcked: true },
  0xde: { name: 'cashbox-paid', layout: 'amounts' },
  0xdf: { name: 'coin-credit', layout: 'amount' },
  0xe0: { name: 'note-path-open', layout: 'none' },
  0xe1: { name: 'cleared-from-front', layout: 'byte' },
  0xe2: { name: 'cleared-into-cashbox', layout: 'byte', isAcked: true },
  0xe3: { name: 'cashbox-removed', layout: 'none' },
  0xe4: { name: 'cashbox-replaced', layout: 'none' },
  0xe5: { name: 'ticket-in-escrow', layout: 'none' },
  0xe6: { name: 'fraud-attempt', layout: 'byte', isAcked: true },
  0xe7: { name: 'stacker-full', layout: 'none' },
  0xe8: { name: 'disabled', layout: 'none' },
  0xe9: { name: 'unsafe-jam', layout: 'none' },
  0xea: { name: 'safe-jam', layout: 'none' },
  0xeb: { name: 'stacked', layout: 'none' },
  0xec: { name: 'rejected', layout: 'none' },
  0xed: { name: 'rejecting', layout: 'none' },
  0xee: { name: 'credit', layout: 'byte', isAcked: true },
  0xef: { name: 'read', layout: 'byte' },
  0xf1: { name: 'slave-reset', layout: 'none' },
} as const satisfies Readonly<Record<number, EventType>>;

/** A ticket printer's events, A0 to AF: none is acted on. */
const TICKET_FIRST = 0xa0;
const TICKET_LAST = 0xaf;
const TICKET_WITH_CODE = 0xa8;
const COINS_LOW = 0xd3;
const FRAUD_ATTEMPT = 0xe6;

export type EventName =
  | (typeof EVENT_TYPES)[keyof typeof EVENT_TYPES]['name']
  | 'ticket-printer'
  | 'coins-low';

export interface Amount {
  readonly valueMinor: number;
  readonly currency: string;
}

export interface Progress {
  readonly doneMinor: number;
  readonly requestedMinor: number;
  readonly currency: string;
}

export interface PollEvent {
  readonly name: EventName;
  /** A channel, a reason or an error code; 0 where the event has none. */
  readonly code: number;
  readonly amounts: readonly Amount[];
  readonly progress: readonly Progress[];
  readonly isAcked: boolean;
  /** As on the wire: two events are the same when these are. */
  readonly hex: string;
}

export interface EventRules {
  readonly protocolVersion: number;
  /** Coin units tell a fraud attempt with amounts, note units with a channel. */
  readonly cash: 'notes' | 'coins';
  /** Data behind D3, coins low, which no source gives; without it the event is unknown. */
  readonly coinsLowDataBytes: number | undefined;
}

export type ParsedEvents =
  | { readonly kind: 'events'; readonly events: readonly PollEvent[] }
  | { readonly kind: 'bad'; readonly reason: string };

/** Reads the data behind the status byte of a poll's reply. */
export function parseEvents(data: Uint8Array, rules: EventRules): ParsedEvents {
  const reader = new ByteReader(data);
  const events: PollEvent[] = [];
  while (reader.left > 0) {
    const from = data.length - reader.left;
    const code = reader.byte();
    const type = typeOf(code, rules);
    if (type === undefined) return { kind: 'bad', reason: `unknown event ${code.toString(16)}` };
    const facts = readFacts(reader, type.layout);
    if (code === COINS_LOW) reader.take(rules.coinsLowDataBytes ?? 0);
    if (reader.isShort) return { kind: 'bad', reason: `${type.name} is cut short` };
    const bytes = data.subarray(from, data.length - reader.left);
    const hex = Buffer.from(bytes).toString('hex');
    events.push({ name: type.name, isAcked: type.isAcked ?? false, hex, ...facts });
  }
  return { kind: 'events', events };
}

interface FoundType extends EventType {
  readonly name: EventName;
}

function typeOf(code: number, rules: EventRules): FoundType | undefined {
  if (code >= TICKET_FIRST && code <= TICKET_LAST) {
    return { name: 'ticket-printer', layout: code === TICKET_WITH_CODE ? 'byte' : 'none' };
  }
  if (code === COINS_LOW) {
    return rules.coinsLowDataBytes === undefined
      ? undefined
      : { name: 'coins-low', layout: 'none' };
  }
  if (!isEventCode(code)) return undefined;
  const type: FoundType = EVENT_TYPES[code];
  if ((type.since ?? 0) > rules.protocolVersion) return undefined;
  return code === FRAUD_ATTEMPT && rules.cash === 'coins' ? { ...type, layout: 'amounts' } : type;
}

function isEventCode(code: number): code is keyof typeof EVENT_TYPES {
  return Object.hasOwn(EVENT_TYPES, code);
}

type Facts = Pick<PollEvent, 'code' | 'amounts' | 'progress'>;

const NO_FACTS: Facts = { code: 0, amounts: [], progress: [] };

function readFacts(reader: ByteReader, layout: Layout): Facts {
  switch (layout) {
    case 'none':
      return NO_FACTS;
    case 'byte':
      return { ...NO_FACTS, code: reader.byte() };
    case 'amount':
      return { ...NO_FACTS, amounts: [readAmount(reader)] };
    case 'amounts':
      return { ...NO_FACTS, amounts: readAmounts(reader) };
    case 'amounts-and-code':
      return { ...NO_FACTS, amounts: readAmounts(reader), code: reader.byte() };
    case 'progress':
      return { ...NO_FACTS, progress: reader.list(reader.byte(), () => readProgress(reader)) };
  }
}

function readAmounts(reader: ByteReader): readonly Amount[] {
  return reader.list(reader.byte(), () => readAmount(reader));
}

function readAmount(reader: ByteReader): Amount {
  return { valueMinor: reader.little(4), currency: reader.text(3) };
}

function readProgress(reader: ByteReader): Progress {
  return {
    doneMinor: reader.little(4),
    requestedMinor: reader.little(4),
    currency: reader.text(3),
  };
}
