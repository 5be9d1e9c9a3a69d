/**
 * What people asked of the till, kept by themselves: under one key it may come to pass once, and as
 * it was asked for.
 */
import type {
  DepositEndAsked,
  OperationRequest,
  TillRequest,
} from '../../../agent/core/till/events.ts';
import type { DepositEndKind, JournalLine } from '../../../agent/core/journal-line.ts';
import { totalMinor, type CashCounts } from '../../../agent/core/cash/counts.ts';
import { hasRight, DEFAULT_RULES } from '../../../agent/core/operators/rights.ts';
import type { BodyOf, Expect } from './books.ts';

type SaleTermsAsked = Extract<TillRequest, { kind: 'sale-requested' }>['terms'];

export class Wishes {
  readonly #expect: Expect;
  readonly #sales = new Map<string, SaleTermsAsked>();
  readonly #ends = new Map<string, DepositEndAsked[]>();
  readonly #operations = new Map<string, OperationRequest>();
  readonly #begun = new Set<string>();
  /** Entries by hand that may still be written down, by what they say, in whatever order. */
  readonly #entries = new Map<string, number>();
  readonly #keys = new Set<string>();

  constructor(expect: Expect) {
    this.#expect = expect;
  }

  /** Somebody asks, for the first time or again. */
  ask(request: TillRequest): void {
    switch (request.kind) {
      case 'sale-requested':
        this.#sales.set(request.terms.saleId, request.terms);
        return;
      case 'deposit-end-requested':
        this.#ends.set(request.saleId, [...this.endsOf(request.saleId), request.end]);
        return;
      case 'operation-requested':
        this.#operations.set(request.operation.idempotencyKey, request);
        return;
      case 'fill-entered':
        return this.#enter(request, entryOf(request.place, request.added));
      case 'take-entered':
        return this.#enter(request, entryOf(request.place, request.taken));
      case 'cassette-removed':
        return this.#enter(request, request.place);
      case 'cassette-replaced':
        return this.#enter(request, entryOf(request.place, request.counted));
      default:
        return;
    }
  }

  /** What was asked for under this id; undefined for one that nobody has begun. */
  sale(saleId: string): SaleTermsAsked | undefined {
    return this.#sales.get(saleId);
  }

  endsOf(saleId: string): readonly DepositEndAsked[] {
    return this.#ends.get(saleId) ?? [];
  }

  /** What was asked for under the key that a line names. */
  operation(reference: string | undefined): OperationRequest | undefined {
    return this.#operations.get(reference ?? '');
  }

  wrote(line: JournalLine): void {
    switch (line.kind) {
      case 'operation-started':
        return this.#operationStarted(line.body);
      case 'deposit-ended':
        return this.#depositEnded(line.body);
      case 'cash-filled':
        return this.#entered('fill-entered', entryOf(line.body.place, line.body.added));
      case 'cash-taken':
        return this.#entered('take-entered', entryOf(line.body.place, line.body.taken));
      case 'cassette-removed':
        return this.#entered('cassette-removed', line.body.place);
      case 'cassette-replaced':
        return this.#entered('cassette-replaced', entryOf(line.body.place, line.body.added));
      default:
        return;
    }
  }

  #enter(
    { kind, operation }: Extract<TillRequest, { kind: `${string}-entered` | `cassette-${string}` }>,
    what: string,
  ): void {
    const key = operation?.idempotencyKey;
    if (key !== undefined && this.#keys.has(key)) return;
    if (key !== undefined) this.#keys.add(key);
    const entry = `${kind} ${what}`;
    this.#entries.set(entry, (this.#entries.get(entry) ?? 0) + 1);
  }

  #entered(kind: string, what: string): void {
    const entry = `${kind} ${what}`;
    const left = (this.#entries.get(entry) ?? 0) - 1;
    this.#entries.set(entry, left);
    this.#expect(left >= 0, `${entry} is booked more often than it was entered`);
  }

  #operationStarted(body: BodyOf<'operation-started'>): void {
    const { reference = '', purpose, operator, amountMinor, currency } = body;
    const wish = this.#operations.get(reference);
    this.#expect(!this.#begun.has(reference), `${purpose} ${reference} is begun twice`);
    this.#begun.add(reference);
    const isAsked =
      wish?.purpose === purpose &&
      wish.operator.operatorId === operator &&
      (wish.currency === 'EUR' ? undefined : wish.currency) === currency;
    this.#expect(isAsked, `nobody asked for ${purpose} ${reference} in this way`);
    if (wish === undefined) return;
    const mayDoIt = hasRight(DEFAULT_RULES.rights, wish.operator.role, purpose);
    this.#expect(mayDoIt, `${operator} may not do ${purpose} ${reference}`);
    const askedMinor = amountOf(wish);
    const isAmount = askedMinor === undefined || askedMinor === amountMinor;
    this.#expect(isAmount, `${purpose} ${reference} is over ${amountMinor}, not ${askedMinor}`);
  }

  /** What nobody has said is to be kept for nobody: only a fill that was left standing is. */
  #depositEnded({ saleId, end, amountDueMinor, insertedMinor }: BodyOf<'deposit-ended'>): void {
    const isFill = this.#sales.get(saleId)?.deposit?.purpose === 'fill';
    const isLeft = isFill && end === 'no-change' && amountDueMinor === insertedMinor;
    const isAsked = this.endsOf(saleId).some(
      (asked) =>
        isSameEnd(asked, end) && keptMinor(asked, { end, insertedMinor }) === amountDueMinor,
    );
    this.#expect(
      isLeft || isAsked,
      `deposit ${saleId} keeps ${amountDueMinor} (${end}), which nobody asked for`,
    );
  }
}

/** The store sorts what a line says, so it is compared piece by piece. */
function entryOf(place: string, counts: CashCounts): string {
  const pieces = counts.map(({ valueMinor, count }) => `${count} of ${valueMinor}`);
  return [place, ...pieces].join(', ');
}

function amountOf({ order }: OperationRequest): number | undefined {
  switch (order.kind) {
    case 'amount':
      return order.amountMinor;
    case 'counts':
      return totalMinor(order.counts);
    case 'places':
    case 'all':
    case 'to-float':
    case 'at-machine':
      return undefined;
  }
}

/** What cannot be exchanged is given back. */
function isSameEnd(asked: DepositEndAsked, end: DepositEndKind): boolean {
  return asked.kind === end || (asked.kind === 'exchange' && end === 'repay');
}

function keptMinor(
  asked: DepositEndAsked,
  { end, insertedMinor }: { readonly end: DepositEndKind; readonly insertedMinor: number },
): number {
  if (end === 'repay' || end === 'exchange') return 0;
  return asked.kind === 'change' ? asked.amountMinor : insertedMinor;
}
