/**
 * What every sale, deposit, debt and operation came to, piece by piece: what the machines say that
 * came out for it is what its own lines say.
 */
import { totalMinor } from '../../../agent/core/cash/counts.ts';
import { isSaleTask } from '../../../agent/core/cash/changer-transfers.ts';
import type { JournalLine } from '../../../agent/core/journal-line.ts';
import type { BodyOf, Expect } from './books.ts';
import { addPiece, pieceCount, worthOf, type Heap } from './heap.ts';
import type { Wishes } from './wishes.ts';

interface SaleBook {
  readonly isForeign: boolean;
  insertedMinor: number;
  /** Undefined until a deposit is ended. */
  dueMinor: number | undefined;
}

interface PayoutBook {
  readonly pieces: Heap;
  /** A person's count has settled some of it. */
  isCounted: boolean;
}

interface OperationBook {
  readonly reference: string | undefined;
  readonly amountMinor: number;
}

export class OwnerBooks {
  readonly #wishes: Wishes;
  readonly #expect: Expect;
  readonly #sales = new Map<string, SaleBook>();
  readonly #payouts = new Map<string, PayoutBook>();
  readonly #operations = new Map<string, OperationBook>();
  readonly #collecting = new Set<string>();

  constructor(wishes: Wishes, expect: Expect) {
    this.#wishes = wishes;
    this.#expect = expect;
  }

  isCollecting(saleId: string | undefined): boolean {
    return saleId !== undefined && this.#collecting.has(saleId);
  }

  /** A piece has left for a payout, to whomever it is for. */
  moved(payoutId: string, valueMinor: number): void {
    const payout = this.#payouts.get(payoutId);
    this.#expect(payout !== undefined, `${payoutId} pays ${valueMinor}, and was never begun`);
    if (payout !== undefined) addPiece(payout.pieces, valueMinor);
  }

  wrote(line: JournalLine): void {
    switch (line.kind) {
      case 'sale-started':
        return this.#saleStarted(line.body, line.body.amountDueMinor);
      case 'deposit-started':
        return this.#saleStarted(line.body, undefined);
      case 'cash-inserted':
        return this.#inserted(line.body);
      case 'sale-paid':
      case 'sale-cancelled':
      case 'deposit-fixed':
        this.#collecting.delete(line.body.saleId);
        return;
      case 'deposit-ended':
        return this.#depositEnded(line.body);
      case 'payout-started':
        return this.#payoutStarted(line.body.payoutId);
      case 'job-ordered':
        // What such a job gives out, it gives back of what it has taken in.
        if (isSaleTask(line.body.task)) this.#payoutStarted(`${line.body.ownerId}/payout`);
        return;
      case 'job-moved':
        return this.#jobMoved(line.body);
      case 'sale-difference':
        return this.#differed(line.body);
      case 'dispense-settled':
        return this.#settled(line.body);
      case 'payout-finished':
        return this.#expectOut(line.body.payoutId, line.body.paidMinor);
      case 'sale-settled':
        return this.#saleSettled(line.body);
      case 'sale-returned':
        this.#expectInserted(line.body);
        return this.#expectOut(`${line.body.saleId}/payout`, line.body.returnedMinor);
      case 'debt-paid':
        if (line.body.payoutId === undefined) return;
        return this.#expectOut(line.body.payoutId, line.body.amountMinor);
      case 'operation-started': {
        const { operationId, reference, amountMinor } = line.body;
        this.#operations.set(operationId, { reference, amountMinor });
        return;
      }
      case 'operation-finished':
        return this.#operationFinished(line.body);
      default:
        return;
    }
  }

