import type { CashItem } from '../../kit/device.ts';
import type { ValueTable } from './acceptor-face.ts';
import type { EventPair } from './machine.ts';

interface Status {
  readonly code: string;
  readonly isFraud?: true;
  /** What it says of the validator: a jam ends with the next note that moves, the rest by itself. */
  readonly health?: 'jam' | 'stacker' | 'stacker-well' | 'moving';
  /** A note is out of the customer's reach and not credited: a named uncertainty of one. */
  readonly isNoteLost?: true;
  /** No news for anybody. */
  readonly isSilent?: true;
}

/** The status codes of a bill validator (ccTalk Generic Specification 4.7 part 3, table 7). */
const STATUSES: Readonly<Record<number, Status>> = {
  0: { code: 'master-inhibit-active', isSilent: true },
  1: { code: 'bill-returned', health: 'moving' },
  2: { code: 'bill-invalid' },
  3: { code: 'bill-invalid-transport' },
  4: { code: 'bill-inhibited' },
  5: { code: 'bill-inhibited-by-switch' },
  6: { code: 'bill-jam-unsafe', health: 'jam' },
  7: { code: 'bill-jam-stacker', health: 'jam', isNoteLost: true },
  8: { code: 'bill-pulled-backwards', isFraud: true },
  9: { code: 'bill-tamper', isFraud: true },
  10: { code: 'stacker-ok', health: 'stacker-well', isSilent: true },
  11: { code: 'stacker-removed', health: 'stacker' },
  12: { code: 'stacker-inserted', health: 'stacker-well' },
  13: { code: 'stacker-faulty', health: 'stacker' },
  14: { code: 'stacker-full', health: 'stacker' },
  15: { code: 'stacker-jammed', health: 'stacker' },
  16: { code: 'bill-jam-safe', health: 'jam', isNoteLost: true },
  17: { code: 'opto-fraud', isFraud: true },
  18: { code: 'string-fraud', isFraud: true },
  19: { code: 'anti-string-faulty', health: 'stacker' },
  20: { code: 'barcode-detected' },
  21: { code: 'unknown-bill-stacked', isNoteLost: true },
};

export const BILL_STACKED = 0;
export const BILL_IN_ESCROW = 1;
/** A ticket with a barcode: not money. */
const COUPON = 255;

const LOST_NOTE: CashItem = { kind: 'lost', countMax: 1, cause: 'overflow' };

/** What there is to report of one event. A note counts when it is stacked, and not before. */
export function billItems(
  { a: position, b }: EventPair,
  { bills, place }: { readonly bills: ValueTable; readonly place: string },
): readonly CashItem[] {
  if (position === 0) return statusItems(b);
  if (b === BILL_IN_ESCROW) return [];
  if (b !== BILL_STACKED) return [incident(`bill-event-${position}-${b}`)];
  if (position === COUPON) return [incident('coupon-stacked')];
  const valueMinor = bills.get(position);
  if (valueMinor !== undefined) return [{ kind: 'inserted', valueMinor, place }];
  return [incident('credit-of-unknown-bill'), LOST_NOTE];
}

function statusItems(code: number): readonly CashItem[] {
  const status = STATUSES[code];
  if (status === undefined) return [incident(`bill-event-${code}`)];
  if (status.isSilent === true) return [];
  const told = incident(status.code, status.isFraud === true);
  return status.isNoteLost === true ? [told, LOST_NOTE] : [told];
}

function incident(code: string, isFraud = false): CashItem {
  return { kind: 'incident', code, isFraud };
}

/** The fault a validator is in. */
export interface BillFault {
  readonly code: string;
  readonly kind: 'jam' | 'stacker';
}

/** The fault after one more event. */
export function faultAfter(fault: BillFault | undefined, event: EventPair): BillFault | undefined {
  const { a: position, b } = event;
  if (position > 0) return afterMove(fault, b === BILL_STACKED);
  const status = STATUSES[b];
  switch (status?.health) {
    case 'jam':
    case 'stacker':
      return { code: status.code, kind: status.health };
    case 'stacker-well':
      return undefined;
    case 'moving':
      return afterMove(fault, false);
    case undefined:
      return fault;
  }
}

/** A note that moves shows that the path is free; one that is stacked shows the stacker too. */
function afterMove(fault: BillFault | undefined, isStacked: boolean): BillFault | undefined {
  return isStacked || fault?.kind === 'jam' ? undefined : fault;
}

/** Whether an event says that no note waits in escrow any more. */
export function endsEscrow({ a, b }: EventPair): boolean {
  return a > 0 ? b === BILL_STACKED : ESCROW_ENDS.has(b);
}

const ESCROW_ENDS: ReadonlySet<number> = new Set([1, 6, 7, 8, 16, 17, 18, 21]);
