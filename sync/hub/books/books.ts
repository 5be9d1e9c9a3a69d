import { anyBook, type AnyBook } from './book.ts';
import { casesBook } from './case-entry.ts';
import { closuresBook } from './closure-entry.ts';
import { contractsBook } from './contract-entry.ts';
import { edgesBook } from './edge-entry.ts';
import { partiesBook } from './party-entry.ts';
import { pricesBook } from './price-entry.ts';
import { purchasesBook } from './purchase-entry.ts';
import { customersBook, distributorsBook, schedulesBook } from './standing-entry.ts';

/** The books of the hub, those that others refer to first. */
export const BOOKS: readonly AnyBook[] = [
  anyBook(partiesBook),
  anyBook(edgesBook),
  anyBook(contractsBook),
  anyBook(pricesBook),
  anyBook(closuresBook),
  anyBook(purchasesBook),
  anyBook(casesBook),
  anyBook(customersBook),
  anyBook(distributorsBook),
  anyBook(schedulesBook),
];

export function bookNamed(name: string): AnyBook | undefined {
  return BOOKS.find((book) => book.name === name);
}