  #saleStarted(
    body: BodyOf<'deposit-started'> | BodyOf<'sale-started'>,
    dueMinor: number | undefined,
  ): void {
    const { saleId, currency } = body;
    const isForeign = body.isForeign === true;
    const asked = this.#wishes.sale(saleId);
    const isAsked = asked?.currency === currency && (dueMinor ?? 0) === asked.amountDueMinor;
    this.#expect(isAsked, `nobody asked for sale ${saleId} in this way`);
    this.#expect(isForeign === (currency !== 'EUR'), `sale ${saleId} is in another currency`);
    this.#sales.set(saleId, { isForeign, insertedMinor: 0, dueMinor });
    this.#collecting.add(saleId);
  }

  #payoutStarted(payoutId: string): void {
    this.#payouts.set(payoutId, { pieces: new Map(), isCounted: false });
  }

  /** That it did move, the machine's own record has to say. */
  #jobMoved({ jobId, saleId, in: cashIn, out }: BodyOf<'job-moved'>): void {
    const sale = this.#sales.get(saleId ?? '');
    if (sale !== undefined) sale.insertedMinor += totalMinor(cashIn);
    const payoutId = saleId === undefined ? jobId : `${saleId}/payout`;
    for (const { valueMinor, count } of out) {
      for (let piece = 0; piece < count; piece += 1) this.moved(payoutId, valueMinor);
    }
  }

  #differed({ saleId, amountMinor }: BodyOf<'sale-difference'>): void {
    const sale = this.#sales.get(saleId);
    if (sale?.dueMinor !== undefined) sale.dueMinor += amountMinor;
  }

  #inserted({ saleId, valueMinor, currency }: BodyOf<'cash-inserted'>): void {
    const sale = this.#sales.get(saleId ?? '');
    if (sale === undefined) return;
    const isSame = sale.isForeign === (currency !== undefined);
    this.#expect(isSame, `sale ${saleId} takes ${valueMinor} of another currency`);
    sale.insertedMinor += valueMinor;
  }

  #depositEnded({ saleId, amountDueMinor }: BodyOf<'deposit-ended'>): void {
    this.#collecting.delete(saleId);
    const sale = this.#sales.get(saleId);
    if (sale !== undefined) sale.dueMinor = amountDueMinor;
  }

  #settled({ payoutId, end }: BodyOf<'dispense-settled'>): void {
    const payout = this.#payouts.get(payoutId);
    if (payout !== undefined && end === 'counted') payout.isCounted = true;
  }

  #saleSettled(body: BodyOf<'sale-settled'>): void {
    const { saleId, insertedMinor, changeMinor, owedMinor } = body;
    this.#expectInserted(body);
    this.#expectOut(`${saleId}/payout`, changeMinor);
    const dueMinor = this.#sales.get(saleId)?.dueMinor ?? NaN;
    const keptMinor = insertedMinor - changeMinor - owedMinor;
    // Where a machine has paid too much, the till is poorer by that.
    const isKept = keptMinor === dueMinor || (owedMinor === 0 && keptMinor < dueMinor);
    this.#expect(isKept, `sale ${saleId} was for ${dueMinor} and keeps ${keptMinor}`);
  }

  #expectInserted({ saleId, insertedMinor }: { saleId: string; insertedMinor: number }): void {
    const inMinor = this.#sales.get(saleId)?.insertedMinor;
    this.#expect(inMinor === insertedMinor, `sale ${saleId} took ${inMinor}, not ${insertedMinor}`);
  }

  #expectOut(payoutId: string, saidMinor: number): void {
    const payout = this.#payouts.get(payoutId);
    const outMinor = payout === undefined ? 0 : worthOf(payout.pieces);
    const isSame = outMinor === saidMinor || payout?.isCounted === true;
    this.#expect(isSame, `${payoutId} says ${saidMinor}, and ${outMinor} has left the machine`);
  }

  #operationFinished(body: BodyOf<'operation-finished'>): void {
    const { operationId, purpose, paidMinor, shortMinor } = body;
    const operation = this.#operations.get(operationId);
    this.#expectOut(`${operationId}/payout`, paidMinor);
    const isRest = shortMinor === Math.max((operation?.amountMinor ?? NaN) - paidMinor, 0);
    this.#expect(isRest, `${purpose} ${operationId} names ${shortMinor} as what did not come`);
    this.#expectPieces(operation?.reference, this.#payouts.get(`${operationId}/payout`));
  }

  /** Nothing else comes than the pieces that were asked for. */
  #expectPieces(reference: string | undefined, payout: PayoutBook | undefined): void {
    const order = this.#wishes.operation(reference)?.order;
    if (order?.kind !== 'counts' || payout === undefined) return;
    const asked = new Map(order.counts.map(({ valueMinor, count }) => [valueMinor, count]));
    const isAsked = [...payout.pieces].every(([value, count]) => count <= pieceCount(asked, value));
    this.#expect(isAsked, `other pieces came for ${reference} than were asked for`);
  }
}
