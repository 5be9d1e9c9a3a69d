/** The rules of whole machines: what their jobs move belongs to a sale or a payout that is under way. */
import { check, type Body, type Books } from './audit-books.ts';
import type { ChangerLine } from './changer-transfers.ts';
import { placedMinor } from './placed-counts.ts';

export function postChangerLine(books: Books, line: ChangerLine): void {
  switch (line.kind) {
    case 'job-moved':
      return postJobMoved(books, line.body);
    case 'sale-difference':
      return postSaleDifference(books, line.body);
    case 'job-ordered':
    case 'job-opened':
    case 'job-unresolved':
    case 'job-ended':
    case 'levels-read':
      return undefined;
  }
}

function postJobMoved(books: Books, body: Body<'job-moved'>): void {
  const { jobId, saleId } = body;
  const [inMinor, outMinor] = [placedMinor(body.in), placedMinor(body.out)];
  const payout = books.payouts.get(jobId);
  if (payout !== undefined) payout.paidMinor += outMinor;
  if (saleId === undefined) return;
  const sale = books.sales.get(saleId);
  const isOpen = sale !== undefined && sale.owedMinor === undefined;
  check(books, isOpen, `cash belongs to sale ${saleId}, which is not under way`);
  if (sale === undefined) return;
  sale.insertedMinor += inMinor;
  sale.paidOutMinor += outMinor;
}

function postSaleDifference(books: Books, { saleId, amountMinor }: Body<'sale-difference'>): void {
  const sale = books.sales.get(saleId);
  const isOpen = sale?.dueMinor !== undefined && sale.owedMinor === undefined;
  check(books, isOpen, `a difference belongs to sale ${saleId}, which is not under way`);
  if (sale?.dueMinor !== undefined) sale.dueMinor += amountMinor;
}
