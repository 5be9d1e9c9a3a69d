/**
 * Conservation of money: every line moves pieces from one account to another and none appears or
 * vanishes. What the till holds at any journal prefix is the sum of these transfers.
 */
import type { LineDraft } from '../journal-line.ts';
import { isCashless } from './cashless-line.ts';
import { cashCounts, difference, type CashCounts } from './counts.ts';
import { changerTransfers, isChangerLine, type ChangerLine } from './changer-transfers.ts';
import type { InCurrency } from './currency.ts';

/** Where cash lies that no dispenser can give back. */
export const CASHBOX = 'cashbox';

/** A place holds one currency, so what is not of the till's own lies in a cashbox apart. */
export function cashboxOf(currency: string | undefined): string {
  return currency === undefined ? CASHBOX : `${CASHBOX}-${currency.toLowerCase()}`;
}

/** `difference` is what counts and proofs of emptiness found to be other than expected. */
export type Account =
  | { readonly kind: 'place'; readonly place: string }
  | { readonly kind: 'transit'; readonly payoutId: string; readonly leg: number }
  | { readonly kind: 'customer' }
  | { readonly kind: 'operator' }
  | { readonly kind: 'difference' };

export interface Transfer extends InCurrency {
  readonly from: Account;
  readonly to: Account;
  readonly counts: CashCounts;
}

/** The pieces a line moves, in the order in which they move. */
export function transfersOf(line: LineDraft): readonly Transfer[] {
  if (isChangerLine(line)) return changerTransfers(line);
  const moves = movesOf(line);
  if (moves.length === 0 || !('currency' in line.body)) return moves;
  const { currency } = line.body;
  return currency === undefined ? moves : moves.map((one) => ({ ...one, currency }));
}

function movesOf(line: Exclude<LineDraft, ChangerLine>): readonly Transfer[] {
  if (isCashless(line)) return [];
  switch (line.kind) {
    case 'cash-inserted':
      return [move(CUSTOMER, place(line.body.place), one(line.body.valueMinor, 1))];
    case 'dispense-started':
      return [move(place(line.body.device), transit(line), dispensed(line, line.body.count))];
    case 'dispense-settled':
      return settled(line);
    case 'cash-filled':
      return [move(OPERATOR, place(line.body.place), line.body.added)];
    case 'cash-taken':
      return [move(place(line.body.place), OPERATOR, line.body.taken)];
    case 'cassette-removed':
      return [move(place(line.body.place), OPERATOR, line.body.taken)];
    case 'cassette-replaced':
      return [move(OPERATOR, place(line.body.place), line.body.added)];
    case 'cash-counted':
      return counted(line);
    case 'holding-corrected':
      return [corrected(line.body)];
    case 'agent-started':
    case 'sale-started':
    case 'credits-lost':
    case 'sale-paid':
    case 'sale-cancelled':
    case 'payout-started':
    case 'dispense-unresolved':
    case 'payout-finished':
    case 'debt-recorded':
    case 'debt-paid':
    case 'sale-settled':
    case 'sale-returned':
    case 'sale-acknowledged':
    case 'deposit-started':
    case 'deposit-fixed':
    case 'deposit-ended':
    case 'operation-started':
    case 'operation-finished':
    case 'operation-acknowledged':
    case 'device-changed':
    case 'incident-reported':
    case 'cash-escrowed':
    case 'claim-broken':
    case 'shift-opened':
    case 'shift-closed':
    case 'entitlement-accepted':
    case 'entitlement-refused':
    case 'plan-accepted':
    case 'plan-refused':
    case 'licence-changed':
    case 'running-time-noted':
    case 'time-signed':
    case 'command-received':
    case 'command-settled':
    case 'chain-forked':
    case 'lines-lost':
      return [];
  }
}

type Dispense = Extract<LineDraft, { kind: 'dispense-started' | 'dispense-settled' }>;

const CUSTOMER: Account = { kind: 'customer' };
const OPERATOR: Account = { kind: 'operator' };
const DIFFERENCE: Account = { kind: 'difference' };

/** What was on its way goes where it was sent or back; an excess comes out of the tube as well. */
function settled(line: Extract<LineDraft, { kind: 'dispense-settled' }>): Transfer[] {
  const { count, paid, device, to, currency } = line.body;
  const goal = to === 'cashbox' ? place(cashboxOf(currency)) : CUSTOMER;
  return [
    move(transit(line), goal, dispensed(line, Math.min(paid, count))),
    move(transit(line), place(device), dispensed(line, Math.max(count - paid, 0))),
    move(place(device), goal, dispensed(line, Math.max(paid - count, 0))),
  ];
}

function counted(line: Extract<LineDraft, { kind: 'cash-counted' }>): Transfer[] {
  const found = difference(line.body.counted, line.body.expected);
  const more = found.filter(({ count }) => count > 0);
  const less = found.filter(({ count }) => count < 0);
  return [
    move(DIFFERENCE, place(line.body.place), more),
    move(place(line.body.place), DIFFERENCE, difference([], less)),
  ];
}

function corrected(body: Extract<LineDraft, { kind: 'holding-corrected' }>['body']): Transfer {
  const counts = one(body.valueMinor, Math.abs(body.change));
  return body.change > 0
    ? move(DIFFERENCE, place(body.place), counts)
    : move(place(body.place), DIFFERENCE, counts);
}

function dispensed(line: Dispense, count: number): CashCounts {
  return one(line.body.valueMinor, count);
}

function one(valueMinor: number, count: number): CashCounts {
  return cashCounts([{ valueMinor, count }]);
}

function place(name: string): Account {
  return { kind: 'place', place: name };
}

function transit(line: Dispense): Account {
  const { payoutId, leg } = line.body;
  return { kind: 'transit', payoutId, leg };
}

function move(from: Account, to: Account, counts: CashCounts): Transfer {
  return { from, to, counts };
}
