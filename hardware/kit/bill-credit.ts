import type { BillCursor } from './bill-cursor.ts';
import type { BillStatus, PowerUpNote } from './bill-protocol.ts';
import type { CashItem } from './device.ts';

export interface CreditFacts {
  readonly cursor: BillCursor;
  readonly status: BillStatus;
  /** The device has said since the order that the note is going back. */
  readonly isReturning: boolean;
  /** What a note of this number is worth; undefined for one that is not known. */
  readonly valueOf: (code: number) => number | undefined;
}

export interface CreditStep {
  readonly items: readonly CashItem[];
  readonly cursor: BillCursor;
}

/** Where a validator puts what it takes, unless it says otherwise. */
const CASHBOX = 'cashbox';
const NONE: BillCursor = { phase: 'none' };
const DEALT: BillCursor = { phase: 'dealt' };
const LOST_NOTE: CashItem = { kind: 'lost', countMax: 1, cause: 'device-reset' };

/**
 * What a status means for money. Each credit uses up the order that was durable before the command:
 * a device may repeat itself, be asked again or be read by a new process, and the note still counts
 * once. An order that ends without a word is a named uncertainty, never a silent credit.
 */
export function billCreditStep(facts: CreditFacts): CreditStep {
  const { cursor, status } = facts;
  switch (status.kind) {
    case 'stacked':
      return stacked(facts, status.code, status.place ?? CASHBOX);
    case 'returned':
      return { items: [], cursor: cursor.phase === 'ordered' ? NONE : cursor };
    case 'ready':
      // What has been dealt with stays so for as long as it may be told again.
      if (status.keepsCredit === true && cursor.phase === 'dealt') return { items: [], cursor };
      return pathEmpty(facts);
    case 'escrow':
      return escrowed(facts, status.code);
    case 'power-up':
      return poweredUp(cursor, status.note);
    case 'starting':
    case 'moving':
    case 'returning':
    case 'holding':
    case 'incident':
    case 'fault':
      return { items: [], cursor };
  }
}

function stacked(
  { cursor, valueOf }: CreditFacts,
  code: number | undefined,
  place: string,
): CreditStep {
  if (cursor.phase === 'dealt') return { items: [], cursor };
  const told = code === undefined ? undefined : valueOf(code);
  const ordered = cursor.phase === 'ordered' ? cursor.valueMinor : undefined;
  const valueMinor = told ?? ordered;
  if (valueMinor === undefined) {
    return { items: [incident('credit-of-unknown-note'), LOST_NOTE], cursor: DEALT };
  }
  const inserted: CashItem = { kind: 'inserted', valueMinor, place };
  if (ordered === valueMinor) return { items: [inserted], cursor: DEALT };
  const name = ordered === undefined ? 'stacked-without-order' : 'stacked-other-than-ordered';
  return { items: [incident(name), inserted], cursor: DEALT };
}

/** The device repeats a credit until it is acknowledged: an order without one ended some other way. */
function pathEmpty({ cursor, isReturning }: CreditFacts): CreditStep {
  if (cursor.phase !== 'ordered' || isReturning) return { items: [], cursor: NONE };
  return { items: [incident('ordered-note-unaccounted'), LOST_NOTE], cursor: NONE };
}

/** Another note than the one ordered lies in escrow, so that one has gone somewhere. */
function escrowed(facts: CreditFacts, code: number): CreditStep {
  const { cursor, valueOf } = facts;
  const isOther = cursor.phase === 'ordered' && valueOf(code) !== cursor.valueMinor;
  return isOther ? pathEmpty(facts) : { items: [], cursor };
}

function poweredUp(cursor: BillCursor, note: PowerUpNote): CreditStep {
  switch (note) {
    case 'none':
    case 'in-stacker-credited':
      return { items: [], cursor };
    case 'in-acceptor-returned':
      return { items: [], cursor: cursor.phase === 'ordered' ? NONE : cursor };
    case 'in-acceptor-untold':
    case 'in-stacker-untold':
      return untold(cursor, note);
  }
}

/** Without an order a note cannot get past the acceptor, so there only the stacker leaves a doubt. */
function untold(cursor: BillCursor, note: 'in-acceptor-untold' | 'in-stacker-untold'): CreditStep {
  if (cursor.phase === 'dealt') return { items: [], cursor };
  const isInStacker = note === 'in-stacker-untold';
  const named = incident(`power-up-note-${isInStacker ? 'in-stacker' : 'in-acceptor'}`);
  const isInDoubt = isInStacker || cursor.phase === 'ordered';
  return { items: isInDoubt ? [named, LOST_NOTE] : [named], cursor: DEALT };
}

function incident(code: string): CashItem {
  return { kind: 'incident', code, isFraud: false };
}
